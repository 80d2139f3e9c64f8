package repartee.storage;

import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import repartee.contract.Problem;

/** What a failure of the database means, by its SQLSTATE or type. */
final class Failures {
  private static final String READ_ONLY = "25006";
  private static final String CANCELED = "57014";

  // Somebody else was there at the same moment: the same statement can succeed at the next try.
  // A unique or foreign key that another has just made or removed, a serialization, a deadlock.
  private static final Set<String> PASSING = Set.of("23505", "23503", "40001", "40P01");

  // Ended by an operator, crashed, starting, too many connections, a statement's or idle timeout.
  private static final Set<String> AWAY =
      Set.of("57P01", "57P02", "57P03", "57P05", "53300", CANCELED, "25P03", "55P03", READ_ONLY);

  // Of the class of wrong passwords and users; pg_hba.conf has no line for us.
  private static final String NOT_LET_IN = "28";
  private static final String NO_SUCH_DATABASE = "3D000";
  private static final String NOT_ALLOWED = "42501";

  private Failures() {}

  /** What the asker is told; the unforeseen stays as it is. */
  static Throwable told(Throwable failure) {
    return isAway(failure)
        ? new Problem(Problem.Kind.BUSY, "The database cannot be reached. Please try again soon.")
        : failure;
  }

  /** The database is not there, not ready, or does not take writes. */
  static boolean isAway(Throwable failure) {
    String state = state(failure);
    if (state != null) {
      return AWAY.contains(state) || state.startsWith("08");
    }
    return failure instanceof IOException
        || failure instanceof TimeoutException
        || failure instanceof ClosedConnectionException
        || failure instanceof ConnectionPoolTooBusyException
        // A connection that ended under the statement, as the client tells it.
        || failure.getClass() == VertxException.class;
  }

  /** Why a start failed, as a sentence for the operator; the unforeseen stays as it is. */
  static Throwable explained(Database database, Throwable failure) {
    if (isAway(failure)) {
      return new Neighbours.DatabaseAway(
          "The database " + database.place() + " cannot be reached.", failure);
    }
    String refusal = refusal(database, String.valueOf(state(failure)));
    return refusal == null ? failure : new IllegalStateException(refusal, failure);
  }

  private static @Nullable String refusal(Database database, String state) {
    if (state.startsWith(NOT_LET_IN)) {
      return "The database "
          + database.place()
          + " does not let the user "
          + database.user()
          + " in. Are the user and the password in --database right?";
    }
    return switch (state) {
      case NO_SUCH_DATABASE ->
          "There is no database " + database.place() + ". Make it, or correct --database.";
      case NOT_ALLOWED ->
          "The user "
              + database.user()
              + " may not make tables in the database "
              + database.place()
              + ". Make it the database's owner.";
      default -> null;
    };
  }

  /** PostgreSQL ended the statement, as it took too long. */
  static boolean isTimeout(Throwable failure) {
    return CANCELED.equals(state(failure));
  }

  /** The connection leads to a server that takes no writes, as after a failover. */
  static boolean isReadOnly(Throwable failure) {
    return READ_ONLY.equals(state(failure));
  }

  /** The same statement may succeed at the next try; nothing of it was kept. */
  static boolean isPassing(Throwable failure) {
    String state = state(failure);
    return state != null && PASSING.contains(state);
  }

  private static @Nullable String state(Throwable failure) {
    return failure instanceof PgException refused ? refused.getSqlState() : null;
  }
}
