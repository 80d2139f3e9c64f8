package repartee.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes over the bus and is no word of ours, as nodes of another version would speak. */
final class ForeignWordsTest {
  private static final DeliveryOptions FOREIGN = new DeliveryOptions().setCodecName("foreign");

  private static Vertx one;
  private static Vertx other;

  @BeforeAll
  static void form() {
    String name = "foreign-" + UUID.randomUUID();
    one = BusTest.node(name);
    other = BusTest.node(name);
    ForeignCodec codec = new ForeignCodec();
    one.eventBus().registerCodec(codec);
    codec.onTheWire();
  }

  @AfterAll
  static void close() {
    other.close().await();
    one.close().await();
  }

  /** As a node of another version would speak, or somebody who is none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Telepathy                    | {"to":"everybody"}
          Done                         | {}
          Problem                      | {}
          BusCodec                     | {}
          java.lang.String             | "word"
          ../../etc/passwd             | {}
          FindAccount                  | {"account_id":"nobody"}
          FindAccount                  | {"account_id":
          FindAccount                  | null
          FindAccount                  | [1]
          FindAccount                  | ``
          """)
  void whatIsNoWordThereIsAnsweredByAProblemAndTheNextQuestionIsAnswered(String name, String json) {
    Address<FindAccount, Done> address = address(Done.class);
    address.serve(other.eventBus(), asked -> Future.succeededFuture(new Done())).await();

    Problem problem =
        problemOf(
            one.eventBus()
                .request(address.name(), new Foreign(name, json), FOREIGN)
                .map(reply -> reply)
                .recover(cause -> Future.failedFuture(Problem.of(cause))));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.INTERNAL);
    assertThat(problem.sentence()).doesNotContain("nobody").contains("FindAccount");
    assertThat(address.ask(one.eventBus(), new FindAccount(UUID.randomUUID())).await())
        .isEqualTo(new Done());
  }

  @Test
  void anotherSortOfBodyIsAnsweredByAProblem() {
    Address<FindAccount, Done> address = address(Done.class);
    address.serve(other.eventBus(), asked -> Future.succeededFuture(new Done())).await();

    for (Object body : List.of("text", 7, Buffer.buffer("bytes"), new JsonObject())) {
      assertThat(problemOf(one.eventBus().request(address.name(), body)).kind())
          .isEqualTo(Problem.Kind.INTERNAL);
    }
  }

  @Test
  void anAnswerThatIsNoneFailsTheAsker() {
    Address<FindAccount, Usage> wanted = address(Usage.class);
    new Address<>(wanted.name(), FindAccount.class, Done.class)
        .serve(other.eventBus(), asked -> Future.succeededFuture(new Done()))
        .await();

    assertThat(problemOf(wanted.ask(one.eventBus(), new FindAccount(UUID.randomUUID()))).kind())
        .isEqualTo(Problem.Kind.INTERNAL);
  }

  @Test
  void whoWatchesForAnEventIsNotWokenByAnythingElseAndGoesOnWatching() throws Exception {
    Event<KnowledgeGrew> event = new Event<>("event-" + UUID.randomUUID(), KnowledgeGrew.class);
    BlockingQueue<KnowledgeGrew> heard = new LinkedBlockingQueue<>();
    event.watch(other.eventBus(), heard::add).await();
    KnowledgeGrew happened = new KnowledgeGrew(UUID.randomUUID(), 3);

    one.eventBus().publish(event.name(), new Foreign("Telepathy", "{}"), FOREIGN);
    one.eventBus().publish(event.name(), "KnowledgeGrew");
    event.publish(one.eventBus(), happened);

    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(happened);
    assertThat(heard).isEmpty();
  }

  private static <A extends Record> Address<FindAccount, A> address(Class<A> answer) {
    return new Address<>("address-" + UUID.randomUUID(), FindAccount.class, answer);
  }

  private static Problem problemOf(Future<?> failing) {
    Throwable failure = failing.transform(done -> Future.succeededFuture(done.cause())).await();
    assertThat(failure).isInstanceOf(Problem.class);
    return (Problem) failure;
  }

  /** What somebody else puts on the wire under the name of our codec. */
  private record Foreign(String name, String json) {}

  private static final class ForeignCodec implements MessageCodec<Foreign, Foreign> {
    private String name = "foreign";

    // It is registered under its own name, and then speaks under ours.
    void onTheWire() {
      name = "repartee";
    }

    @Override
    public void encodeToWire(Buffer wire, Foreign word) {
      append(wire, word.name());
      append(wire, word.json());
    }

    private static void append(Buffer wire, String text) {
      Buffer bytes = Buffer.buffer(text);
      wire.appendInt(bytes.length()).appendBuffer(bytes);
    }

    @Override
    public Foreign decodeFromWire(int position, Buffer wire) {
      throw new IllegalStateException("only sent");
    }

    @Override
    public Foreign transform(Foreign word) {
      return word;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
