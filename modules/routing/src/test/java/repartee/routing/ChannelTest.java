package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketFrame;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.AnswerPiece;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.Scope;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;

/** Section by section what a channel does, over real sockets. */
final class ChannelTest {
  private final House house = new House();
  private final String chat = ChatClient.chat(house.bot.id());
  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    house.close();
  }

  private ChatClientChannel open(String path, String key, Map<String, String> headers) {
    return house.as(key).channel(path, headers, parts::add).await();
  }

  private ChatClientChannel open() {
    return open(chat, house.owner, Map.of());
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

  private void assertClosed(ChatClientChannel channel, int code) {
    try {
      assertThat(channel.closed().await(20, TimeUnit.SECONDS)).isEqualTo(code);
    } catch (TimeoutException open) {
      throw new AssertionError("the channel is still open", open);
    }
  }

  @Test
  void questionsAreAnsweredInTheirOrder() throws Exception {
    ChatClientChannel channel = open();

    assertThat(channel.protocol()).isEqualTo("repartee.v1");
    for (String question : List.of("one", "two", "three")) {
      channel.ask(Map.of("q", question));
    }

    for (String question : List.of("one", "two", "three")) {
      assertThat(((Part.Header) next()).header().question()).isEqualTo(question);
      assertThat(next()).isEqualTo(new Part.Text("Hello, world"));
      Part.Trailer trailer = (Part.Trailer) next();
      assertThat(trailer.trailer().state()).isEqualTo(MessageState.COMPLETE);
      assertThat(trailer.trailer().length()).isEqualTo(12);
    }
  }

  @Test
  void aFailedAnswerSaysSoInItsTrailer() throws Exception {
    house.reading = read -> House.broken(Problem.Kind.MODEL_FAILED);

    open().ask(Map.of("q", "a"));

    assertThat(next()).isInstanceOf(Part.Header.class);
    assertThat(((Part.Trailer) next()).trailer().state()).isEqualTo(MessageState.FAILED);
  }

  @Test
  void anErrorBeforeTheHeaderIsANotice() throws Exception {
    house.asking = ask -> Future.failedFuture(Problems.unknownConversation());
    ChatClientChannel channel = open();

    channel.ask(Map.of("q", "a"));
    assertNotice(40402);

    house.asking = house::begin;
    channel.ask(Map.of("q", "a"));
    assertThat(next()).isInstanceOf(Part.Header.class);
  }

  @Test
  void threeMalformedMessagesEndTheChannel() throws Exception {
    ChatClientChannel channel = open();

    channel.socket().writeTextMessage("not json");
    assertNotice(40001);
    channel.socket().writeBinaryMessage(Buffer.buffer("{\"q\":\"a\"}"));
    assertNotice(40001);
    channel.socket().writeTextMessage("{\"x\":1}");
    assertNotice(40001);
    assertClosed(channel, 4400);
  }

  @Test
  void aFrameBeyondTheBoundEndsTheChannel() {
    ChatClientChannel large = open();
    ChatClientChannel inPieces = open();

    large.socket().writeTextMessage("x".repeat(1 << 20));
    for (int i = 0; i < 3; i++) {
      inPieces
          .socket()
          .writeFrame(
              i == 0
                  ? WebSocketFrame.textFrame("x".repeat(30_000), false)
                  : WebSocketFrame.continuationFrame(Buffer.buffer("x".repeat(30_000)), false));
    }

    assertClosed(large, 1009);
    assertClosed(inPieces, 1009);
  }

  @Test
  void moreQuestionsThanMayWaitAreRefused() throws Exception {
    Promise<AnswerPiece> slow = Promise.promise();
    house.reading = read -> slow.future();
    ChatClientChannel channel = open();

    for (int i = 0; i < 5; i++) {
      channel.ask(Map.of("q", "question " + i));
    }
    assertThat(next()).isInstanceOf(Part.Header.class);
    house.reading = read -> House.piece("", MessageState.COMPLETE);
    slow.complete(new AnswerPiece("", MessageState.COMPLETE, null));

    assertThat(next()).isInstanceOf(Part.Trailer.class);
    for (int i = 0; i < 3; i++) {
      assertThat(next()).isInstanceOf(Part.Header.class);
      assertThat(next()).isInstanceOf(Part.Trailer.class);
    }
    assertNotice(50300);
  }

  @Test
  void whoMayNotIsToldByTheCloseCode() {
    String agent = house.key(house.account, "paid", Scope.AGENT);
    String free = house.key(house.account, "free", Scope.OWNER);
    String page =
        ChatClient.chat(house.chatbot(house.account, List.of("a.example"), List.of()).id());
    String conversation = ChatClient.conversations(house.bot.id()) + "/unknown";

    assertClosed(open(chat, "wrong", Map.of()), 4401);
    assertClosed(open(chat, agent, Map.of()), 4403);
    assertClosed(open(chat, free, Map.of()), 4403);
    assertClosed(open(page, house.owner, Map.of("Origin", "https://b.example")), 4403);
    assertClosed(open(ChatClient.chat(UUID.randomUUID()), house.owner, Map.of()), 4404);
    assertClosed(open("/api/v1/backend/chatbot/nope/chat", house.owner, Map.of()), 4404);
    assertClosed(open(conversation, house.owner, Map.of()), 4404);
    ChatClientChannel nobody = house.as(null).channel(chat, Map.of(), parts::add).await();
    assertClosed(nobody, 4401);
    ChatClientChannel header =
        house
            .as(null)
            .channel(chat, Map.of("Authorization", "Bearer " + house.owner), parts::add)
            .await();
    assertThat(header.closed().isComplete()).isFalse();
  }

  @Test
  void aRevokedKeyEndsItsChannels() {
    UUID account = UUID.randomUUID();
    String key = house.key(account, "paid", Scope.OWNER);
    String bot = ChatClient.chat(house.chatbot(account, List.of(), List.of()).id());
    UUID keyId =
        house.callers.values().stream()
            .filter(caller -> caller.accountId().equals(account))
            .findFirst()
            .orElseThrow()
            .keyId();
    ChatClientChannel channel = open(bot, key, Map.of());

    int status =
        house
            .as(key)
            .send(HttpMethod.DELETE, "/accounts/" + account + "/keys/" + keyId, Map.of(), null)
            .await()
            .status();

    assertThat(status).isEqualTo(204);
    assertClosed(channel, 4401);
    assertThat(house.as(key).get("/chatbots").await().status()).isEqualTo(401);
  }

  @Test
  void aNodeThatLeavesSaysGoodbye() {
    ChatClientChannel channel = open();

    house.undeploy();

    assertClosed(channel, 1001);
  }

  @Test
  void channelsHaveABound() {
    for (int i = 0; i < 10; i++) {
      open();
    }

    Future<ChatClientChannel> oneMore =
        house.client().channel(chat, Map.of(), parts::add).otherwise((ChatClientChannel) null);

    assertThat(oneMore.await()).isNull();
  }
}
