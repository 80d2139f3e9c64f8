package repartee.contract;

import java.util.UUID;

/**
 * A file whose parts are stored is to become a document of this name; a file of that name which
 * waits is replaced. Fails with {@code UNKNOWN_CHATBOT}, and with {@code BUSY} where too many of
 * the chatbot's files wait.
 *
 * @param upload as {@link StoreFilePart} has it
 * @param parts how many there are
 */
public record AddFile(UUID chatbotId, UUID upload, String name, long bytes, int parts) {
  /** Answered by storage; {@link FileCame} says so to those who read. */
  public static final Address<AddFile, Document> ADDRESS =
      new Address<>("storage.add-file", AddFile.class, Document.class);
}
