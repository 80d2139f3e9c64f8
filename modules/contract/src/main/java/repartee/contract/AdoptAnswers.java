package repartee.contract;

import java.time.Duration;

/**
 * Takes over the answers of lost nodes, each once: raises their epoch and empties them, so that
 * they are begun anew here. Those that nobody waits for any more, or that were begun too often, are
 * {@code INTERRUPTED} with what was saved of them, under a raised epoch too.
 *
 * @param node which process will write them
 * @param limit how many at once
 * @param withinMs an answer older than that is not begun anew
 * @param begunAnewMax how often an answer is begun anew
 */
public record AdoptAnswers(String node, int limit, int withinMs, int begunAnewMax) {
  /** Answered by storage. */
  public static final Address<AdoptAnswers, Adopted> ADDRESS =
      new Address<>(
          "storage.adopt-answers", AdoptAnswers.class, Adopted.class, Duration.ofSeconds(5));
}
