package repartee.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The typed bus, in one process and between two on loopback. */
final class BusTest {
  private static final UUID CONVERSATION = UUID.randomUUID();
  private static final Turn TURN =
      new Turn(
          Turn.Outcome.BEGUN,
          entry(1, new Author(Author.Kind.USER, "u", "U"), null),
          entry(2, new Author(Author.Kind.BOT, "b", "Bot"), "why?"),
          List.of(),
          null,
          7);

  private static LogEntry entry(int seq, Author author, @Nullable String question) {
    return new LogEntry(
        UUID.randomUUID(),
        new Message(
            UUID.randomUUID(),
            "room 7",
            CONVERSATION,
            seq,
            1,
            author,
            "tëxt \uD83D\uDE00",
            MessageState.STREAMING,
            List.of(
                new RelatedDoc(
                    UUID.randomUUID(), "doc", "content", 0.5, null, PassageMetadata.ofLines(1, 3))),
            "en",
            UUID.randomUUID(),
            null,
            Instant.parse("2023-06-16T18:18:38.883440Z"),
            Instant.parse("2023-06-16T18:18:38Z")),
        question,
        true,
        "",
        "node-1",
        Problem.Kind.MODEL_FAILED,
        false);
  }

  /** What holds wherever the asker and the answerer are. */
  abstract static class Contract {
    abstract EventBus asker();

    abstract EventBus answerer();

    @Test
    void aQuestionIsAnsweredWithAnEqualRecord() {
      Address<FindAccount, Turn> address = address(Turn.class);
      address.serve(answerer(), asked -> Future.succeededFuture(TURN)).await();

      Turn answer = address.ask(asker(), new FindAccount(UUID.randomUUID())).await();

      assertThat(answer).isEqualTo(TURN);
    }

    @Test
    void aProblemArrivesAsItWas() {
      Address<FindAccount, Done> address = address(Done.class);
      address
          .serve(
              answerer(),
              asked -> Future.failedFuture(new Problem(Problem.Kind.BUSY, "Come again.", 7)))
          .await();

      Problem problem = problemOf(address.ask(asker(), new FindAccount(UUID.randomUUID())));

      assertThat(problem.kind()).isEqualTo(Problem.Kind.BUSY);
      assertThat(problem.sentence()).isEqualTo("Come again.");
      assertThat(problem.retryAfterSeconds()).isEqualTo(7);
    }

    @Test
    void whatNobodyForesawIsInternalAndTellsNothing() {
      Address<FindAccount, Done> address = address(Done.class);
      address
          .serve(
              answerer(),
              asked -> {
                throw new IllegalStateException("the secret is 42");
              })
          .await();

      Problem problem = problemOf(address.ask(asker(), new FindAccount(UUID.randomUUID())));

      assertThat(problem.kind()).isEqualTo(Problem.Kind.INTERNAL);
      assertThat(problem.sentence()).doesNotContain("42");
    }

    @Test
    void nobodyThereIsBusy() {
      Problem problem =
          problemOf(address(Done.class).ask(asker(), new FindAccount(UUID.randomUUID())));

      assertThat(problem.kind()).isEqualTo(Problem.Kind.BUSY);
      assertThat(problem.retryAfterSeconds()).isPositive();
    }

    @Test
    void noAnswerInTimeIsBusy() {
      Address<FindAccount, Done> patient = address(Done.class);
      Address<FindAccount, Done> hasty =
          new Address<>(patient.name(), FindAccount.class, Done.class, Duration.ofMillis(50));
      hasty.serve(answerer(), asked -> Future.future(never -> {})).await();

      Problem problem = problemOf(hasty.ask(asker(), new FindAccount(UUID.randomUUID())));

      assertThat(problem.kind()).isEqualTo(Problem.Kind.BUSY);
    }

    @Test
    void anEventReachesWhoeverWatches() throws Exception {
      Event<KnowledgeGrew> event = new Event<>("event-" + UUID.randomUUID(), KnowledgeGrew.class);
      CompletableFuture<KnowledgeGrew> here = new CompletableFuture<>();
      CompletableFuture<KnowledgeGrew> there = new CompletableFuture<>();
      event.watch(asker(), here::complete).await();
      event.watch(answerer(), there::complete).await();
      KnowledgeGrew happened = new KnowledgeGrew(UUID.randomUUID(), 3);

      event.publish(asker(), happened);

      assertThat(here.get(10, TimeUnit.SECONDS)).isEqualTo(happened);
      assertThat(there.get(10, TimeUnit.SECONDS)).isEqualTo(happened);
    }

    private static <A extends Record> Address<FindAccount, A> address(Class<A> answer) {
      return new Address<>("address-" + UUID.randomUUID(), FindAccount.class, answer);
    }

    private static Problem problemOf(Future<?> failing) {
      Throwable failure = failing.transform(done -> Future.succeededFuture(done.cause())).await();
      assertThat(failure).isInstanceOf(Problem.class);
      return (Problem) failure;
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  final class WithinAProcess extends Contract {
    private final Vertx vertx = Vertx.vertx();

    @BeforeAll
    void install() {
      BusCodec.install(vertx.eventBus());
    }

    @AfterAll
    void close() {
      vertx.close().await();
    }

    @Override
    EventBus asker() {
      return vertx.eventBus();
    }

    @Override
    EventBus answerer() {
      return vertx.eventBus();
    }

    @Test
    void recordsAreHandedOverAsTheyAre() {
      Address<FindAccount, Turn> address =
          new Address<>("same-" + UUID.randomUUID(), FindAccount.class, Turn.class);
      address.serve(vertx.eventBus(), asked -> Future.succeededFuture(TURN)).await();

      assertThat(address.ask(vertx.eventBus(), new FindAccount(UUID.randomUUID())).await())
          .isSameAs(TURN);
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  final class BetweenTwoNodes extends Contract {
    private final String name = "bus-test-" + UUID.randomUUID();
    private Vertx one = Vertx.vertx();
    private Vertx other = one;

    @BeforeAll
    void form() {
      one.close().await();
      one = node(name);
      other = node(name);
    }

    @AfterAll
    void close() {
      other.close().await();
      one.close().await();
    }

    @Override
    EventBus asker() {
      return one.eventBus();
    }

    @Override
    EventBus answerer() {
      return other.eventBus();
    }

    @Test
    void theAskersOwnProcessAnswersWhereItCan() {
      Address<FindAccount, Usage> address =
          new Address<>("near-" + UUID.randomUUID(), FindAccount.class, Usage.class);
      Usage near = new Usage(1, Instant.EPOCH, Instant.EPOCH);
      address.serve(one.eventBus(), asked -> Future.succeededFuture(near)).await();
      address
          .serve(
              other.eventBus(),
              asked -> Future.succeededFuture(new Usage(2, Instant.EPOCH, Instant.EPOCH)))
          .await();

      for (int i = 0; i < 20; i++) {
        assertThat(address.ask(one.eventBus(), new FindAccount(UUID.randomUUID())).await())
            .isSameAs(near);
      }
    }

    @Test
    void aWordOfAnUnknownTypeIsNotHeardAndWhatIsSaidAfterItIs() {
      Vertx newer = uninstalled(name);
      try {
        List<FindAccount> heard = new CopyOnWriteArrayList<>();
        Address<FindAccount, Done> address =
            new Address<>("strange-" + UUID.randomUUID(), FindAccount.class, Done.class);
        address
            .serve(
                other.eventBus(),
                asked -> {
                  heard.add(asked);
                  return Future.succeededFuture(new Done());
                })
            .await();

        for (String codec : List.of("repartee", "of-another-version")) {
          Strange word = new Strange(codec);
          newer.eventBus().registerCodec(word);
          DeliveryOptions hasty = new DeliveryOptions().setCodecName(codec).setSendTimeout(500);
          assertThat(
                  newer
                      .eventBus()
                      .request(address.name(), word, hasty)
                      .transform(said -> Future.succeededFuture(said.failed()))
                      .await())
              .isTrue();
        }

        assertThat(heard).isEmpty();
        FindAccount ours = new FindAccount(UUID.randomUUID());
        assertThat(address.ask(one.eventBus(), ours).await()).isEqualTo(new Done());
        // On the connection by which the strange words came, as well.
        newer.eventBus().unregisterCodec("repartee");
        BusCodec.install(newer.eventBus());
        assertThat(address.ask(newer.eventBus(), ours).await()).isEqualTo(new Done());
        assertThat(heard).containsExactly(ours, ours);
      } finally {
        newer.close().await();
      }
    }
  }

  /** What another version might say: a word that we do not have, in a codec of ours or its own. */
  private record Strange(String name) implements MessageCodec<Strange, Strange> {
    @Override
    public void encodeToWire(Buffer wire, Strange word) {
      wire.appendInt(7).appendString("Strange").appendInt(2).appendString("{}");
    }

    @Override
    public Strange decodeFromWire(int position, Buffer wire) {
      return this;
    }

    @Override
    public Strange transform(Strange word) {
      return word;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }

  @Test
  void onlySharedWordsAreReadFromTheWire() {
    Buffer wire = Buffer.buffer();
    wire.appendInt(6).appendString("Json$X").appendInt(2).appendString("{}");

    assertThatThrownBy(() -> new BusCodec().decodeFromWire(0, wire))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Json$X");
  }

  /** One of a cluster of that name on loopback. */
  static Vertx node(String cluster) {
    Vertx vertx = uninstalled(cluster);
    BusCodec.install(vertx.eventBus());
    return vertx;
  }

  private static Vertx uninstalled(String cluster) {
    Config config = ConfigUtil.loadConfig();
    config.setClusterName(cluster);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    var join = config.getNetworkConfig().getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    VertxOptions options =
        new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1"));
    return Vertx.builder()
        .with(options)
        .withClusterManager(new HazelcastClusterManager(config))
        .buildClustered()
        .await();
  }
}
