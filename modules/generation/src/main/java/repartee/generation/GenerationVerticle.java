package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import repartee.contract.Ask;
import repartee.contract.FollowQuestion;
import repartee.contract.HandOver;
import repartee.contract.LocateByte;
import repartee.contract.OpenReading;
import repartee.contract.ReadAnswer;
import repartee.contract.StopAnswer;

/**
 * What the bot says: answers {@link Ask}, and for its own node whatever is asked of an answer while
 * it is written. Several may run on a node; they share the answers in memory.
 */
public final class GenerationVerticle extends VerticleBase {
  private static final int LOOK_AFTER_READERS_MS = 50;
  private static final int LAST_WORDS_MS = 10_000;

  private final GenerationConfiguration configuration;
  private final String node;
  private final Function<Vertx, Model> writer;
  private @Nullable LiveAnswers answers;
  private @Nullable Turns turns;

  /** {@code node} is the process that others ask for what is written here. */
  public GenerationVerticle(GenerationConfiguration configuration, String node) {
    this(configuration, node, vertx -> model(vertx, configuration.model()));
  }

  GenerationVerticle(
      GenerationConfiguration configuration, String node, Function<Vertx, Model> writer) {
    this.configuration = configuration;
    this.node = node;
    this.writer = writer;
  }

  private static Model model(Vertx vertx, GenerationConfiguration.@Nullable Model endpoint) {
    return endpoint == null ? new ExtractiveModel(vertx) : new OpenAiModel(vertx, endpoint);
  }

  @Override
  public Future<?> start() {
    EventBus bus = vertx.eventBus();
    LiveAnswers live = LiveAnswers.of(vertx, node, configuration);
    Arrivals arrivals = new Arrivals(vertx, live);
    OpenReadings openReadings = new OpenReadings(bus, node, live, arrivals);
    Following following = new Following(bus, openReadings);
    Turns serving =
        new Turns(vertx, configuration, node, writer.apply(vertx), live, arrivals, following);
    Readings readings = new Readings(vertx, configuration, node, live, serving.nextTurns());
    Measures.watch(live);
    answers = live;
    turns = serving;
    return Future.all(
            List.of(
                Ask.ADDRESS.serve(bus, serving::ask),
                FollowQuestion.ADDRESS.serve(bus, following::follow),
                OpenReading.ADDRESS.serve(bus, openReadings::open),
                OpenReading.ADDRESS.on(node).serve(bus, openReadings::openHere),
                ReadAnswer.ADDRESS.on(node).serve(bus, readings::read),
                LocateByte.ADDRESS.on(node).serve(bus, readings::locate),
                StopAnswer.ADDRESS.on(node).serve(bus, serving.stopping()::stop),
                HandOver.ADDRESS.on(node).serve(bus, serving.stopping()::handOver)))
        .onSuccess(served -> beat(live, serving));
  }

  private void beat(LiveAnswers live, Turns serving) {
    Progress progress = new Progress(vertx.eventBus(), live);
    Adoption adoption = new Adoption(vertx.eventBus(), configuration, node, live, serving);
    vertx.setPeriodic(LOOK_AFTER_READERS_MS, tick -> serving.expireReaders());
    vertx.setPeriodic(configuration.progressMs(), tick -> ifLeading(live, progress::save));
    vertx.setPeriodic(0, configuration.adoptEveryMs(), tick -> ifLeading(live, adoption::look));
  }

  private void ifLeading(LiveAnswers live, Runnable duty) {
    if (live.isLedBy(this)) {
      duty.run();
    }
  }

  @Override
  public Future<?> stop() {
    if (turns == null || answers == null) {
      return Future.succeededFuture();
    }
    answers.resign(this);
    return turns.stop().timeout(LAST_WORDS_MS, TimeUnit.MILLISECONDS).otherwiseEmpty();
  }
}
