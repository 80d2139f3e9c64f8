package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a {@link ClaimFile} has got; nothing where no file waits. */
public record ClaimedFile(@Nullable File file) {
  /**
   * A file to be read.
   *
   * @param parts how many there are to read
   * @param tries how often it was claimed, this time included
   */
  public record File(FileClaim claim, UUID chatbotId, String name, int parts, int tries) {}
}
