package repartee.routing;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Chatbot;
import repartee.contract.Conversation;
import repartee.contract.ConversationStatus;
import repartee.contract.DeleteConversation;
import repartee.contract.FindConversation;
import repartee.contract.FindConversations;
import repartee.contract.FindMessage;
import repartee.contract.Problem;
import repartee.contract.ReadLog;

/** {@code /chatbots/{id}/conversations}: what was said. */
final class ConversationRoutes {
  static final String ALL = "/chatbots/:chatbot/conversations";
  static final String ONE = ALL + "/:conversation";
  private static final String MESSAGES = ONE + "/messages";
  private static final String MESSAGE = MESSAGES + "/:message";

  private final EventBus bus;
  private final Doorkeeper doorkeeper;

  ConversationRoutes(EventBus bus, Doorkeeper doorkeeper) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, ALL, Right.READ, this::list)
        .at(HttpMethod.GET, ONE, Right.READ, this::show)
        .at(HttpMethod.DELETE, ONE, Right.MANAGE, this::remove)
        .at(HttpMethod.GET, MESSAGES, Right.READ, this::history)
        .at(HttpMethod.GET, MESSAGE, Right.ANY, this::message);
  }

  /** A conversation as it is published; its id is what paths name it by. */
  @JsonPropertyOrder({"id", "conversation_id", "conversation_uid"})
  private record Published(
      String id,
      String conversationId,
      UUID conversationUid,
      UUID chatbotId,
      String userId,
      ConversationStatus status,
      int lastSeq,
      Instant createdAt,
      Instant updatedAt) {
    static Published of(Conversation conversation) {
      return new Published(
          conversation.id(),
          conversation.id(),
          conversation.uid(),
          conversation.chatbotId(),
          conversation.userId(),
          conversation.status(),
          conversation.lastSeq(),
          conversation.createdAt(),
          conversation.updatedAt());
    }
  }

  private Future<Chatbot> chatbot(Visit visit) {
    return doorkeeper.chatbots().find(visit.path(Paths.CHATBOT), visit.caller());
  }

  private Future<Void> list(Visit visit) {
    return chatbot(visit)
        .compose(
            chatbot -> {
              Query query = new Query(visit.context());
              return FindConversations.ADDRESS.ask(
                  bus,
                  new FindConversations(
                      chatbot.id(),
                      query.limit(),
                      query.text("before"),
                      query.text("user_id"),
                      status(query.text("status"))));
            })
        .compose(
            found -> visit.answer(200, found.conversations().stream().map(Published::of).toList()));
  }

  private Future<Void> show(Visit visit) {
    return chatbot(visit)
        .compose(
            chatbot ->
                FindConversation.ADDRESS.ask(
                    bus, new FindConversation(chatbot.id(), conversation(visit))))
        .compose(found -> visit.answer(200, Published.of(found)));
  }

  private Future<Void> remove(Visit visit) {
    return chatbot(visit)
        .compose(
            chatbot ->
                DeleteConversation.ADDRESS.ask(
                    bus, new DeleteConversation(chatbot.id(), conversation(visit))))
        .compose(done -> visit.nothing());
  }

  private Future<Void> history(Visit visit) {
    return chatbot(visit)
        .compose(
            chatbot -> {
              Query query = new Query(visit.context());
              int after = query.number("after", 0, 999_999_999, 0);
              return ReadLog.ADDRESS.ask(
                  bus, new ReadLog(chatbot.id(), conversation(visit), after, query.limit()));
            })
        .compose(log -> visit.answer(200, log.messages()));
  }

  private Future<Void> message(Visit visit) {
    return chatbot(visit)
        .compose(
            chatbot -> {
              UUID id = Ids.uuid(visit.path("message"));
              return id == null
                  ? Future.failedFuture(Problems.unknownConversation())
                  : FindMessage.ADDRESS.ask(
                      bus, new FindMessage(chatbot.id(), conversation(visit), id));
            })
        .compose(found -> visit.answer(200, found));
  }

  private static String conversation(Visit visit) throws Problem {
    return conversation(visit.path("conversation"));
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
