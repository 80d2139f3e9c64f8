package repartee.contract;

import java.util.List;
import java.util.UUID;

/** These pages' documents are forgotten. A claim that is over changes nothing. */
public record CloseSweep(UUID claim, UUID siteId, List<UUID> pageIds) {
  /** Answered by storage. */
  public static final Address<CloseSweep, Done> ADDRESS =
      new Address<>("storage.close-sweep", CloseSweep.class, Done.class);

  public CloseSweep {
    pageIds = List.copyOf(pageIds);
  }
}
