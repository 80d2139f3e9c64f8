package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import repartee.contract.Caller;
import repartee.contract.Chatbot;
import repartee.contract.Conversation;
import repartee.contract.KeysChanged;
import repartee.contract.Problem;
import repartee.contract.Scope;

/**
 * The channels of one door: who may open one, and when all of them end.
 *
 * <p>Every refusal is a notice and a close code behind the handshake, never an HTTP status, which a
 * browser would hide from the page; only a full server refuses the handshake itself.
 */
final class Channels {
  static final String PROTOCOL = "repartee.v1";
  private static final long CHECKED_EVERY_MS = 2000;
  private static final Set<Problem.Kind> REASONS_TO_LEAVE =
      Set.of(
          Problem.Kind.BAD_KEY,
          Problem.Kind.NO_API_ACCESS,
          Problem.Kind.FORBIDDEN,
          Problem.Kind.RESTRICTED,
          Problem.Kind.UNKNOWN_CHATBOT);

  private final Vertx vertx;
  private final Doorkeeper doorkeeper;
  private final Asking asking;
  private final Stopping stopping;
  private final LogWatch watch;
  private final RoutingConfiguration configuration;
  private final Set<Channel> open = new HashSet<>();

  Channels(
      Vertx vertx,
      Doorkeeper doorkeeper,
      Asking asking,
      Stopping stopping,
      LogWatch watch,
      RoutingConfiguration configuration) {
    this.vertx = vertx;
    this.doorkeeper = doorkeeper;
    this.asking = asking;
    this.stopping = stopping;
    this.watch = watch;
    this.configuration = configuration;
  }

  void mount(Paths paths) {
    paths.upgrade(ChatRoutes.CHAT, this::open).upgrade(ConversationRoutes.ONE, this::open);
  }

  /** Looks after the open channels as long as the calling verticle runs. */
  Future<Void> watch() {
    vertx.setPeriodic(configuration.pingMs(), tick -> each(Channel::ping));
    vertx.setPeriodic(CHECKED_EVERY_MS, tick -> each(this::check));
    return KeysChanged.EVENT.watch(
        vertx.eventBus(),
        changed ->
            each(
                channel -> {
                  if (channel.member().caller().accountId().equals(changed.accountId())) {
                    // The doors' own watcher may hear of it later than this one.
                    doorkeeper.keys().forget(changed.accountId());
                    check(channel);
                  }
                }));
  }

  /**
   * The node goes away: says so to all, one after the other within a while, so that they do not all
   * come to another node at once.
   */
  void goodbye() {
    List<Channel> leaving = List.copyOf(open);
    for (int place = 0; place < leaving.size(); place++) {
      Channel channel = leaving.get(place);
      long later = (long) configuration.goodbyeMs() * place / leaving.size();
      if (later == 0) {
        goodbye(channel);
      } else {
        vertx.setTimer(later, tick -> goodbye(channel));
      }
    }
  }

  private static void goodbye(Channel channel) {
    channel.close(1001, "The node goes away. Please connect again.");
  }

  /** Who may speak on a channel, to which bot, and in which conversation if only in one. */
  record Member(
      Caller caller,
      Proof proof,
      Right right,
      Restrictions.From from,
      UUID chatbotId,
      @Nullable Conversation conversation) {}

  private Future<Void> open(RoutingContext context) {
    HttpServerRequest request = context.request();
    // Nothing may be read before the socket has its handlers.
    request.pause();
    return Future.succeededFuture(context)
        .compose(this::admit)
        .transform(admitted -> upgrade(request, admitted.result(), admitted.cause()));
  }

  private Future<Member> admit(RoutingContext context) {
    Carried carried = Carried.of(context.request(), doorkeeper.origins());
    return doorkeeper
        .keys()
        .proof(carried)
        .compose(
            proof ->
                doorkeeper
                    .keys()
                    .caller(proof)
                    .compose(caller -> doorkeeper.keys().permit(caller, right(context, caller)))
                    .compose(caller -> admit(context, caller, proof)));
  }

  private Future<Member> admit(RoutingContext context, Caller caller, Proof proof) {
    HttpServerRequest request = context.request();
    Reach.of(vertx.eventBus(), caller).checkChatbot(context);
    return asking
        .chatbot(String.valueOf(context.pathParam(Paths.CHATBOT)), caller, request)
        .compose(chatbot -> conversation(context, caller, chatbot))
        .map(
            found ->
                new Member(
                    caller,
                    proof,
                    right(context, caller),
                    asking.from(request),
                    found.chatbot().id(),
                    found.conversation()));
  }

  // Who may read but not ask may follow a conversation.
  private static Right right(RoutingContext context, Caller caller) {
    boolean reads = context.pathParam("conversation") != null && caller.scope() == Scope.AGENT;
    return reads ? Right.READ : Right.ASK;
  }

  private record Place(Chatbot chatbot, @Nullable Conversation conversation) {}

  private Future<Place> conversation(RoutingContext context, Caller caller, Chatbot chatbot) {
    String name = context.pathParam("conversation");
    // A page's key is everybody's, and a client's own names can be guessed; a uid cannot.
    if (name != null && caller.scope() == Scope.CHAT && Ids.uuid(name) == null) {
      return Future.failedFuture(
          new Problem(
              Problem.Kind.FORBIDDEN,
              "With this key a conversation is followed by its conversation_uid."));
    }
    return name == null
        ? Future.succeededFuture(new Place(chatbot, null))
        : Reach.of(vertx.eventBus(), caller)
            .find(chatbot.id(), ConversationRoutes.conversation(name))
            .map(found -> new Place(chatbot, found));
  }

  private Future<Void> upgrade(
      HttpServerRequest request, @Nullable Member member, @Nullable Throwable refused) {
    if (member == null) {
      Problem problem = Problem.of(refused == null ? Problems.badKey() : refused);
      return request.toWebSocket().compose(socket -> refuse(socket, problem));
    }
    if (!doorkeeper.openChannel()) {
      return Future.failedFuture(
          Problems.busy("The server has no free channel. Please try again."));
    }
    return request
        .toWebSocket()
        .onFailure(failed -> doorkeeper.closeChannel())
        .onSuccess(socket -> begin(request.connection(), socket, member))
        .mapEmpty();
  }

  private void begin(HttpConnection connection, ServerWebSocket socket, Member member) {
    Channel channel =
        new Channel(vertx, connection, socket, member, asking, stopping, watch, configuration);
    open.add(channel);
    Measures.channelOpened();
    socket.closeHandler(
        closed -> {
          open.remove(channel);
          channel.closed();
          doorkeeper.closeChannel();
          Measures.channelClosed();
        });
    channel.begin();
  }

  private static Future<Void> refuse(ServerWebSocket socket, Problem problem) {
    return socket
        .writeTextMessage(ChannelLine.notice(problem, UUID.randomUUID().toString()))
        .compose(told -> socket.close((short) Channel.closeCode(problem.kind()), shortly(problem)));
  }

  /** Who could not come in now has to leave; a database that is away shows nobody out. */
  private void check(Channel channel) {
    asking
        .admit(channel.member())
        .onFailure(
            cause -> {
              Problem problem = Problem.of(cause);
              if (REASONS_TO_LEAVE.contains(problem.kind())) {
                channel.close(Channel.closeCode(problem.kind()), shortly(problem));
              }
            });
  }

  /** Tells those who ask, and follow it, that a person writes; null: nobody does any more. */
  void typing(UUID conversation, @Nullable String name) {
    each(channel -> channel.typing(conversation, name));
  }

  private void each(Consumer<Channel> does) {
    List.copyOf(open).forEach(does);
  }

  // A close frame has room for 123 bytes.
  private static String shortly(Problem problem) {
    String sentence = problem.sentence();
    return sentence.length() <= 120 ? sentence : sentence.substring(0, 120);
  }
}
