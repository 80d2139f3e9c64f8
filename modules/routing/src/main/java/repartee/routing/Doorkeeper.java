package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.concurrent.atomic.AtomicInteger;
import repartee.contract.ChatbotChanged;
import repartee.contract.KeysChanged;

/** What all doors of a node know and count together, whichever event loop they stand on. */
final class Doorkeeper implements Shareable {
  private final Keys keys;
  private final Limits limits;
  private final KnownChatbots chatbots;
  private final VisitorTokens visitors;
  private final Origins origins;
  private final AtomicInteger channels = new AtomicInteger();
  private final int channelsMax;
  private volatile boolean leaving;

  private Doorkeeper(Vertx vertx, RoutingConfiguration configuration) {
    chatbots = new KnownChatbots(vertx.eventBus(), configuration.keyCacheMs());
    visitors = new VisitorTokens(vertx, configuration);
    keys = new Keys(vertx.eventBus(), configuration, visitors, chatbots);
    limits = new Limits(vertx.eventBus(), configuration);
    origins = new Origins(configuration.trustedProxies());
    channelsMax = configuration.channelsMax();
  }

  /** The one of this process for this configuration. */
  static Doorkeeper of(Vertx vertx, RoutingConfiguration configuration) {
    return vertx
        .sharedData()
        .<String, Doorkeeper>getLocalMap("repartee.routing")
        .computeIfAbsent(configuration.toString(), first -> new Doorkeeper(vertx, configuration));
  }

  /** Forgets what has changed, as long as the calling verticle runs. */
  Future<Void> watch(Vertx vertx) {
    return KeysChanged.EVENT
        .watch(vertx.eventBus(), changed -> keys.forget(changed.accountId()))
        .compose(
            watching ->
                ChatbotChanged.EVENT.watch(
                    vertx.eventBus(), changed -> chatbots.forget(changed.chatbotId())));
  }

  Keys keys() {
    return keys;
  }

  Limits limits() {
    return limits;
  }

  KnownChatbots chatbots() {
    return chatbots;
  }

  VisitorTokens visitors() {
    return visitors;
  }

  Origins origins() {
    return origins;
  }

  /** From now on this node is not ready. */
  void leave() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
  }

  /** Takes a place for a channel; false if there is none. */
  boolean openChannel() {
    if (channels.incrementAndGet() <= channelsMax) {
      return true;
    }
    channels.decrementAndGet();
    return false;
  }

  void closeChannel() {
    channels.decrementAndGet();
  }
}
