package repartee.generation;

import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.AdoptAnswers;
import repartee.contract.Adopted;
import repartee.contract.Turn;

/**
 * Goes on where others cannot: begins the answers of lost nodes anew, and the turns that nobody has
 * begun.
 */
final class Adoption {
  private static final Logger log = LoggerFactory.getLogger(Adoption.class);
  // What a node takes over at once, so that others get their share.
  private static final int AT_ONCE_MAX = 100;

  private final EventBus bus;
  private final GenerationConfiguration configuration;
  private final String node;
  private final LiveAnswers live;
  private final Turns turns;
  private final Prompts prompts;
  private boolean asking;

  Adoption(
      EventBus bus,
      GenerationConfiguration configuration,
      String node,
      LiveAnswers live,
      Turns turns) {
    this.bus = bus;
    this.configuration = configuration;
    this.node = node;
    this.live = live;
    this.turns = turns;
    this.prompts = new Prompts(bus);
  }

  /** Looks for what was left, if there is place for it here. */
  void look() {
    int places = Math.min(AT_ONCE_MAX, live.free());
    if (asking || places == 0) {
      return;
    }
    asking = true;
    AdoptAnswers.ADDRESS
        .ask(
            bus,
            new AdoptAnswers(
                node, places, configuration.beginAnewWithinMs(), configuration.begunAnewMax()))
        .onSuccess(this::adopted)
        .onFailure(cause -> log.debug("nothing could be adopted", cause))
        .onComplete(over -> asking = false);
  }

  private void adopted(Adopted adopted) {
    Measures.adopted(adopted.turns().size());
    live.take(adopted.turns().size());
    if (!adopted.turns().isEmpty()) {
      log.info("answers of lost nodes are begun anew count={}", adopted.turns().size());
    }
    for (Turn turn : adopted.turns()) {
      turns.begin(turn, prompts.find(turn));
    }
    for (Adopted.Idle idle : adopted.idle()) {
      turns.nextTurns().begin(idle.chatbotId(), idle.conversationUid());
    }
  }
}
