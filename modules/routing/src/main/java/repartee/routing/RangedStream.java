package repartee.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerBegun;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.LocateByte;
import repartee.contract.MessageState;
import repartee.contract.OpenReading;
import repartee.contract.Problem;
import repartee.contract.TextPlace;

/**
 * A message's delimited stream from any byte, written or still being written (RFC 9110, section 14;
 * RFC 8673 for live content). What stands before the text is made anew each time: the same bytes.
 */
final class RangedStream {
  // RFC 8673, section 2.1: the last byte of a body whose length nobody knows yet.
  private static final long VERY_LARGE = 9_007_199_254_740_991L;
  private static final int OPENED_MAX = 3;

  private final LogWatch watch;
  private final EventBus bus;
  private final AnswerStream streams;
  private final RoutingConfiguration configuration;

  RangedStream(LogWatch watch, AnswerStream streams, RoutingConfiguration configuration) {
    this.watch = watch;
    this.bus = watch.bus();
    this.streams = streams;
    this.configuration = configuration;
  }

  /** Answers with what the request's headers ask for of this message. */
  Future<Void> answer(
      HttpServerRequest request, UUID chatbotId, String conversation, UUID messageId) {
    return answer(request, new OpenReading(chatbotId, conversation, messageId), 1);
  }

  private Future<Void> answer(HttpServerRequest request, OpenReading open, int opened) {
    return OpenReading.ADDRESS
        .ask(bus, open)
        .compose(begun -> answer(request, begun))
        .recover(
            cause -> {
              if (!(cause instanceof Anew)) {
                return Future.failedFuture(cause);
              }
              // Nothing of it was sent yet.
              return opened < OPENED_MAX
                  ? answer(request, open, opened + 1)
                  : Future.failedFuture(
                      Problems.busy("The answer is being begun anew. Please try again."));
            });
  }

  private Future<Void> answer(HttpServerRequest request, AnswerBegun begun) {
    EntityTag tag = EntityTag.of(begun.answer());
    if (!tag.satisfiesIfMatch(request)) {
      return Future.failedFuture(Problems.begunAnew());
    }
    ByteRange range =
        tag.satisfiesIfRange(request) ? ByteRange.parse(request.getHeader("Range")) : null;
    boolean known = tag.isNamedByIfNoneMatch(request);
    if (range == null && !known) {
      mark(request.response(), tag);
      return streams.write(request, 200, begun);
    }
    byte[] head = DelimitedStreamWriter.head(begun.header()).getBytes(UTF_8);
    return locate(begun, range instanceof ByteRange.Between from ? from.first() - head.length : 0)
        .compose(
            place -> {
              if (known && isWhole(place)) {
                mark(request.response(), tag);
                return request.response().setStatusCode(304).end();
              }
              return answer(request, begun, tag, head, range, place);
            });
  }

  private Future<Void> answer(
      HttpServerRequest request,
      AnswerBegun begun,
      EntityTag tag,
      byte[] head,
      @Nullable ByteRange range,
      TextPlace place) {
    long length = head.length + place.bytes();
    return switch (range) {
      case null -> {
        mark(request.response(), tag);
        yield streams.write(request, 200, begun);
      }
      case ByteRange.Last last when last.count() == 0 -> refuse(request, length);
      case ByteRange.Last last when isWhole(place) -> {
        ByteRange.Between end =
            new ByteRange.Between(Math.max(0, length - last.count()), length - 1);
        yield locate(begun, end.first() - head.length)
            .compose(found -> send(request, begun, tag, head, end, found));
      }
      // Nobody knows yet which bytes will be the last.
      case ByteRange.Last last -> {
        mark(request.response(), tag);
        yield streams.write(request, 200, begun);
      }
      case ByteRange.Between between -> send(request, begun, tag, head, between, place);
    };
  }

  /** Sends a part that begins at {@code place}; what is not there and will not come is refused. */
  private Future<Void> send(
      HttpServerRequest request,
      AnswerBegun begun,
      EntityTag tag,
      byte[] head,
      ByteRange.Between range,
      TextPlace place) {
    long length = head.length + place.bytes();
    // The end of a whole answer is beyond its last byte; at any other's there may be more, or the
    // connection breaks off: it must not look as if all were there.
    if (range.first() > length || (range.first() == length && isWhole(place))) {
      return refuse(request, length);
    }
    HttpServerResponse response = AnswerStream.begin(request, 206);
    mark(response, tag);
    long last = isWhole(place) ? Math.min(range.last(), length - 1) : range.last();
    if (last < length) {
      String whole = isWhole(place) ? Long.toString(length) : "*";
      response
          .putHeader("Content-Range", "bytes " + range.first() + "-" + last + "/" + whole)
          .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(last - range.first() + 1));
    } else {
      last = Math.min(last, VERY_LARGE);
      response
          .setChunked(true)
          .putHeader("Content-Range", "bytes " + range.first() + "-" + last + "/*");
    }
    SlowReader reader = new SlowReader(response::write, configuration);
    RangeWriting writing =
        new RangeWriting(response, reader, head, range.first(), last, place.bytesBefore());
    return AnswerStream.finish(
        request,
        reader,
        // Who waits at the end of what there is knows at once that the range is right.
        response
            .writeHead()
            .compose(sent -> writing.head())
            .compose(
                more ->
                    more
                        ? AnswerReading.read(watch, begun, place.offset(), writing::text)
                        : Future.succeededFuture(
                            new AnswerReading.End(MessageState.STREAMING, null, 0))));
  }

  /**
   * RFC 9110, section 14.4, gives an unsatisfied range the length as it is now: also of an answer
   * that still grows, as its grammar has no word for an unknown one there.
   */
  private static Future<Void> refuse(HttpServerRequest request, long length) {
    request.response().putHeader("Content-Range", "bytes */" + length);
    return Future.failedFuture(Problems.noSuchRange(length));
  }

  private Future<TextPlace> locate(AnswerBegun begun, long byteOffset) {
    return LocateByte.ADDRESS
        .on(begun.node())
        .ask(bus, new LocateByte(begun.answer(), Math.max(0, byteOffset)))
        .recover(
            cause ->
                Future.failedFuture(
                    Problem.of(cause).kind() == Problem.Kind.OTHER_EPOCH ? new Anew() : cause));
  }

  /** Whether the answer is over and all of it is there. */
  private static boolean isWhole(TextPlace place) {
    return place.state() != MessageState.STREAMING && !Asking.brokeOff(place.state());
  }

  private static void mark(HttpServerResponse response, EntityTag tag) {
    response.putHeader(HttpHeaders.ETAG, tag.text()).putHeader("Accept-Ranges", "bytes");
  }

  /** The answer was begun anew while it was being opened. */
  private static final class Anew extends RuntimeException {
    private static final long serialVersionUID = 1;

    Anew() {
      super("begun anew", null, false, false);
    }
  }
}
