package repartee.contract;

import java.util.UUID;

/** The sites of a chatbot. */
public record FindSites(UUID chatbotId) {
  /** Answered by storage. */
  public static final Address<FindSites, Sites> ADDRESS =
      new Address<>("storage.find-sites", FindSites.class, Sites.class);
}
