package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import repartee.contract.Address;
import repartee.contract.FindFigures;
import repartee.contract.FindUnanswered;
import repartee.contract.Unanswered;

/**
 * {@code /figures} and {@code /unanswered}: how it goes with an account's chatbots, and what they
 * could not answer, as JSON or as CSV for a spreadsheet.
 */
final class FigureRoutes {
  private static final int DAYS_MAX = 366;
  private static final int DAYS_USUALLY = 30;
  private static final int QUESTIONS_MAX = 1000;

  private final EventBus bus;
  private final Doorkeeper doorkeeper;

  FigureRoutes(EventBus bus, Doorkeeper doorkeeper) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, "/figures", Right.READ, this::figures)
        .at(HttpMethod.GET, "/unanswered", Right.READ, this::unanswered)
        .at(HttpMethod.GET, "/unanswered.csv", Right.READ, this::table);
  }

  private Future<Void> figures(Visit visit) {
    return ask(
            visit,
            FindFigures.ADDRESS,
            (chatbot, days) -> new FindFigures(visit.caller().accountId(), chatbot, days))
        .compose(found -> visit.answer(200, found));
  }

  private Future<Void> unanswered(Visit visit) {
    return questions(visit).compose(found -> visit.answer(200, found.questions()));
  }

  private Future<Void> table(Visit visit) {
    return questions(visit)
        .compose(found -> visit.table("unanswered.csv", QuestionTable.of(found.questions())));
  }

  private Future<Unanswered> questions(Visit visit) {
    return ask(
        visit,
        FindUnanswered.ADDRESS,
        (chatbot, days) ->
            new FindUnanswered(visit.caller().accountId(), chatbot, days, QUESTIONS_MAX));
  }

  private <Q extends Record, A extends Record> Future<A> ask(
      Visit visit, Address<Q, A> address, BiFunction<@Nullable UUID, Integer, Q> asked) {
    Query query = new Query(visit.context());
    int days = query.number("days", 1, DAYS_MAX, DAYS_USUALLY);
    String chatbot = query.text("chatbot");
    return (chatbot == null
            ? Future.succeededFuture(asked.apply(null, days))
            : doorkeeper
                .chatbots()
                .find(chatbot, visit.caller())
                .map(found -> asked.apply(found.id(), days)))
        .compose(question -> address.ask(bus, question));
  }
}
