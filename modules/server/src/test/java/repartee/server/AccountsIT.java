package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static repartee.server.Stand.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;

/** Accounts over HTTP, from the first day to the last. */
@ExtendWith(SharedStand.class)
final class AccountsIT {
  private final Stand stand;
  private final List<ChatClient> clients = new ArrayList<>();

  AccountsIT(Stand stand) {
    this.stand = stand;
  }

  @AfterEach
  void close() {
    clients.forEach(ChatClient::close);
    stand.assertGoesOn();
  }

  private ChatClient as(String key) {
    ChatClient client = stand.client(key);
    clients.add(client);
    return client;
  }

  private static ChatClientReply patch(ChatClient client, String path, String body) {
    return client.send(HttpMethod.PATCH, path, Map.of(), body).await();
  }

  private static ChatClientReply delete(ChatClient client, String path) {
    return client.send(HttpMethod.DELETE, path, Map.of(), null).await();
  }

  @Test
  void anAccountIsShownChangedAndRemoved() {
    ChatClientReply made =
        stand.admin.post("/accounts", Map.of("name", "Town library", "plan", "free")).await();
    String path = made.headers().get("Location");

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().properties().stream().map(Map.Entry::getKey))
        .containsExactly("id", "name", "plan", "created_at");
    assertThat(path).isEqualTo("/accounts/" + made.json().get("id").asText());
    assertThat(stand.admin.get(path).await().text()).isEqualTo(made.text());
    assertThat(stand.admin.get("/accounts").await().json()).contains(made.json());

    JsonNode renamed = patch(stand.admin, path, "{\"name\":\"City library\"}").json();
    assertThat(renamed.get("name").asText()).isEqualTo("City library");
    assertThat(renamed.get("plan").asText()).isEqualTo("free");
    assertThat(patch(stand.admin, path, "{}").json()).isEqualTo(renamed);

    assertThat(delete(stand.admin, path).status()).isEqualTo(204);
    assertRefused(stand.admin.get(path).await(), false, 40400);
    assertRefused(patch(stand.admin, path, "{\"name\":\"x\"}"), false, 40400);
    assertRefused(delete(stand.admin, path), false, 40400);
    assertRefused(stand.admin.get(path + "/keys").await(), false, 40400);
    assertRefused(
        stand.admin.post(path + "/keys", Map.of("name", "k", "scope", "chat")).await(),
        false,
        40400);
    assertThat(stand.admin.get("/accounts").await().json()).doesNotContain(renamed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":7}",
        "{\"name\":\"\"}",
        "{\"plan\":\"gold\"}",
        "{\"plan\":[]}",
        "not json",
        "[]"
      })
  void whatIsNoAccountIsRefused(String body) {
    String path = "/accounts/" + stand.mine.account();

    assertRefused(patch(stand.admin, path, body), false, 40001);
    assertRefused(
        stand.admin.send(HttpMethod.POST, "/accounts", Map.of(), body).await(), false, 40001);
  }

  @Test
  void idsThatAreNoneAreUnknown() {
    for (String id : List.of("nope", UUID.randomUUID() + "x", "..%2faccounts")) {
      assertRefused(stand.admin.get("/accounts/" + id).await(), false, 40400);
      assertRefused(delete(stand.admin, "/accounts/" + id), false, 40400);
      assertRefused(stand.admin.get("/accounts/" + id + "/keys").await(), false, 40400);
    }
    String keys = "/accounts/" + stand.mine.account() + "/keys/";
    assertRefused(delete(stand.admin, keys + "nope"), false, 40400);
    assertRefused(delete(stand.admin, keys + UUID.randomUUID()), false, 40400);
  }

  @Test
  void anAdministratorCannotRemoveTheirOwnAccount() {
    String own = stand.admin.get("/accounts").await().json().at("/0/id").asText();

    assertRefused(delete(stand.admin, "/accounts/" + own), false, 40300);
  }

  @Test
  void aRemovedAccountTakesItsKeysAndChatbotsAlong() {
    UUID account = stand.newAccount("gone", "paid");
    ChatClient owner = as(stand.newKey(account, "owner"));
    UUID bot = ServeIT.taughtBot(owner);
    assertThat(owner.get("/chatbots/" + bot).await().status()).isEqualTo(200);

    assertThat(delete(stand.admin, "/accounts/" + account).status()).isEqualTo(204);

    assertRefused(owner.get("/chatbots/" + bot).await(), false, 40101);
    assertRefused(stand.admin.get("/chatbots/" + bot).await(), false, 40401);
  }

  @Test
  void aPlanThatIsChangedHoldsAtOnce() {
    UUID account = stand.newAccount("poor", "free");
    ChatClient owner = as(stand.newKey(account, "owner"));
    assertRefused(owner.get("/chatbots").await(), false, 40301);

    patch(stand.admin, "/accounts/" + account, "{\"plan\":\"paid\"}");
    assertThat(owner.get("/chatbots").await().status()).isEqualTo(200);

    patch(stand.admin, "/accounts/" + account, "{\"plan\":\"free\"}");
    assertRefused(owner.get("/chatbots").await(), false, 40301);
  }
}
