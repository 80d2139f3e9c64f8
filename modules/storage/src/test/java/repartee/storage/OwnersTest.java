package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import repartee.contract.Account;
import repartee.contract.ApiKey;
import repartee.contract.ApiToken;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotChanged;
import repartee.contract.Chatbots;
import repartee.contract.CheckKey;
import repartee.contract.Conversation;
import repartee.contract.ConversationStatus;
import repartee.contract.CreateKey;
import repartee.contract.DeleteAccount;
import repartee.contract.DeleteConversation;
import repartee.contract.EnsureAdministrator;
import repartee.contract.FindAccount;
import repartee.contract.FindChatbot;
import repartee.contract.FindChatbots;
import repartee.contract.FindConversation;
import repartee.contract.FindConversations;
import repartee.contract.FindEntry;
import repartee.contract.FindKeys;
import repartee.contract.FirstAccount;
import repartee.contract.KeysChanged;
import repartee.contract.LogEntry;
import repartee.contract.LogGrew;
import repartee.contract.Message;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.contract.ReadLog;
import repartee.contract.RevokeKey;
import repartee.contract.Scope;
import repartee.contract.UpdateAccount;
import repartee.contract.UpdateChatbot;
import repartee.testkit.PostgreSQL;

class OwnersTest {
  private static House house;

  @BeforeAll
  static void open() {
    house = new House(PostgreSQL.freshDatabase(), "one");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void aKeyIsKnownByItsHashUntilItIsRevokedOrExpires() {
    Account account = house.account();
    var told = house.watch(KeysChanged.EVENT);
    ApiToken token = ApiToken.random();
    ApiToken old = ApiToken.random();
    ApiKey key = house.ask(CreateKey.ADDRESS, key(account.id(), token, null));
    house.ask(CreateKey.ADDRESS, key(account.id(), old, Instant.now().minusSeconds(1)));

    var caller = house.ask(CheckKey.ADDRESS, new CheckKey(ApiToken.hash(token.text())));

    assertThat(caller.keyId()).isEqualTo(key.id());
    assertThat(caller.plan()).isEqualTo("free");
    assertThat(caller.scope()).isEqualTo(Scope.CHAT);
    assertThat(house.ask(FindKeys.ADDRESS, new FindKeys(account.id())).keys())
        .extracting(ApiKey::lastUsedAt)
        .satisfiesExactly(used -> assertThat(used).isNotNull(), used -> assertThat(used).isNull());
    assertThat(house.refusal(CheckKey.ADDRESS, new CheckKey(ApiToken.hash(old.text()))))
        .isEqualTo(Problem.Kind.BAD_KEY);
    house.ask(RevokeKey.ADDRESS, new RevokeKey(account.id(), key.id()));
    assertThat(house.refusal(CheckKey.ADDRESS, new CheckKey(ApiToken.hash(token.text()))))
        .isEqualTo(Problem.Kind.BAD_KEY);
    House.until(() -> told.contains(new KeysChanged(account.id())));
  }

  @Test
  void whoEnsuresTheAdministratorAtOnceGetsOneAccount() {
    House fresh = new House(PostgreSQL.freshDatabase(), "one");
    String hash = ApiToken.hash("first");

    List<Future<FirstAccount>> ensured =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    fresh.send(
                        EnsureAdministrator.ADDRESS,
                        new EnsureAdministrator("file", "rp_first", hash, true, "Main", "paid")))
            .toList();
    House.within(Future.all(ensured));
    FirstAccount renewed =
        fresh.ask(
            EnsureAdministrator.ADDRESS,
            new EnsureAdministrator(
                "file", "rp_other", ApiToken.hash("other"), true, "Main", "paid"));

    assertThat(ensured).filteredOn(one -> one.result().madeNow()).hasSize(1);
    assertThat(ensured).extracting(one -> one.result().account()).containsOnly(renewed.account());
    assertThat(fresh.refusal(CheckKey.ADDRESS, new CheckKey(hash))).isEqualTo(Problem.Kind.BAD_KEY);
    var caller = fresh.ask(CheckKey.ADDRESS, new CheckKey(ApiToken.hash("other")));
    assertThat(caller.scope()).isEqualTo(Scope.ADMIN);
    assertThat(caller.accountId()).isEqualTo(renewed.account().id());
    fresh.close();
  }

  @Test
  void aChatbotKeepsItsSettingsAndIsChangedOnlyByWhoSawItsLastState() {
    Chatbot chatbot = house.chatbot();
    var told = house.watch(ChatbotChanged.EVENT);
    UpdateChatbot update =
        new UpdateChatbot(chatbot.id(), House.settings("renamed"), chatbot.updatedAt());

    Chatbot updated = house.ask(UpdateChatbot.ADDRESS, update);

    assertThat(chatbot.settings()).isEqualTo(House.settings("helper"));
    assertThat(house.ask(FindChatbot.ADDRESS, new FindChatbot(chatbot.id()))).isEqualTo(updated);
    assertThat(updated.settings().name()).isEqualTo("renamed");
    assertThat(house.refusal(UpdateChatbot.ADDRESS, update)).isEqualTo(Problem.Kind.OTHER_EPOCH);
    House.until(() -> told.contains(new ChatbotChanged(chatbot.id())));
  }

  @Test
  void anAccountGoesWithAllThatBelongsToIt() {
    Chatbot chatbot = house.chatbot();
    var turn = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q"));
    var told = house.watch(ChatbotChanged.EVENT);
    house.ask(UpdateAccount.ADDRESS, new UpdateAccount(chatbot.accountId(), null, "paid"));

    house.ask(DeleteAccount.ADDRESS, new DeleteAccount(chatbot.accountId()));

    assertThat(house.ask(FindChatbots.ADDRESS, new FindChatbots(chatbot.accountId())))
        .isEqualTo(new Chatbots(List.of()));
    assertThat(house.refusal(FindAccount.ADDRESS, new FindAccount(chatbot.accountId())))
        .isEqualTo(Problem.Kind.UNKNOWN_PATH);
    String uid = turn.question().message().conversationUid().toString();
    assertThat(house.refusal(ReadLog.ADDRESS, new ReadLog(chatbot.id(), uid, 0, 9)))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
    House.until(() -> told.contains(new ChatbotChanged(chatbot.id())));
  }

  @Test
  void conversationsAreListedNewestFirstPageByPage() {
    Chatbot chatbot = house.chatbot();
    IntStream.range(0, 7)
        .forEach(i -> house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c" + i, "q")));

    List<Conversation> first = list(chatbot, 3, null);
    List<Conversation> second = list(chatbot, 3, first.getLast().id());
    List<Conversation> third = list(chatbot, 3, second.getLast().uid().toString());

    assertThat(first).extracting(Conversation::id).containsExactly("c6", "c5", "c4");
    assertThat(second).extracting(Conversation::id).containsExactly("c3", "c2", "c1");
    assertThat(third).extracting(Conversation::id).containsExactly("c0");
    assertThat(
            house.refusal(
                FindConversations.ADDRESS,
                new FindConversations(chatbot.id(), 3, "nowhere", null, null, null)))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
  }

  @Test
  void aDeletedConversationIsGoneAndOthersNeverSeeIt() {
    Chatbot chatbot = house.chatbot();
    Chatbot stranger = house.chatbot();
    LogEntry entry = house.begun(house.question(chatbot, "c", "q"));
    Message message = entry.message();
    var told = house.watch(LogGrew.EVENT);
    String uid = message.conversationUid().toString();

    assertThat(house.refusal(FindConversation.ADDRESS, new FindConversation(stranger.id(), uid)))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
    assertThat(house.ask(FindEntry.ADDRESS, new FindEntry(chatbot.id(), "c", message.id())))
        .isEqualTo(entry);
    assertThat(house.refusal(FindEntry.ADDRESS, new FindEntry(stranger.id(), uid, message.id())))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
    house.ask(DeleteConversation.ADDRESS, new DeleteConversation(chatbot.id(), "c"));
    House.until(() -> told.contains(new LogGrew(message.conversationUid(), LogGrew.GONE)));
    assertThat(house.refusal(ReadLog.ADDRESS, new ReadLog(chatbot.id(), uid, 0, 9)))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
  }

  private static List<Conversation> list(Chatbot chatbot, int limit, @Nullable String before) {
    return house
        .ask(
            FindConversations.ADDRESS,
            new FindConversations(chatbot.id(), limit, before, "ada", ConversationStatus.BOT, null))
        .conversations();
  }

  private static CreateKey key(UUID account, ApiToken token, @Nullable Instant expiresAt) {
    return new CreateKey(
        token.keyId(),
        account,
        "key",
        Scope.CHAT,
        token.prefix(),
        ApiToken.hash(token.text()),
        expiresAt);
  }
}
