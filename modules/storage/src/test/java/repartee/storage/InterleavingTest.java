package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;
import repartee.contract.AdoptAnswers;
import repartee.contract.AnswerRef;
import repartee.contract.AppendMessage;
import repartee.contract.Author;
import repartee.contract.BeginTurn;
import repartee.contract.Chatbot;
import repartee.contract.CloseTurn;
import repartee.contract.ConversationStatus;
import repartee.contract.FindRunning;
import repartee.contract.Log;
import repartee.contract.LogEntry;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.contract.ReadLog;
import repartee.contract.Release;
import repartee.contract.SaveProgress;
import repartee.contract.TakeOver;
import repartee.contract.Turn;
import repartee.contract.TurnOrder;
import repartee.testkit.PostgreSQL;

/** Whatever happens at once in a conversation, on three nodes. */
class InterleavingTest {
  private static final int WAITING_MAX = 3;
  private static final int LONG_MS = 600_000;
  private static final int ORDERS = Boolean.getBoolean("repartee.long") ? 10 : 1;
  private static final String url = PostgreSQL.freshDatabase();
  private static final List<House> houses =
      List.of(new House(url, "one"), new House(url, "two"), new House(url, "three"));
  private static final House house = houses.getFirst();
  private static final Database database =
      new Database(house.vertx, House.configuration(url, LONG_MS), "test");
  private static final Chatbot chatbot = house.chatbot();
  private static final ExecutorService actors = Executors.newVirtualThreadPerTaskExecutor();

  @AfterContainer
  static void close() {
    House.within(database.close());
    houses.forEach(House::close);
    actors.close();
  }

  /**
   * The last digit says what is done, the others to what; three actors take turns. A thousand lists
   * of steps; where there is time, each in ten orders.
   */
  @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
  void aConversationKeepsItsOrder(
      @ForAll TurnOrder order,
      @ForAll @Size(min = 6, max = 36) List<@IntRange(max = 999) Integer> steps,
      @ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    List<Integer> ordered = new ArrayList<>(steps);
    for (int i = 0; i < ORDERS; i++) {
      check(order, ordered);
      Collections.shuffle(ordered, random);
    }
  }

  private static void check(TurnOrder order, List<Integer> steps) throws Exception {
    Life life = new Life(order);
    List<Future<?>> acting = new ArrayList<>();
    for (int actor = 0; actor < houses.size(); actor++) {
      House at = houses.get(actor);
      List<Integer> mine =
          IntStream.iterate(actor, i -> i < steps.size(), i -> i + houses.size())
              .mapToObj(steps::get)
              .toList();
      acting.add(actors.submit(() -> mine.forEach(step -> life.act(at, step % 10, step / 10))));
    }
    for (Future<?> actor : acting) {
      actor.get();
    }

    life.drain();

    life.checkRows();
    life.checkLog(life.log());
  }

  private static void tolerate(Runnable asking, Problem.Kind... expected) {
    try {
      asking.run();
    } catch (RuntimeException failed) {
      Problem problem = Problem.of(Objects.requireNonNullElse(failed.getCause(), failed));
      assertThat(List.of(expected)).contains(problem.kind());
    }
  }

  /** A conversation and what is known of it. */
  private static final class Life {
    private final String conversation = UUID.randomUUID().toString();
    private final UUID uid;
    private final TurnOrder order;
    private final List<AnswerRef> refs = new CopyOnWriteArrayList<>();
    private final Set<AnswerRef> adopted = ConcurrentHashMap.newKeySet();
    private final Map<UUID, String> ended = new ConcurrentHashMap<>();

    Life(TurnOrder order) {
      this.order = order;
      Turn first = house.ask(OpenTurn.ADDRESS, asking(house));
      uid = first.question().message().conversationUid();
      began(first);
    }

    void act(House at, int what, int which) {
      switch (what) {
        case 0, 1, 2 -> ask(at);
        case 3 -> close(at, which);
        case 4 -> begin(at);
        case 5 -> save(at, which);
        case 6 -> takeOver(at, which);
        case 7 -> tolerate(() -> at.ask(Release.ADDRESS, new Release(chatbot.id(), conversation)));
        case 8 -> adopt(at);
        default -> say(at);
      }
      if (which % 4 == 0) {
        look();
      }
    }

    private void look() {
      Log seen = log();
      long streaming =
          seen.entries().stream()
              .filter(entry -> entry.message().state() == MessageState.STREAMING)
              .count();
      assertThat(streaming)
          .as("answers that run")
          .isLessThanOrEqualTo(seen.conversation().status() == ConversationStatus.HUMAN ? 0 : 1);
    }

    private void ask(House at) {
      tolerate(() -> began(at.ask(OpenTurn.ADDRESS, asking(at))), Problem.Kind.BUSY);
    }

    private void close(House at, int which) {
      if (!refs.isEmpty()) {
        close(at, refs.get(which % refs.size()));
      }
    }

    private void close(House at, AnswerRef ref) {
      String text = "closed " + ref.epoch() + " " + UUID.randomUUID();
      tolerate(
          () -> {
            at.ask(
                CloseTurn.ADDRESS,
                new CloseTurn(
                    ref,
                    text,
                    ref.seq() % 3 == 0 ? MessageState.STOPPED : MessageState.COMPLETE,
                    List.of(),
                    null));
            assertThat(ended.put(ref.messageId(), text)).as("an answer ends once").isNull();
          },
          Problem.Kind.OTHER_EPOCH);
    }

    private boolean begin(House at) {
      Turn next = at.ask(BeginTurn.ADDRESS, at.next(chatbot, uid, order)).turn();
      if (next != null) {
        began(next);
      }
      return next != null;
    }

    private void save(House at, int which) {
      if (!refs.isEmpty()) {
        AnswerRef ref = refs.get(which % refs.size());
        var progress = new SaveProgress.Progress(ref, "saved " + ref.epoch(), List.of());
        at.ask(SaveProgress.ADDRESS, new SaveProgress(List.of(progress)));
      }
    }

    private void takeOver(House at, int which) {
      Author person = new Author(Author.Kind.AGENT, "client:" + which % 2, "p");
      AnswerRef running =
          at.ask(FindRunning.ADDRESS, new FindRunning(chatbot.id(), conversation)).answer();
      String text = which % 3 == 0 || running == null ? null : "taken " + running.epoch();
      TakeOver.AnswerEnd end =
          running == null ? null : new TakeOver.AnswerEnd(running, text, List.of());
      tolerate(
          () -> at.ask(TakeOver.ADDRESS, new TakeOver(chatbot.id(), conversation, person, end)),
          Problem.Kind.HELD_BY_OTHER,
          Problem.Kind.OTHER_EPOCH);
    }

    private void adopt(House at) {
      House.within(
          database.write(
              "UPDATE message SET node = NULL WHERE conversation = $1 AND state = 'streaming'",
              Tuple.of(uid)));
      at.ask(AdoptAnswers.ADDRESS, new AdoptAnswers(at.node, 10, LONG_MS, 2))
          .turns()
          .forEach(
              turn -> {
                began(turn);
                assertThat(adopted.add(House.answer(turn).ref())).as("adopted once").isTrue();
              });
    }

    private void say(House at) {
      AppendMessage said = House.said(chatbot, conversation, "said");
      tolerate(() -> at.ask(AppendMessage.ADDRESS, said), Problem.Kind.BUSY);
    }

    private void began(Turn turn) {
      if (turn.outcome() == Turn.Outcome.BEGUN) {
        refs.add(House.answer(turn).ref());
      }
    }

    /** Goes on as the nodes would, until nothing runs and nothing waits. */
    void drain() {
      for (int i = 0; i < 200; i++) {
        AnswerRef running = running();
        if (running != null) {
          close(house, running);
        } else if (!begin(house)) {
          return;
        }
      }
      throw new AssertionError("it never ends");
    }

    private @Nullable AnswerRef running() {
      return house.ask(FindRunning.ADDRESS, new FindRunning(chatbot.id(), conversation)).answer();
    }

    void checkRows() {
      Row row =
          House.within(
                  database.read(
                      """
                    SELECT c.answering, c.waiting, c.epoch,
                      (SELECT count(*) FROM message m WHERE m.conversation = c.uid AND m.waits)
                        AS waits,
                      (SELECT max(m.epoch) FROM message m WHERE m.conversation = c.uid) AS highest
                    FROM conversation c WHERE uid = $1
                    """,
                      Tuple.of(uid)))
              .iterator()
              .next();
      assertThat(row.getUUID("answering")).isNull();
      assertThat(row.getInteger("waiting")).isZero();
      assertThat(row.getLong("waits")).isZero();
      assertThat(row.getInteger("highest")).isLessThanOrEqualTo(row.getInteger("epoch"));
    }

    void checkLog(Log log) {
      List<Message> messages = log.entries().stream().map(LogEntry::message).toList();
      assertThat(messages)
          .extracting(Message::seq)
          .isEqualTo(IntStream.rangeClosed(1, log.conversation().lastSeq()).boxed().toList());
      for (Message message : messages) {
        if (message.author().kind() == Author.Kind.BOT) {
          checkAnswer(message);
        }
      }
      checkQuestions(messages);
    }

    private void checkAnswer(Message answer) {
      assertThat(answer.state()).isNotEqualTo(MessageState.STREAMING);
      String closed = ended.get(answer.id());
      if (closed != null) {
        assertThat(answer.content()).isEqualTo(closed);
      }
      if (!answer.content().isEmpty()) {
        String[] words = answer.content().split(" ");
        // What ended as it was saved has the words of the epoch before.
        int written = answer.epoch() - (words[0].equals("saved") ? 1 : 0);
        assertThat(words[1]).isEqualTo(String.valueOf(written));
      }
    }

    private void checkQuestions(List<Message> messages) {
      List<UUID> answers = new ArrayList<>();
      for (Row row :
          House.within(
              database.read(
                  """
                SELECT q.id, q.answer, a.seq, a.in_reply_to FROM message q
                LEFT JOIN message a ON a.conversation = q.conversation AND a.id = q.answer
                WHERE q.conversation = $1 AND q.author_kind = 'user' ORDER BY q.seq
                """,
                  Tuple.of(uid)))) {
        UUID answer = row.getUUID("answer");
        if (answer != null && (answers.isEmpty() || !answers.getLast().equals(answer))) {
          assertThat(answers).as("answered in order").doesNotContain(answer);
          answers.add(answer);
        } else if (answer != null) {
          assertThat(order).as("one question, one answer").isNotEqualTo(TurnOrder.QUEUE);
        }
      }
      assertThat(answers)
          .isEqualTo(
              messages.stream()
                  .filter(message -> message.author().kind() == Author.Kind.BOT)
                  .map(Message::id)
                  .toList());
    }

    Log log() {
      return house.ask(ReadLog.ADDRESS, new ReadLog(chatbot.id(), conversation, 0, 1_000));
    }

    private OpenTurn asking(House at) {
      OpenTurn asked = at.question(chatbot, conversation, "q");
      return new OpenTurn(
          asked.chatbotId(),
          asked.accountId(),
          null,
          conversation,
          asked.userId(),
          asked.question(),
          asked.language(),
          null,
          true,
          asked.bot(),
          true,
          asked.memorySize(),
          WAITING_MAX,
          at.node,
          null);
    }
  }
}
