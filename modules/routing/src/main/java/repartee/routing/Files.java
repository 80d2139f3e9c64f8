package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.AddFile;
import repartee.contract.Problem;
import repartee.contract.StoreFilePart;

/**
 * The door for files, sent as forms (RFC 7578): one file, and perhaps the name that the document is
 * to have. No more than one part of it is in memory; the next is read once that one is stored.
 */
final class Files {
  // A person on a bad line sends 50 MB in that time.
  private static final long ARRIVES_WITHIN_MS = 15 * 60_000;
  private static final long SILENT_MS = 30_000;
  private static final String NAME = "name";

  private final Vertx vertx;
  private final int bytesMax;

  Files(Vertx vertx, int bytesMax) {
    this.vertx = vertx;
    this.bytesMax = bytesMax;
  }

  static boolean isForm(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  /**
   * Stores the parts of the file as they come. Fails with {@code TOO_LARGE} or {@code INVALID}, and
   * as storage does.
   */
  Future<AddFile> receive(HttpServerRequest request, UUID chatbotId, int nameCharsMax) {
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    Arrival arrival = new Arrival(request);
    try {
      request.setExpectMultipart(true);
    } catch (IllegalStateException noBoundary) {
      return Future.failedFuture(
          Problems.invalid("The form names no boundary. Please send it as multipart/form-data."));
    }
    request
        .uploadHandler(arrival::begin)
        .exceptionHandler(arrival::fail)
        .endHandler(end -> arrival.end())
        .resume();
    long late = vertx.setTimer(ARRIVES_WITHIN_MS, time -> arrival.fail(notWhole()));
    long silence = vertx.setPeriodic(SILENT_MS, time -> arrival.look());
    return arrival
        .received
        .future()
        .map(
            received ->
                new AddFile(
                    chatbotId,
                    arrival.upload,
                    name(request, arrival.filename, nameCharsMax),
                    arrival.bytes,
                    arrival.parts))
        .onFailure(
            failure -> {
              if (!request.isEnded()) {
                request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
              }
            })
        .onComplete(
            over -> {
              vertx.cancelTimer(late);
              vertx.cancelTimer(silence);
            });
  }

  private static Problem notWhole() {
    return Problems.invalid("The file did not arrive whole. Please send it again.");
  }

  /** The name is a label, and never a path here. */
  private static String name(
      HttpServerRequest request, @Nullable String filename, int nameCharsMax) {
    String said = request.getFormAttribute(NAME);
    String name = said == null ? lastOf(filename) : said;
    name = name.replaceAll("\\p{Cntrl}", "").strip();
    if (name.isEmpty()) {
      throw Problems.invalid("The file has no name. Please send one in the field \"name\".");
    }
    if (name.length() > nameCharsMax) {
      throw Problems.invalid(
          "The name of the file may have at most " + nameCharsMax + " characters.");
    }
    return name;
  }

  private static String lastOf(@Nullable String filename) {
    return filename == null ? "" : filename.replaceFirst("(?s).*[/\\\\]", "");
  }

  /** One file on its way. */
  private final class Arrival {
    final UUID upload = UUID.randomUUID();
    final Promise<Void> received = Promise.promise();
    private final HttpServerRequest request;
    private Buffer waiting = Buffer.buffer();
    private Future<?> stored = Future.succeededFuture();
    private boolean seenSince;
    @Nullable String filename;
    boolean begun;
    long bytes;
    int parts;

    Arrival(HttpServerRequest request) {
      this.request = request;
    }

    void begin(HttpServerFileUpload file) {
      if (begun) {
        fail(Problems.invalid("Please send one file at a time."));
      }
      begun = true;
      filename = file.filename();
      file.handler(chunk -> take(file, chunk)).exceptionHandler(this::fail);
    }

    private void take(HttpServerFileUpload file, Buffer chunk) {
      seenSince = true;
      bytes += chunk.length();
      if (received.future().isComplete()) {
        return;
      }
      if (bytes > bytesMax) {
        waiting = Buffer.buffer();
        if (bytes > bytesMax + Bodies.DROPPED_BYTES_MAX) {
          fail(Problems.tooLarge(bytesMax));
        }
        return;
      }
      waiting.appendBuffer(chunk);
      if (waiting.length() >= StoreFilePart.BYTES_MAX) {
        file.pause();
        store().onSuccess(done -> file.resume()).onFailure(this::fail);
      }
    }

    /** What waits, in parts of the usual size and perhaps a smaller one. */
    private Future<?> store() {
      Buffer all = waiting;
      waiting = Buffer.buffer();
      for (StoreFilePart part : StoreFilePart.cut(upload, parts, all)) {
        parts++;
        stored = stored.compose(before -> StoreFilePart.ADDRESS.ask(vertx.eventBus(), part));
      }
      return stored;
    }

    void end() {
      if (bytes > bytesMax) {
        fail(Problems.tooLarge(bytesMax));
      } else if (!begun) {
        fail(Problems.invalid("There is no file in the form. Please send one in \"file\"."));
      } else {
        store().onSuccess(done -> received.tryComplete()).onFailure(this::fail);
      }
    }

    void look() {
      if (!seenSince && !request.isEnded()) {
        fail(notWhole());
      }
      seenSince = false;
    }

    void fail(Throwable cause) {
      received.tryFail(cause instanceof Problem ? cause : notWhole());
    }
  }
}
