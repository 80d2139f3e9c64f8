package repartee.contract;

import java.util.UUID;

/**
 * Makes a chatbot forget a site with all its pages, which takes a while after this is answered.
 * Fails with {@code UNKNOWN_PATH}.
 */
public record RemoveSite(UUID chatbotId, UUID siteId) {
  /** Answered by storage. */
  public static final Address<RemoveSite, Done> ADDRESS =
      new Address<>("storage.remove-site", RemoveSite.class, Done.class);
}
