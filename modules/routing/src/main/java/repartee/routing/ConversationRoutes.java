package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import repartee.contract.ConversationStatus;
import repartee.contract.DeleteConversation;
import repartee.contract.FindConversation;
import repartee.contract.FindConversations;
import repartee.contract.LogEntry;
import repartee.contract.Problem;
import repartee.contract.ReadLog;
import repartee.contract.Visitor;

/** {@code /chatbots/{id}/conversations}: what was said. */
final class ConversationRoutes {
  static final String ALL = "/chatbots/:chatbot/conversations";
  static final String ONE = ALL + "/:conversation";
  static final String MESSAGES = ONE + "/messages";

  private final EventBus bus;
  private final Doorkeeper doorkeeper;

  ConversationRoutes(EventBus bus, Doorkeeper doorkeeper) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, ALL, Right.FOLLOW, this::list)
        .at(HttpMethod.GET, ONE, Right.FOLLOW, this::show)
        .at(HttpMethod.DELETE, ONE, Right.MANAGE, this::remove)
        .at(HttpMethod.GET, MESSAGES, Right.FOLLOW, this::history);
  }

  private Future<Void> list(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot -> {
              Query query = new Query(visit.context());
              Visitor visitor = visit.caller().visitor();
              return FindConversations.ADDRESS.ask(
                  bus,
                  new FindConversations(
                      chatbot.id(),
                      query.limit(),
                      query.text("before"),
                      query.text("user_id"),
                      status(query.text("status")),
                      visitor == null ? null : visitor.id()));
            })
        .compose(
            found ->
                visit.answer(
                    200, found.conversations().stream().map(PublishedConversation::of).toList()));
  }

  private Future<Void> show(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                FindConversation.ADDRESS.ask(
                    bus, new FindConversation(chatbot.id(), conversation(visit))))
        .compose(found -> visit.answer(200, PublishedConversation.of(found)));
  }

  private Future<Void> remove(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                DeleteConversation.ADDRESS.ask(
                    bus, new DeleteConversation(chatbot.id(), conversation(visit))))
        .compose(done -> visit.nothing());
  }

  private Future<Void> history(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot -> {
              Query query = new Query(visit.context());
              int after = query.number("after", 0, 999_999_999, 0);
              return ReadLog.ADDRESS.ask(
                  bus, new ReadLog(chatbot.id(), conversation(visit), after, query.limit()));
            })
        .compose(log -> visit.answer(200, log.entries().stream().map(LogEntry::message).toList()));
  }

  /** The conversation that a path names. */
  static String conversation(Visit visit) throws Problem {
    String own = visit.own();
    return own == null ? conversation(visit.path("conversation")) : own;
  }

  /** The name of a conversation in a path; what cannot be one is an unknown one. */
  static String conversation(String name) throws Problem {
    boolean possible =
        name.codePointCount(0, name.length()) <= Question.ID_CHARS_MAX && name.indexOf('\0') < 0;
    if (!possible) {
      throw Problems.unknownConversation();
    }
    return name;
  }

  private static @Nullable ConversationStatus status(@Nullable String text) throws Problem {
    if (text == null) {
      return null;
    }
    for (ConversationStatus status : ConversationStatus.values()) {
      if (status.name().toLowerCase(Locale.ROOT).equals(text)) {
        return status;
      }
    }
    throw Problems.invalid("The parameter \"status\" names no status of a conversation.");
  }
}
