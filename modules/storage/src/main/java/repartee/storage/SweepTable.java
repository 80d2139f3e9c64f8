package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import repartee.contract.ClaimSweep;
import repartee.contract.ClaimedSweep;
import repartee.contract.CloseSweep;
import repartee.contract.Done;

/** After a crawl: what a site no longer offers, and what is over with it. */
final class SweepTable {
  // A site that is removed waits for its pages that are being read, which may still be taught.
  // Pages that were not found are forgotten only after a whole crawl: one that failed may lead to
  // them. Three times in a row it is taken for a page that leads nowhere.
  private static final String CLAIM =
      """
      WITH due AS (
        SELECT id FROM site d
        WHERE state IN ('sweeping', 'removing') AND held_until <= now() AND (
          state = 'sweeping' OR NOT EXISTS (
            SELECT FROM site_page p JOIN site_host h ON h.name = p.host
            WHERE p.site = d.id AND h.held_until > now()))
        ORDER BY held_until LIMIT 1 FOR UPDATE SKIP LOCKED
      ), swept AS (
        UPDATE site s SET claim = $1, held_until = now() + $2::int * interval '1 millisecond'
        FROM due WHERE s.id = due.id
        RETURNING s.*
      ), whole AS (
        SELECT NOT EXISTS (
          SELECT FROM site_page f, swept
          WHERE f.site = swept.id AND f.state = 'failed' AND f.failed_crawls < 3) AS whole
      ), page AS (
        SELECT p.id, p.document, s.chatbot FROM site_page p JOIN swept s ON s.id = p.site, whole
        WHERE s.state = 'removing' OR (p.crawl < s.crawl AND whole.whole)
          OR (p.document IS NOT NULL AND p.state IN ('read', 'refused', 'gone'))
        LIMIT $3
      )
      SELECT s.chatbot, s.id AS site, page.id, CASE WHEN NOT EXISTS (
        SELECT FROM site_page o WHERE o.document = page.document AND o.site <> s.id
          AND o.state NOT IN ('read', 'refused', 'gone')) THEN page.document END AS document
      FROM swept s LEFT JOIN page ON true
      """;

  private static final String CLOSE =
      """
      WITH swept AS (
        SELECT * FROM site WHERE id = $2 AND claim = $1 FOR UPDATE
      ), gone AS (
        DELETE FROM site_page p USING swept s
        WHERE p.site = s.id AND p.id = ANY($3) AND (s.state = 'removing' OR p.crawl < s.crawl)
      ), kept AS (
        UPDATE site_page p SET document = NULL FROM swept s
        WHERE p.site = s.id AND p.id = ANY($3) AND s.state <> 'removing' AND p.crawl = s.crawl
      )
      UPDATE site SET held_until = '-infinity', claim = NULL WHERE id = (SELECT id FROM swept)
      """;

  // A site is crawled again even where nothing of it could be read.
  private static final String END =
      """
      WITH removed AS (
        DELETE FROM site WHERE id = $2 AND claim = $1 AND state = 'removing'
      )
      UPDATE site s SET crawled_at = now(), held_until = '-infinity', claim = NULL,
        next_at = CASE WHEN refresh_hours > 0
          THEN now() + refresh_hours * interval '1 hour' END,
        state = CASE WHEN EXISTS (
          SELECT FROM site_page p WHERE p.site = s.id AND p.document IS NOT NULL)
          THEN 'ready' ELSE 'failed' END
      WHERE id = $2 AND claim = $1 AND state = 'sweeping'
      """;

  private final Database database;

  SweepTable(Database database) {
    this.database = database;
  }

  Future<ClaimedSweep> claim(ClaimSweep asked) {
    return database
        .write(CLAIM, Tuple.of(asked.claim(), asked.leaseMs(), asked.limit()))
        .map(SweepTable::sweep);
  }

  Future<Done> close(CloseSweep asked) {
    Tuple site = Tuple.of(asked.claim(), asked.siteId());
    return (asked.pageIds().isEmpty()
            ? database.write(END, site)
            : database.write(CLOSE, site.addValue(asked.pageIds().toArray(UUID[]::new))))
        .map(rows -> new Done());
  }

  private static ClaimedSweep sweep(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return new ClaimedSweep(null);
    }
    Row site = rows.iterator().next();
    List<ClaimedSweep.Page> pages =
        Rows.all(rows, row -> row).stream()
            .filter(row -> row.getUUID("id") != null)
            .map(row -> new ClaimedSweep.Page(row.getUUID("id"), row.getUUID("document")))
            .toList();
    return new ClaimedSweep(
        new ClaimedSweep.Sweep(site.getUUID("chatbot"), site.getUUID("site"), pages));
  }
}
