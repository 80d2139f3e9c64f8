package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Done;
import repartee.contract.Problem;

/**
 * One open channel: what comes in as frames is asked, stopped or attached to; what goes out are
 * messages as delimited streams closed by trailers, and notices between them.
 */
final class Channel {
  private static final Logger log = LoggerFactory.getLogger(Channel.class);
  private static final int MALFORMED_MAX = 3;

  private final HttpConnection connection;
  private final ServerWebSocket socket;
  private final Channels.Member member;
  private final Stopping stopping;
  private final Reach reach;
  private final ChannelFrames frames;
  private final ChannelLine line;
  private final Attachments attachments;
  private final ChannelQuestions questions;
  private final int noticesMax;
  private boolean heard = true;
  private boolean gone;
  private boolean stops;
  private int malformed;

  Channel(
      Vertx vertx,
      HttpConnection connection,
      ServerWebSocket socket,
      Channels.Member member,
      Asking asking,
      Stopping stopping,
      LogWatch watch,
      RoutingConfiguration configuration) {
    this.connection = connection;
    this.socket = socket;
    this.member = member;
    this.stopping = stopping;
    this.frames =
        new ChannelFrames(
            this::receive,
            () -> close(1009, "A message may have " + ChannelFrames.MESSAGE_BYTES_MAX + " bytes."));
    this.line = new ChannelLine(socket, configuration, this::cut);
    this.reach = Reach.of(vertx.eventBus(), member.caller());
    this.attachments =
        new Attachments(vertx, line, watch, configuration, reach, member.chatbotId());
    this.questions =
        new ChannelQuestions(line, member, asking, stopping, attachments, watch, configuration);
    this.noticesMax = 2 * configuration.channelQuestionsMax();
  }

  Channels.Member member() {
    return member;
  }

  void begin() {
    socket
        .frameHandler(this::frame)
        .pongHandler(pong -> heard = true)
        // A frame beyond what is read at all: Netty closes with 1009 by itself.
        .exceptionHandler(cause -> log.debug("a channel was cut", cause));
    if (member.conversation() != null) {
      attachments.attachToEnd(member.conversation());
    }
  }

  /** Asks the other end for a sign of life; closes if the last one got no answer. */
  void ping() {
    if (!heard) {
      close(1001, "No answer to a ping.");
      return;
    }
    heard = false;
    socket.writePing(Buffer.buffer("repartee")).onFailure(cause -> log.debug("no ping", cause));
  }

  /** What is told of a person who writes; null of one who has stopped. */
  private record News(UUID conversationUid, @Nullable Person typing) {
    record Person(String name) {}
  }

  /**
   * A person of the account writes into the conversation, or has stopped. The account's own people
   * hear of it elsewhere.
   */
  void typing(UUID conversation, @Nullable String name) {
    boolean asks =
        switch (member.caller().scope()) {
          case VISITOR, CHAT -> true;
          case ADMIN, OWNER, AGENT -> false;
        };
    // It is worth nothing later.
    if (asks && conversation.equals(attachments.conversation()) && line.waiting() == 0) {
      line.tell(new News(conversation, name == null ? null : new News.Person(name)));
    }
  }

  void close(int code, String reason) {
    if (!gone) {
      closed();
      socket
          .close((short) code, reason)
          .onFailure(cause -> log.debug("a channel was closed already", cause));
      Hangup.soon(connection);
    }
  }

  /** The socket is closed: nothing waits any more. */
  void closed() {
    gone = true;
    line.close();
    attachments.leave();
  }

  /** The published close code of a refusal; what has none there has its WebSocket meaning. */
  static int closeCode(Problem.Kind kind) {
    return switch (kind) {
      case NO_KEY, BAD_KEY -> 4401;
      case FORBIDDEN, NO_API_ACCESS, RESTRICTED -> 4403;
      case UNKNOWN_PATH, UNKNOWN_CHATBOT, UNKNOWN_CONVERSATION -> 4404;
      case TOO_FAST, QUOTA_USED_UP -> 4429;
      case BUSY -> 1013;
      case INVALID,
          METHOD_NOT_ALLOWED,
          NOT_ACCEPTABLE,
          KEY_REUSED,
          HELD_BY_OTHER,
          OTHER_EPOCH,
          TOO_LARGE,
          UNSUPPORTED_MEDIA,
          NO_SUCH_RANGE ->
          4400;
      case INTERNAL, MODEL_FAILED, MODEL_TOO_SLOW -> 1011;
    };
  }

  private void frame(WebSocketFrame frame) {
    heard = true;
    if (!gone) {
      frames.take(frame);
    }
  }

  private void receive(ChannelFrames.Whole message) {
    try {
      switch (ChannelRequest.parse(message, member.conversation(), member.caller())) {
        case ChannelRequest.Put put -> questions.ask(put.question());
        case ChannelRequest.Stop stop -> stop();
        case ChannelRequest.Attach place -> {
          attachments.attach(place);
          questions.attached();
        }
      }
    } catch (ChannelRequest.Misplaced misplaced) {
      refuse(misplaced.problem(), false);
    } catch (Problem problem) {
      refuse(problem, problem.kind() == Problem.Kind.INVALID && ++malformed >= MALFORMED_MAX);
    }
  }

  private void refuse(Problem problem, boolean tooOften) {
    if (line.waiting() >= noticesMax) {
      close(4429, "Too many frames at once.");
      return;
    }
    line.refuse(problem)
        .onSuccess(
            told -> {
              if (tooOften) {
                close(4400, "Three malformed messages.");
              }
            });
  }

  /** Past all that waits; what is stopped already needs no second stop. */
  private void stop() {
    if (stops) {
      return;
    }
    stops = true;
    var attached = attachments.conversation();
    (attached == null ? questions.stop() : stopAttached(attached).eventually(questions::stop))
        .onFailure(line::fail)
        .onComplete(done -> stops = false);
  }

  // To attach is to be told, and not yet to be allowed: that is found out on the way.
  private Future<Done> stopAttached(UUID conversation) {
    return reach
        .check(member.chatbotId(), conversation)
        .compose(own -> stopping.stopRunning(member.chatbotId(), conversation));
  }

  // In the middle of a message no notice may stand: the connection ends, the answer goes on.
  private void cut(Throwable cause) {
    if (cause instanceof TimeoutException) {
      close(4408, "The reader was slow beyond its bound.");
    } else if (!gone) {
      log.warn("a channel was cut off chatbot={}", member.chatbotId(), cause);
      close(closeCode(Problem.of(cause).kind()), "The answer could not be read on.");
    }
  }
}
