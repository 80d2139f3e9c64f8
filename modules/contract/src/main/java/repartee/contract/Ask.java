package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A question to a chatbot. Answered once the question is durable and what becomes of it is known;
 * the text is then read with {@link ReadAnswer}. Fails as {@link OpenTurn} and {@link Search} do.
 *
 * @param language a language, or null for the question's own
 * @param admitted the limits allow a new question; see {@link OpenTurn}
 * @param visitor who asks, if it is a visitor; see {@link OpenTurn}
 */
public record Ask(
    Chatbot chatbot,
    @Nullable UUID conversationUid,
    @Nullable String conversationId,
    String userId,
    String question,
    @Nullable Language language,
    @Nullable String messageKey,
    boolean admitted,
    @Nullable Visitor visitor) {
  /** Answered by generation. */
  public static final Address<Ask, Asked> ADDRESS =
      new Address<>("generation.ask", Ask.class, Asked.class);
}
