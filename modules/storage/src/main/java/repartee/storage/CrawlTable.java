package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import repartee.contract.BeginCrawls;
import repartee.contract.ClaimPage;
import repartee.contract.ClaimedPage;
import repartee.contract.ClosePage;
import repartee.contract.Done;
import repartee.contract.KeepClaims;
import repartee.contract.PageOutcome;

/**
 * Which pages are due, and who reads them. Who holds a host's row has it alone; so several nodes
 * share the work, none asks a host twice at once, and what a dead node held is another's when its
 * lease is over. Locks are taken in one order: the host, then the site.
 */
final class CrawlTable {
  private static final int NEXT_IN_MS_MAX = 60_000;

  private static final String BEGIN =
      """
      WITH due AS (
        SELECT id FROM site WHERE state IN ('ready', 'failed') AND next_at <= now()
        ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED
      ), begun AS (
        UPDATE site s SET state = 'crawling', crawl = crawl + 1, truncated = false
        FROM due WHERE s.id = due.id
        RETURNING s.id, s.url, s.crawl
      )
      INSERT INTO site_page AS p (site, id, url, depth, crawl)
      SELECT id, gen_random_uuid(), url, 0, crawl FROM begun
      ON CONFLICT (site, name_hash(url)) DO UPDATE SET
        state = 'waiting', depth = 0, crawl = excluded.crawl, tries = 0, next_at = now()
      """;

  private static final String CLAIM =
      """
      WITH due AS (
        SELECT h.name FROM site_host h
        WHERE h.next_at <= now() AND h.held_until <= now() AND EXISTS (
          SELECT FROM site_page p
          WHERE p.host = h.name AND p.state = 'waiting' AND p.next_at <= now())
        ORDER BY h.next_at LIMIT 1 FOR UPDATE OF h SKIP LOCKED
      ), page AS (
        SELECT p.* FROM due, LATERAL (
          SELECT * FROM site_page o
          WHERE o.host = due.name AND o.state = 'waiting' AND o.next_at <= now()
          ORDER BY o.next_at, o.depth, o.id LIMIT 1
        ) p
      ), held AS (
        UPDATE site_host h SET claim = $1, held_until = now() + $2::int * interval '1 millisecond'
        FROM page WHERE h.name = page.host
      )
      SELECT s.chatbot, s.id AS site, p.id, p.url, s.url AS site_url, p.depth,
        s.depth AS site_depth, s.include, s.exclude, p.etag, p.last_modified, p.hash,
        d.id IS NOT NULL AS taught
      FROM page p JOIN site s ON s.id = p.site
      LEFT JOIN shown_document d ON d.chatbot = s.chatbot AND d.id = p.document
      """;

  private static final String NEXT =
      """
      SELECT least($1::float8, extract(epoch FROM
        min(greatest(h.next_at, h.held_until, p.next_at)) - now()) * 1000)::int AS next_in
      FROM site_host h, LATERAL (
        SELECT next_at FROM site_page WHERE host = h.name AND state = 'waiting'
        ORDER BY next_at LIMIT 1
      ) p
      """;

  private static final String KEEP =
      """
      WITH hosts AS (
        UPDATE site_host SET held_until = now() + $2::int * interval '1 millisecond'
        WHERE claim = ANY($1) AND held_until > '-infinity'
      )
      UPDATE site SET held_until = now() + $2::int * interval '1 millisecond'
      WHERE claim = ANY($1) AND held_until > '-infinity'
      """;

  private static final String FREE =
      """
      UPDATE site_host SET claim = NULL, held_until = '-infinity',
        next_at = now() + $2::int * interval '1 millisecond'
      WHERE claim = $1
      RETURNING name
      """;

  // A page that was taught while its site was removed has to be known, to be forgotten with it.
  private static final String HOLD_SITE =
      """
      SELECT state = 'removing' AS removing FROM site
      WHERE id = $1 AND (state = 'crawling' OR (state = 'removing' AND $2)) FOR UPDATE
      """;

  // A document that its owner has forgotten meanwhile is not there: then it is taught anew.
  private static final String TAUGHT =
      """
      UPDATE site_page p SET state = 'taught', sentence = '', failed_crawls = 0, etag = $3,
        last_modified = $4, hash = $5, links = $6,
        document = (
          SELECT d.id FROM site s JOIN shown_document d ON d.chatbot = s.chatbot
          WHERE s.id = $1 AND name_hash(d.name) = name_hash(p.url) LIMIT 1)
      WHERE site = $1 AND id = $2
      RETURNING links
      """;

  private static final String UNCHANGED =
      """
      UPDATE site_page SET state = 'taught', sentence = '', failed_crawls = 0
      WHERE site = $1 AND id = $2
      RETURNING links
      """;

  private static final String NOT_TAUGHT =
      """
      UPDATE site_page SET state = $3, sentence = $4, failed_crawls = 0, etag = NULL,
        last_modified = NULL, hash = NULL, links = '{}'
      WHERE site = $1 AND id = $2
      """;

  private static final String FAILED =
      """
      UPDATE site_page SET sentence = $3, tries = tries + 1,
        state = CASE WHEN tries + 1 < $5 THEN 'waiting' ELSE 'failed' END,
        failed_crawls = failed_crawls + CASE WHEN tries + 1 < $5 THEN 0 ELSE 1 END,
        next_at = now() + $4::int * power(4, tries) * interval '1 millisecond'
      WHERE site = $1 AND id = $2
      """;

  private static final String POSTPONE =
      """
      UPDATE site_page SET next_at = now() + $3::int * interval '1 millisecond'
      WHERE site = $1 AND id = $2
      """;

  // Whom an earlier page of this crawl has found is not found again.
  private static final String FIND =
      """
      WITH room AS (
        SELECT greatest(0, $4 - count(*)) AS places FROM site_page WHERE site = $1
      ), link AS (
        SELECT u.url, p.id IS NOT NULL AS known, row_number() OVER (
          PARTITION BY p.id IS NOT NULL ORDER BY u.place) AS number
        FROM unnest($2::text[]) WITH ORDINALITY AS u (url, place)
        LEFT JOIN site_page p ON p.site = $1 AND name_hash(p.url) = name_hash(u.url)
      ), kept AS (
        SELECT link.url FROM link, room WHERE known OR number <= places
      ), cut AS (
        UPDATE site SET truncated = true
        WHERE id = $1 AND EXISTS (SELECT FROM link, room WHERE NOT known AND number > places)
      ), hosts AS (
        INSERT INTO site_host (name)
        SELECT DISTINCT split_part(url, '/', 3) FROM kept ORDER BY 1
        ON CONFLICT DO NOTHING
      )
      INSERT INTO site_page AS p (site, id, url, depth, crawl)
      SELECT s.id, gen_random_uuid(), kept.url, $3, s.crawl FROM site s, kept WHERE s.id = $1
      ON CONFLICT (site, name_hash(url)) DO UPDATE SET
        state = 'waiting', depth = excluded.depth, crawl = excluded.crawl, tries = 0,
        next_at = now()
      WHERE p.crawl < excluded.crawl
      """;

  private static final String END =
      """
      UPDATE site SET state = 'sweeping'
      WHERE id = $1 AND state = 'crawling'
        AND NOT EXISTS (SELECT FROM site_page p WHERE p.site = $1 AND p.state = 'waiting')
      """;

  private final Database database;

  CrawlTable(Database database) {
    this.database = database;
  }

  Future<Done> begin(BeginCrawls asked) {
    return database.write(BEGIN, Tuple.of(asked.limit())).map(rows -> new Done());
  }

  Future<ClaimedPage> claim(ClaimPage asked) {
    return database
        .write(CLAIM, Tuple.of(asked.claim(), asked.leaseMs()))
        .compose(
            rows ->
                rows.size() > 0
                    ? Future.succeededFuture(new ClaimedPage(page(rows.iterator().next()), 0))
                    : database.read(NEXT, Tuple.of((double) NEXT_IN_MS_MAX)).map(CrawlTable::none));
  }

  Future<Done> keep(KeepClaims asked) {
    return database
        .write(KEEP, Tuple.of(asked.claims().toArray(UUID[]::new), asked.leaseMs()))
        .map(rows -> new Done());
  }

  Future<Done> close(ClosePage asked) {
    return database
        .transaction(
            connection ->
                connection
                    .preparedQuery(FREE)
                    .execute(Tuple.of(asked.claim(), asked.pauseMs()))
                    .compose(
                        freed ->
                            freed.size() == 0
                                ? Future.succeededFuture()
                                : closeHeld(connection, asked)))
        .map(closed -> new Done());
  }

  private static Future<Void> closeHeld(SqlConnection connection, ClosePage asked) {
    return connection
        .preparedQuery(HOLD_SITE)
        .execute(Tuple.of(asked.siteId(), asked.outcome() == PageOutcome.TAUGHT))
        .compose(
            held ->
                held.size() == 0
                    ? Future.succeededFuture()
                    : write(connection, asked)
                        .compose(
                            links ->
                                held.iterator().next().getBoolean("removing")
                                    ? Future.succeededFuture()
                                    : find(connection, asked, links))
                        .compose(
                            found ->
                                connection.preparedQuery(END).execute(Tuple.of(asked.siteId())))
                        .mapEmpty());
  }

  /** The result is what the page leads to. */
  private static Future<List<String>> write(SqlConnection connection, ClosePage asked) {
    Tuple page = Tuple.of(asked.siteId(), asked.pageId());
    return switch (asked.outcome()) {
      case TAUGHT ->
          run(
                  connection,
                  TAUGHT,
                  page.addString(asked.etag())
                      .addString(asked.lastModified())
                      .addString(asked.hash())
                      .addArrayOfString(asked.links().toArray(String[]::new)))
              .map(asked.links());
      case UNCHANGED -> run(connection, UNCHANGED, page).map(CrawlTable::links);
      case READ, REFUSED, GONE ->
          run(
                  connection,
                  NOT_TAUGHT,
                  page.addString(Rows.stored(asked.outcome())).addString(asked.sentence()))
              .map(asked.links());
      case FAILED ->
          run(
                  connection,
                  FAILED,
                  page.addString(asked.sentence())
                      .addInteger(asked.retryMs())
                      .addInteger(asked.triesMax()))
              .map(List.of());
      case POSTPONED -> run(connection, POSTPONE, page.addInteger(asked.retryMs())).map(List.of());
    };
  }

  private static Future<RowSet<Row>> run(SqlConnection connection, String sql, Tuple arguments) {
    return connection.preparedQuery(sql).execute(arguments);
  }

  private static List<String> links(RowSet<Row> rows) {
    return rows.size() == 0
        ? List.of()
        : List.of(rows.iterator().next().getArrayOfStrings("links"));
  }

  private static Future<Void> find(SqlConnection connection, ClosePage asked, List<String> links) {
    if (links.isEmpty()) {
      return Future.succeededFuture();
    }
    Tuple arguments =
        Tuple.tuple()
            .addUUID(asked.siteId())
            .addArrayOfString(links.stream().distinct().toArray(String[]::new))
            .addInteger(asked.linksDepth())
            .addInteger(asked.pagesMax());
    return run(connection, FIND, arguments).mapEmpty();
  }

  private static ClaimedPage.Page page(Row row) {
    boolean taught = row.getBoolean("taught");
    return new ClaimedPage.Page(
        row.getUUID("chatbot"),
        row.getUUID("site"),
        row.getUUID("id"),
        row.getString("url"),
        row.getString("site_url"),
        row.getInteger("depth"),
        row.getInteger("site_depth"),
        List.of(row.getArrayOfStrings("include")),
        List.of(row.getArrayOfStrings("exclude")),
        taught ? row.getString("etag") : null,
        taught ? row.getString("last_modified") : null,
        taught ? row.getString("hash") : null);
  }

  private static ClaimedPage none(RowSet<Row> rows) {
    Integer nextIn = rows.size() == 0 ? null : rows.iterator().next().getInteger("next_in");
    return new ClaimedPage(null, nextIn == null ? NEXT_IN_MS_MAX : Math.max(1, nextIn));
  }
}
