package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.ChatClientReply;

/** What belongs to another account is, to the byte, what nobody has. */
@ExtendWith(SharedStand.class)
final class StrangersIT {
  private final Stand stand;

  StrangersIT(Stand stand) {
    this.stand = stand;
  }

  @AfterEach
  void everybodyElseNoticesNothing() {
    stand.assertGoesOn();
  }

  /** B: the stranger's chatbot; MINE: the own one; C, M, D, A: the stranger's things. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST   | /api/v1/backend/chatbot/B/chat         | {"q":"a"}                                               | 40401
          POST   | /api/v1/backend/chatbot/MINE/chat      | {"q":"a","conversation_uid":"C"}                        | 40402
          POST   | /chatbots/B/conversations              | {"conversation_id":"c","user_id":"u","prompt":"p"}      | 40401
          POST   | /chatbots/B/conversations              | {"conversation_id":"c","user_id":"client:u","prompt":"p"} | 40401
          GET    | /chatbots/B                            |                                                         | 40401
          PATCH  | /chatbots/B                            | {"name":"stolen"}                                       | 40401
          DELETE | /chatbots/B                            |                                                         | 40401
          GET    | /chatbots/B/documents                  |                                                         | 40401
          POST   | /chatbots/B/documents                  | {"name":"n","content":"c"}                              | 40401
          GET    | /chatbots/B/documents/D                |                                                         | 40401
          DELETE | /chatbots/B/documents/D                |                                                         | 40401
          GET    | /chatbots/MINE/documents/D             |                                                         | 40400
          DELETE | /chatbots/MINE/documents/D             |                                                         | 40400
          GET    | /chatbots/B/conversations              |                                                         | 40401
          GET    | /chatbots/B/conversations/C            |                                                         | 40401
          DELETE | /chatbots/B/conversations/C            |                                                         | 40401
          GET    | /chatbots/MINE/conversations/C         |                                                         | 40402
          DELETE | /chatbots/MINE/conversations/C         |                                                         | 40402
          GET    | /chatbots/B/conversations/C/messages   |                                                         | 40401
          GET    | /chatbots/MINE/conversations/C/messages | | 40402
          GET    | /chatbots/B/conversations/C/messages/M | | 40401
          GET    | /chatbots/MINE/conversations/C/messages/M | | 40402
          GET    | /chatbots/MINE/conversations/desk/messages/M | | 40402
          GET    | /chatbots/B/conversations/C/notes | | 40401
          POST   | /chatbots/B/conversations/C/notes | {"name":"n","content":"c"} | 40401
          GET    | /chatbots/MINE/conversations/C/notes | | 40402
          POST   | /chatbots/MINE/conversations/C/notes | {"name":"n","content":"c"} | 40402
          DELETE | /chatbots/MINE/conversations/C/notes/D | | 40400
          POST   | /chatbots/MINE/conversations/C/done | {} | 40402
          POST   | /chatbots/MINE/conversations/C/read | {"seq":1} | 40402
          POST   | /chatbots/MINE/conversations/C/watching | {"id":"i","name":"n"} | 40402
          GET    | /chatbots/MINE/conversations/C/messages/M/prompt | | 40402
          GET    | /chatbots/B/documents/D/passages | | 40401
          GET    | /chatbots/MINE/documents/D/passages | | 40400
          GET    | /chatbots/B/search?q=a | | 40401
          GET    | /inbox?chatbot=B | | 40401
          GET    | /figures?chatbot=B | | 40401
          GET    | /unanswered?chatbot=B | | 40401
          DELETE | /replies/D | | 40400
          GET    | /accounts/A/keys                       |                                                         | 40400
          POST   | /accounts/A/keys                       | {"name":"n","scope":"owner"}                            | 40400
          DELETE | /accounts/A/keys/D                     |                                                         | 40400
          GET    | /accounts/A                            |                                                         | 40300
          PATCH  | /accounts/A                            | {"plan":"paid"}                                         | 40300
          DELETE | /accounts/A                            |                                                         | 40300
          """)
  void anotherAccountsThingsAreUnknownOnes(
      String method, String path, @Nullable String body, int code) {
    ChatClientReply others = send(method, theirs(path), body == null ? null : theirs(body));
    ChatClientReply unknown = send(method, nobodys(path), body == null ? null : nobodys(body));

    assertThat(others.status()).isEqualTo(code / 100);
    assertThat(others.json().get("code").intValue()).isEqualTo(code);
    assertThat(others.text()).isEqualTo(unknown.text());
    assertThat(others.headers().toString()).isEqualTo(unknown.headers().toString());
  }

  @Test
  void aChannelToAnotherAccountsChatbotIsClosedAsToAnUnknownOne() throws Exception {
    for (UUID bot : new UUID[] {stand.other.bot(), UUID.randomUUID()}) {
      ChatClientChannel channel =
          stand.mine.client().channel(ChatClient.chat(bot), Map.of(), part -> {}).await();

      assertThat(channel.closed().await(20, TimeUnit.SECONDS)).isEqualTo(4404);
    }
  }

  private ChatClientReply send(String method, String path, @Nullable String body) {
    return stand.send(stand.mine.client(), HttpMethod.valueOf(method), path, body);
  }

  private String theirs(String template) {
    return filled(
        template,
        stand.other.bot(),
        stand.other.place().conversation(),
        stand.other.place().message(),
        stand.other.document(),
        stand.other.account());
  }

  private String nobodys(String template) {
    return filled(
        template,
        UUID.randomUUID(),
        UUID.randomUUID(),
        UUID.randomUUID(),
        UUID.randomUUID(),
        UUID.randomUUID());
  }

  private String filled(
      String template, UUID bot, UUID conversation, UUID message, UUID document, UUID account) {
    return template
        .replaceAll("\\bMINE\\b", stand.mine.bot().toString())
        .replaceAll("\\bB\\b", bot.toString())
        .replaceAll("\\bC\\b", conversation.toString())
        .replaceAll("\\bM\\b", message.toString())
        .replaceAll("\\bD\\b", document.toString())
        .replaceAll("\\bA\\b", account.toString());
  }
}
