package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;

/** From where a chatbot may be asked, whose pages may read, and how often. */
final class RestrictionsTest {
  private static final String BODY = "{\"q\":\"a\"}";

  private final House house = new House(House.configuration(5, 100, 20_000, 20_000));

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example, true",
    "http://SHOP.example:8080, true",
    "https://a.b.example, true",
    "https://localhost:3000, true",
    "https://localhost:3001, false",
    "https://b.example, false",
    "https://shop.example.evil.example, false",
    "https://evilshop.example, false",
    "https://shop.example@evil.example, false",
    "https://evil.example/shop.example, false",
    "null, false",
    "shop.example, false",
    "file://shop.example, false",
    "https://[::1, false"
  })
  void onlyAllowedHostnamesMay(String page, boolean allowed) {
    List<String> hostnames = List.of("shop.example", "*.b.example", "localhost:3000");

    assertThat(Hostnames.allow(hostnames, page)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.2.3, true",
    "10.0.0.0/8, 11.1.2.3, false",
    "192.168.1.7, 192.168.1.7, true",
    "192.168.1.7, 192.168.1.70, false",
    "2001:db8::/32, 2001:db8:1::5, true",
    "2001:db8::/32, 2001:db9::5, false",
    "::1, 0:0:0:0:0:0:0:1, true",
    "0.0.0.0/0, 8.8.8.8, true",
    "10.0.0.0/8, nonsense, false"
  })
  void onlyAllowedAddressesMay(String network, String address, boolean allowed) {
    assertThat(Networks.contain(List.of(network), address)).isEqualTo(allowed);
  }

  @Test
  void aForeignPageIsRefusedAndAServerIsNot() {
    String chat =
        ChatClient.chat(house.chatbot(house.account, List.of("shop.example"), List.of()).id());

    assertThat(house.post(chat, BODY, "Origin", "https://shop.example").status()).isEqualTo(200);
    assertThat(
            house.post(chat, BODY, "Origin", "https://evil.example").json().get("code").intValue())
        .isEqualTo(40302);
    assertThat(house.post(chat, BODY, "Origin", "null").status()).isEqualTo(403);
    assertThat(house.post(chat, BODY, "Referer", "https://evil.example/page").status())
        .isEqualTo(403);
    assertThat(house.post(chat, BODY).status()).isEqualTo(200);
  }

  @Test
  void anAddressCountsAsTheSocketSaysUnlessAProxyIsTrusted() {
    String elsewhere =
        ChatClient.chat(house.chatbot(house.account, List.of(), List.of("10.0.0.0/8")).id());
    String here =
        ChatClient.chat(house.chatbot(house.account, List.of(), List.of("127.0.0.1")).id());

    assertThat(
            house
                .post(elsewhere, BODY, "X-Forwarded-For", "10.0.0.1")
                .json()
                .get("code")
                .intValue())
        .isEqualTo(40302);
    assertThat(house.post(here, BODY, "X-Forwarded-For", "10.0.0.1").status()).isEqualTo(200);
  }

  @Test
  void onlyPagesOfAllowedHostnamesMayReadAnswers() {
    String chat =
        ChatClient.chat(house.chatbot(house.account, List.of("shop.example"), List.of()).id());
    Map<String, String> asks =
        Map.of("Origin", "https://shop.example", "Access-Control-Request-Method", "POST");

    ChatClientReply preflight = house.as(null).send(HttpMethod.OPTIONS, chat, asks, null).await();
    ChatClientReply foreign =
        house
            .as(null)
            .send(HttpMethod.OPTIONS, chat, Map.of("Origin", "https://evil.example"), null)
            .await();
    ChatClientReply refused =
        house
            .as(null)
            .send(HttpMethod.POST, chat, Map.of("Origin", "https://shop.example"), BODY)
            .await();

    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.headers().get("Access-Control-Allow-Origin"))
        .isEqualTo("https://shop.example");
    assertThat(preflight.headers().get("Access-Control-Allow-Methods")).contains("POST");
    assertThat(preflight.headers().get("Access-Control-Allow-Headers")).contains("Authorization");
    assertThat(preflight.headers().contains("Access-Control-Allow-Credentials")).isFalse();
    assertThat(foreign.headers().contains("Access-Control-Allow-Origin")).isFalse();
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.headers().get("Access-Control-Allow-Origin"))
        .isEqualTo("https://shop.example");
    assertThat(refused.headers().get("Access-Control-Expose-Headers")).contains("X-Request-Id");
  }

  @Test
  void whoAsksTooFastIsToldWhenToAskAgain() {
    String chat = ChatClient.chat(house.bot.id());
    for (int i = 0; i < 5; i++) {
      ChatClientReply reply = house.post(chat, BODY);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.headers().get("RateLimit-Remaining")).isEqualTo(Integer.toString(4 - i));
    }

    ChatClientReply refused = house.post(chat, BODY);

    assertThat(refused.json().get("code").intValue()).isEqualTo(42900);
    assertThat(refused.headers().get("RateLimit-Limit")).isEqualTo("5");
    assertThat(refused.headers().get("RateLimit-Remaining")).isEqualTo("0");
    assertThat(Integer.parseInt(refused.headers().get("RateLimit-Reset"))).isPositive();
    assertThat(Integer.parseInt(refused.headers().get("Retry-After"))).isPositive();
  }

  @Test
  void aUsedUpMonthIsTold() {
    house.turnsUsed = 100;

    ChatClientReply refused = house.post(ChatClient.chat(house.bot.id()), BODY);

    assertThat(refused.json().get("code").intValue()).isEqualTo(42901);
    assertThat(refused.headers().contains("Retry-After")).isTrue();
  }
}
