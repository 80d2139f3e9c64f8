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
    String timeout = String.valueOf(configuration.statementTimeoutMs());
    return options
        .setCachePreparedStatements(true)
        .setPreparedStatementCacheMaxSize(STATEMENTS_CACHED_MAX)
        // By default only statements of less than 2,048 characters are kept, and a turn's is
        // longer:
        // it would be parsed and planned anew each time, which costs more than to run it.
        .setPreparedStatementCacheSqlFilter(sql -> true)
        .setProperties(
            Map.ofEntries(
                Map.entry("application_name", "repartee " + node),
                Map.entry("client_encoding", "utf-8"),
                Map.entry("DateStyle", "ISO"),
                Map.entry("TimeZone", "UTC"),
                Map.entry("statement_timeout", timeout),
                Map.entry("idle_in_transaction_session_timeout", timeout),
                // To plan the statement of a turn takes longer than to run it.
                Map.entry("plan_cache_mode", "force_generic_plan"),
                // Plans are made when tables are empty, and kept. All that we ask is found by an
                // index; a plan that reads whole tables would cost more with every message.
                Map.entry("enable_seqscan", "off"),
                Map.entry("enable_hashjoin", "off"),
                Map.entry("enable_mergejoin", "off"),
                Map.entry("jit", "off")));
  }

  private static String verified(PgConnectOptions options) {
    return options.getSslMode() == SslMode.VERIFY_FULL ? "HTTPS" : "";
  }

  private static boolean isHere(String host) {
    return host.startsWith("/") || THIS_MACHINE.contains(host);
  }
}
