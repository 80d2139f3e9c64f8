package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores a question and, if the bot is free, takes the place of its answer: one round trip and one
 * commit. While an answer of the conversation runs, the question waits; {@link BeginTurn} takes the
 * next one. While a person has the conversation it is only stored.
 *
 * <p>The conversation is {@code conversationUid}, which must exist; else the one that the client
 * calls {@code conversationId} (or that has it as its uid), made if there is none; else a new one.
 *
 * <p>Fails with {@code UNKNOWN_CHATBOT}, {@code UNKNOWN_CONVERSATION}, {@code KEY_REUSED} if the
 * message key stands for another question, {@code BUSY} if too many questions of the conversation
 * wait, or {@code TOO_FAST} if it is not admitted and was not asked before.
 *
 * @param userId the client's name for who asks
 * @param messageKey the question's idempotency key, unique within a chatbot
 * @param admitted the limits allow a new question; else it is only found again by its key
 * @param memorySize how many earlier messages are wanted; all since the last answer come in any
 *     case, within a bound
 * @param waitingMax how many questions of a conversation may wait
 * @param node which process will write the answer
 * @param visitor who asks, if it is a visitor, whose id {@code userId} then is: the conversation
 *     must be their own, and their names for conversations are apart from all others'; null: asked
 *     with a key, in whichever conversation
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
    boolean admitted,
    Author bot,
    boolean isQaMode,
    int memorySize,
    int waitingMax,
    String node,
    @Nullable Visitor visitor) {
  /** Answered by storage. */
  public static final Address<OpenTurn, Turn> ADDRESS =
      new Address<>("storage.open-turn", OpenTurn.class, Turn.class);
}
