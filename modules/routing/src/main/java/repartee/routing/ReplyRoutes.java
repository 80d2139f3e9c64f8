package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;
import java.util.UUID;
import repartee.contract.FindReplies;
import repartee.contract.RemoveReply;
import repartee.contract.StoreReply;

/** {@code /replies}: what people of an account say often. */
final class ReplyRoutes {
  private static final String ALL = "/replies";
  private static final String ONE = ALL + "/:reply";
  private static final int NAME_CHARS_MAX = 200;
  private static final int REPLY_CHARS_MAX = 32_000;

  private final EventBus bus;
  private final Bodies bodies;
  private final int bodyBytesMax;

  ReplyRoutes(EventBus bus, Bodies bodies, int bodyBytesMax) {
    this.bus = bus;
    this.bodies = bodies;
    this.bodyBytesMax = bodyBytesMax;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, ALL, Right.READ, this::list)
        .at(HttpMethod.POST, ALL, Right.INTERCEPT, this::store)
        .at(HttpMethod.DELETE, ONE, Right.INTERCEPT, this::remove);
  }

  private Future<Void> list(Visit visit) {
    return FindReplies.ADDRESS
        .ask(bus, new FindReplies(visit.caller().accountId()))
        .compose(found -> visit.answer(200, found.replies()));
  }

  private Future<Void> store(Visit visit) {
    return bodies
        .read(visit.request(), bodyBytesMax)
        .compose(
            fields ->
                StoreReply.ADDRESS.ask(
                    bus,
                    new StoreReply(
                        visit.caller().accountId(),
                        fields.text("name", NAME_CHARS_MAX),
                        fields.text("content", REPLY_CHARS_MAX))))
        .compose(stored -> visit.answer(201, stored));
  }

  private Future<Void> remove(Visit visit) {
    UUID id = Ids.uuid(visit.path("reply"));
    return id == null
        ? Future.failedFuture(Problems.unknownPath())
        : RemoveReply.ADDRESS
            .ask(bus, new RemoveReply(visit.caller().accountId(), id))
            .compose(done -> visit.nothing());
  }
}
