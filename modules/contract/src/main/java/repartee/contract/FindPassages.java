package repartee.contract;

import java.util.List;
import java.util.UUID;

/** The passages with these ids, in the order of the ids; those that are gone are left out. */
public record FindPassages(UUID chatbotId, List<UUID> passageIds) {
  /** Answered by storage. */
  public static final Address<FindPassages, Passages> ADDRESS =
      new Address<>("storage.find-passages", FindPassages.class, Passages.class);

  public FindPassages {
    passageIds = List.copyOf(passageIds);
  }
}
