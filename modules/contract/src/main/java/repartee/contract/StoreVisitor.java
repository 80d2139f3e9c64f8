package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a site says of one of its people; said again, it takes the place of what was said
 * before. Fails with {@code UNKNOWN_CHATBOT}.
 */
public record StoreVisitor(
    UUID chatbotId, String id, @Nullable String name, @Nullable String email) {
  /** Answered by storage. */
  public static final Address<StoreVisitor, Done> ADDRESS =
      new Address<>("storage.store-visitor", StoreVisitor.class, Done.class);
}
