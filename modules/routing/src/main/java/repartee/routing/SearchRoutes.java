package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.ExplainSearch;
import repartee.contract.ExplainedMatches.ExplainedMatch;
import repartee.contract.Language;
import repartee.contract.PassageMetadata;
import repartee.contract.Problem;
import repartee.contract.RelatedDoc;

/** {@code /chatbots/{id}/search}: what a question would find in a chatbot's documents, and why. */
final class SearchRoutes {
  private static final String PATH = "/chatbots/:chatbot/search";
  private static final int QUESTION_CHARS_MAX = 2000;
  private static final int LIMIT_MAX = 50;
  private static final int LIMIT_USUALLY = 10;

  private final EventBus bus;
  private final Doorkeeper doorkeeper;

  SearchRoutes(EventBus bus, Doorkeeper doorkeeper) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
  }

  void mount(Paths paths) {
    paths.at(HttpMethod.GET, PATH, Right.READ, this::search);
  }

  /** A hit as it is published: {@code score = 1 - (1 - meaning) * (1 - words)}. */
  private record Published(
      UUID id,
      String name,
      String content,
      double score,
      double meaning,
      double words,
      List<String> matchedWords,
      @Nullable String url,
      PassageMetadata metadata) {
    static Published of(ExplainedMatch match) {
      RelatedDoc passage = match.passage();
      return new Published(
          passage.id(),
          passage.name(),
          passage.content(),
          passage.score(),
          match.meaning(),
          match.words(),
          match.matchedWords(),
          passage.url(),
          passage.metadata());
    }
  }

  private Future<Void> search(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot -> {
              Query query = new Query(visit.context());
              String words = query.text("q", QUESTION_CHARS_MAX);
              if (words == null) {
                throw Problems.invalid(
                    "The parameter \"q\" is missing. Please say what to look for.");
              }
              return ExplainSearch.ADDRESS.ask(
                  bus,
                  new ExplainSearch(
                      chatbot.id(),
                      words,
                      language(query),
                      query.number("limit", 1, LIMIT_MAX, LIMIT_USUALLY)));
            })
        .compose(found -> visit.answer(200, found.matches().stream().map(Published::of).toList()));
  }

  private static @Nullable Language language(Query query) throws Problem {
    String code = query.text("language");
    Language language = code == null ? null : Language.of(code);
    if (code != null && language == null) {
      throw Problems.invalid(
          "The parameter \"language\" must be a code of GET /api/v1/backend/languages.");
    }
    return language;
  }
}
