package repartee.storage;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.util.Map;
import java.util.Set;

/** Where the database is and how it is spoken to, read from {@code postgresql://...}. */
final class DatabaseUrl {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
  private static final int STATEMENTS_CACHED_MAX = 256;

  private DatabaseUrl() {}

  static PgConnectOptions options(StorageConfiguration configuration, String node) {
    PgConnectOptions options;
    try {
      options = PgConnectOptions.fromUri(configuration.url());
    } catch (RuntimeException unreadable) {
      // Its message, and its cause, may repeat the URL with the password in it.
      throw new IllegalArgumentException(
          "The database URL cannot be read: it should look like"
              + " postgresql://user:password@host:port/name");
    }
    if (!configuration.url().contains("sslmode=")) {
      options.setSslMode(isHere(options.getHost()) ? SslMode.DISABLE : SslMode.VERIFY_FULL);
    }
    if (options.getSslMode() != SslMode.DISABLE) {
      options.setSslOptions(
          new ClientSSLOptions().setHostnameVerificationAlgorithm(verified(options)));
    }
    return options
        .setCachePreparedStatements(true)
        .setPreparedStatementCacheMaxSize(STATEMENTS_CACHED_MAX)
        .setProperties(
            Map.of(
                "application_name",
                "repartee " + node,
                "client_encoding",
                "utf-8",
                "DateStyle",
                "ISO",
                "TimeZone",
                "UTC",
                "statement_timeout",
                String.valueOf(configuration.statementTimeoutMs()),
                "idle_in_transaction_session_timeout",
                String.valueOf(configuration.statementTimeoutMs()),
                // To plan the statement of a turn takes longer than to run it.
                "plan_cache_mode",
                "force_generic_plan"));
  }

  private static String verified(PgConnectOptions options) {
    return options.getSslMode() == SslMode.VERIFY_FULL ? "HTTPS" : "";
  }

  private static boolean isHere(String host) {
    return host.startsWith("/") || THIS_MACHINE.contains(host);
  }
}
