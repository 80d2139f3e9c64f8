package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.AdoptAnswers;
import repartee.contract.Adopted;
import repartee.contract.LogGrew;
import repartee.contract.Turn;

/** Answers whose node is gone, and questions whose turn nobody has begun. */
final class Adoption {
  private static final Logger log = LoggerFactory.getLogger(Adoption.class);
  private static final int INTERRUPTED_AT_ONCE = 1_000;

  // Usually there are none, and to look costs no lock.
  private static final String FIND_LOST =
      """
      SELECT m.conversation, m.id, m.epoch FROM message m
      WHERE m.state = 'streaming'
        AND m.updated_at <= now() - $3::int * interval '1 millisecond'
        AND (m.node IS NULL OR NOT EXISTS (
          SELECT FROM node n
          WHERE n.name = m.node AND n.beaten_at > now() - $1::int * interval '1 millisecond'))
      LIMIT $2
      """;

  // The epoch that was seen makes it once: whoever comes second finds a higher one. It also fences:
  // should the lost node come back, what it still says is refused.
  // Of what is interrupted as it was saved readers may have more: to them it is another one, too.
  static final String ADOPT =
      """
      WITH candidate AS (
        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[]) AS t(conversation, id, epoch)
      ), held AS MATERIALIZED (
        SELECT c.uid, c.status, c.answering
        FROM candidate e JOIN conversation c ON c.uid = e.conversation
        ORDER BY c.uid FOR NO KEY UPDATE OF c SKIP LOCKED
      ), lost AS MATERIALIZED (
        SELECT m.conversation, m.id, h.answering IS NOT DISTINCT FROM m.id AS runs,
          h.answering IS NOT DISTINCT FROM m.id AND h.status = 'bot' AND m.adoptions < $6
            AND m.created_at > now() - $5::int * interval '1 millisecond' AS anew
        FROM candidate e
        JOIN held h ON h.uid = e.conversation
        JOIN message m ON m.conversation = e.conversation AND m.id = e.id
        WHERE m.epoch = e.epoch AND m.state IS NOT DISTINCT FROM 'streaming'
        ORDER BY m.conversation, m.seq FOR NO KEY UPDATE OF m SKIP LOCKED
      ), raised AS (
        UPDATE conversation c
        SET epoch = c.epoch + 1, revision = c.revision + 1, updated_at = now(),
          answering = CASE WHEN l.runs AND NOT l.anew THEN NULL ELSE c.answering END,
          freed_at = CASE WHEN l.runs AND NOT l.anew THEN now() ELSE c.freed_at END,
          unanswered = c.unanswered OR l.runs AND NOT l.anew
        FROM lost l WHERE c.uid = l.conversation
        RETURNING c.uid, c.chatbot, c.epoch, c.revision, c.waiting, l.id, l.anew
      )
      UPDATE message m
      SET epoch = r.epoch, updated_at = greatest(now(), m.created_at),
        state = CASE WHEN r.anew THEN 'streaming' ELSE 'interrupted' END,
        content = CASE WHEN r.anew THEN '' ELSE m.content END,
        related_docs = CASE WHEN r.anew THEN '[]' ELSE m.related_docs END,
        node = CASE WHEN r.anew THEN $4 ELSE m.node END,
        adoptions = m.adoptions + 1
      FROM raised r WHERE m.conversation = r.uid AND m.id = r.id
      RETURNING m.conversation, m.id, m.epoch, r.anew, r.chatbot, r.revision, r.waiting
      """;

  // Who ends an answer begins the next turn at once; if nobody did by then, nobody will.
  private static final String FIND_IDLE =
      """
      SELECT chatbot, uid FROM conversation
      WHERE waiting > 0 AND answering IS NULL AND status = 'bot'
        AND freed_at < now() - interval '2 seconds'
      LIMIT $1
      """;

  private final Database database;
  private final EventBus bus;
  private final Doubts doubts;
  private final BooleanSupplier steady;
  private final int nodeGoneMs;
  private final int abandonedMs;

  /** {@code steady}: the living have had the time to say so, hence who is silent is lost. */
  Adoption(
      Database database,
      EventBus bus,
      Doubts doubts,
      BooleanSupplier steady,
      StorageConfiguration configuration) {
    this.database = database;
    this.bus = bus;
    this.doubts = doubts;
    this.steady = steady;
    this.nodeGoneMs = configuration.nodeGoneMs();
    this.abandonedMs = configuration.answerAbandonedMs();
  }

  Future<Adopted> adopt(AdoptAnswers asked) {
    long askedNanos = System.nanoTime();
    return idle(asked.limit())
        .compose(
            idle ->
                takeLost(asked, 0)
                    .compose(
                        taken ->
                            begun(asked, taken)
                                .map(turns -> new Adopted(turns, together(idle, taken)))))
        .onSuccess(adopted -> adopted.turns().forEach(turn -> doubts.addIfLate(askedNanos, turn)));
  }

  /** Interrupts what nobody adopts, as where no node is left that writes answers. */
  Future<Void> endAbandoned() {
    return takeLost(new AdoptAnswers("", INTERRUPTED_AT_ONCE, 0, 0), abandonedMs)
        .onSuccess(
            ended -> {
              if (!ended.isEmpty()) {
                log.warn("answers of a lost node were interrupted answers={}", ended.size());
              }
            })
        .mapEmpty();
  }

  private Future<List<Row>> takeLost(AdoptAnswers asked, int silentMs) {
    if (!steady.getAsBoolean()) {
      return Future.succeededFuture(List.of());
    }
    return database
        .read(FIND_LOST, Tuple.of(nodeGoneMs, asked.limit(), silentMs))
        .compose(
            lost ->
                lost.size() == 0
                    ? Future.succeededFuture(List.of())
                    : take(asked, Rows.all(lost, row -> row)));
  }

  private Future<List<Row>> take(AdoptAnswers asked, List<Row> lost) {
    Tuple arguments =
        Tuple.tuple()
            .addValue(column(lost, UUID[]::new, row -> row.getUUID("conversation")))
            .addValue(column(lost, UUID[]::new, row -> row.getUUID("id")))
            .addValue(column(lost, Integer[]::new, row -> row.getInteger("epoch")))
            .addString(asked.node())
            .addInteger(asked.withinMs())
            .addInteger(asked.begunAnewMax());
    return database
        .write(ADOPT, arguments)
        .onFailure(
            failure -> lost.forEach(row -> doubts.add(failure, row.getUUID("id"), asked.node())))
        .map(rows -> Rows.all(rows, row -> row))
        .onSuccess(
            taken ->
                taken.forEach(
                    row -> {
                      // An earlier try of which nothing was heard found a lower epoch, or none.
                      doubts.dispel(row.getUUID("id"));
                      LogGrew.EVENT.publish(
                          bus,
                          new LogGrew(row.getUUID("conversation"), row.getInteger("revision")));
                    }));
  }

  private Future<List<Turn>> begun(AdoptAnswers asked, List<Row> taken) {
    List<BegunTurns.Key> anew =
        taken.stream()
            .filter(row -> row.getBoolean("anew"))
            .map(
                row ->
                    new BegunTurns.Key(
                        row.getUUID("conversation"),
                        row.getUUID("id"),
                        row.getInteger("epoch"),
                        null))
            .toList();
    if (anew.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return database
        .read(BegunTurns.READ, BegunTurns.arguments(anew))
        .onFailure(
            failure -> anew.forEach(key -> doubts.add(failure, key.answerId(), asked.node())))
        .map(BegunTurns::turns);
  }

  private static List<Adopted.Idle> together(List<Adopted.Idle> idle, List<Row> taken) {
    Stream<Adopted.Idle> freed =
        taken.stream()
            .filter(row -> !row.getBoolean("anew") && row.getInteger("waiting") > 0)
            .map(row -> new Adopted.Idle(row.getUUID("chatbot"), row.getUUID("conversation")));
    return Stream.concat(idle.stream(), freed).toList();
  }

  private Future<List<Adopted.Idle>> idle(int limit) {
    return database
        .read(FIND_IDLE, Tuple.of(limit))
        .map(
            rows ->
                Rows.all(
                    rows, row -> new Adopted.Idle(row.getUUID("chatbot"), row.getUUID("uid"))));
  }

  private static <T> T[] column(
      List<Row> rows, IntFunction<T[]> array, Function<Row, @Nullable T> value) {
    return rows.stream().map(value).toArray(array);
  }
}
