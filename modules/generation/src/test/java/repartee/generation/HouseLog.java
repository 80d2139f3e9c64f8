package repartee.generation;

import java.util.ArrayList;
import java.util.Collection;
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
import repartee.contract.Author;
import repartee.contract.BeginTurn;
import repartee.contract.CloseTurn;
import repartee.contract.Closed;
import repartee.contract.Conversation;
import repartee.contract.FindEntry;
import repartee.contract.FindRunning;
import repartee.contract.FindTurn;
import repartee.contract.LogEntry;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.NextTurn;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.contract.Running;
import repartee.contract.SaveProgress;
import repartee.contract.Saved;
import repartee.contract.TakeOver;
import repartee.contract.Turn;
import repartee.contract.TurnOrder;

/** The log as the database keeps it, in memory: one thing happens after the other. */
final class HouseLog {
  private final Map<String, HouseTalk> talks = new HashMap<>();
  private final Map<UUID, HouseTalk.Row> rows = new HashMap<>();
  private final Map<String, HouseTalk.Row> keys = new HashMap<>();
  private final Set<String> lostNodes = new HashSet<>();

  synchronized Turn open(OpenTurn asked) {
    String key = asked.messageKey();
    HouseTalk.Row before = key == null ? null : keys.get(key);
    if (before != null) {
      return HouseTalk.turn(before);
    }
    String named =
        asked.conversationUid() == null
            ? asked.conversationId()
            : asked.conversationUid().toString();
    HouseTalk talk = named == null ? null : talks.get(named);
    if (talk == null) {
      talk = talk(asked.chatbotId(), named);
    }
    boolean waits = talk.running != null || !talk.waiting.isEmpty();
    if (talk.heldBy == null && waits && talk.waiting.size() >= asked.waitingMax()) {
      throw new Problem(Problem.Kind.BUSY, "Too many questions wait.");
    }
    Author asker = new Author(Author.Kind.USER, asked.userId(), asked.userId());
    HouseTalk.Row question =
        talk.add(asker, asked.question(), MessageState.COMPLETE, asked.language(), null, null);
    if (key != null) {
      keys.put(key, question);
    }
    if (talk.heldBy != null) {
      return HouseTalk.turn(question);
    }
    if (waits) {
      talk.waiting.add(question);
      return HouseTalk.turn(question);
    }
    return talk.begin(
        List.of(question), asked.bot(), asked.isQaMode(), asked.memorySize(), asked.node());
  }

  synchronized NextTurn begin(BeginTurn wanted) {
    HouseTalk talk = talks.get(wanted.conversationUid().toString());
    if (talk == null || talk.running != null || talk.heldBy != null || talk.waiting.isEmpty()) {
      return new NextTurn(null);
    }
    List<HouseTalk.Row> questions = new ArrayList<>();
    while (!talk.waiting.isEmpty() && (questions.isEmpty() || wanted.order() != TurnOrder.QUEUE)) {
      questions.add(talk.waiting.remove());
    }
    return new NextTurn(
        talk.begin(questions, wanted.bot(), wanted.isQaMode(), wanted.memorySize(), wanted.node()));
  }

  synchronized Closed close(CloseTurn end) {
    HouseTalk.Row row = rows.get(end.answer().messageId());
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
      HouseTalk.Row row = rows.get(one.answer().messageId());
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
    for (HouseTalk talk : Set.copyOf(talks.values())) {
      HouseTalk.Row running = talk.running;
      if (running == null && !talk.waiting.isEmpty() && talk.heldBy == null) {
        idle.add(new Adopted.Idle(talk.chatbotId, talk.uid));
      } else if (running != null && lostNodes.contains(running.entry.node()) && by.limit() > 0) {
        adopt(talk, running, by, turns);
      }
    }
    return new Adopted(turns, idle);
  }

  private void adopt(HouseTalk talk, HouseTalk.Row running, AdoptAnswers by, List<Turn> turns) {
    talk.epoch++;
    Message old = running.entry.message();
    if (running.begunAnew++ >= by.begunAnewMax()) {
      running.set(old.content(), MessageState.INTERRUPTED, old.relatedDocs(), talk.epoch);
      talk.running = null;
      return;
    }
    running.set("", MessageState.STREAMING, List.of(), talk.epoch);
    running.set(by.node(), null);
    HouseTalk.Row question =
        talk.rows.stream().filter(row -> row.answer == running).findFirst().orElseThrow();
    turns.add(HouseTalk.turn(Turn.Outcome.BEGUN, question, talk.history(question, 6)));
  }

  synchronized LogEntry find(FindEntry wanted) {
    HouseTalk.Row row = rows.get(wanted.messageId());
    if (row == null || row.talk != talks.get(wanted.conversation())) {
      throw new Problem(Problem.Kind.UNKNOWN_CONVERSATION, "No such message.");
    }
    return row.entry;
  }

  synchronized Turn find(FindTurn wanted) {
    return HouseTalk.turn(Objects.requireNonNull(rows.get(wanted.questionId())));
  }

  synchronized Running find(FindRunning wanted) {
    HouseTalk talk = Objects.requireNonNull(talks.get(wanted.conversation()));
    HouseTalk.Row running = talk.running;
    return running == null
        ? new Running(talk.uid, null, null)
        : new Running(talk.uid, running.entry.ref(), running.entry.node());
  }

  synchronized Conversation take(TakeOver wanted) {
    HouseTalk talk = Objects.requireNonNull(talks.get(wanted.conversation()));
    if (talk.heldBy != null && !talk.heldBy.equals(wanted.by())) {
      throw new Problem(Problem.Kind.HELD_BY_OTHER, "Another person has it.");
    }
    if (talk.heldBy == null) {
      HouseTalk.Row running = talk.running;
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
    return talk.conversation();
  }

  synchronized void delete(UUID conversationUid) {
    talks.values().removeIf(talk -> talk.uid.equals(conversationUid));
    rows.values().removeIf(row -> row.talk.uid.equals(conversationUid));
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
    HouseTalk talk = Objects.requireNonNull(talks.get(conversation));
    return talk.add(author, content, MessageState.COMPLETE, "en", null, null).entry;
  }

  /** A message of an earlier time, in a conversation of its own. */
  synchronized LogEntry put(UUID chatbotId, String content, MessageState state, String node) {
    HouseTalk talk = talk(chatbotId, null);
    Author bot = new Author(Author.Kind.BOT, "b", "Polly");
    HouseTalk.Row row = talk.add(bot, content, state, "en", "What?", node);
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
    HouseTalk talk = Objects.requireNonNull(talks.get(conversation));
    return talk.running == null && talk.waiting.isEmpty();
  }

  synchronized LogEntry entry(UUID messageId) {
    return Objects.requireNonNull(rows.get(messageId)).entry;
  }

  /** The answer of a question; null if it has none. */
  synchronized @Nullable LogEntry answerOf(UUID questionId) {
    HouseTalk.Row answer = Objects.requireNonNull(rows.get(questionId)).answer;
    return answer == null ? null : answer.entry;
  }

  private HouseTalk talk(UUID chatbotId, @Nullable String id) {
    HouseTalk made = new HouseTalk(rows, chatbotId, id);
    talks.put(made.id, made);
    talks.put(made.uid.toString(), made);
    return made;
  }
}
