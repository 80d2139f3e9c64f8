package repartee.storage;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.AppendMessage;
import repartee.contract.Author;
import repartee.contract.OpenTurn;
import repartee.contract.Visitor;

/**
 * What is to be put into a log: a message, and the place of its answer if one is to follow.
 *
 * @param uid the conversation, which must exist
 * @param name else what the client calls it
 * @param newUid the conversation's uid if it has to be made
 * @param admitted else it is only found again by its key
 * @param visitor whose the conversation must be; empty: anybody's
 */
record Entry(
    UUID chatbotId,
    @Nullable UUID uid,
    @Nullable ConversationName name,
    UUID newUid,
    UUID messageId,
    Author author,
    String content,
    String language,
    @Nullable String messageKey,
    boolean isQaMode,
    boolean admitted,
    String visitor,
    @Nullable Reply reply) {

  /**
   * The place of an answer: who writes it, knowing how much, and whose quota it counts on.
   *
   * @param waitingMax how many questions may wait for theirs
   */
  record Reply(
      UUID messageId, Author bot, UUID accountId, int memorySize, int waitingMax, String node) {}

  static Entry of(OpenTurn asked) {
    Visitor visitor = asked.visitor();
    return new Entry(
        asked.chatbotId(),
        asked.conversationUid(),
        name(asked.conversationUid() == null ? asked.conversationId() : null),
        UUID.randomUUID(),
        UUID.randomUUID(),
        visitor == null
            ? new Author(Author.Kind.USER, asked.userId(), asked.userId())
            : visitor.author(),
        asked.question(),
        asked.language(),
        asked.messageKey(),
        asked.isQaMode(),
        asked.admitted(),
        visitor == null ? "" : visitor.id(),
        new Reply(
            UUID.randomUUID(),
            asked.bot(),
            asked.accountId(),
            asked.memorySize(),
            asked.waitingMax(),
            asked.node()));
  }

  static Entry of(AppendMessage asked) {
    return new Entry(
        asked.chatbotId(),
        null,
        name(asked.conversationId()),
        UUID.randomUUID(),
        UUID.randomUUID(),
        asked.author(),
        asked.content(),
        asked.language(),
        asked.messageKey(),
        false,
        true,
        "",
        null);
  }

  private static @Nullable ConversationName name(@Nullable String text) {
    return text == null ? null : ConversationName.of(text);
  }

  /** The conversation and the message key: two that share one must not travel together. */
  Set<Object> touches() {
    Set<Object> touches = new HashSet<>();
    if (uid != null) {
      touches.add(new Touched(chatbotId, "conversation", uid.toString()));
    }
    if (name != null) {
      touches.add(
          name.uid() == null
              ? new Touched(chatbotId, "conversation of " + visitor, name.text())
              : new Touched(chatbotId, "conversation", name.uid().toString()));
    }
    if (messageKey != null) {
      touches.add(new Touched(chatbotId, "key", messageKey));
    }
    return touches;
  }

  private record Touched(UUID chatbotId, String what, String name) {}
}
