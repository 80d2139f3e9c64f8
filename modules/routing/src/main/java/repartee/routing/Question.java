package repartee.routing;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Ask;
import repartee.contract.Chatbot;
import repartee.contract.Language;

/** What somebody asks, in the words of either dialect. */
record Question(
    @Nullable UUID conversationUid,
    @Nullable String conversationId,
    String userId,
    String text,
    @Nullable Language language,
    @Nullable String messageKey) {
  static final int TEXT_CHARS_MAX = 32_000;
  static final int ID_CHARS_MAX = 200;

  /** Who asks without a name. */
  private static final String NOBODY = "anonymous";

  /** {@code q}, and perhaps the {@code conversation_uid} that was returned before. */
  static Question ofBackend(Fields fields, @Nullable String idempotencyKey) {
    String text = fields.text("q", TEXT_CHARS_MAX);
    String userId = fields.optionalText("user_id", ID_CHARS_MAX);
    return new Question(
        fields.conversationUid(),
        null,
        userId == null ? NOBODY : userId,
        text,
        fields.language(),
        fields.messageKey(idempotencyKey));
  }

  /** {@code prompt} in the client's own conversation. */
  static Question ofResource(Fields fields, @Nullable String idempotencyKey) {
    return new Question(
        null,
        fields.text("conversation_id", ID_CHARS_MAX),
        fields.text("user_id", ID_CHARS_MAX),
        fields.text("prompt", TEXT_CHARS_MAX),
        fields.language(),
        fields.messageKey(idempotencyKey));
  }

  /** {@code q} or {@code prompt}, in the conversation that the channel was opened on. */
  static Question ofChannel(Fields fields, @Nullable String conversation) {
    if (conversation == null) {
      return ofBackend(fields, null);
    }
    String userId = fields.optionalText("user_id", ID_CHARS_MAX);
    String field = fields.object().has("prompt") ? "prompt" : "q";
    return new Question(
        null,
        conversation,
        userId == null ? NOBODY : userId,
        fields.text(field, TEXT_CHARS_MAX),
        fields.language(),
        fields.messageKey(null));
  }

  /** Whether an agent says it, whom no bot answers. */
  boolean intercepts() {
    return conversationId != null && Agents.isOne(userId);
  }

  /** The question as it is put to generation; see {@link Ask} on what is admitted. */
  Ask to(Chatbot chatbot, boolean admitted) {
    return new Ask(
        chatbot, conversationUid, conversationId, userId, text, language, messageKey, admitted);
  }
}
