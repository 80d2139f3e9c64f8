package repartee.storage;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import repartee.contract.LogEntry;
import repartee.contract.Turn;

/** Turns whose answer's place was taken, with all that is needed to write it. */
final class BegunTurns {
  // The history is what was said before the answer's place, but for what it answers and what waits
  // for later: so an answer knows those that were placed behind its own, waiting question.
  static final String READ = read("AND a.state IS NOT DISTINCT FROM 'streaming'", "");

  // What waited for later then was answered at a later place, and waits no more.
  private static final String WAITED =
      """
      AND NOT EXISTS (
              SELECT FROM message later
              WHERE later.conversation = t.conversation AND later.id = l.answer
                AND later.seq > a.seq)\
      """;

  /** As {@link #READ}, of turns that may be over. */
  static final String READ_ANY = read("", WAITED);

  private static String read(String open, String waited) {
    return """
      WITH turn AS (
        SELECT * FROM unnest($1::int[], $2::uuid[], $3::uuid[], $4::int[], $5::int[])
        AS t(place, conversation, answer, epoch, memory_size)
      )
      SELECT t.place, c.revision, part.*
      FROM turn t
      JOIN message a ON a.conversation = t.conversation AND a.id = t.answer
        %s AND a.epoch = coalesce(t.epoch, a.epoch)
      JOIN conversation c ON c.uid = t.conversation
      JOIN chatbot b ON b.id = c.chatbot
      CROSS JOIN LATERAL (
        (SELECT 'answer' AS part, e.* FROM log_entry e
          WHERE e.conversation = t.conversation AND e.id = a.id)
        UNION ALL
        (SELECT 'question', e.* FROM log_entry e
          WHERE e.conversation = t.conversation AND e.id = a.in_reply_to)
        UNION ALL
        (SELECT 'history', l.*, NULL FROM log l
          WHERE l.conversation = t.conversation AND l.seq < a.seq AND l.state <> 'streaming'
            AND l.content <> '' AND NOT l.waits AND l.answer IS DISTINCT FROM a.id
            %s
          ORDER BY l.seq DESC
          LIMIT greatest(
            coalesce(t.memory_size, (b.settings -> 'response' ->> 'memory_size')::int),
            least(50, a.seq - 1 - coalesce((
              SELECT earlier.seq FROM message earlier
              WHERE earlier.conversation = t.conversation AND earlier.seq < a.seq
                AND earlier.author_kind = 'bot'
              ORDER BY earlier.seq DESC LIMIT 1), 0))))
      ) part
      ORDER BY t.place, part.seq
      """
        .formatted(open, waited);
  }

  private BegunTurns() {}

  /**
   * Which turn.
   *
   * @param epoch in which it was begun; null: whichever, as the asker holds the conversation
   * @param memorySize null: as the chatbot's settings say
   */
  record Key(
      UUID conversationUid, UUID answerId, @Nullable Integer epoch, @Nullable Integer memorySize) {}

  static Tuple arguments(List<Key> keys) {
    return Tuple.tuple()
        .addValue(IntStream.range(0, keys.size()).boxed().toArray(Integer[]::new))
        .addValue(keys.stream().map(Key::conversationUid).toArray(UUID[]::new))
        .addValue(keys.stream().map(Key::answerId).toArray(UUID[]::new))
        .addValue(keys.stream().map(Key::epoch).toArray(Integer[]::new))
        .addValue(keys.stream().map(Key::memorySize).toArray(Integer[]::new));
  }

  /** In the order of the keys; what is over, was begun anew or deleted meanwhile is left out. */
  static List<Turn> turns(RowSet<Row> rows) {
    Map<Integer, Parts> turns = new TreeMap<>();
    for (Row row : rows) {
      Parts parts = turns.computeIfAbsent(row.getInteger("place"), first -> new Parts());
      parts.revision = row.getInteger("revision");
      String part = row.getString("part");
      if ("history".equals(part)) {
        parts.history.add(new Turn.Earlier(Rows.author(row), row.getString("content")));
      } else {
        parts.entries.put(part, Rows.entry(row));
      }
    }
    return turns.values().stream().flatMap(parts -> parts.turn().stream()).toList();
  }

  private static final class Parts {
    final Map<String, LogEntry> entries = new HashMap<>();
    final List<Turn.Earlier> history = new ArrayList<>();
    int revision;

    List<Turn> turn() {
      LogEntry question = entries.get("question");
      return question == null
          ? List.of()
          : List.of(
              new Turn(
                  Turn.Outcome.BEGUN, question, entries.get("answer"), history, null, revision));
    }
  }
}
