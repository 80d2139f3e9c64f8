package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes what is not null. Fails with {@code UNKNOWN_PATH}. */
public record UpdateAccount(UUID accountId, @Nullable String name, @Nullable String plan) {
  /** Answered by storage. */
  public static final Address<UpdateAccount, Account> ADDRESS =
      new Address<>("storage.update-account", UpdateAccount.class, Account.class);
}
