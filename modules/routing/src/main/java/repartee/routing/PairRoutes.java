package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Chatbot;
import repartee.contract.FindPair;
import repartee.contract.FindPairs;
import repartee.contract.Pair;
import repartee.contract.RemoveDocument;
import repartee.contract.TeachPair;

/** {@code /chatbots/{id}/answers}: questions that people have answered themselves. */
final class PairRoutes {
  static final int QUESTION_CHARS_MAX = 1_000;
  static final int ANSWER_CHARS_MAX = 32_000;
  static final int VARIANTS_MAX = 20;

  private static final String ALL = "/chatbots/:chatbot/answers";
  private static final String TABLE = "/chatbots/:chatbot/answers.csv";
  private static final String ONE = ALL + "/:answer";
  private static final int PAGE_OF_TABLE = 200;

  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final Bodies bodies;

  PairRoutes(EventBus bus, Doorkeeper doorkeeper, Bodies bodies) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
    this.bodies = bodies;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, ALL, Right.READ, this::list)
        .at(HttpMethod.GET, TABLE, Right.READ, this::table)
        .at(HttpMethod.POST, ALL, Right.MANAGE, this::add)
        .at(HttpMethod.GET, ONE, Right.READ, this::show)
        .at(HttpMethod.PATCH, ONE, Right.MANAGE, this::change)
        .at(HttpMethod.DELETE, ONE, Right.MANAGE, this::remove);
  }

  private Future<Void> list(Visit visit) {
    Query query = new Query(visit.context());
    int limit = query.limit();
    String after = query.text("after", QUESTION_CHARS_MAX);
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(chatbot -> FindPairs.ADDRESS.ask(bus, new FindPairs(chatbot.id(), after, limit)))
        .compose(found -> visit.page(found.pairs(), limit, Pair::question));
  }

  private Future<Void> table(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(chatbot -> all(chatbot.id(), null, new ArrayList<>()))
        .compose(pairs -> visit.table("answers.csv", PairTable.of(pairs)));
  }

  private Future<List<Pair>> all(UUID chatbotId, @Nullable String after, List<Pair> found) {
    return FindPairs.ADDRESS
        .ask(bus, new FindPairs(chatbotId, after, PAGE_OF_TABLE))
        .compose(
            page -> {
              found.addAll(page.pairs());
              return page.pairs().size() < PAGE_OF_TABLE
                  ? Future.succeededFuture(found)
                  : all(chatbotId, page.pairs().getLast().question(), found);
            });
  }

  private Future<Void> add(Visit visit) {
    return doorkeeper
        .chatbots()
        .findNow(visit.path(Paths.CHATBOT), visit.caller())
        .compose(
            chatbot ->
                Bodies.isTable(visit.request()) ? addAll(visit, chatbot) : addOne(visit, chatbot));
  }

  private Future<Void> addOne(Visit visit, Chatbot chatbot) {
    return bodies
        .read(visit.request())
        .compose(
            fields ->
                TeachPair.ADDRESS.ask(
                    bus,
                    new TeachPair(
                        chatbot,
                        null,
                        fields.text("question", QUESTION_CHARS_MAX),
                        Objects.requireNonNullElse(variants(fields), List.of()),
                        fields.text("answer", ANSWER_CHARS_MAX))))
        .compose(
            pair -> {
              visit
                  .response()
                  .putHeader(HttpHeaders.LOCATION, visit.request().path() + "/" + pair.id());
              return visit.answer(201, pair);
            });
  }

  private static @Nullable List<String> variants(Fields fields) {
    return fields.optionalTexts("variants", VARIANTS_MAX, QUESTION_CHARS_MAX);
  }

  /** All rows are good before the first is taught; one after the other, as each is soon done. */
  private Future<Void> addAll(Visit visit, Chatbot chatbot) {
    return bodies
        .readTable(visit.request(), PairTable::read)
        .compose(
            rows -> {
              Future<?> taught = Future.succeededFuture();
              for (PairTable.Row row : rows) {
                TeachPair one =
                    new TeachPair(chatbot, null, row.question(), row.variants(), row.answer());
                taught = taught.compose(before -> TeachPair.ADDRESS.ask(bus, one));
              }
              return taught.compose(done -> visit.answer(200, Map.of("stored", rows.size())));
            });
  }

  private Future<Void> show(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(chatbot -> find(visit, chatbot))
        .compose(pair -> visit.answer(200, pair));
  }

  private Future<Pair> find(Visit visit, Chatbot chatbot) {
    return FindPair.ADDRESS.ask(bus, new FindPair(chatbot.id(), visit.id("answer")));
  }

  private Future<Void> change(Visit visit) {
    return doorkeeper
        .chatbots()
        .findNow(visit.path(Paths.CHATBOT), visit.caller())
        .compose(
            chatbot ->
                bodies
                    .read(visit.request())
                    .compose(
                        fields ->
                            find(visit, chatbot)
                                .compose(
                                    pair ->
                                        TeachPair.ADDRESS.ask(
                                            bus, changed(chatbot, pair, fields)))))
        .compose(pair -> visit.answer(200, pair));
  }

  private static TeachPair changed(Chatbot chatbot, Pair pair, Fields fields) {
    String question = fields.optionalText("question", QUESTION_CHARS_MAX);
    List<String> variants = variants(fields);
    String answer = fields.optionalText("answer", ANSWER_CHARS_MAX);
    if (question == null && variants == null && answer == null) {
      throw Problems.invalid(
          "Nothing is to be changed. Please send a question, variants or an answer.");
    }
    return new TeachPair(
        chatbot,
        pair.id(),
        Objects.requireNonNullElse(question, pair.question()),
        Objects.requireNonNullElse(variants, pair.variants()),
        Objects.requireNonNullElse(answer, pair.answer()));
  }

  private Future<Void> remove(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                find(visit, chatbot)
                    .compose(
                        pair ->
                            RemoveDocument.ADDRESS.ask(
                                bus, new RemoveDocument(chatbot.id(), pair.id()))))
        .compose(done -> visit.nothing());
  }
}
