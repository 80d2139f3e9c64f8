package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.testkit.ChatClient;

/** Whose word on a client's address counts: a trusted proxy's, and nobody else's. */
final class ProxiesTest {
  private static final String BODY = "{\"q\":\"a\"}";
  private static final House TRUSTING =
      new House(House.trusting("127.0.0.1", "10.9.0.0/16", "2001:db8:9::/48"));
  private static final House ALONE = new House(House.trusting());

  @AfterAll
  static void close() {
    TRUSTING.close();
    ALONE.close();
  }

  /** Where a bot is asked that only clients of these two networks may ask. */
  private static String chat(House house) {
    return ChatClient.chat(
        house.chatbot(house.account, List.of(), List.of("10.0.0.0/16", "2001:db8:1::/48")).id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.1                               | 200
          10.0.0.1:4711                          | 200
          2001:db8:1::7                          | 200
          [2001:db8:1::7]                        | 200
          [2001:db8:1::7]:4711                   | 200
          2001:DB8:1:0:0:0:0:7                   | 200
          ::ffff:10.0.0.1                        | 200
          203.0.113.7                            | 403
          2001:db8:2::7                          | 403
          10.0.0.1, 10.9.0.1                     | 200
          10.0.0.1,10.9.0.1:80,10.9.0.2          | 200
          2001:db8:1::7, [2001:db8:9::1]:443     | 200
          10.0.0.1, 203.0.113.7                  | 403
          10.0.0.1, 203.0.113.7, 10.9.0.1        | 403
          10.0.0.1:80, [2001:db8:2::7]:443       | 403
          203.0.113.7, 10.0.0.1                  | 200
          10.0.0.1, unknown                      | 403
          10.0.0.1, _hidden                      | 403
          10.0.0.1,                              | 403
          10.0.0.1, 10.9.0.1.                    | 403
          10.0.0.1, 10.9.0.1:port                | 403
          10.0.0.1, 10.9.1                       | 403
          10.0.0.1, [10.9.0.1                    | 403
          10.9.0.1                               | 403
          """)
  void theLastAddressThatIsNoTrustedProxyIsTheClients(String forwarded, int status) {
    assertThat(TRUSTING.post(chat(TRUSTING), BODY, "X-Forwarded-For", forwarded).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1, 203.0.113.7, 403", "203.0.113.7, 10.0.0.1, 200"})
  void severalLinesAreOneList(String first, String second, int status) throws IOException {
    try (RawSocket socket = new RawSocket(TRUSTING.port())) {
      socket.send(
          "POST %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer %s\r\n"
                  .formatted(chat(TRUSTING), TRUSTING.owner)
              + "X-Forwarded-For: %s\r\nx-forwarded-for: %s\r\n".formatted(first, second)
              + "Content-Length: %d\r\n\r\n%s".formatted(BODY.length(), BODY));

      assertThat(socket.rest()).startsWith("HTTP/1.1 " + status);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.1", "10.0.0.1, 127.0.0.1", "[2001:db8:1::7]:4711", "::ffff:10.0.0.1"})
  void withoutATrustedProxyOnlyTheSocketCounts(String forwarded) {
    for (String name : List.of("X-Forwarded-For", "X-Real-IP", "Forwarded")) {
      assertThat(ALONE.post(chat(ALONE), BODY, name, forwarded).status()).isEqualTo(403);
    }
  }

  @Test
  void whereNobodyForwardsTheSocketCountsThoughItIsAProxys() {
    String here =
        ChatClient.chat(TRUSTING.chatbot(TRUSTING.account, List.of(), List.of("127.0.0.1")).id());

    assertThat(TRUSTING.post(here, BODY).status()).isEqualTo(200);
    assertThat(TRUSTING.post(chat(TRUSTING), BODY).status()).isEqualTo(403);
  }

  @Test
  void aForwardedHostIsNoOrigin() {
    for (House house : List.of(TRUSTING, ALONE)) {
      String chat =
          ChatClient.chat(house.chatbot(house.account, List.of("shop.example"), List.of()).id());

      int foreign =
          house
              .post(
                  chat,
                  BODY,
                  "Origin",
                  "https://evil.example",
                  "X-Forwarded-Host",
                  "shop.example",
                  "Host",
                  "shop.example")
              .status();
      int own =
          house
              .post(
                  chat, BODY, "Origin", "https://shop.example", "X-Forwarded-Host", "evil.example")
              .status();

      assertThat(foreign).isEqualTo(403);
      assertThat(own).isEqualTo(200);
    }
  }
}
