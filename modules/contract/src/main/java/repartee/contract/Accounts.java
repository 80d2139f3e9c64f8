package repartee.contract;

import java.util.List;

/** All accounts, oldest first. */
public record Accounts(List<Account> accounts) {
  public Accounts {
    accounts = List.copyOf(accounts);
  }
}
