package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.testkit.ChatClient;

/**
 * A name that is almost one of HTTP's means nothing, so that nobody disagrees on a request's end.
 */
final class HeaderNamesTest {
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: a\r\n";
  private static final String LAST = LIVE + "Connection: close\r\n\r\n";

  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  private String raw(String bytes) throws IOException {
    try (RawSocket socket = new RawSocket(house.port())) {
      socket.send(bytes);
      return socket.rest();
    }
  }

  private static long answers(String raw) {
    return Pattern.compile("HTTP/1.1 200 OK").matcher(raw).results().count();
  }

  private String post(String headers) {
    return "POST %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n"
        .formatted(ChatClient.chat(house.bot.id()), house.owner, headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Xength",
        "content-xength",
        "Content-\u0000ength",
        "Content-1ength",
        "Content-_ength"
      })
  void aMisspeltLengthHidesNoRequest(String name) throws IOException {
    String raw = raw(LIVE + name + ": " + LAST.length() + "\r\n\r\n" + LAST);

    // A byte that no name may hold is refused; what is a name, if a strange one, means nothing.
    if (name.indexOf('\u0000') >= 0) {
      assertThat(raw).startsWith("HTTP/1.1 400").contains("40001");
    } else {
      assertThat(answers(raw)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length", "content-length", "CONTENT-LENGTH", "cOnTeNt-lEnGtH"})
  void theLengthIsKnownHoweverItIsWritten(String name) throws IOException {
    String body = "{\"q\":\"whole\"}";

    String raw = raw(post(name + ": " + body.length()) + body);

    assertThat(raw).startsWith("HTTP/1.1 200");
    assertThat(house.asked.getFirst().question()).isEqualTo("whole");
  }

  @Test
  void aMisspeltLengthBesideTheTrueOneChangesNothing() throws IOException {
    String body = "{\"q\":\"whole\"}";

    String raw = raw(post("Content-Xength: 4\r\nContent-Length: " + body.length()) + body);

    assertThat(raw).startsWith("HTTP/1.1 200");
    assertThat(house.asked.getFirst().question()).isEqualTo("whole");
  }

  @Test
  void aMisspeltTypeIsNone() throws IOException {
    String body = "{\"q\":\"whole\"}";
    String length = "\r\nContent-Length: " + body.length();

    assertThat(raw(post("Content-Xype: text/xml" + length) + body)).startsWith("HTTP/1.1 200");
    assertThat(raw(post("Content-Type: text/xml" + length) + body)).startsWith("HTTP/1.1 415");
  }
}
