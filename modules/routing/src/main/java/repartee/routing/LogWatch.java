package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.FindRevisions;
import repartee.contract.LogGrew;

/**
 * Who waits, behind one door, for something to happen in a conversation. Events wake them; as
 * events may be lost, one question in a while asks for all conversations that somebody waits for.
 */
final class LogWatch {
  private static final Logger log = LoggerFactory.getLogger(LogWatch.class);
  // The most that FindRevisions takes.
  private static final int ASKED_AT_ONCE_MAX = 1000;
  // What happens between a look into a conversation and the waiting for it is remembered so long.
  private static final int HEARD_MAX = 10_000;

  private final Vertx vertx;
  private final EventBus bus;
  private final String node;
  private final int waitsMax;
  private final Map<UUID, List<Wait>> waits = new HashMap<>();
  private final Map<UUID, Integer> heard = new LinkedHashMap<>();
  private int waiting;
  private boolean looking;

  private record Wait(int seen, BooleanSupplier over, Promise<Void> ended) {}

  /** {@code node}: the name of this process, under which it writes answers if it does. */
  LogWatch(Vertx vertx, String node, RoutingConfiguration configuration) {
    this.vertx = vertx;
    this.bus = vertx.eventBus();
    this.node = node;
    this.waitsMax = configuration.waitsMax();
  }

  /** Hears and looks as long as the calling verticle runs. */
  Future<Void> watch(int lookAgainMs) {
    vertx.setPeriodic(lookAgainMs, tick -> look());
    return LogGrew.EVENT.watch(bus, this::grew);
  }

  /**
   * Succeeds once the conversation's revision is higher than the one that was seen, or a while
   * after the wait is over for another reason. Fails with {@code BUSY} if too many wait.
   */
  Future<Void> await(UUID conversationUid, int seen, BooleanSupplier over) {
    if (heard(conversationUid) > seen) {
      return Future.succeededFuture();
    }
    if (waiting >= waitsMax) {
      return Future.failedFuture(
          Problems.busy("Too many wait for something to happen here. Please try again."));
    }
    Wait wait = new Wait(seen, over, Promise.promise());
    waits.computeIfAbsent(conversationUid, first -> new ArrayList<>(1)).add(wait);
    waiting++;
    return wait.ended().future();
  }

  EventBus bus() {
    return bus;
  }

  /** What is written here tells its readers by itself. */
  boolean isHere(String writer) {
    return node.equals(writer);
  }

  /** The highest revision that was heard of lately; 0 if none was. */
  int heard(UUID conversationUid) {
    return heard.getOrDefault(conversationUid, 0);
  }

  Future<Void> pause(long ms) {
    return vertx.timer(ms, TimeUnit.MILLISECONDS).mapEmpty();
  }

  /** As {@link #await}, but at the latest after so long, and without a bound. */
  Future<Void> awaitShortly(UUID conversationUid, int seen, int atMostMs) {
    Promise<Void> woken = Promise.promise();
    vertx.setTimer(atMostMs, tick -> woken.tryComplete());
    await(conversationUid, seen, woken.future()::isComplete)
        .onSuccess(grown -> woken.tryComplete());
    return woken.future();
  }

  /** How many wait. */
  int waiting() {
    return waiting;
  }

  private void grew(LogGrew grew) {
    // Taken out and put in again, it is the last to be forgotten.
    Integer before = heard.remove(grew.conversationUid());
    heard.put(grew.conversationUid(), Math.max(before == null ? 0 : before, grew.revision()));
    if (heard.size() > HEARD_MAX) {
      Iterator<UUID> oldest = heard.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    end(grew.conversationUid(), grew.revision());
  }

  private void look() {
    List<UUID> watched = List.copyOf(waits.keySet());
    watched.forEach(conversation -> end(conversation, 0));
    if (!looking && !waits.isEmpty()) {
      looking = true;
      look(List.copyOf(waits.keySet()), 0);
    }
  }

  private void look(List<UUID> conversations, int from) {
    if (from >= conversations.size()) {
      looking = false;
      return;
    }
    int to = Math.min(conversations.size(), from + ASKED_AT_ONCE_MAX);
    FindRevisions.ADDRESS
        .ask(bus, new FindRevisions(conversations.subList(from, to)))
        .onSuccess(found -> found.revisions().forEach(this::grew))
        .onFailure(cause -> log.debug("revisions could not be asked for", cause))
        .onComplete(done -> look(conversations, to));
  }

  /** Ends the waits that have seen less, and those that are over. */
  private void end(UUID conversation, int revision) {
    List<Wait> here = waits.get(conversation);
    if (here == null) {
      return;
    }
    List<Wait> ended =
        here.stream().filter(wait -> wait.seen() < revision || wait.over().getAsBoolean()).toList();
    here.removeAll(ended);
    if (here.isEmpty()) {
      waits.remove(conversation);
    }
    waiting -= ended.size();
    // Last: who is woken may wait again at once.
    ended.forEach(wait -> wait.ended().complete());
  }
}
