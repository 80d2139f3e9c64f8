package repartee.contract;

import java.util.List;

/** Conversations, newest first. */
public record Conversations(List<Conversation> conversations) {
  public Conversations {
    conversations = List.copyOf(conversations);
  }
}
