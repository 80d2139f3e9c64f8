package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import repartee.contract.Ask;
import repartee.contract.ReadAnswer;

/**
 * What the bot says: answers {@link Ask}, and {@link ReadAnswer} for its own node. Several may run
 * on a node; they share the answers in memory.
 */
public final class GenerationVerticle extends VerticleBase {
  private static final int LOOK_AFTER_READERS_MS = 50;
  private static final int LAST_WORDS_MS = 10_000;

  private final GenerationConfiguration configuration;
  private final String node;
  private @Nullable Turns turns;

  /** {@code node} is the process that others ask for what is written here. */
  public GenerationVerticle(GenerationConfiguration configuration, String node) {
    this.configuration = configuration;
    this.node = node;
  }

  @Override
  public Future<?> start() {
    GenerationConfiguration.Model endpoint = configuration.model();
    Model model = endpoint == null ? new ExtractiveModel(vertx) : new OpenAiModel(vertx, endpoint);
    LiveAnswers live = LiveAnswers.of(vertx, node, configuration);
    Turns serving = new Turns(vertx, configuration, node, model, live);
    Readings readings = new Readings(vertx, configuration, live);
    turns = serving;
    vertx.setPeriodic(LOOK_AFTER_READERS_MS, tick -> serving.expireReaders());
    return Future.all(
        List.of(
            Ask.ADDRESS.serve(vertx.eventBus(), serving::ask),
            Ask.ADDRESS.on(node).serve(vertx.eventBus(), serving::ask),
            ReadAnswer.ADDRESS.on(node).serve(vertx.eventBus(), readings::read)));
  }

  @Override
  public Future<?> stop() {
    return turns == null
        ? Future.succeededFuture()
        : turns.stop().timeout(LAST_WORDS_MS, TimeUnit.MILLISECONDS).otherwiseEmpty();
  }
}
