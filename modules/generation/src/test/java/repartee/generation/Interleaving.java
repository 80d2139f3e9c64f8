package repartee.generation;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerRef;
import repartee.contract.Author;
import repartee.contract.FindRunning;
import repartee.contract.HandOver;
import repartee.contract.LogEntry;
import repartee.contract.OpenReading;
import repartee.contract.StopAnswer;
import repartee.contract.TakeOver;

/** A conversation to which things happen, each without waiting for the one before; all is read. */
final class Interleaving {
  static final Author UNHEARD = new Author(Author.Kind.AGENT, "client:unheard", "Uma");

  private final House house;
  private final String conversation = UUID.randomUUID().toString();
  private final List<Future<?>> under = new CopyOnWriteArrayList<>();
  private final Map<UUID, Future<String>> readers = new ConcurrentHashMap<>();
  private final Map<UUID, String> taken = new ConcurrentHashMap<>();
  private int asked;

  enum Step {
    ASK,
    SAY,
    SAY_MORE,
    END,
    STOP,
    HAND_OVER,
    HAND_OVER_UNHEARD,
    RELEASE,
    AGENT_SAYS,
    SETTLE
  }

  Interleaving(House house) {
    this.house = house;
  }

  String conversation() {
    return conversation;
  }

  void begin() {
    house.asking(conversation, conversation + " first", null, null).await();
    read();
  }

  void step(Step step) {
    switch (step) {
      case ASK -> under.add(house.asking(conversation, conversation + " " + asked++, null, null));
      case SAY -> under.add(house.hand.sayToAll(conversation, "ahoy "));
      case SAY_MORE -> house.hand.sayToAll(conversation, "🦜").await();
      case END -> under.add(house.hand.endAll(conversation));
      case STOP -> {
        AnswerRef running = running();
        if (running != null) {
          under.add(StopAnswer.ADDRESS.on(House.NODE).ask(house.bus, new StopAnswer(running)));
        }
      }
      case HAND_OVER -> handOver(House.ANN);
      case HAND_OVER_UNHEARD -> handOver(UNHEARD);
      case RELEASE -> house.log.release(conversation);
      case AGENT_SAYS -> house.log.say(conversation, House.ANN, "I am here.");
      case SETTLE -> settle();
    }
    read();
  }

  /** All ends. */
  void finish() {
    settle();
    house.log.release(conversation);
    while (!house.log.isIdle(conversation)) {
      house.hand.endAll(conversation).await();
      read();
      house.vertx.timer(1, TimeUnit.MILLISECONDS).await();
    }
    read();
    Future.all(List.copyOf(readers.values())).timeout(20, TimeUnit.SECONDS).await();
  }

  /** All that a reader saw of an answer while it was written. */
  String shown(LogEntry answer) {
    return Objects.requireNonNull(readers.get(answer.message().id())).result();
  }

  /** All that a reader sees who comes when it is over, and when the model has said still more. */
  String shownLate(LogEntry answer) {
    house.hand.sayToAll(conversation, "too late").await();
    return read(answer.ref()).await();
  }

  /** What was stored of answers when a person was told that they have the conversation. */
  Map<UUID, String> taken() {
    return taken;
  }

  private void handOver(Author by) {
    AnswerRef running = running();
    if (running == null) {
      under.add(house.take(new TakeOver(house.chatbot().id(), conversation, by, null)));
      return;
    }
    under.add(
        HandOver.ADDRESS
            .on(House.NODE)
            .ask(house.bus, new HandOver(running, by))
            .onSuccess(
                held ->
                    taken.put(
                        running.messageId(),
                        house.log.entry(running.messageId()).message().content())));
  }

  private @Nullable AnswerRef running() {
    return house.log.find(new FindRunning(house.chatbot().id(), conversation)).answer();
  }

  private void settle() {
    Future.join(List.copyOf(under)).transform(Future::succeededFuture).await();
    under.clear();
  }

  private void read() {
    for (LogEntry entry : house.log.entries(conversation)) {
      if (entry.question() != null) {
        readers.computeIfAbsent(entry.message().id(), id -> read(entry.ref()));
      }
    }
  }

  private Future<String> read(AnswerRef answer) {
    return OpenReading.ADDRESS
        .ask(house.bus, new OpenReading(answer.chatbotId(), conversation, answer.messageId()))
        .compose(begun -> house.readingOn(begun, ""));
  }
}
