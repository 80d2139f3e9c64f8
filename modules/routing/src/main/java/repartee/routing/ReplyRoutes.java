package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;
import java.util.UUID;
import repartee.contract.ChangeReply;
import repartee.contract.FindReplies;
import repartee.contract.RemoveReply;
import repartee.contract.SavedReply;
import repartee.contract.StoreReply;

/** {@code /replies}: what people of an account say often. */
final class ReplyRoutes {
  private static final String ALL = "/replies";
  private static final String ONE = ALL + "/:reply";
  private static final int NAME_CHARS_MAX = 200;
  private static final int REPLY_CHARS_MAX = 32_000;

  private final EventBus bus;
  private final Bodies bodies;

  ReplyRoutes(EventBus bus, Bodies bodies) {
    this.bus = bus;
    this.bodies = bodies;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, ALL, Right.READ, this::list)
        .at(HttpMethod.POST, ALL, Right.INTERCEPT, this::store)
        .at(HttpMethod.PATCH, ONE, Right.INTERCEPT, this::change)
        .at(HttpMethod.DELETE, ONE, Right.INTERCEPT, this::remove);
  }

  private Future<Void> list(Visit visit) {
    Query query = new Query(visit.context());
    int limit = query.limit();
    String after = query.text("after", NAME_CHARS_MAX);
    return FindReplies.ADDRESS
        .ask(bus, new FindReplies(visit.caller().accountId(), after, limit))
        .compose(found -> visit.page(found.replies(), limit, SavedReply::name));
  }

  private Future<Void> store(Visit visit) {
    return bodies
        .read(visit.request())
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

  private Future<Void> change(Visit visit) {
    UUID id = visit.id("reply");
    return bodies
        .read(visit.request())
        .compose(
            fields -> {
              String name = fields.optionalText("name", NAME_CHARS_MAX);
              String content = fields.optionalText("content", REPLY_CHARS_MAX);
              if (name == null && content == null) {
                throw Problems.invalid("Nothing is to be changed. Please send a name or content.");
              }
              return ChangeReply.ADDRESS.ask(
                  bus, new ChangeReply(visit.caller().accountId(), id, name, content));
            })
        .compose(changed -> visit.answer(200, changed));
  }

  private Future<Void> remove(Visit visit) {
    return RemoveReply.ADDRESS
        .ask(bus, new RemoveReply(visit.caller().accountId(), visit.id("reply")))
        .compose(done -> visit.nothing());
  }
}
