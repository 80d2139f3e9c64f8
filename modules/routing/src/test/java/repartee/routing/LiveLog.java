package repartee.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.AnswerRef;
import repartee.contract.AppendMessage;
import repartee.contract.Ask;
import repartee.contract.Asked;
import repartee.contract.Author;
import repartee.contract.Chatbot;
import repartee.contract.Conversation;
import repartee.contract.ConversationStatus;
import repartee.contract.Conversations;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.Done;
import repartee.contract.FindConversation;
import repartee.contract.FindConversations;
import repartee.contract.FindEntry;
import repartee.contract.FindRevisions;
import repartee.contract.FindRunning;
import repartee.contract.FollowQuestion;
import repartee.contract.GiveFeedback;
import repartee.contract.HandOver;
import repartee.contract.LocateByte;
import repartee.contract.Log;
import repartee.contract.LogEntry;
import repartee.contract.LogGrew;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.OpenReading;
import repartee.contract.Problem;
import repartee.contract.ReadAnswer;
import repartee.contract.ReadLog;
import repartee.contract.Release;
import repartee.contract.Revisions;
import repartee.contract.Running;
import repartee.contract.StopAnswer;
import repartee.contract.StreamHeader;
import repartee.contract.TakeOver;
import repartee.contract.TextPlace;

/** Conversations and live answers in memory: stands for storage and generation, as faithfully. */
final class LiveLog {
  private final EventBus bus;
  private final Chatbot bot;
  private final Map<UUID, Talk> talks = new LinkedHashMap<>();

  /** Events are lost while it is set. */
  volatile boolean quiet;

  /** The node that writes cannot be reached. */
  volatile boolean nodeAway;

  /** What is written has no header, and will have none. */
  volatile boolean headless;

  /** What the bot says to a question, piece by piece; null where the test writes itself. */
  volatile Function<String, @Nullable List<String>> says = question -> List.of("Hello", ", world");

  /** What happens before a question is followed. */
  volatile Runnable following = () -> {};

  /** What happens before a conversation is handed over, one after the other. */
  volatile List<Runnable> beforeHandOver = List.of();

  /** Whom each question for revisions named. */
  final List<List<UUID>> lookedFor = new CopyOnWriteArrayList<>();

  volatile int revisionsAsked;
  volatile int opened;
  int handedOver;
  private final Map<UUID, Integer> reads = new LinkedHashMap<>();

  LiveLog(EventBus bus, Chatbot bot) {
    this.bus = bus;
    this.bot = bot;
  }

  /** A conversation. */
  static final class Talk {
    final UUID uid = UUID.randomUUID();
    final String id;
    final List<Line> lines = new ArrayList<>();
    final Queue<Line> waiting = new ArrayDeque<>();
    final Map<String, Line> keys = new LinkedHashMap<>();
    int epoch = 1;
    int revision = 1;
    @Nullable Author heldBy;
    boolean deleted;

    Talk(@Nullable String id) {
      this.id = id == null ? uid.toString() : id;
    }
  }

  /** A message. */
  static final class Line {
    final UUID id = UUID.randomUUID();
    final Talk talk;
    final Author author;
    final @Nullable String question;
    final StringBuilder text = new StringBuilder();
    final List<Promise<Void>> readers = new ArrayList<>();
    // What is written as soon as somebody has read all before it; null where the test writes.
    @Nullable Deque<String> script;
    MessageState state = MessageState.STREAMING;
    int seq;
    int epoch = 1;
    @Nullable Line answer;
    Message.@Nullable Feedback feedback;

    Line(Talk talk, Author author, @Nullable String question) {
      this.talk = talk;
      this.author = author;
      this.question = question;
    }
  }

  synchronized Talk talk() {
    return begin(null);
  }

  private Talk begin(@Nullable String id) {
    Talk talk = new Talk(id);
    talks.put(talk.uid, talk);
    return talk;
  }

  synchronized Line say(Talk talk, Author author, String text) {
    Line line = new Line(talk, author, null);
    line.text.append(text);
    line.state = MessageState.COMPLETE;
    add(line);
    return line;
  }

  /** An answer that grows by these pieces as it is read, or by {@link #write} if there are none. */
  synchronized Line answer(Talk talk, String question, @Nullable List<String> script) {
    Line line = new Line(talk, botAuthor(), question);
    line.epoch = talk.epoch;
    line.script = script == null ? null : new ArrayDeque<>(script);
    add(line);
    return line;
  }

  void write(Line line, String text) {
    synchronized (this) {
      line.text.append(text);
    }
    wake(line);
  }

  void end(Line line, MessageState state) {
    synchronized (this) {
      finish(line, state);
    }
    wake(line);
  }

  /** Another node adopts the answer. */
  void beginAnew(Line line, List<String> script) {
    synchronized (this) {
      line.epoch = ++line.talk.epoch;
      line.text.setLength(0);
      line.script = new ArrayDeque<>(script);
      line.state = MessageState.STREAMING;
      grew(line.talk);
    }
    wake(line);
  }

  synchronized void delete(Talk talk) {
    talk.deleted = true;
    talk.revision = LogGrew.GONE - 1;
    grew(talk);
  }

  Author user() {
    return new Author(Author.Kind.USER, "u", "u");
  }

  static Author agent(String id) {
    return Agents.author("client:" + id);
  }

  private Author botAuthor() {
    return new Author(Author.Kind.BOT, bot.id().toString(), bot.settings().name());
  }

  /** The stream's bytes as they are now. */
  synchronized byte[] bytes(Line line) {
    return (DelimitedStreamWriter.head(entry(line).header()) + line.text).getBytes(UTF_8);
  }

  synchronized LogEntry entry(Line line) {
    Talk talk = line.talk;
    Message message =
        new Message(
            line.id,
            talk.id,
            talk.uid,
            line.seq,
            line.epoch,
            line.author,
            line.text.toString(),
            line.state,
            List.of(),
            "en",
            null,
            line.feedback,
            House.TIME,
            House.TIME);
    boolean answers = line.question != null;
    return new LogEntry(
        bot.id(), message, line.question, answers, "", answers ? House.NODE : null, null, false);
  }

  private Conversation conversation(Talk talk) {
    return new Conversation(
        talk.id,
        talk.uid,
        bot.id(),
        "u",
        talk.heldBy == null ? ConversationStatus.BOT : ConversationStatus.HUMAN,
        talk.heldBy,
        talk.lines.size(),
        talk.revision,
        House.TIME,
        House.TIME);
  }

  private void add(Line line) {
    line.seq = line.talk.lines.size() + 1;
    line.talk.lines.add(line);
    grew(line.talk);
  }

  private void grew(Talk talk) {
    talk.revision++;
    if (!quiet) {
      LogGrew.EVENT.publish(bus, new LogGrew(talk.uid, talk.revision));
    }
  }

  private void finish(Line line, MessageState state) {
    line.state = state;
    line.script = null;
    grew(line.talk);
    Line next = line.talk.heldBy == null ? line.talk.waiting.poll() : null;
    if (next != null) {
      next.answer = answer(line.talk, next.text.toString(), says.apply(next.text.toString()));
      grew(line.talk);
    }
  }

  private void wake(Line line) {
    List<Promise<Void>> woken;
    synchronized (this) {
      woken = List.copyOf(line.readers);
      line.readers.clear();
    }
    woken.forEach(Promise::tryComplete);
  }

  private @Nullable Talk found(String conversation) {
    for (Talk talk : talks.values()) {
      boolean named = talk.id.equals(conversation) || talk.uid.toString().equals(conversation);
      if (!talk.deleted && named) {
        return talk;
      }
    }
    return null;
  }

  private Talk find(UUID chatbotId, String conversation) {
    Talk talk = bot.id().equals(chatbotId) ? found(conversation) : null;
    if (talk == null) {
      throw Problems.unknownConversation();
    }
    return talk;
  }

  private Line find(UUID chatbotId, String conversation, UUID message) {
    return find(chatbotId, conversation).lines.stream()
        .filter(line -> line.id.equals(message))
        .findFirst()
        .orElseThrow(Problems::unknownConversation);
  }

  private Line find(AnswerRef ref) {
    if (nodeAway) {
      throw Problems.busy("A part of the server is not running.");
    }
    Line line = find(ref.chatbotId(), ref.conversationUid().toString(), ref.messageId());
    if (line.epoch != ref.epoch()) {
      throw new Problem(Problem.Kind.OTHER_EPOCH, "Begun anew.");
    }
    return line;
  }

  synchronized boolean knows(AnswerRef ref) {
    return talks.containsKey(ref.conversationUid());
  }

  /** Serves what of these questions a test does not answer itself. */
  Future<?> serve() {
    String node = House.NODE;
    return Future.all(
        List.of(
            ReadLog.ADDRESS.serve(bus, this::readLog),
            FindRunning.ADDRESS.serve(bus, this::findRunning),
            FindRevisions.ADDRESS.serve(bus, this::findRevisions),
            FindConversation.ADDRESS.serve(bus, this::findConversation),
            FindConversations.ADDRESS.serve(bus, this::findConversations),
            OpenReading.ADDRESS.serve(bus, this::open),
            LocateByte.ADDRESS.on(node).serve(bus, this::locate),
            StopAnswer.ADDRESS.on(node).serve(bus, this::stop),
            HandOver.ADDRESS.on(node).serve(bus, this::handOver),
            TakeOver.ADDRESS.serve(bus, this::takeOver),
            Release.ADDRESS.serve(bus, this::release),
            GiveFeedback.ADDRESS.serve(bus, this::judge),
            FollowQuestion.ADDRESS.serve(bus, this::follow)));
  }

  synchronized Future<LogEntry> findEntry(FindEntry find) {
    return Future.succeededFuture(
        entry(find(find.chatbotId(), find.conversation(), find.messageId())));
  }

  /** Absent if the conversation is none of this log. */
  synchronized @Nullable Message append(AppendMessage append) {
    Talk talk = found(append.conversationId());
    return talk == null ? null : entry(say(talk, append.author(), append.content())).message();
  }

  private synchronized Future<Log> readLog(ReadLog read) {
    Talk talk = find(read.chatbotId(), read.conversation());
    reads.merge(talk.uid, 1, Integer::sum);
    List<LogEntry> entries =
        talk.lines.stream().skip(read.afterSeq()).limit(read.limit()).map(this::entry).toList();
    return Future.succeededFuture(new Log(conversation(talk), entries));
  }

  private synchronized Future<Conversation> findConversation(FindConversation find) {
    return Future.succeededFuture(conversation(find(find.chatbotId(), find.conversation())));
  }

  private synchronized Future<Conversations> findConversations(FindConversations find) {
    return Future.succeededFuture(
        new Conversations(
            talks.values().stream()
                .map(this::conversation)
                .filter(found -> find.status() == null || found.status() == find.status())
                .toList()));
  }

  private @Nullable Line running(Talk talk) {
    return talk.lines.stream()
        .filter(line -> line.state == MessageState.STREAMING)
        .findFirst()
        .orElse(null);
  }

  private synchronized Future<Running> findRunning(FindRunning find) {
    Talk talk = find(find.chatbotId(), find.conversation());
    Line line = running(talk);
    return Future.succeededFuture(
        line == null
            ? new Running(talk.uid, null, null)
            : new Running(talk.uid, entry(line).ref(), House.NODE));
  }

  private synchronized Future<Revisions> findRevisions(FindRevisions find) {
    lookedFor.add(find.conversationUids());
    revisionsAsked = lookedFor.size();
    return Future.succeededFuture(
        new Revisions(
            find.conversationUids().stream()
                .map(
                    uid -> {
                      Talk talk = talks.get(uid);
                      return new LogGrew(
                          uid, talk == null || talk.deleted ? LogGrew.GONE : talk.revision);
                    })
                .toList()));
  }

  private synchronized Future<AnswerBegun> open(OpenReading open) {
    opened = opened + 1;
    Line line = find(open.chatbotId(), open.conversation(), open.messageId());
    if (nodeAway && line.state == MessageState.STREAMING) {
      throw Problems.busy("The node that writes it cannot be reached.");
    }
    if (headless && line.state == MessageState.STREAMING) {
      throw new Problem(Problem.Kind.INTERNAL, "The search has failed.");
    }
    LogEntry entry = entry(line);
    return Future.succeededFuture(new AnswerBegun(entry.ref(), House.NODE, entry.header()));
  }

  Future<AnswerPiece> read(ReadAnswer read) {
    Promise<Void> grown = Promise.promise();
    Line line;
    synchronized (this) {
      line = find(read.answer());
      while (line.text.length() <= read.from() && line.script != null) {
        if (line.script.isEmpty()) {
          finish(line, MessageState.COMPLETE);
        } else {
          line.text.append(line.script.poll());
        }
      }
      boolean there = line.text.length() > read.from();
      if (there || line.state != MessageState.STREAMING) {
        String piece = there ? line.text.substring(read.from()) : "";
        return Future.succeededFuture(new AnswerPiece(piece, line.state, null));
      }
      line.readers.add(grown);
    }
    return grown.future().compose(woken -> read(read));
  }

  private synchronized Future<TextPlace> locate(LocateByte locate) {
    Line line = find(locate.answer());
    String text = line.text.toString();
    int offset = 0;
    long before = 0;
    while (offset < text.length()) {
      int character = text.codePointAt(offset);
      int bytes = Character.toString(character).getBytes(UTF_8).length;
      if (before + bytes > locate.byteOffset()) {
        break;
      }
      before += bytes;
      offset += Character.charCount(character);
    }
    return Future.succeededFuture(
        new TextPlace(offset, before, text.getBytes(UTF_8).length, line.state));
  }

  private Future<Done> stop(StopAnswer stop) {
    Line line;
    synchronized (this) {
      line = find(stop.answer());
      if (line.state == MessageState.STREAMING) {
        finish(line, MessageState.STOPPED);
      }
    }
    wake(line);
    return Future.succeededFuture(new Done());
  }

  private Future<Conversation> handOver(HandOver hand) {
    String text;
    List<Runnable> happens = beforeHandOver;
    if (!happens.isEmpty()) {
      beforeHandOver = happens.subList(1, happens.size());
      happens.getFirst().run();
    }
    synchronized (this) {
      text = find(hand.answer()).text.toString();
      handedOver++;
    }
    return takeOver(
        new TakeOver(
            hand.answer().chatbotId(),
            hand.answer().conversationUid().toString(),
            hand.to(),
            new TakeOver.AnswerEnd(hand.answer(), text, List.of())));
  }

  private Future<Conversation> takeOver(TakeOver take) {
    Line line;
    Conversation taken;
    synchronized (this) {
      Talk talk = find(take.chatbotId(), take.conversation());
      if (talk.heldBy != null && !talk.heldBy.id().equals(take.by().id())) {
        throw new Problem(Problem.Kind.HELD_BY_OTHER, "Another person has it.");
      }
      line = running(talk);
      AnswerRef named = take.running() == null ? null : take.running().answer();
      if (line != null && !entry(line).ref().equals(named)) {
        throw new Problem(Problem.Kind.OTHER_EPOCH, "Another answer runs.");
      }
      boolean again = talk.heldBy != null;
      talk.heldBy = take.by();
      talk.waiting.clear();
      if (!again) {
        talk.epoch++;
      }
      if (line != null) {
        finish(line, MessageState.STOPPED);
      }
      grew(talk);
      taken = conversation(talk);
    }
    if (line != null) {
      wake(line);
    }
    return Future.succeededFuture(taken);
  }

  private synchronized Future<Conversation> release(Release release) {
    Talk talk = find(release.chatbotId(), release.conversation());
    talk.heldBy = null;
    grew(talk);
    return Future.succeededFuture(conversation(talk));
  }

  private synchronized Future<Message> judge(GiveFeedback judge) {
    Line line = find(judge.chatbotId(), judge.conversation(), judge.messageId());
    if (line.author.kind() != Author.Kind.BOT) {
      throw Problems.unknownConversation();
    }
    line.feedback = new Message.Feedback(judge.score(), judge.comment());
    return Future.succeededFuture(entry(line).message());
  }

  /** What generation answers. */
  synchronized Future<Asked> ask(Ask ask) {
    Talk talk = talk(ask);
    String key = ask.messageKey();
    Line known = key == null ? null : talk.keys.get(key);
    if (known != null) {
      return Future.succeededFuture(asked(known));
    }
    if (!ask.admitted()) {
      throw new Problem(Problem.Kind.TOO_FAST, "It is not admitted and was not asked before.");
    }
    Line question = say(talk, user(), ask.question());
    if (key != null) {
      talk.keys.put(key, question);
    }
    if (talk.heldBy == null && running(talk) != null) {
      talk.waiting.add(question);
    } else if (talk.heldBy == null) {
      question.answer = answer(talk, ask.question(), says.apply(ask.question()));
    }
    return Future.succeededFuture(asked(question));
  }

  private Talk talk(Ask ask) {
    if (ask.conversationUid() != null) {
      return find(ask.chatbot().id(), ask.conversationUid().toString());
    }
    Talk named = ask.conversationId() == null ? null : found(ask.conversationId());
    return named == null ? begin(ask.conversationId()) : named;
  }

  private synchronized Future<Asked> follow(FollowQuestion follow) {
    following.run();
    return Future.succeededFuture(
        asked(find(follow.chatbotId(), follow.conversationUid().toString(), follow.questionId())));
  }

  private Asked asked(Line question) {
    Talk talk = question.talk;
    Line answer = question.answer;
    if (answer != null) {
      LogEntry entry = entry(answer);
      AnswerBegun begun = new AnswerBegun(entry.ref(), House.NODE, entry.header());
      return new Asked(talk.uid, question.id, begun, null, talk.revision);
    }
    StreamHeader held =
        talk.heldBy == null
            ? null
            : new StreamHeader(
                "",
                question.text.toString(),
                List.of(),
                talk.uid,
                true,
                "You are talking to " + talk.heldBy.name() + " now.",
                question.id,
                question.seq,
                talk.epoch,
                botAuthor(),
                "en");
    return new Asked(talk.uid, question.id, null, held, talk.revision);
  }

  /** How often the log of a conversation was read. */
  synchronized int reads(Talk talk) {
    return reads.getOrDefault(talk.uid, 0);
  }

  synchronized Collection<Talk> talks() {
    return List.copyOf(talks.values());
  }
}
