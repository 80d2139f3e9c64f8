package repartee.contract;

/**
 * Gives a conversation to a person in the middle of the bot's answer, which ends where readers have
 * it: from the moment this is asked they see nothing more of it, and that text is stored by {@link
 * TakeOver} in the same transaction. Fails as that does, and then the answer goes on.
 *
 * @param to whose author kind is {@code AGENT}
 */
public record HandOver(AnswerRef answer, Author to) {
  /** Answered by generation on the node that writes it: use {@code on(node)}. */
  public static final Address<HandOver, Conversation> ADDRESS =
      new Address<>("generation.hand-over", HandOver.class, Conversation.class);
}
