package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import repartee.contract.AddDocument;
import repartee.contract.AddFile;
import repartee.contract.AddSite;
import repartee.contract.Chatbot;
import repartee.contract.Document;
import repartee.contract.FindDocument;
import repartee.contract.FindDocuments;
import repartee.contract.Json;
import repartee.contract.ListPassages;
import repartee.contract.Problem;
import repartee.contract.RemoveDocument;

/** {@code /chatbots/{id}/documents}: what a chatbot knows. */
final class DocumentRoutes {
  private static final String ALL = "/chatbots/:chatbot/documents";
  private static final String ONE = ALL + "/:document";
  private static final String PASSAGES = ONE + "/passages";
  private static final int INDEX_MAX = 99_999_999;
  private static final int NAME_CHARS_MAX = 1000;
  private static final int PAGE_USUALLY = 200;

  private final Vertx vertx;
  private final Doorkeeper doorkeeper;
  private final Bodies bodies;
  private final Files files;
  private final int documentBytesMax;

  DocumentRoutes(
      Vertx vertx, Doorkeeper doorkeeper, Bodies bodies, RoutingConfiguration configuration) {
    this.vertx = vertx;
    this.doorkeeper = doorkeeper;
    this.bodies = bodies;
    this.files = new Files(vertx, configuration.fileBytesMax());
    this.documentBytesMax = configuration.documentBytesMax();
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, ALL, Right.READ, this::list)
        .at(HttpMethod.POST, ALL, Right.MANAGE, this::add)
        .at(HttpMethod.GET, ONE, Right.READ, this::show)
        .at(HttpMethod.DELETE, ONE, Right.MANAGE, this::remove)
        .at(HttpMethod.GET, PASSAGES, Right.READ, this::passages);
  }

  private Future<Void> list(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot -> FindDocuments.ADDRESS.ask(vertx.eventBus(), new FindDocuments(chatbot.id())))
        .compose(found -> visit.answer(200, page(found.documents(), new Query(visit.context()))));
  }

  /** Those behind the one that is named by its id or its name: names are in order. */
  private static List<Document> page(List<Document> documents, Query query) throws Problem {
    int limit = query.limit(PAGE_USUALLY);
    String after = query.text("after", NAME_CHARS_MAX);
    int from = 0;
    if (after != null) {
      while (from < documents.size() && !isNamed(documents.get(from), after)) {
        from++;
      }
      if (from == documents.size()) {
        throw Problems.invalid("The parameter \"after\" names no document of this chatbot.");
      }
      from++;
    }
    return documents.subList(from, Math.min(documents.size(), from + limit));
  }

  private static boolean isNamed(Document document, String wanted) {
    return document.id().toString().equals(wanted) || document.name().equals(wanted);
  }

  private Future<Void> add(Visit visit) {
    return doorkeeper
        .chatbots()
        .findNow(visit.path(Paths.CHATBOT), visit.caller())
        .compose(
            chatbot ->
                Files.isForm(visit.request()) ? addFile(visit, chatbot) : addText(visit, chatbot));
  }

  private Future<Void> addFile(Visit visit, Chatbot chatbot) {
    return files
        .receive(visit.request(), chatbot.id(), NAME_CHARS_MAX)
        .compose(file -> AddFile.ADDRESS.ask(vertx.eventBus(), file))
        .compose(
            waiting -> {
              visit
                  .response()
                  .putHeader(HttpHeaders.LOCATION, visit.request().path() + "/" + waiting.id());
              return visit.answer(202, waiting);
            });
  }

  /** A text as it is, or an address: then a site is taught. */
  private Future<Void> addText(Visit visit, Chatbot chatbot) {
    return bodies
        .read(visit.request(), documentBytesMax)
        .compose(
            fields ->
                fields.has("url") && !fields.has("content")
                    ? addSite(visit, chatbot, fields)
                    : addText(visit, chatbot, fields));
  }

  private Future<Void> addSite(Visit visit, Chatbot chatbot, Fields fields) {
    return AddSite.ADDRESS
        .ask(vertx.eventBus(), SiteRoutes.wanted(chatbot.id(), fields))
        .compose(added -> visit.answer(202, added));
  }

  private Future<Void> addText(Visit visit, Chatbot chatbot, Fields fields) {
    return AddDocument.ADDRESS
        .ask(
            vertx.eventBus(),
            AddDocument.ofText(
                chatbot,
                fields.text("name", NAME_CHARS_MAX),
                fields.text("content", documentBytesMax)))
        // A passage is some 6 KB of JSON, a book has thousands: not on an event loop.
        .compose(added -> vertx.executeBlocking(() -> Json.compact(added.passages()), false))
        .compose(json -> visit.json(201, json));
  }

  private Future<Void> show(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                FindDocument.ADDRESS.ask(
                    vertx.eventBus(), new FindDocument(chatbot.id(), visit.id("document"))))
        .compose(found -> visit.answer(200, found));
  }

  private Future<Void> passages(Visit visit) {
    Query query = new Query(visit.context());
    int from = query.number("from", 0, INDEX_MAX, 0);
    int limit = query.limit();
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                ListPassages.ADDRESS.ask(
                    vertx.eventBus(),
                    new ListPassages(chatbot.id(), visit.id("document"), from, limit)))
        .compose(
            found -> {
              if (found.passages().size() == limit) {
                visit.next(visit.request().path() + "?from=" + (from + limit) + "&limit=" + limit);
              }
              return visit.answer(200, found.passages());
            });
  }

  private Future<Void> remove(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                RemoveDocument.ADDRESS.ask(
                    vertx.eventBus(), new RemoveDocument(chatbot.id(), visit.id("document"))))
        .compose(done -> visit.nothing());
  }
}
