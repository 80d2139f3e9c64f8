package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import repartee.contract.Done;
import repartee.contract.FindSite;
import repartee.contract.FindSites;
import repartee.contract.Problem;
import repartee.contract.RemoveSite;
import repartee.contract.Site;
import repartee.contract.SiteState;
import repartee.contract.Sites;
import repartee.contract.StoreSite;

/** The sites of chatbots, as their owners see them. */
final class SiteTable {
  // Who changes a site while it is crawled does not begin it anew: its next pages are read so.
  private static final String STORE =
      """
      WITH bot AS (
        SELECT id FROM chatbot WHERE id = $1
      ), stored AS (
        INSERT INTO site AS s (chatbot, id, url, depth, include, exclude, refresh_hours, state)
        SELECT id, $2, $3, $4, $5, $6, $7, 'crawling' FROM bot
        WHERE (SELECT count(*) FROM site o WHERE o.chatbot = $1 AND name_hash(o.url) <> name_hash($3))
          < $8
        ON CONFLICT (chatbot, name_hash(url)) DO UPDATE SET
          depth = excluded.depth, include = excluded.include, exclude = excluded.exclude,
          refresh_hours = excluded.refresh_hours, state = 'crawling', truncated = false,
          claim = NULL, held_until = '-infinity',
          crawl = s.crawl + CASE s.state WHEN 'crawling' THEN 0 ELSE 1 END
        RETURNING s.*
      ), host AS (
        INSERT INTO site_host (name) SELECT split_part(url, '/', 3) FROM stored
        ON CONFLICT DO NOTHING
      ), page AS (
        INSERT INTO site_page AS p (site, id, url, depth, crawl)
        SELECT id, gen_random_uuid(), url, 0, crawl FROM stored
        ON CONFLICT (site, name_hash(url)) DO UPDATE SET
          state = 'waiting', depth = 0, crawl = excluded.crawl, tries = 0, next_at = now()
      )
      SELECT bot.id AS bot, s.*, 1 AS found, 1 AS waiting, 0 AS taught, 0 AS bad
      FROM bot LEFT JOIN stored s ON true
      """;

  private static final String LIST =
      """
      SELECT s.*, p.found, p.waiting, p.taught, p.bad
      FROM site s, LATERAL (
        SELECT count(*)::int AS found,
          count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
          count(*) FILTER (WHERE document IS NOT NULL)::int AS taught,
          count(*) FILTER (WHERE state IN ('refused', 'gone', 'failed'))::int AS bad
        FROM site_page WHERE site = s.id
      ) p
      WHERE s.chatbot = $1 AND ($2::uuid IS NULL OR s.id = $2)
      ORDER BY s.created_at, s.id
      """;

  private static final String FAILURES =
      """
      SELECT url, sentence FROM site_page
      WHERE site = $1 AND sentence <> '' ORDER BY depth, url LIMIT $2
      """;

  private static final String REMOVE =
      """
      WITH gone AS (
        UPDATE site SET state = 'removing', next_at = NULL WHERE chatbot = $1 AND id = $2
        RETURNING id
      ), unread AS (
        UPDATE site_page SET state = 'read' WHERE site = (SELECT id FROM gone) AND state = 'waiting'
      )
      SELECT id FROM gone
      """;

  private final Database database;

  SiteTable(Database database) {
    this.database = database;
  }

  Future<Site> store(StoreSite asked) {
    Tuple arguments =
        Tuple.tuple()
            .addUUID(asked.chatbotId())
            .addUUID(UUID.randomUUID())
            .addString(asked.url())
            .addInteger(asked.depth())
            .addArrayOfString(asked.include().toArray(String[]::new))
            .addArrayOfString(asked.exclude().toArray(String[]::new))
            .addInteger(asked.refreshHours())
            .addInteger(asked.sitesMax());
    return database
        .write(STORE, arguments)
        .compose(
            rows ->
                Rows.one(
                    rows, row -> row, Problem.Kind.UNKNOWN_CHATBOT, "There is no such chatbot."))
        .map(
            row -> {
              if (row.getUUID("id") == null) {
                throw new Problem(
                    Problem.Kind.INVALID,
                    "The chatbot has "
                        + asked.sitesMax()
                        + " sites, and cannot have more. Please remove one.");
              }
              return site(row, List.of());
            });
  }

  Future<Sites> list(FindSites asked) {
    return database
        .read(LIST, Tuple.tuple().addUUID(asked.chatbotId()).addUUID(null))
        .map(rows -> new Sites(Rows.all(rows, row -> site(row, List.of()))));
  }

  Future<Site> find(FindSite asked) {
    return database
        .read(LIST, Tuple.of(asked.chatbotId(), asked.siteId()))
        .compose(rows -> Rows.one(rows, row -> row, Problem.Kind.UNKNOWN_PATH, "No such site."))
        .compose(
            row ->
                database
                    .read(FAILURES, Tuple.of(asked.siteId(), FindSite.FAILURES_MAX))
                    .map(failures -> site(row, Rows.all(failures, SiteTable::failure))));
  }

  Future<Done> remove(RemoveSite asked) {
    return database
        .write(REMOVE, Tuple.of(asked.chatbotId(), asked.siteId()))
        .compose(
            rows ->
                Rows.one(
                    rows, row -> new Done(), Problem.Kind.UNKNOWN_PATH, "There is no such site."));
  }

  private static Site.Failure failure(Row row) {
    return new Site.Failure(row.getString("url"), row.getString("sentence"));
  }

  private static Site site(Row row, List<Site.Failure> failures) {
    return new Site(
        row.getUUID("id"),
        row.getUUID("chatbot"),
        row.getString("url"),
        row.getInteger("depth"),
        List.of(row.getArrayOfStrings("include")),
        List.of(row.getArrayOfStrings("exclude")),
        row.getInteger("refresh_hours"),
        Rows.choice(SiteState.class, row.getString("state")),
        new Site.Pages(
            row.getInteger("found"),
            row.getInteger("waiting"),
            row.getInteger("taught"),
            row.getInteger("bad")),
        row.getBoolean("truncated"),
        failures,
        Rows.instant(row, "created_at"),
        Rows.instantOrNull(row, "crawled_at"),
        Rows.instantOrNull(row, "next_at"));
  }
}
