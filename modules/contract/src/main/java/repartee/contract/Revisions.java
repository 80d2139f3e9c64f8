package repartee.contract;

import java.util.List;

/** Where conversations stand; one that is gone has {@link LogGrew#GONE}. */
public record Revisions(List<LogGrew> revisions) {
  public Revisions {
    revisions = List.copyOf(revisions);
  }
}
