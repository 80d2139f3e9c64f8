package repartee.bench;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/** How many statements PostgreSQL was asked to run, as its pg_stat_statements counts them. */
final class Statements {
  // Not those of whoever looks here.
  private static final String COUNT =
      """
      SELECT coalesce(sum(calls), 0)::bigint AS calls FROM pg_stat_statements
      WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND query NOT LIKE '%pg_stat_statements%'
      """;

  private final Pool sql;

  private Statements(Pool sql) {
    this.sql = sql;
  }

  /** Of the database that the pool is connected to. */
  static Future<Statements> of(Pool sql) {
    return sql.query("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        .execute()
        .map(made -> new Statements(sql));
  }

  /** So far, of everybody: a server's own beats are among them. */
  Future<Long> count() {
    return sql.query(COUNT).execute().map(rows -> rows.iterator().next().getLong("calls"));
  }
}
