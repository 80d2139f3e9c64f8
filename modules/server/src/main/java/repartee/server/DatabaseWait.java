package repartee.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.storage.Neighbours;

/** A database that starts beside us, or fails over just now, may need a while. */
final class DatabaseWait {
  private static final Logger log = LoggerFactory.getLogger(DatabaseWait.class);
  private static final int RETRY_MS = 500;

  private DatabaseWait() {}

  /**
   * Tries again for so long while the database is away; fails with a sentence that says what to do,
   * and at once where another try would find the same.
   */
  static <T> T until(int waitMs, Supplier<T> attempt) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    boolean told = false;
    while (true) {
      try {
        return attempt.get();
      } catch (Neighbours.DatabaseAway away) {
        if (System.nanoTime() - deadline >= 0) {
          throw new StartFailure(away.getMessage() + " Is it running, is --database right?", away);
        }
        if (!told) {
          log.warn("waits for the database: {}", away.getMessage());
          told = true;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MS));
      } catch (StartFailure stopped) {
        throw stopped;
      } catch (IllegalStateException said) {
        throw new StartFailure(String.valueOf(said.getMessage()), said);
      } catch (Exception refused) {
        throw new StartFailure("The database refuses us: " + refused.getMessage(), refused);
      }
    }
  }
}
