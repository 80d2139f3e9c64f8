package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.FindInbox;
import repartee.contract.Inbox;
import repartee.contract.InboxPlace;
import repartee.contract.InboxRow;
import repartee.contract.InboxState;
import repartee.contract.MarkDone;
import repartee.contract.MarkRead;
import repartee.contract.Problem;

/** {@code /inbox}: an account's conversations over all its chatbots, and what is done with them. */
final class InboxRoutes {
  private static final String INBOX = "/inbox";
  private static final int SEQ_MAX = 999_999_999;

  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final Bodies bodies;

  InboxRoutes(EventBus bus, Doorkeeper doorkeeper, Bodies bodies) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
    this.bodies = bodies;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, INBOX, Right.READ, this::list)
        .at(HttpMethod.POST, ConversationRoutes.ONE + "/done", Right.INTERCEPT, this::done)
        .at(HttpMethod.POST, ConversationRoutes.ONE + "/read", Right.INTERCEPT, this::read);
  }

  /** A row as it is published. */
  private record Published(
      PublishedConversation conversation,
      UUID chatbotId,
      String chatbotName,
      InboxState state,
      int messages,
      int unread,
      InboxRow.@Nullable LastMessage lastMessage) {
    static Published of(InboxRow row) {
      return new Published(
          PublishedConversation.of(row.conversation()),
          row.conversation().chatbotId(),
          row.chatbotName(),
          row.state(),
          row.conversation().lastSeq(),
          row.unread(),
          row.lastMessage());
    }
  }

  private Future<Void> list(Visit visit) {
    Query query = new Query(visit.context());
    String chatbot = query.text("chatbot");
    return (chatbot == null
            ? Future.succeededFuture(
                asked(query, visit.caller().accountId(), null, query.text("before")))
            : doorkeeper
                .chatbots()
                .find(chatbot, visit.caller())
                .map(found -> asked(query, found.accountId(), found.id(), query.text("before"))))
        .compose(
            asked ->
                FindInbox.ADDRESS.ask(bus, asked).compose(found -> answer(visit, asked, found)));
  }

  private static FindInbox asked(
      Query query, UUID accountId, @Nullable UUID chatbotId, @Nullable String before) {
    return new FindInbox(
        accountId,
        chatbotId,
        state(query.text("state")),
        query.text("q"),
        before == null ? null : InboxCursor.read(before),
        query.limit());
  }

  private static Future<Void> answer(Visit visit, FindInbox asked, Inbox found) {
    InboxPlace next = found.next();
    if (next != null) {
      visit.next(url(asked, next));
    }
    return visit.answer(200, found.rows().stream().map(Published::of).toList());
  }

  private static String url(FindInbox asked, InboxPlace next) {
    InboxState state = asked.state();
    return INBOX
        + "?before="
        + InboxCursor.text(next)
        + "&limit="
        + asked.limit()
        + (state == null ? "" : "&state=" + state.name().toLowerCase(Locale.ROOT))
        + (asked.chatbotId() == null ? "" : "&chatbot=" + asked.chatbotId())
        + (asked.words() == null
            ? ""
            : "&q=" + URLEncoder.encode(asked.words(), StandardCharsets.UTF_8));
  }

  private Future<Void> done(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                MarkDone.ADDRESS.ask(
                    bus, new MarkDone(chatbot.id(), ConversationRoutes.conversation(visit))))
        .compose(done -> visit.nothing());
  }

  private Future<Void> read(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                bodies
                    .read(visit.request())
                    .compose(
                        fields ->
                            MarkRead.ADDRESS.ask(
                                bus,
                                new MarkRead(
                                    chatbot.id(),
                                    ConversationRoutes.conversation(visit),
                                    fields.number("seq", 0, SEQ_MAX)))))
        .compose(read -> visit.answer(200, read));
  }

  private static @Nullable InboxState state(@Nullable String text) throws Problem {
    if (text == null) {
      return null;
    }
    for (InboxState state : InboxState.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
        return state;
      }
    }
    throw Problems.invalid("The parameter \"state\" must be waiting, bot, human or done.");
  }
}
