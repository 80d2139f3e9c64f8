package repartee.contract;

import java.util.List;

/** The keys of an account, oldest first. */
public record ApiKeys(List<ApiKey> keys) {
  public ApiKeys {
    keys = List.copyOf(keys);
  }
}
