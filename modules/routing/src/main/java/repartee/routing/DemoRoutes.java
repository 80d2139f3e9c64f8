package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import repartee.contract.Account;
import repartee.contract.Chatbot;
import repartee.contract.FindAccounts;
import repartee.contract.FindChatbots;
import repartee.contract.FindDocuments;
import repartee.contract.Json;
import repartee.contract.Problem;

/**
 * {@code GET /demo}: the chatbot that the first page shows, for everybody. It is found by its name,
 * so whoever renames or deletes it shows none.
 */
final class DemoRoutes {
  private static final String PATH = "/demo";
  private static final int KNOWN_MS = 1000;

  private final EventBus bus;
  private final String name;
  private final Remembered<String, Optional<Demo>> known = new Remembered<>(KNOWN_MS);

  DemoRoutes(EventBus bus, String name) {
    this.bus = bus;
    this.name = name;
  }

  void mount(Paths paths) {
    paths.open(HttpMethod.GET, PATH, this::show);
  }

  /** {@code ready}: it has something to answer from. */
  private record Demo(UUID chatbotId, boolean ready) {}

  private Future<Void> show(RoutingContext context) {
    return (name.isEmpty()
            ? Future.succeededFuture(Optional.<Demo>empty())
            : known.get(name, this::find))
        .compose(
            found ->
                found
                    .map(demo -> answer(context, demo))
                    .orElseGet(() -> Future.failedFuture(none())));
  }

  private Future<Optional<Demo>> find() {
    return FindAccounts.ADDRESS
        .ask(bus, new FindAccounts())
        .compose(accounts -> chatbot(accounts.accounts()))
        .compose(
            chatbot ->
                chatbot
                    .map(found -> demo(found).map(Optional::of))
                    .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  private Future<Optional<Chatbot>> chatbot(List<Account> accounts) {
    return accounts.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : FindChatbots.ADDRESS
            .ask(bus, new FindChatbots(accounts.getFirst().id()))
            .map(
                found ->
                    found.chatbots().stream()
                        .filter(chatbot -> chatbot.settings().name().equals(name))
                        .findFirst());
  }

  private Future<Demo> demo(Chatbot chatbot) {
    return FindDocuments.ADDRESS
        .ask(bus, new FindDocuments(chatbot.id()))
        .map(found -> new Demo(chatbot.id(), !found.documents().isEmpty()));
  }

  private static Future<Void> answer(RoutingContext context, Demo demo) {
    return context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(Json.compact(demo));
  }

  private static Problem none() {
    return new Problem(Problem.Kind.UNKNOWN_CHATBOT, "This server shows no demo chatbot.");
  }
}
