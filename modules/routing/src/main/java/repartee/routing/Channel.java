package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.AnswerBegun;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.Problem;
import repartee.contract.StreamTrailer;

/**
 * One open channel: questions come in as frames, answers go out one after the other, as delimited
 * streams closed by trailers; what went wrong goes out between them as notices.
 */
final class Channel {
  /** A frame, and a message of several frames too. */
  static final int MESSAGE_BYTES_MAX = 64 << 10;

  private static final Logger log = LoggerFactory.getLogger(Channel.class);
  private static final int MALFORMED_MAX = 3;

  private final EventBus bus;
  private final HttpConnection connection;
  private final ServerWebSocket socket;
  private final Channels.Member member;
  private final Asking asking;
  private final SlowReader reader;
  private final int questionsMax;
  // What is to be sent, one after the other: answers and notices.
  private final Queue<Supplier<Future<Void>>> turns = new ArrayDeque<>();
  private Buffer message = Buffer.buffer();
  private boolean binary;
  private boolean busy;
  private boolean heard = true;
  private boolean gone;
  private int malformed;

  Channel(
      EventBus bus,
      HttpConnection connection,
      ServerWebSocket socket,
      Channels.Member member,
      Asking asking,
      RoutingConfiguration configuration) {
    this.bus = bus;
    this.connection = connection;
    this.socket = socket;
    this.member = member;
    this.asking = asking;
    this.reader = new SlowReader(socket::writeTextMessage, configuration);
    this.questionsMax = configuration.channelQuestionsMax();
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
    turns.clear();
  }

  /** The envelope of a problem as a line between two messages. */
  static String notice(Problem problem, String requestId) {
    return DelimitedStreamWriter.notice(Envelope.of(problem, requestId));
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
          OTHER_EPOCH,
          TOO_LARGE,
          UNSUPPORTED_MEDIA ->
          4400;
      case INTERNAL, MODEL_FAILED, MODEL_TOO_SLOW -> 1011;
    };
  }

  // Frames, not messages: their bytes show whether they are UTF-8, and their sum is ours to bound.
  private void frame(WebSocketFrame frame) {
    heard = true;
    if (gone || !(frame.isText() || frame.isBinary() || frame.isContinuation())) {
      return;
    }
    if (!frame.isContinuation()) {
      message = Buffer.buffer();
      binary = frame.isBinary();
    }
    if (message.length() + frame.binaryData().length() > MESSAGE_BYTES_MAX) {
      close(1009, "A message may have " + MESSAGE_BYTES_MAX + " bytes.");
      return;
    }
    message.appendBuffer(frame.binaryData());
    if (frame.isFinal()) {
      Buffer whole = message;
      message = Buffer.buffer();
      receive(whole);
    }
  }

  private void receive(Buffer whole) {
    try {
      if (binary) {
        throw Problems.invalid("A channel takes text frames. Please send JSON as text.");
      }
      Question question = Question.ofChannel(Fields.parse(whole.getBytes()), member.conversation());
      if (question.intercepts()) {
        throw Problems.forbidden();
      }
      if (turns.size() >= questionsMax) {
        throw Problems.busy("Too many questions wait on this channel. Please ask more slowly.");
      }
      enqueue(() -> answer(question));
    } catch (Problem problem) {
      refuse(problem);
    }
  }

  private void refuse(Problem problem) {
    if (turns.size() >= 2 * questionsMax) {
      close(4429, "Too many frames at once.");
      return;
    }
    boolean tooOften = problem.kind() == Problem.Kind.INVALID && ++malformed >= MALFORMED_MAX;
    enqueue(
        () ->
            reader
                .take(notice(problem, UUID.randomUUID().toString()))
                .onSuccess(
                    told -> {
                      if (tooOften) {
                        close(4400, "Three malformed messages.");
                      }
                    }));
  }

  private void enqueue(Supplier<Future<Void>> turn) {
    turns.add(turn);
    if (!busy) {
      next();
    }
  }

  private void next() {
    Supplier<Future<Void>> turn = turns.poll();
    busy = turn != null;
    if (turn != null) {
      turn.get().onComplete(done -> next(), this::cut);
    }
  }

  // In the middle of a message no notice may stand: the connection ends, the answer goes on.
  private void cut(Throwable cause) {
    if (cause instanceof TimeoutException) {
      close(4408, "The reader was slow beyond its bound.");
    } else if (!gone) {
      log.warn("a channel was cut off chatbot={}", member.chatbot().id(), cause);
      close(closeCode(Problem.of(cause).kind()), "The answer could not be read on.");
    }
  }

  private Future<Void> answer(Question question) {
    // There are no headers here in which the limits could be told.
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    Future<AnswerBegun> begun;
    try {
      begun = asking.begin(member.chatbot(), member.caller(), question, headers);
    } catch (Problem refused) {
      begun = Future.failedFuture(refused);
    }
    return begun.transform(
        asked -> asked.succeeded() ? write(asked.result()) : fail(asked.cause()));
  }

  private Future<Void> fail(Throwable cause) {
    Problem problem = Problem.of(cause);
    String requestId = UUID.randomUUID().toString();
    if (problem.kind() == Problem.Kind.INTERNAL) {
      log.error("a question on a channel failed request={}", requestId, cause);
    }
    return reader.take(notice(problem, requestId));
  }

  private Future<Void> write(AnswerBegun begun) {
    return reader
        .take(DelimitedStreamWriter.head(begun.header()))
        .compose(head -> AnswerReading.read(bus, begun, reader::take))
        .compose(
            end ->
                reader.take(
                    DelimitedStreamWriter.tail(
                        new StreamTrailer(
                            begun.answer().messageId(),
                            begun.answer().seq(),
                            begun.answer().epoch(),
                            end.state(),
                            end.length()))));
  }
}
