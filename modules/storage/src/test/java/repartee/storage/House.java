package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import repartee.contract.Account;
import repartee.contract.Address;
import repartee.contract.AppendMessage;
import repartee.contract.Author;
import repartee.contract.BeginTurn;
import repartee.contract.BusCodec;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.CloseTurn;
import repartee.contract.CreateAccount;
import repartee.contract.CreateChatbot;
import repartee.contract.Event;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.contract.ReadLog;
import repartee.contract.Turn;
import repartee.contract.TurnOrder;

/** One Vert.x with storage on a database, an account and a chatbot. */
final class House implements AutoCloseable {
  static final int NODE_GONE_MS = 5_000;
  static final int WAITING_MAX = 10_000;

  final Vertx vertx = Vertx.vertx();
  final String node;
  final String deployment;

  House(String url, String node) {
    this(configuration(url, NODE_GONE_MS), node);
  }

  House(StorageConfiguration configuration, String node) {
    this.node = node;
    BusCodec.install(vertx.eventBus());
    try {
      deployment = within(vertx.deployVerticle(new StorageVerticle(configuration, node)));
    } catch (Throwable failed) {
      within(vertx.close());
      throw failed;
    }
  }

  static StorageConfiguration configuration(String url, int nodeGoneMs) {
    return configuration(url, nodeGoneMs, 600_000, 600_000);
  }

  static StorageConfiguration configuration(
      String url, int nodeGoneMs, int answerAbandonedMs, int personSilentMs) {
    return new StorageConfiguration(
        url, 8, 10_000, 2_000, 2_000, 256, nodeGoneMs, answerAbandonedMs, personSilentMs, 5);
  }

  <Q extends Record, A extends Record> A ask(Address<Q, A> address, Q asked) {
    return within(send(address, asked));
  }

  <Q extends Record, A extends Record> Future<A> send(Address<Q, A> address, Q asked) {
    return address.ask(vertx.eventBus(), asked);
  }

  <Q extends Record, A extends Record> Problem.@Nullable Kind refusal(
      Address<Q, A> address, Q asked) {
    return within(
        send(address, asked)
            .transform(
                result ->
                    Future.succeededFuture(
                        result.failed() ? Problem.of(result.cause()).kind() : null)));
  }

  <E extends Record> List<E> watch(Event<E> event) {
    List<E> seen = java.util.Collections.synchronizedList(new ArrayList<>());
    within(event.watch(vertx.eventBus(), seen::add));
    return seen;
  }

  static <T> T within(Future<T> future) {
    try {
      return future.await(30, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("not within 30 seconds", late);
    }
  }

  /** Polls until it holds. */
  static void until(BooleanSupplier holds) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within 30 seconds");
      }
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }

  Account account() {
    return ask(CreateAccount.ADDRESS, new CreateAccount("Ada's", "free"));
  }

  Chatbot chatbot() {
    return ask(CreateChatbot.ADDRESS, new CreateChatbot(account().id(), settings("helper")));
  }

  static ChatbotSettings settings(String name) {
    return new ChatbotSettings(
        name,
        new ChatbotSettings.Response(
            1, 1, true, 800, 6, 0.7, "You are \"kind\"\nand short. \uD83D\uDE42", 0, 0),
        new ChatbotSettings.Restrictions(List.of("example.com"), List.of()),
        new ChatbotSettings.DocumentSettings(
            new ChatbotSettings.Results(3, 0.3), new ChatbotSettings.TextSplitter(1000, 200)),
        true,
        TurnOrder.QUEUE);
  }

  OpenTurn question(Chatbot chatbot, @Nullable String conversation, String text) {
    return question(chatbot, null, conversation, text, null);
  }

  OpenTurn question(
      Chatbot chatbot,
      @Nullable UUID uid,
      @Nullable String conversation,
      String text,
      @Nullable String key) {
    return new OpenTurn(
        chatbot.id(),
        chatbot.accountId(),
        uid,
        conversation,
        "ada",
        text,
        "en",
        key,
        true,
        bot(chatbot),
        true,
        6,
        WAITING_MAX,
        node,
        null);
  }

  /** The same question, to be answered by that node. */
  static OpenTurn by(OpenTurn asked, String node) {
    return new OpenTurn(
        asked.chatbotId(),
        asked.accountId(),
        asked.conversationUid(),
        asked.conversationId(),
        asked.userId(),
        asked.question(),
        asked.language(),
        asked.messageKey(),
        asked.admitted(),
        asked.bot(),
        asked.isQaMode(),
        asked.memorySize(),
        asked.waitingMax(),
        node,
        asked.visitor());
  }

  BeginTurn next(Chatbot chatbot, UUID conversation, TurnOrder order) {
    return new BeginTurn(chatbot.id(), conversation, bot(chatbot), true, 6, order, node);
  }

  static Author bot(Chatbot chatbot) {
    return new Author(Author.Kind.BOT, chatbot.id().toString(), "helper");
  }

  /** The answer of a turn that was begun. */
  LogEntry begun(OpenTurn asked) {
    return answer(ask(OpenTurn.ADDRESS, asked));
  }

  static LogEntry answer(Turn turn) {
    return Objects.requireNonNull(turn.answer());
  }

  static AppendMessage said(Chatbot chatbot, String conversation, String text) {
    Author agent = new Author(Author.Kind.AGENT, "client:grace", "grace");
    return new AppendMessage(chatbot.id(), conversation, agent, text, "en", null);
  }

  // javac leaves @Nullable out of a compact constructor's class file, so NullAway misses it.
  @SuppressWarnings("NullAway")
  static CloseTurn closing(LogEntry answer, String text) {
    return new CloseTurn(answer.ref(), text, MessageState.COMPLETE, List.of(), null);
  }

  List<Integer> numbers(Chatbot chatbot, String conversation) {
    return ask(ReadLog.ADDRESS, new ReadLog(chatbot.id(), conversation, 0, 100_000))
        .entries()
        .stream()
        .map(entry -> entry.message().seq())
        .toList();
  }

  @Override
  public void close() {
    within(vertx.close());
  }
}
