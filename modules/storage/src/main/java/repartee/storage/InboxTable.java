package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import repartee.contract.Done;
import repartee.contract.FindInbox;
import repartee.contract.Inbox;
import repartee.contract.InboxPlace;
import repartee.contract.InboxRow;
import repartee.contract.InboxState;
import repartee.contract.MarkDone;
import repartee.contract.MarkRead;
import repartee.contract.Problem;
import repartee.contract.Unread;

/** Conversations as the people of an account see them: what waits, what is new, what is done. */
final class InboxTable {
  // A search looks into so many conversations, and into so many of the newest messages of each: the
  // next page looks on from there.
  static final int SEARCHED_MAX = 1_000;
  private static final int MESSAGES_SEARCHED_MAX = 50;
  private static final String NO_CONVERSATION = "There is no such conversation.";
  private static final InboxPlace FRONT =
      new InboxPlace(
          Instant.parse("9999-01-01T00:00:00Z"),
          UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff"));

  // Of each chatbot and state the first ones, in the index's order of hours: within an hour they
  // are sorted, so no page reads more than its hours.
  static final String PLACES =
      """
      SELECT place.uid, place.updated_at
      FROM chatbot b
      CROSS JOIN unnest($3::text[]) AS wanted(state)
      CROSS JOIN LATERAL (
        SELECT c.uid, c.updated_at FROM conversation c
        WHERE c.chatbot = b.id AND c.state = wanted.state
          AND c.active_hour <= date_bin('1 hour', $4, timestamptz '2000-01-01 00:00:00+00')
          AND (c.updated_at, c.uid) < ($4::timestamptz, $5::uuid)
        ORDER BY c.active_hour DESC, c.updated_at DESC, c.uid DESC
        LIMIT $6
      ) place
      WHERE b.account = $1 AND ($2::uuid IS NULL OR b.id = $2)
      ORDER BY place.updated_at DESC, place.uid DESC
      LIMIT $6
      """;

  static final String ROWS =
      """
      SELECT k.place, b.settings->>'name' AS chatbot_name, c.*,
        greatest(0, c.last_seq - c.read_seq) AS unread,
        m.seq AS said_seq, m.author_kind, m.author_id, m.author_name,
        left(m.content, 200) AS said, m.created_at AS said_at
      FROM unnest($1::uuid[]) WITH ORDINALITY AS k(uid, place)
      JOIN conversation c ON c.uid = k.uid
      JOIN chatbot b ON b.id = c.chatbot
      LEFT JOIN message m ON m.conversation = c.uid AND m.seq = c.last_seq
      WHERE $2::text IS NULL
        OR strpos(lower(c.user_id), lower($2)) > 0
        OR strpos(lower(c.client_id), lower($2)) > 0
        OR EXISTS (
          SELECT FROM message t
          WHERE t.conversation = c.uid AND t.seq > c.last_seq - $3::int
            AND (strpos(lower(t.content), lower($2)) > 0
              OR strpos(lower(t.author_name), lower($2)) > 0))
      ORDER BY k.place
      LIMIT $4
      """;

  private static final String MARK_DONE =
      """
      UPDATE conversation SET done = true, unanswered = false
      WHERE uid = conversation_named($1, $2, $3)
      RETURNING uid
      """;

  private static final String MARK_READ =
      """
      UPDATE conversation SET read_seq = greatest(read_seq, least(last_seq, $4))
      WHERE uid = conversation_named($1, $2, $3)
      RETURNING greatest(0, last_seq - read_seq) AS unread
      """;

  private final Database database;

  InboxTable(Database database) {
    this.database = database;
  }

  Future<Inbox> find(FindInbox asked) {
    int places = asked.words() == null ? asked.limit() : SEARCHED_MAX;
    return database
        .read(PLACES, places(asked, places))
        .map(rows -> Rows.all(rows, InboxTable::place))
        .compose(found -> rows(asked, found, found.size() == places));
  }

  Future<Done> done(MarkDone asked) {
    return database
        .write(MARK_DONE, Rows.named(asked.chatbotId(), asked.conversation()))
        .compose(
            rows ->
                Rows.one(
                    rows, row -> new Done(), Problem.Kind.UNKNOWN_CONVERSATION, NO_CONVERSATION));
  }

  Future<Unread> read(MarkRead asked) {
    return database
        .write(
            MARK_READ, Rows.named(asked.chatbotId(), asked.conversation()).addInteger(asked.seq()))
        .compose(
            rows ->
                Rows.one(
                    rows,
                    row -> new Unread(row.getInteger("unread")),
                    Problem.Kind.UNKNOWN_CONVERSATION,
                    NO_CONVERSATION));
  }

  private static Tuple places(FindInbox asked, int places) {
    InboxState state = asked.state();
    Stream<InboxState> wanted =
        state == null ? Arrays.stream(InboxState.values()) : Stream.of(state);
    InboxPlace before = asked.before() == null ? FRONT : asked.before();
    return Tuple.tuple()
        .addUUID(asked.accountId())
        .addUUID(asked.chatbotId())
        .addValue(wanted.map(Rows::stored).toArray(String[]::new))
        .addValue(before.updatedAt().atOffset(ZoneOffset.UTC))
        .addUUID(before.uid())
        .addInteger(places);
  }

  /** {@code more}: behind the last of these places there may be others. */
  private Future<Inbox> rows(FindInbox asked, List<InboxPlace> places, boolean more) {
    if (places.isEmpty()) {
      return Future.succeededFuture(new Inbox(List.of(), null));
    }
    Tuple arguments =
        Tuple.tuple()
            .addValue(places.stream().map(InboxPlace::uid).toArray(UUID[]::new))
            .addString(asked.words())
            .addInteger(MESSAGES_SEARCHED_MAX)
            .addInteger(asked.limit());
    return database
        .read(ROWS, arguments)
        .map(
            rows -> {
              List<Row> found = Rows.all(rows, row -> row);
              int last = places.size();
              boolean full = found.size() == asked.limit();
              if (full) {
                last = Math.toIntExact(found.getLast().getLong("place"));
              }
              boolean goesOn = more || last < places.size();
              return new Inbox(
                  found.stream().map(InboxTable::row).toList(),
                  goesOn ? places.get(last - 1) : null);
            });
  }

  private static InboxPlace place(Row row) {
    return new InboxPlace(Rows.instant(row, "updated_at"), row.getUUID("uid"));
  }

  private static InboxRow row(Row row) {
    Integer seq = row.getInteger("said_seq");
    return new InboxRow(
        Rows.conversation(row, ""),
        row.getString("chatbot_name"),
        Rows.choice(InboxState.class, row.getString("state")),
        row.getInteger("unread"),
        seq == null
            ? null
            : new InboxRow.LastMessage(
                seq, Rows.author(row), row.getString("said"), Rows.instant(row, "said_at")));
  }
}
