package repartee.contract;

import java.time.Duration;

/**
 * That node still writes answers: asked once a second, and not by a node that is cut off. Who stays
 * silent is taken for lost, and others begin its answers anew.
 */
public record KeepAlive(String node) {
  /** Answered by storage. */
  public static final Address<KeepAlive, Done> ADDRESS =
      new Address<>("storage.keep-alive", KeepAlive.class, Done.class, Duration.ofSeconds(2));
}
