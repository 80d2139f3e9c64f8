package repartee.contract;

import java.util.List;

/** The saved replies of an account, by name; at most {@link StoreReply#REPLIES_MAX}. */
public record SavedReplies(List<SavedReply> replies) {
  public SavedReplies {
    replies = List.copyOf(replies);
  }
}
