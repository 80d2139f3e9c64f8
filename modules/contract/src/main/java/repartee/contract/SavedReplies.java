package repartee.contract;

import java.util.List;

/** Saved replies of an account, by name. */
public record SavedReplies(List<SavedReply> replies) {
  public SavedReplies {
    replies = List.copyOf(replies);
  }
}
