package repartee.crawler;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the web.
 *
 * @param accept the media types that are wanted
 * @param validators what is known already: see there
 * @param cut a body that is longer than allowed is cut there, not refused
 * @param admit asked before each hop; fails with {@link Unreadable} where it must not be made
 */
record Fetch(
    WebUrl url,
    String accept,
    Validators validators,
    boolean cut,
    Function<WebUrl, Future<Void>> admit) {

  /** With these a server can say that nothing has changed (RFC 9110, section 13). */
  record Validators(@Nullable String etag, @Nullable String lastModified) {
    static final Validators NONE = new Validators(null, null);
  }

  /**
   * What came of it.
   *
   * @param url where the last hop led
   * @param codings how the body is packed
   * @param body as it was sent
   */
  record Fetched(
      WebUrl url,
      int status,
      String contentType,
      List<String> codings,
      Validators validators,
      String robotsTag,
      Buffer body) {}
}
