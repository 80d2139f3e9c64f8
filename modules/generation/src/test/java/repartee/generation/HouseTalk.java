package repartee.generation;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerRef;
import repartee.contract.Author;
import repartee.contract.Conversation;
import repartee.contract.ConversationStatus;
import repartee.contract.LogEntry;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.RelatedDoc;
import repartee.contract.Turn;

/** A conversation as the database keeps it. */
final class HouseTalk {
  private final Map<UUID, Row> byId;
  final UUID uid = UUID.randomUUID();
  final UUID chatbotId;
  final String id;
  final List<Row> rows = new ArrayList<>();
  final Deque<Row> waiting = new ArrayDeque<>();
  @Nullable Row running;
  @Nullable Author heldBy;
  int epoch = 1;
  int revision;

  HouseTalk(Map<UUID, Row> byId, UUID chatbotId, @Nullable String id) {
    this.byId = byId;
    this.chatbotId = chatbotId;
    this.id = id == null ? uid.toString() : id;
  }

  /** A message, and for a question its answer. */
  static final class Row {
    final HouseTalk talk;
    LogEntry entry;
    @Nullable Row answer;
    int begunAnew;

    Row(HouseTalk talk, LogEntry entry) {
      this.talk = talk;
      this.entry = entry;
    }

    boolean isOpen(AnswerRef as) {
      return entry.message().state() == MessageState.STREAMING
          && entry.ref().equals(as)
          && talk.epoch == as.epoch();
    }

    void set(String content, MessageState state, List<RelatedDoc> docs, int epoch) {
      Message old = entry.message();
      entry =
          new LogEntry(
              entry.chatbotId(),
              new Message(
                  old.id(),
                  old.conversationId(),
                  old.conversationUid(),
                  old.seq(),
                  epoch,
                  old.author(),
                  content,
                  state,
                  docs,
                  old.language(),
                  null,
                  null,
                  old.createdAt(),
                  Instant.now()),
              entry.question(),
              entry.isQaMode(),
              "",
              entry.node(),
              entry.failure(),
              false);
      talk.revision++;
    }

    void set(String node, Problem.@Nullable Kind failure) {
      entry =
          new LogEntry(
              entry.chatbotId(),
              entry.message(),
              entry.question(),
              entry.isQaMode(),
              "",
              node,
              failure,
              false);
    }
  }

  Turn begin(List<Row> questions, Author bot, boolean qa, int memorySize, String node) {
    Row last = questions.getLast();
    String question =
        String.join("\n", questions.stream().map(row -> row.entry.message().content()).toList());
    List<Turn.Earlier> history = history(questions.getFirst(), memorySize);
    Row answer =
        add(bot, "", MessageState.STREAMING, last.entry.message().language(), question, node);
    answer.entry =
        new LogEntry(chatbotId, answer.entry.message(), question, qa, "", node, null, false);
    questions.forEach(row -> row.answer = answer);
    running = answer;
    return turn(Turn.Outcome.BEGUN, last, history);
  }

  Row add(
      Author author,
      String content,
      MessageState state,
      String language,
      @Nullable String question,
      @Nullable String node) {
    Message message =
        new Message(
            UUID.randomUUID(),
            id,
            uid,
            rows.size() + 1,
            epoch,
            author,
            content,
            state,
            List.of(),
            language,
            null,
            null,
            Instant.now(),
            Instant.now());
    Row row =
        new Row(this, new LogEntry(chatbotId, message, question, true, "", node, null, false));
    rows.add(row);
    byId.put(message.id(), row);
    revision++;
    return row;
  }

  List<Turn.Earlier> history(Row before, int memorySize) {
    List<Message> earlier =
        rows.stream()
            .map(row -> row.entry.message())
            .filter(one -> one.seq() < before.entry.message().seq())
            .filter(one -> !one.content().isEmpty() && one.state() != MessageState.STREAMING)
            .toList();
    int sinceAnswer = 0;
    while (sinceAnswer < earlier.size()
        && earlier.reversed().get(sinceAnswer).author().kind() != Author.Kind.BOT) {
      sinceAnswer++;
    }
    int count = Math.min(earlier.size(), Math.max(memorySize, sinceAnswer));
    return earlier.subList(earlier.size() - count, earlier.size()).stream()
        .map(one -> new Turn.Earlier(one.author(), one.content()))
        .toList();
  }

  static Turn turn(Row question) {
    if (question.answer != null) {
      return turn(Turn.Outcome.ANSWERED, question, List.of());
    }
    return turn(
        question.talk.waiting.contains(question) ? Turn.Outcome.WAITS : Turn.Outcome.HELD,
        question,
        List.of());
  }

  static Turn turn(Turn.Outcome outcome, Row question, List<Turn.Earlier> history) {
    Row answer = question.answer;
    return new Turn(
        outcome,
        question.entry,
        answer == null ? null : answer.entry,
        history,
        outcome == Turn.Outcome.HELD ? question.talk.heldBy : null,
        question.talk.revision);
  }

  Conversation conversation() {
    return new Conversation(
        id,
        uid,
        chatbotId,
        "u1",
        heldBy == null ? ConversationStatus.BOT : ConversationStatus.HUMAN,
        heldBy,
        rows.size(),
        revision,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
