package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;
import java.util.UUID;
import repartee.contract.AddSite;
import repartee.contract.FindSite;
import repartee.contract.FindSites;
import repartee.contract.RemoveSite;

/** {@code /chatbots/{id}/sites}: what a chatbot is taught page by page. */
final class SiteRoutes {
  private static final String ALL = "/chatbots/:chatbot/sites";
  private static final String ONE = ALL + "/:site";
  private static final int URL_CHARS_MAX = 1000;
  private static final int PATTERN_CHARS_MAX = 200;

  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final Bodies bodies;

  SiteRoutes(EventBus bus, Doorkeeper doorkeeper, Bodies bodies) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
    this.bodies = bodies;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, ALL, Right.READ, this::list)
        .at(HttpMethod.POST, ALL, Right.MANAGE, this::add)
        .at(HttpMethod.GET, ONE, Right.READ, this::show)
        .at(HttpMethod.DELETE, ONE, Right.MANAGE, this::remove);
  }

  private Future<Void> list(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(chatbot -> FindSites.ADDRESS.ask(bus, new FindSites(chatbot.id())))
        .compose(found -> visit.answer(200, found.sites()));
  }

  private Future<Void> add(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                bodies
                    .read(visit.request())
                    .compose(fields -> AddSite.ADDRESS.ask(bus, wanted(chatbot.id(), fields))))
        .compose(added -> visit.answer(202, added));
  }

  /** What a body asks for that names a site. */
  static AddSite wanted(UUID chatbotId, Fields fields) {
    return new AddSite(
        chatbotId,
        fields.text("url", URL_CHARS_MAX),
        fields.optionalNumber("depth", 0, AddSite.DEPTH_MAX),
        fields.texts("include", AddSite.PATTERNS_MAX, PATTERN_CHARS_MAX),
        fields.texts("exclude", AddSite.PATTERNS_MAX, PATTERN_CHARS_MAX),
        fields.optionalNumber("refresh_hours", 0, AddSite.REFRESH_HOURS_MAX));
  }

  private Future<Void> show(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(chatbot -> FindSite.ADDRESS.ask(bus, new FindSite(chatbot.id(), visit.id("site"))))
        .compose(found -> visit.answer(200, found));
  }

  private Future<Void> remove(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot -> RemoveSite.ADDRESS.ask(bus, new RemoveSite(chatbot.id(), visit.id("site"))))
        .compose(done -> visit.nothing());
  }
}
