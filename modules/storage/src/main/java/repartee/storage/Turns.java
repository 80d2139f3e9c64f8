package repartee.storage;

import io.vertx.core.Future;
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
import repartee.contract.Answer;
import repartee.contract.CloseTurn;
import repartee.contract.Done;
import repartee.contract.FindAnswer;
import repartee.contract.Json;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.contract.Turn;

/** Questions and their answers: from the answer's place to its end. */
final class Turns {
  private static final String CLOSE =
      """
      WITH ended AS (
        SELECT * FROM unnest(
          $1::int[], $2::uuid[], $3::uuid[], $4::int[], $5::uuid[], $6::int[], $7::text[],
          $8::text[], $9::text[], $10::int[])
        AS t(place, chatbot, conversation, seq, id, epoch, content, state, related_docs, failure)
      )
      UPDATE message m
      SET content = e.content, state = e.state, related_docs = e.related_docs::jsonb,
        failure = e.failure, updated_at = greatest(now(), m.created_at)
      FROM ended e
      WHERE m.conversation = e.conversation AND m.seq = e.seq AND m.id = e.id
        AND m.chatbot = e.chatbot AND m.epoch = e.epoch AND m.state = 'streaming'
      RETURNING e.place
      """;

  private static final String FIND =
      """
      SELECT a.*, q.content AS question
      FROM log a LEFT JOIN message q ON q.conversation = a.conversation AND q.id = a.in_reply_to
      WHERE a.conversation = $2 AND a.id = $3 AND a.chatbot = $1 AND a.author_kind = 'bot'
      """;

  private final Database database;
  private final LogWriter log;
  private final Batcher<CloseTurn, Done> closing;

  Turns(Database database, LogWriter log, StorageConfiguration configuration) {
    this.database = database;
    this.log = log;
    this.closing =
        new Batcher<>(
            configuration.batchMax(),
            configuration.waitQueueMax(),
            close -> Set.of(close.answer().messageId()),
            this::closeAll);
  }

  Future<Turn> open(OpenTurn asked) {
    Entry entry = Entry.of(asked);
    return log.write(entry)
        .compose(
            outcome ->
                switch (outcome) {
                  case LogWriter.Written written ->
                      Future.succeededFuture(
                          new Turn(true, begun(asked, entry, written), written.history()));
                  case LogWriter.Seen(UUID uid, UUID message, @Nullable UUID answer) ->
                      find(new FindAnswer(
                              asked.chatbotId(), uid, answer == null ? message : answer))
                          .map(found -> new Turn(false, found, List.of()));
                });
  }

  Future<Done> close(CloseTurn asked) {
    return closing.add(asked);
  }

  Future<Answer> find(FindAnswer asked) {
    return database
        .read(FIND, Tuple.of(asked.chatbotId(), asked.conversationUid(), asked.messageId()))
        .compose(
            rows ->
                Rows.one(
                    rows,
                    row -> answer(asked.chatbotId(), row),
                    Problem.Kind.UNKNOWN_CONVERSATION,
                    "There is no such answer."));
  }

  private static Answer begun(OpenTurn asked, Entry entry, LogWriter.Written written) {
    var at = written.at().plusNanos(1_000);
    return new Answer(
        asked.chatbotId(),
        new Message(
            entry.reply() == null ? entry.messageId() : entry.reply().messageId(),
            written.clientId() == null ? written.uid().toString() : written.clientId(),
            written.uid(),
            written.lastSeq(),
            1,
            asked.bot(),
            "",
            MessageState.STREAMING,
            List.of(),
            asked.language(),
            entry.messageId(),
            null,
            at,
            at),
        asked.question(),
        asked.isQaMode(),
        "",
        asked.node(),
        null);
  }

  private static Answer answer(UUID chatbotId, Row row) {
    String question = row.getString("question");
    String node = row.getString("node");
    return new Answer(
        chatbotId,
        Rows.message(row),
        question == null ? "" : question,
        row.getBoolean("is_qa_mode"),
        row.getString("system_message"),
        node == null ? "" : node,
        Problem.Kind.ofNullable(row.getInteger("failure")));
  }

  private Future<Map<Integer, Future<Done>>> closeAll(List<CloseTurn> closes) {
    Tuple arguments =
        Tuple.tuple()
            .addValue(IntStream.range(0, closes.size()).boxed().toArray(Integer[]::new))
            .addValue(column(closes, UUID[]::new, c -> c.answer().chatbotId()))
            .addValue(column(closes, UUID[]::new, c -> c.answer().conversationUid()))
            .addValue(column(closes, Integer[]::new, c -> c.answer().seq()))
            .addValue(column(closes, UUID[]::new, c -> c.answer().messageId()))
            .addValue(column(closes, Integer[]::new, c -> c.answer().epoch()))
            .addValue(column(closes, String[]::new, CloseTurn::content))
            .addValue(column(closes, String[]::new, c -> Rows.stored(c.state())))
            .addValue(column(closes, String[]::new, c -> Json.compact(c.relatedDocs())))
            .addValue(
                column(
                    closes, Integer[]::new, c -> c.failure() == null ? null : c.failure().code()));
    return database.write(CLOSE, arguments).map(rows -> ended(closes, rows));
  }

  private static Map<Integer, Future<Done>> ended(List<CloseTurn> closes, RowSet<Row> rows) {
    Map<Integer, Future<Done>> ended = new HashMap<>();
    for (int place = 0; place < closes.size(); place++) {
      ended.put(
          place,
          Future.failedFuture(
              new Problem(
                  Problem.Kind.OTHER_EPOCH, "This answer was ended or begun anew meanwhile.")));
    }
    rows.forEach(row -> ended.put(row.getInteger("place"), Future.succeededFuture(new Done())));
    return ended;
  }

  private static <T> T[] column(
      List<CloseTurn> closes, IntFunction<T[]> array, Function<CloseTurn, @Nullable T> value) {
    return closes.stream().map(value).toArray(array);
  }
}
