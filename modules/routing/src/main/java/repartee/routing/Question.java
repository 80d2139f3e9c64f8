package repartee.routing;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Ask;
import repartee.contract.Caller;
import repartee.contract.Chatbot;
import repartee.contract.Language;
import repartee.contract.Problem;
import repartee.contract.Visitor;

/** What somebody asks, in the words of either dialect. */
record Question(
    @Nullable UUID conversationUid,
    @Nullable String conversationId,
    String userId,
    String text,
    @Nullable Language language,
    @Nullable String messageKey,
    @Nullable Visitor visitor) {
  static final int TEXT_CHARS_MAX = 32_000;
  static final int ID_CHARS_MAX = 200;

  /** Who asks without a name. */
  private static final String NOBODY = "anonymous";

  /** {@code q}, and perhaps the {@code conversation_uid} that was returned before. */
  static Question ofBackend(Fields fields, @Nullable String idempotencyKey, Caller caller) {
    String text = fields.text("q", TEXT_CHARS_MAX);
    String userId = userId(fields, caller);
    return new Question(
        fields.conversationUid(),
        null,
        userId == null ? NOBODY : userId,
        text,
        fields.language(),
        fields.messageKey(idempotencyKey),
        caller.visitor());
  }

  /** {@code prompt} in the client's own conversation. */
  static Question ofResource(Fields fields, @Nullable String idempotencyKey, Caller caller) {
    String userId = userId(fields, caller);
    return new Question(
        null,
        fields.text("conversation_id", ID_CHARS_MAX),
        userId == null ? fields.text("user_id", ID_CHARS_MAX) : userId,
        fields.text("prompt", TEXT_CHARS_MAX),
        fields.language(),
        fields.messageKey(idempotencyKey),
        caller.visitor());
  }

  /** {@code q} or {@code prompt}, in the conversation that the channel was opened on. */
  static Question ofChannel(Fields fields, @Nullable String conversation, Caller caller) {
    if (conversation == null) {
      return ofBackend(fields, null, caller);
    }
    String userId = userId(fields, caller);
    String field = fields.object().has("prompt") ? "prompt" : "q";
    return new Question(
        null,
        conversation,
        userId == null ? NOBODY : userId,
        fields.text(field, TEXT_CHARS_MAX),
        fields.language(),
        fields.messageKey(null),
        caller.visitor());
  }

  /** What the body says; who comes with a visitor's token is that visitor, whatever it says. */
  private static @Nullable String userId(Fields fields, Caller caller) throws Problem {
    String said = fields.optionalText("user_id", ID_CHARS_MAX);
    Visitor visitor = caller.visitor();
    if (visitor != null && said != null && !said.equals(visitor.id())) {
      throw new Problem(
          Problem.Kind.FORBIDDEN,
          "With a visitor's token nobody else speaks. Please leave \"user_id\" out.");
    }
    return visitor == null ? said : visitor.id();
  }

  /** Whether an agent says it, whom no bot answers. */
  boolean intercepts() {
    return conversationId != null && Agents.isOne(userId);
  }

  /** The question as it is put to generation; see {@link Ask} on what is admitted. */
  Ask to(Chatbot chatbot, boolean admitted) {
    return new Ask(
        chatbot,
        conversationUid,
        conversationId,
        userId,
        text,
        language,
        messageKey,
        admitted,
        visitor);
  }
}
