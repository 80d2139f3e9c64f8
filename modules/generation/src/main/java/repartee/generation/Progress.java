package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.SaveProgress;
import repartee.contract.Saved;

/**
 * Saves what the live answers of a node have grown by, all at once, and one time after the other.
 */
final class Progress {
  private static final Logger log = LoggerFactory.getLogger(Progress.class);

  private final EventBus bus;
  private final LiveAnswers live;
  private boolean saving;

  private record Grown(Writing writing, SaveProgress.Progress progress) {}

  Progress(EventBus bus, LiveAnswers live) {
    this.bus = bus;
    this.live = live;
  }

  /** What has grown since it was saved last; never fails. */
  Future<Void> save() {
    if (saving) {
      return Future.succeededFuture();
    }
    List<Grown> grown = new ArrayList<>();
    for (Writing writing : live.writings()) {
      LiveAnswer answer = writing.answer();
      if (writing.isOpen() && answer.length() > answer.savedLength()) {
        grown.add(
            new Grown(
                writing, new SaveProgress.Progress(answer.ref(), answer.text(), answer.sources())));
      }
    }
    if (grown.isEmpty()) {
      return Future.succeededFuture();
    }
    saving = true;
    return SaveProgress.ADDRESS
        .ask(bus, new SaveProgress(grown.stream().map(Grown::progress).toList()))
        .onSuccess(saved -> saved(grown, saved))
        .onFailure(cause -> log.debug("progress was not saved", cause))
        .onComplete(over -> saving = false)
        .otherwiseEmpty()
        .mapEmpty();
  }

  private static void saved(List<Grown> grown, Saved saved) {
    Set<UUID> lost = new HashSet<>(saved.lost());
    for (Grown one : grown) {
      if (lost.contains(one.progress().answer().messageId())) {
        one.writing().lost();
      } else {
        one.writing().answer().saved(one.progress().content().length());
      }
    }
  }
}
