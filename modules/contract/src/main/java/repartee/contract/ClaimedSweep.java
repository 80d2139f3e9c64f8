package repartee.contract;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to be forgotten now; {@code sweep} is absent where there is nothing. */
public record ClaimedSweep(@Nullable Sweep sweep) {

  /** Pages of one site; without any, the sweep is over. */
  public record Sweep(UUID chatbotId, UUID siteId, List<Page> pages) {
    public Sweep {
      pages = List.copyOf(pages);
    }
  }

  /** A page; without a document nothing was taught of it that no other page needs. */
  public record Page(UUID id, @Nullable UUID documentId) {}
}
