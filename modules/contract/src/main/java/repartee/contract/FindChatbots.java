package repartee.contract;

import java.util.UUID;

/** The chatbots of an account, oldest first. */
public record FindChatbots(UUID accountId) {
  /** Answered by storage. */
  public static final Address<FindChatbots, Chatbots> ADDRESS =
      new Address<>("storage.find-chatbots", FindChatbots.class, Chatbots.class);
}
