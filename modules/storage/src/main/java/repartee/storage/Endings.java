package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import repartee.contract.CloseTurn;
import repartee.contract.Closed;
import repartee.contract.Json;
import repartee.contract.LogGrew;
import repartee.contract.Problem;
import repartee.contract.SaveProgress;
import repartee.contract.Saved;

/** What answers come to: saved while they grow, closed once. Only under their own epoch. */
final class Endings {
  // The conversation's row says whether the answer is still the one that runs; whoever ends it
  // holds that row. Ended in the order in which all lock conversations.
  static final String CLOSE =
      """
      WITH ended AS MATERIALIZED (
        SELECT * FROM unnest(
          $1::int[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[],
          $8::text[], $9::int[], $10::int[])
        AS t(place, chatbot, conversation, id, epoch, content, state, related_docs, failure,
          first_text_ms)
        ORDER BY conversation
      ), freed AS (
        UPDATE conversation c
        SET answering = NULL, freed_at = now(), revision = c.revision + 1, updated_at = now(),
          epoch = c.epoch + CASE WHEN e.state = 'stopped' THEN 1 ELSE 0 END,
          unanswered = e.state IN ('failed', 'interrupted')
            OR e.state = 'complete' AND e.related_docs = '[]'
        FROM ended e
        WHERE c.uid = e.conversation AND c.chatbot IS NOT DISTINCT FROM e.chatbot
          AND c.answering = e.id AND c.epoch = e.epoch
        RETURNING c.uid, c.revision, c.waiting > 0 AS more_wait, e.*
      )
      UPDATE message m
      SET content = f.content, state = f.state, related_docs = f.related_docs::jsonb,
        failure = f.failure, first_text_ms = f.first_text_ms, updated_at = greatest(now(), m.created_at)
      FROM freed f
      WHERE m.conversation = f.uid AND m.id = f.id AND m.epoch = f.epoch
        AND m.state IS NOT DISTINCT FROM 'streaming'
      RETURNING f.place, f.uid, f.revision, f.more_wait
      """;

  // Whoever ends an answer meanwhile holds its row and is not waited for: it is saved better so.
  // Should it end after this has looked, the row's newest version no longer fits.
  static final String SAVE =
      """
      WITH progress AS MATERIALIZED (
        SELECT * FROM unnest(
          $1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[])
        AS t(conversation, id, epoch, content, related_docs)
      ), open AS MATERIALIZED (
        SELECT p.id
        FROM progress p
        JOIN conversation c ON c.uid = p.conversation AND c.epoch = p.epoch AND c.answering = p.id
        JOIN message m ON m.conversation = p.conversation AND m.id = p.id
        WHERE m.epoch = p.epoch AND m.state IS NOT DISTINCT FROM 'streaming'
      ), held AS MATERIALIZED (
        SELECT m.conversation, m.id, p.content, p.related_docs
        FROM progress p JOIN message m ON m.conversation = p.conversation AND m.id = p.id
        WHERE m.epoch = p.epoch AND m.state IS NOT DISTINCT FROM 'streaming' AND (
          m.content <> p.content OR m.related_docs <> p.related_docs::jsonb)
        ORDER BY m.conversation, m.seq
        FOR NO KEY UPDATE OF m SKIP LOCKED
      ), saved AS (
        UPDATE message m
        SET content = h.content, related_docs = h.related_docs::jsonb,
          updated_at = greatest(now(), m.created_at)
        FROM held h WHERE m.conversation = h.conversation AND m.id = h.id
      )
      SELECT id FROM progress WHERE id NOT IN (SELECT id FROM open)
      """;

  private final Database database;
  private final EventBus bus;
  private final Batcher<CloseTurn, Closed> closing;

  Endings(Database database, EventBus bus, StorageConfiguration configuration) {
    this.database = database;
    this.bus = bus;
    this.closing =
        new Batcher<>(
            configuration.batchMax(),
            configuration.waitQueueMax(),
            close -> Set.of(close.answer().conversationUid()),
            this::closeAll);
    Measures.watch("close", closing);
  }

  Future<Closed> close(CloseTurn asked) {
    return closing.add(asked);
  }

  Future<Saved> save(SaveProgress asked) {
    List<SaveProgress.Progress> answers = asked.answers();
    if (answers.isEmpty()) {
      return Future.succeededFuture(new Saved(List.of()));
    }
    Tuple arguments =
        Tuple.tuple()
            .addValue(column(answers, UUID[]::new, p -> p.answer().conversationUid()))
            .addValue(column(answers, UUID[]::new, p -> p.answer().messageId()))
            .addValue(column(answers, Integer[]::new, p -> p.answer().epoch()))
            .addValue(column(answers, String[]::new, SaveProgress.Progress::content))
            .addValue(column(answers, String[]::new, p -> Json.compact(p.relatedDocs())));
    return database
        .write(SAVE, arguments)
        .map(rows -> new Saved(Rows.all(rows, row -> row.getUUID("id"))));
  }

  private Future<Map<Integer, Future<Closed>>> closeAll(List<CloseTurn> closes) {
    return database.write(CLOSE, arguments(closes)).map(rows -> ended(closes, rows));
  }

  static Tuple arguments(List<CloseTurn> closes) {
    return Tuple.tuple()
        .addValue(IntStream.range(0, closes.size()).boxed().toArray(Integer[]::new))
        .addValue(column(closes, UUID[]::new, c -> c.answer().chatbotId()))
        .addValue(column(closes, UUID[]::new, c -> c.answer().conversationUid()))
        .addValue(column(closes, UUID[]::new, c -> c.answer().messageId()))
        .addValue(column(closes, Integer[]::new, c -> c.answer().epoch()))
        .addValue(column(closes, String[]::new, CloseTurn::content))
        .addValue(column(closes, String[]::new, c -> Rows.stored(c.state())))
        .addValue(column(closes, String[]::new, c -> Json.compact(c.relatedDocs())))
        .addValue(
            column(closes, Integer[]::new, c -> c.failure() == null ? null : c.failure().code()))
        .addValue(column(closes, Integer[]::new, CloseTurn::firstTextMs));
  }

  private Map<Integer, Future<Closed>> ended(List<CloseTurn> closes, RowSet<Row> rows) {
    Map<Integer, Future<Closed>> ended = new HashMap<>();
    for (int place = 0; place < closes.size(); place++) {
      ended.put(
          place,
          Future.failedFuture(
              new Problem(
                  Problem.Kind.OTHER_EPOCH, "This answer was ended or begun anew meanwhile.")));
    }
    for (Row row : rows) {
      LogGrew.EVENT.publish(bus, new LogGrew(row.getUUID("uid"), row.getInteger("revision")));
      ended.put(
          row.getInteger("place"), Future.succeededFuture(new Closed(row.getBoolean("more_wait"))));
    }
    return ended;
  }

  private static <Q, T> T[] column(
      List<Q> asked, IntFunction<T[]> array, Function<Q, @Nullable T> value) {
    return asked.stream().map(value).toArray(array);
  }
}
