package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores a question and takes the place of its answer, in one round trip and one commit.
 *
 * <p>The conversation is {@code conversationUid}, which must exist; else the one that the client
 * calls {@code conversationId} (or that has it as its uid), made if there is none; else a new one.
 *
 * <p>Fails with {@code UNKNOWN_CHATBOT}, {@code UNKNOWN_CONVERSATION}, or {@code KEY_REUSED} if the
 * message key stands for another question.
 *
 * @param userId the client's name for who asks
 * @param messageKey the question's idempotency key, unique within a chatbot
 * @param memorySize how many earlier messages are wanted
 * @param node which process will write the answer
 */
public record OpenTurn(
    UUID chatbotId,
    UUID accountId,
    @Nullable UUID conversationUid,
    @Nullable String conversationId,
    String userId,
    String question,
    String language,
    @Nullable String messageKey,
    Author bot,
    boolean isQaMode,
    int memorySize,
    String node) {
  /** Answered by storage. */
  public static final Address<OpenTurn, Turn> ADDRESS =
      new Address<>("storage.open-turn", OpenTurn.class, Turn.class);
}
