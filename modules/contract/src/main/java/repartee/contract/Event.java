package repartee.contract;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;

/**
 * Something that has happened, told to whoever watches, on every node. It may be lost: it says
 * "look again", never "here it is".
 */
public record Event<E extends Record>(String name, Class<E> type) {

  /** Tells all watchers; nobody has to be there. */
  public void publish(EventBus bus, E happened) {
    bus.publish(name, happened);
  }

  /** Runs on the event loop of the caller; the future succeeds once events arrive. */
  public Future<Void> watch(EventBus bus, Consumer<E> watcher) {
    MessageConsumer<Object> consumer = bus.consumer(name, message -> tell(message, watcher));
    return consumer.completion();
  }

  private void tell(Message<?> message, Consumer<E> watcher) {
    E happened;
    try {
      happened = Words.from(message, type);
    } catch (Problem told) {
      return;
    }
    watcher.accept(happened);
  }
}
