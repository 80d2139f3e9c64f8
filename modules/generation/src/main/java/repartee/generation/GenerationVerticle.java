package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Ask;
import repartee.contract.CheckGeneration;
import repartee.contract.Done;
import repartee.contract.FindPrompt;
import repartee.contract.FollowQuestion;
import repartee.contract.HandOver;
import repartee.contract.KeepAlive;
import repartee.contract.LocateByte;
import repartee.contract.LogGrew;
import repartee.contract.ModelPrompt;
import repartee.contract.OpenReading;
import repartee.contract.ReadAnswer;
import repartee.contract.StopAnswer;

/**
 * What the bot says: answers {@link Ask}, and for its own node whatever is asked of an answer while
 * it is written. Several may run on a node; they share the answers in memory.
 */
public final class GenerationVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(GenerationVerticle.class);
  private static final int LOOK_AFTER_READERS_MS = 50;
  private static final int LAST_WORDS_MS = 5_000;
  private static final int ALIVE_EVERY_MS = 1_000;

  private final GenerationConfiguration configuration;
  private final String node;
  private final Function<Vertx, Model> writer;
  private @Nullable LiveAnswers answers;
  private @Nullable Leaving leaving;

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
    return new PairedModel(
        endpoint == null ? new ExtractiveModel(vertx) : new OpenAiModel(vertx, endpoint));
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
    Progress progress = new Progress(bus, live);
    MessageConsumer<?> asks = Ask.ADDRESS.consumer(bus, serving::ask);
    Leaving goodbye = new Leaving(vertx, configuration, node, asks, progress, serving);
    answers = live;
    leaving = goodbye;
    return Future.all(
            List.of(
                asks.completion(),
                CheckGeneration.ADDRESS.serve(bus, asked -> Future.succeededFuture(new Done())),
                FollowQuestion.ADDRESS.serve(bus, following::follow),
                FindPrompt.ADDRESS.serve(bus, asked -> prompt(new Prompts(bus), asked)),
                OpenReading.ADDRESS.serve(bus, openReadings::open),
                OpenReading.ADDRESS.on(node).serve(bus, openReadings::openHere),
                ReadAnswer.ADDRESS.on(node).serve(bus, readings::read),
                LogGrew.EVENT.watch(bus, grew -> grew(live, grew)),
                LocateByte.ADDRESS.on(node).serve(bus, readings::locate),
                StopAnswer.ADDRESS.on(node).serve(bus, serving.stopping()::stop),
                HandOver.ADDRESS.on(node).serve(bus, serving.stopping()::handOver)))
        .onSuccess(served -> beat(live, serving, progress, goodbye));
  }

  private Future<ModelPrompt> prompt(Prompts prompts, FindPrompt asked) {
    GenerationConfiguration.Model endpoint = configuration.model();
    return prompts.again(asked, endpoint == null ? null : endpoint.name());
  }

  // Should word of it be lost, a text is kept a minute longer, and its writing fails at its end.
  private static void grew(LiveAnswers live, LogGrew grew) {
    if (grew.revision() == LogGrew.GONE) {
      live.forget(grew.conversationUid());
    }
  }

  private void beat(LiveAnswers live, Turns serving, Progress progress, Leaving goodbye) {
    Adoption adoption = new Adoption(vertx.eventBus(), configuration, node, live, serving);
    vertx.setPeriodic(LOOK_AFTER_READERS_MS, tick -> serving.expireReaders());
    vertx.setPeriodic(configuration.progressMs(), tick -> ifLeading(live, progress::save));
    vertx.setPeriodic(0, ALIVE_EVERY_MS, tick -> ifLeading(live, this::keepAlive));
    vertx.setPeriodic(
        0,
        configuration.adoptEveryMs(),
        tick -> {
          if (!goodbye.hasBegun()) {
            ifLeading(live, adoption::look);
          }
        });
  }

  private void ifLeading(LiveAnswers live, Runnable duty) {
    if (live.isLedBy(this)) {
      duty.run();
    }
  }

  private void keepAlive() {
    KeepAlive.ADDRESS
        .ask(vertx.eventBus(), new KeepAlive(node))
        .onFailure(cause -> log.debug("storage does not know that this node is alive", cause));
  }

  @Override
  public Future<?> stop() {
    Leaving goodbye = leaving;
    LiveAnswers live = answers;
    return goodbye == null || live == null
        ? Future.succeededFuture()
        : goodbye
            .begin()
            .timeout(configuration.drainMs() + LAST_WORDS_MS, TimeUnit.MILLISECONDS)
            .otherwiseEmpty()
            .onComplete(over -> live.resign(this));
  }
}
