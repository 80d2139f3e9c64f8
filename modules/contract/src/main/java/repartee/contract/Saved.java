package repartee.contract;

import java.util.List;
import java.util.UUID;

/**
 * Progress is durable.
 *
 * @param lost the messages that were ended, begun anew or deleted meanwhile: nobody needs more of
 *     them
 */
public record Saved(List<UUID> lost) {
  public Saved {
    lost = List.copyOf(lost);
  }
}
