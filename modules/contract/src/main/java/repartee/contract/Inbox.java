package repartee.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of an inbox.
 *
 * @param rows at most as many as were asked for; fewer do not mean that it ends here
 * @param next the place behind which it goes on; null where it ends
 */
public record Inbox(List<InboxRow> rows, @Nullable InboxPlace next) {
  // Written out: a compact constructor loses what its parameters say about null.
  public Inbox(List<InboxRow> rows, @Nullable InboxPlace next) {
    this.rows = List.copyOf(rows);
    this.next = next;
  }
}
