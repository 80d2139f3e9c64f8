package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.AnswerPiece;
import repartee.contract.ApiToken;
import repartee.contract.Caller;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.MessageState;
import repartee.contract.Scope;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.Poll;

/** Channels that end though nobody has said anything wrong: too slow, too fast, gone, forbidden. */
final class ChannelEndTest {
  private static final String PIECE = "x".repeat(60_000);

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private @Nullable House house;

  @AfterEach
  void close() {
    house().close();
  }

  private House house() {
    return house == null ? begin(House.configuration()) : house;
  }

  private House begin(RoutingConfiguration configuration) {
    house = new House(configuration);
    return house;
  }

  private ChatClientChannel open(String key) {
    return house().as(key).channel(ChatClient.chat(house().bot.id()), Map.of(), parts::add).await();
  }

  private Part next() throws InterruptedException {
    Part part = parts.poll(20, TimeUnit.SECONDS);
    assertThat(part).as("a part").isNotNull();
    return part == null ? new Part.Text("") : part;
  }

  private void assertNotice(int code) throws InterruptedException {
    Part part = next();
    assertThat(part).isInstanceOf(Part.Notice.class);
    assertThat(((Part.Notice) part).envelope().get("code").intValue()).isEqualTo(code);
  }

  private static void assertClosed(ChatClientChannel channel, int code) throws TimeoutException {
    assertThat(channel.closed().await(20, TimeUnit.SECONDS)).isEqualTo(code);
  }

  @Test
  void aReaderThatStallsIsClosedAndToldWhenItReadsAgain() throws Exception {
    House house = begin(House.configuration(0, 0, 60_000, 100));
    AtomicInteger reads = new AtomicInteger();
    house.reading =
        read -> {
          reads.incrementAndGet();
          return House.piece(PIECE, MessageState.STREAMING);
        };
    ChatClientChannel channel = open(house.owner);
    channel.ask(Map.of("q", "a")).await();
    assertThat(next()).isInstanceOf(Part.Header.class);

    channel.socket().pause();
    // The server reads no further once the sockets' buffers are full, and not at all later on.
    AtomicInteger seen = new AtomicInteger(-1);
    house.vertx.setPeriodic(
        500,
        tick -> {
          if (seen.getAndSet(reads.get()) == reads.get()) {
            house.vertx.cancelTimer(tick);
            channel.socket().resume();
          }
        });

    assertClosed(channel, 4408);
  }

  @Test
  void aReaderThatNeverReadsAgainHoldsNoPlace() throws Exception {
    House house = begin(House.configuration(0, 0, 60_000, 100));
    house.reading = read -> House.piece(PIECE, MessageState.STREAMING);
    String chat = ChatClient.chat(house.bot.id());
    List<RawSocket> stalled = new ArrayList<>();
    // As many as there is room for.
    for (int i = 0; i < 10; i++) {
      RawSocket socket = new RawSocket(house.port());
      socket.handshake(chat, house.owner);
      socket.frame(0x81, "{\"q\":\"a\"}");
      stalled.add(socket);
    }

    Poll.until(
        () ->
            house
                .client()
                .channel(chat, Map.of(), parts::add)
                .map(opened -> true)
                .otherwise(false)
                .await());

    for (RawSocket socket : stalled) {
      socket.close();
    }
  }

  @Test
  void aStreamThatNobodyReadsIsCutOff() throws Exception {
    House house = begin(House.configuration(0, 0, 60_000, 100));
    house.reading = read -> House.piece(PIECE, MessageState.STREAMING);
    String body = "{\"q\":\"a\",\"stream\":true}";
    try (RawSocket socket = new RawSocket(house.port())) {
      socket.post(ChatClient.chat(house.bot.id()), house.owner, body);

      // Who writes to a socket that is closed at the other end is told so.
      Poll.until(() -> !socket.takes("x"));
    }
  }

  @Test
  void whoSendsOnAndOnWithoutWaitingIsClosed() throws Exception {
    Promise<AnswerPiece> never = Promise.promise();
    house().reading = read -> never.future();
    ChatClientChannel channel = open(house().owner);

    for (int i = 0; i < 20; i++) {
      channel.ask(Map.of("q", "question " + i));
    }

    assertClosed(channel, 4429);
    assertThat(house().asked).hasSize(1);
  }

  @Test
  void whoAsksMoreThanThePlanAllowsIsToldAndMayStay() throws Exception {
    House house = begin(House.configuration(1, 5, 60_000, 20_000));
    ChatClientChannel channel = open(house.owner);

    channel.ask(Map.of("q", "one"));
    channel.ask(Map.of("q", "two"));

    assertThat(next()).isInstanceOf(Part.Header.class);
    assertThat(next()).isInstanceOf(Part.Text.class);
    assertThat(next()).isInstanceOf(Part.Trailer.class);
    assertNotice(42900);
    assertThat(channel.closed().isComplete()).isFalse();
    assertThat(house.asked).hasSize(1);
  }

  @Test
  void whoHasUsedUpTheMonthIsToldAndMayStay() throws Exception {
    House house = begin(House.configuration(0, 5, 60_000, 20_000));
    house.turnsUsed = 5;
    ChatClientChannel channel = open(house.owner);

    channel.ask(Map.of("q", "one"));

    assertNotice(42901);
    assertThat(channel.closed().isComplete()).isFalse();
  }

  @Test
  void whoAnswersNoPingIsClosedAndWhoDoesStays() throws Exception {
    House house = begin(House.configuration(0, 0, 1000, 20_000));
    ChatClientChannel alive = open(house.owner);
    try (RawSocket dead = new RawSocket(house.port())) {
      dead.handshake(ChatClient.chat(house.bot.id()), house.owner);

      assertThat(dead.frame().opcode()).isEqualTo(RawSocket.PING);
      RawSocket.Frame last = dead.frame();

      assertThat(last.opcode()).isEqualTo(RawSocket.CLOSE);
      assertThat(last.closeCode()).isEqualTo(1001);
    }
    alive.ask(Map.of("q", "a"));
    assertThat(next()).isInstanceOf(Part.Header.class);
    assertThat(alive.closed().isComplete()).isFalse();
  }

  @Test
  void aKeyThatIsGoneEndsItsChannelsThoughNobodySaidSo() throws Exception {
    House house = begin(House.remembering(50));
    ChatClientChannel channel = open(house.owner);

    house.callers.remove(ApiToken.hash(house.owner));

    assertClosed(channel, 4401);
  }

  @Test
  void whatHasChangedMeanwhileHoldsForOpenChannelsToo() throws Exception {
    House house = begin(House.remembering(50));
    ChatClientChannel channel = open(house.owner);
    Chatbot elsewhere = house.chatbot(house.account, List.of(), List.of("127.0.0.0/8", "::1"));

    house.chatbots.put(house.bot.id(), as(house.bot, elsewhere.settings()));

    Poll.until(
        () -> {
          house.post(ChatClient.chat(house.bot.id()), "{\"q\":\"And now?\"}");
          return house.asked.getLast().chatbot().settings().equals(elsewhere.settings());
        });
    channel.ask(Map.of("q", "And here?"));

    assertThat(next()).isInstanceOf(Part.Header.class);
    assertThat(house.asked.getLast().question()).isEqualTo("And here?");
    assertThat(house.asked.getLast().chatbot().settings()).isEqualTo(elsewhere.settings());
    assertThat(channel.closed().isComplete()).isFalse();
  }

  @Test
  void whoCouldNotComeInNowHasToLeave() throws Exception {
    House house = begin(House.remembering(50));
    Chatbot restricted = house.chatbot(house.account, List.of(), List.of("10.0.0.0/8"));
    ChatClientChannel channel = open(house.owner);
    house.chatbots.put(house.bot.id(), as(house.bot, restricted.settings()));
    assertClosed(channel, 4403);

    house.chatbots.put(house.bot.id(), house.bot);
    Poll.until(() -> house.post(ChatClient.chat(house.bot.id()), "{\"q\":\"a\"}").status() == 200);
    ApiToken token = ApiToken.random();
    String hash = ApiToken.hash(token.text());
    house.callers.put(hash, new Caller(token.keyId(), house.account, "paid", Scope.OWNER));
    ChatClientChannel paid = open(token.text());
    house.callers.put(hash, new Caller(token.keyId(), house.account, "free", Scope.OWNER));
    assertClosed(paid, 4403);

    ChatClientChannel last = open(house.owner);
    house.chatbots.remove(house.bot.id());
    assertClosed(last, 4404);
  }

  private static Chatbot as(Chatbot chatbot, ChatbotSettings settings) {
    return new Chatbot(
        chatbot.id(), chatbot.accountId(), settings, chatbot.createdAt(), chatbot.updatedAt());
  }

  @Test
  void aKeyThatExpiresEndsItsChannels() throws Exception {
    begin(House.remembering(500));
    ApiToken token = ApiToken.random();
    house()
        .callers
        .put(
            ApiToken.hash(token.text()),
            new Caller(token.keyId(), house().account, "paid", Scope.OWNER));
    ChatClientChannel channel = open(token.text());

    // As storage does once the time has come, which tells nobody.
    house().callers.remove(ApiToken.hash(token.text()));

    assertClosed(channel, 4401);
  }
}
