package repartee.generation;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.AdoptAnswers;
import repartee.contract.Adopted;
import repartee.contract.AnswerRef;
import repartee.contract.Author;
import repartee.contract.BeginTurn;
import repartee.contract.CloseTurn;
import repartee.contract.Closed;
import repartee.contract.Conversation;
import repartee.contract.ConversationStatus;
import repartee.contract.FindEntry;
import repartee.contract.FindRunning;
import repartee.contract.FindTurn;
import repartee.contract.LogEntry;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.NextTurn;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.contract.RelatedDoc;
import repartee.contract.Running;
import repartee.contract.SaveProgress;
import repartee.contract.Saved;
import repartee.contract.TakeOver;
import repartee.contract.Turn;
import repartee.contract.TurnOrder;

/** The log as the database keeps it, in memory: one thing happens after the other. */
final class HouseLog {
  private final Map<String, Talk> talks = new HashMap<>();
  private final Map<UUID, Row> rows = new HashMap<>();
  private final Map<String, Row> keys = new HashMap<>();
  private final Set<String> lostNodes = new HashSet<>();

  private static final class Talk {
    final UUID uid = UUID.randomUUID();
    final UUID chatbotId;
    final String id;
    final List<Row> rows = new ArrayList<>();
    final Deque<Row> waiting = new ArrayDeque<>();
    @Nullable Row running;
    @Nullable Author heldBy;
    int epoch = 1;
    int revision;

    Talk(UUID chatbotId, @Nullable String id) {
      this.chatbotId = chatbotId;
      this.id = id == null ? uid.toString() : id;
    }
  }

  private static final class Row {
    final Talk talk;
    LogEntry entry;
    @Nullable Row answer;
    int begunAnew;

    Row(Talk talk, LogEntry entry) {
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
              entry.failure());
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
              failure);
    }
  }

  synchronized Turn open(OpenTurn asked) {
    String key = asked.messageKey();
    Row before = key == null ? null : keys.get(key);
    if (before != null) {
      return turn(before);
    }
    String named =
        asked.conversationUid() == null
            ? asked.conversationId()
            : asked.conversationUid().toString();
    Talk talk = named == null ? null : talks.get(named);
    if (talk == null) {
      talk = talk(asked.chatbotId(), named);
    }
    boolean waits = talk.running != null || !talk.waiting.isEmpty();
    if (talk.heldBy == null && waits && talk.waiting.size() >= asked.waitingMax()) {
      throw new Problem(Problem.Kind.BUSY, "Too many questions wait.");
    }
    Author asker = new Author(Author.Kind.USER, asked.userId(), asked.userId());
    Row question =
        add(talk, asker, asked.question(), MessageState.COMPLETE, asked.language(), null, null);
    if (key != null) {
      keys.put(key, question);
    }
    if (talk.heldBy != null) {
      return turn(question);
    }
    if (waits) {
      talk.waiting.add(question);
      return turn(question);
    }
    return begin(
        talk, List.of(question), asked.bot(), asked.isQaMode(), asked.memorySize(), asked.node());
  }

  synchronized NextTurn begin(BeginTurn wanted) {
    Talk talk = talks.get(wanted.conversationUid().toString());
    if (talk == null || talk.running != null || talk.heldBy != null || talk.waiting.isEmpty()) {
      return new NextTurn(null);
    }
    List<Row> questions = new ArrayList<>();
    while (!talk.waiting.isEmpty() && (questions.isEmpty() || wanted.order() != TurnOrder.QUEUE)) {
      questions.add(talk.waiting.remove());
    }
    return new NextTurn(
        begin(
            talk, questions, wanted.bot(), wanted.isQaMode(), wanted.memorySize(), wanted.node()));
  }

  synchronized Closed close(CloseTurn end) {
    Row row = rows.get(end.answer().messageId());
    if (row == null || !row.isOpen(end.answer())) {
      throw new Problem(Problem.Kind.OTHER_EPOCH, "It is not open.");
    }
    row.set(end.content(), end.state(), end.relatedDocs(), end.answer().epoch());
    row.set(Objects.requireNonNull(row.entry.node()), end.failure());
    row.talk.running = null;
    row.talk.epoch += end.state() == MessageState.STOPPED ? 1 : 0;
    return new Closed(!row.talk.waiting.isEmpty());
  }

  synchronized Saved save(SaveProgress progress) {
    List<UUID> lost = new ArrayList<>();
    for (SaveProgress.Progress one : progress.answers()) {
      Row row = rows.get(one.answer().messageId());
      if (row == null || !row.isOpen(one.answer())) {
        lost.add(one.answer().messageId());
      } else {
        row.set(one.content(), MessageState.STREAMING, one.relatedDocs(), one.answer().epoch());
      }
    }
    return new Saved(lost);
  }

  synchronized Adopted adopt(AdoptAnswers by) {
    List<Turn> turns = new ArrayList<>();
    List<Adopted.Idle> idle = new ArrayList<>();
    for (Talk talk : Set.copyOf(talks.values())) {
      Row running = talk.running;
      if (running == null && !talk.waiting.isEmpty() && talk.heldBy == null) {
        idle.add(new Adopted.Idle(talk.chatbotId, talk.uid));
      } else if (running != null && lostNodes.contains(running.entry.node()) && by.limit() > 0) {
        adopt(talk, running, by, turns);
      }
    }
    return new Adopted(turns, idle);
  }

  private void adopt(Talk talk, Row running, AdoptAnswers by, List<Turn> turns) {
    talk.epoch++;
    Message old = running.entry.message();
    if (running.begunAnew++ >= by.begunAnewMax()) {
      running.set(old.content(), MessageState.INTERRUPTED, old.relatedDocs(), talk.epoch);
      talk.running = null;
      return;
    }
    running.set("", MessageState.STREAMING, List.of(), talk.epoch);
    running.set(by.node(), null);
    Row question =
        talk.rows.stream().filter(row -> row.answer == running).findFirst().orElseThrow();
    turns.add(turn(Turn.Outcome.BEGUN, question, history(talk, question, 6)));
  }

  synchronized LogEntry find(FindEntry wanted) {
    Row row = rows.get(wanted.messageId());
    if (row == null || row.talk != talks.get(wanted.conversation())) {
      throw new Problem(Problem.Kind.UNKNOWN_CONVERSATION, "No such message.");
    }
    return row.entry;
  }

  synchronized Turn find(FindTurn wanted) {
    return turn(Objects.requireNonNull(rows.get(wanted.questionId())));
  }

  synchronized Running find(FindRunning wanted) {
    Talk talk = Objects.requireNonNull(talks.get(wanted.conversation()));
    Row running = talk.running;
    return running == null
        ? new Running(talk.uid, null, null)
        : new Running(talk.uid, running.entry.ref(), running.entry.node());
  }

  synchronized Conversation take(TakeOver wanted) {
    Talk talk = Objects.requireNonNull(talks.get(wanted.conversation()));
    if (talk.heldBy != null && !talk.heldBy.equals(wanted.by())) {
      throw new Problem(Problem.Kind.HELD_BY_OTHER, "Another person has it.");
    }
    if (talk.heldBy == null) {
      Row running = talk.running;
      TakeOver.AnswerEnd end = wanted.running();
      if (running != null) {
        if (end == null || !running.isOpen(end.answer())) {
          throw new Problem(Problem.Kind.OTHER_EPOCH, "Another answer runs.");
        }
        Message old = running.entry.message();
        String content = end.content();
        running.set(
            content == null ? old.content() : content,
            MessageState.STOPPED,
            content == null ? old.relatedDocs() : end.relatedDocs(),
            old.epoch());
      }
      talk.running = null;
      talk.waiting.clear();
      talk.heldBy = wanted.by();
      talk.epoch++;
      talk.revision++;
    }
    return conversation(talk);
  }

  synchronized void release(String conversation) {
    Objects.requireNonNull(talks.get(conversation)).heldBy = null;
  }

  /** Its answers may be adopted. */
  synchronized void lose(String node) {
    lostNodes.add(node);
  }

  /** What an agent says. */
  synchronized LogEntry say(String conversation, Author author, String content) {
    Talk talk = Objects.requireNonNull(talks.get(conversation));
    return add(talk, author, content, MessageState.COMPLETE, "en", null, null).entry;
  }

  /** A message of an earlier time, in a conversation of its own. */
  synchronized LogEntry put(UUID chatbotId, String content, MessageState state, String node) {
    Talk talk = talk(chatbotId, null);
    Author bot = new Author(Author.Kind.BOT, "b", "Polly");
    Row row = add(talk, bot, content, state, "en", "What?", node);
    talk.running = state == MessageState.STREAMING ? row : null;
    return row.entry;
  }

  synchronized Collection<LogEntry> entries(String conversation) {
    return Objects.requireNonNull(talks.get(conversation)).rows.stream()
        .map(row -> row.entry)
        .toList();
  }

  /** All that bots have said or say. */
  synchronized List<LogEntry> answers() {
    return rows.values().stream()
        .map(row -> row.entry)
        .filter(entry -> entry.message().author().kind() == Author.Kind.BOT)
        .toList();
  }

  synchronized boolean isIdle(String conversation) {
    Talk talk = Objects.requireNonNull(talks.get(conversation));
    return talk.running == null && talk.waiting.isEmpty();
  }

  synchronized LogEntry entry(UUID messageId) {
    return Objects.requireNonNull(rows.get(messageId)).entry;
  }

  /** The answer of a question; null if it has none. */
  synchronized @Nullable LogEntry answerOf(UUID questionId) {
    Row answer = Objects.requireNonNull(rows.get(questionId)).answer;
    return answer == null ? null : answer.entry;
  }

  private Talk talk(UUID chatbotId, @Nullable String id) {
    Talk made = new Talk(chatbotId, id);
    talks.put(made.id, made);
    talks.put(made.uid.toString(), made);
    return made;
  }

  private Turn begin(
      Talk talk, List<Row> questions, Author bot, boolean qa, int memorySize, String node) {
    Row last = questions.getLast();
    String question =
        String.join("\n", questions.stream().map(row -> row.entry.message().content()).toList());
    List<Message> history = history(talk, questions.getFirst(), memorySize);
    Row answer =
        add(talk, bot, "", MessageState.STREAMING, last.entry.message().language(), question, node);
    answer.entry =
        new LogEntry(talk.chatbotId, answer.entry.message(), question, qa, "", node, null);
    questions.forEach(row -> row.answer = answer);
    talk.running = answer;
    return turn(Turn.Outcome.BEGUN, last, history);
  }

  private Row add(
      Talk talk,
      Author author,
      String content,
      MessageState state,
      String language,
      @Nullable String question,
      @Nullable String node) {
    Message message =
        new Message(
            UUID.randomUUID(),
            talk.id,
            talk.uid,
            talk.rows.size() + 1,
            talk.epoch,
            author,
            content,
            state,
            List.of(),
            language,
            null,
            null,
            Instant.now(),
            Instant.now());
    Row row = new Row(talk, new LogEntry(talk.chatbotId, message, question, true, "", node, null));
    talk.rows.add(row);
    rows.put(message.id(), row);
    talk.revision++;
    return row;
  }

  private static List<Message> history(Talk talk, Row before, int memorySize) {
    List<Message> earlier =
        talk.rows.stream()
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
    return earlier.subList(earlier.size() - count, earlier.size());
  }

  private static Turn turn(Row question) {
    if (question.answer != null) {
      return turn(Turn.Outcome.ANSWERED, question, List.of());
    }
    return turn(
        question.talk.heldBy == null ? Turn.Outcome.WAITS : Turn.Outcome.HELD, question, List.of());
  }

  private static Turn turn(Turn.Outcome outcome, Row question, List<Message> history) {
    Row answer = question.answer;
    return new Turn(
        outcome,
        question.entry,
        answer == null ? null : answer.entry,
        history,
        outcome == Turn.Outcome.HELD ? question.talk.heldBy : null,
        question.talk.revision);
  }

  private static Conversation conversation(Talk talk) {
    return new Conversation(
        talk.id,
        talk.uid,
        talk.chatbotId,
        "u1",
        talk.heldBy == null ? ConversationStatus.BOT : ConversationStatus.HUMAN,
        talk.heldBy,
        talk.rows.size(),
        talk.revision,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
