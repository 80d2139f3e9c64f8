package repartee.contract;

import java.util.UUID;

/** A file waits to be read. */
public record FileCame(UUID chatbotId) {
  /** Told by storage. */
  public static final Event<FileCame> EVENT = new Event<>("file-came", FileCame.class);
}
