package repartee.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import repartee.contract.Account;
import repartee.contract.Accounts;
import repartee.contract.AddDocument;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.ApiKey;
import repartee.contract.ApiKeys;
import repartee.contract.ApiToken;
import repartee.contract.AppendMessage;
import repartee.contract.Ask;
import repartee.contract.Asked;
import repartee.contract.Author;
import repartee.contract.BusCodec;
import repartee.contract.Caller;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.Chatbots;
import repartee.contract.CheckGeneration;
import repartee.contract.CheckKey;
import repartee.contract.CheckKnowledge;
import repartee.contract.CheckStorage;
import repartee.contract.CreateAccount;
import repartee.contract.CreateChatbot;
import repartee.contract.CreateKey;
import repartee.contract.Document;
import repartee.contract.Documents;
import repartee.contract.Done;
import repartee.contract.FindAccounts;
import repartee.contract.FindChatbot;
import repartee.contract.FindChatbots;
import repartee.contract.FindDocuments;
import repartee.contract.FindEntry;
import repartee.contract.FindKeys;
import repartee.contract.FindPassages;
import repartee.contract.FindUsage;
import repartee.contract.KeysChanged;
import repartee.contract.LogEntry;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.Passage;
import repartee.contract.PassageMetadata;
import repartee.contract.Passages;
import repartee.contract.Problem;
import repartee.contract.ReadAnswer;
import repartee.contract.RelatedDoc;
import repartee.contract.RevokeKey;
import repartee.contract.Scope;
import repartee.contract.UpdateChatbot;
import repartee.contract.Usage;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;

/** The doors over real HTTP, before a house whose other modules answer from memory. */
final class House implements AutoCloseable {
  static final Instant TIME = Instant.parse("2023-06-16T18:18:38.883440Z");
  static final String NODE = "here";
  static final int LOOK_AGAIN_MS = 200;
  static final int STRANGERS_PER_MINUTE = 20;

  final Vertx vertx = Vertx.vertx();
  final UUID account = UUID.randomUUID();
  final UUID otherAccount = UUID.randomUUID();
  final Map<String, Caller> callers = new ConcurrentHashMap<>();
  final Map<UUID, Chatbot> chatbots = new ConcurrentHashMap<>();
  final List<Ask> asked = new CopyOnWriteArrayList<>();
  final List<AppendMessage> appended = new CopyOnWriteArrayList<>();
  final AtomicInteger keyLookups = new AtomicInteger();
  final String owner = key(account, "paid", Scope.OWNER);
  final Chatbot bot = chatbot(account, List.of(), List.of());
  final Passage passage =
      new Passage(
          UUID.randomUUID(),
          bot.id(),
          account,
          "guide-0",
          "DOCUMENT NAME: guide\n\n---\n\nHow it works",
          PassageMetadata.ofLines(1, 1),
          "[0.005706016,0.014266768]",
          TIME,
          TIME);

  volatile List<RelatedDoc> related = List.of();
  final LiveLog log = new LiveLog(vertx.eventBus(), bot);
  volatile Function<Ask, Future<AnswerBegun>> asking = this::begin;
  volatile Function<Ask, Future<Asked>> outcome = this::ask;
  volatile Function<ReadAnswer, Future<AnswerPiece>> reading =
      read -> piece("Hello, world".substring(read.from()), MessageState.COMPLETE);
  volatile List<Document> documents = List.of();
  volatile boolean storageUp = true;
  volatile long turnsUsed;

  private final List<ChatClient> clients = new ArrayList<>();
  private final String deployment;
  private final int port;

  House() {
    this(configuration());
  }

  House(RoutingConfiguration configuration) {
    this(configuration, 1);
  }

  House(RoutingConfiguration configuration, int instances) {
    this(configuration, instances, NODE);
  }

  /** Doors of the node of this name; answers are written by {@link #NODE}. */
  House(RoutingConfiguration configuration, int instances, String doorNode) {
    BusCodec.install(vertx.eventBus());
    serve(vertx.eventBus());
    List<RoutingVerticle> doors = new CopyOnWriteArrayList<>();
    deployment =
        vertx
            .deployVerticle(
                () -> {
                  RoutingVerticle door =
                      new RoutingVerticle(
                          configuration, doorNode, () -> "numbers 1\n", Router::router);
                  doors.add(door);
                  return door;
                },
                new DeploymentOptions().setInstances(instances))
            .await();
    port = doors.getFirst().port();
    if (doors.stream().anyMatch(door -> door.port() != port)) {
      throw new IllegalStateException("the doors do not share a port");
    }
  }

  /** What the first page shows is called so. */
  static final String DEMO = "The demo";

  /** Opens the metrics, and nothing else. */
  static final String METRICS_KEY = "only-for-the-metrics";

  /** More than two parts. */
  static final int FILE_BYTES_MAX = 600 << 10;

  static RoutingConfiguration configuration() {
    return configuration(0, 0, 20_000, 20_000);
  }

  static RoutingConfiguration configuration(
      int turnsPerMinute, long turnsPerMonth, int pingMs, int stalledMs) {
    return configuration(
        turnsPerMinute, turnsPerMonth, pingMs, stalledMs, 20_000, 60_000, List.of("127.0.0.2"));
  }

  /** Doors that ask again for a key after so long. */
  static RoutingConfiguration remembering(int keyCacheMs) {
    return configuration(0, 0, 20_000, 20_000, 20_000, keyCacheMs, List.of());
  }

  /** Doors behind these proxies. */
  static RoutingConfiguration trusting(String... proxies) {
    return configuration(0, 0, 20_000, 20_000, 20_000, 60_000, List.of(proxies));
  }

  /** Doors at which nobody waits longer for their turn. */
  static RoutingConfiguration waiting(int turnWaitMs) {
    return configuration(0, 0, 20_000, 20_000, turnWaitMs, 60_000, List.of());
  }

  /** Doors for many, who are given up when they read nothing for so long. */
  static RoutingConfiguration crowded(
      int channelsMax, int bufferBytesMax, int stalledMs, int pingMs) {
    RoutingConfiguration usual = configuration(0, 0, pingMs, stalledMs);
    return new RoutingConfiguration(
        usual.host(),
        usual.port(),
        usual.bodyBytesMax(),
        usual.documentBytesMax(),
        usual.fileBytesMax(),
        usual.plans(),
        channelsMax,
        usual.channelQuestionsMax(),
        bufferBytesMax,
        usual.stalledMs(),
        usual.pingMs(),
        usual.lookAgainMs(),
        usual.turnWaitMs(),
        usual.waitsMax(),
        usual.keyCacheMs(),
        usual.goodbyeMs(),
        usual.drainMs(),
        usual.trustedProxies(),
        usual.visitorTokenMs(),
        usual.visitorKeepDays(),
        usual.visitorVouchedMs(),
        usual.visitorsPerMinute(),
        usual.sessionMs(),
        usual.loginsPerMinute(),
        usual.demoChatbot(),
        usual.metrics());
  }

  private static RoutingConfiguration configuration(
      int turnsPerMinute,
      long turnsPerMonth,
      int pingMs,
      int stalledMs,
      int turnWaitMs,
      int keyCacheMs,
      List<String> trustedProxies) {
    Map<String, RoutingConfiguration.Plan> plans = new LinkedHashMap<>();
    plans.put("free", new RoutingConfiguration.Plan(false, 10, 100));
    plans.put("paid", new RoutingConfiguration.Plan(true, turnsPerMinute, turnsPerMonth));
    return new RoutingConfiguration(
        "127.0.0.1",
        0,
        1 << 20,
        10 << 20,
        FILE_BYTES_MAX,
        plans,
        10,
        3,
        256 << 10,
        stalledMs,
        pingMs,
        LOOK_AGAIN_MS,
        turnWaitMs,
        1000,
        keyCacheMs,
        0,
        5_000,
        trustedProxies,
        900_000,
        30,
        86_400_000,
        STRANGERS_PER_MINUTE,
        43_200_000,
        STRANGERS_PER_MINUTE,
        DEMO,
        new RoutingConfiguration.Metrics(false, METRICS_KEY));
  }

  int port() {
    return port;
  }

  ChatClient as(@Nullable String key) {
    ChatClient client = new ChatClient(vertx, "127.0.0.1", port, key);
    clients.add(client);
    return client;
  }

  ChatClient client() {
    return as(owner);
  }

  /** A key of a new token. */
  String key(UUID account, String plan, Scope scope) {
    ApiToken token = ApiToken.random();
    callers.put(ApiToken.hash(token.text()), new Caller(token.keyId(), account, plan, scope));
    return token.text();
  }

  Chatbot chatbot(UUID account, List<String> hostnames, List<String> addresses) {
    ChatbotSettings made =
        ChatbotFields.create(Fields.parse("{\"name\":\"first test\"}".getBytes(UTF_8)).object());
    ChatbotSettings settings =
        new ChatbotSettings(
            made.name(),
            made.response(),
            new ChatbotSettings.Restrictions(hostnames, addresses),
            made.documents(),
            made.isQaMode(),
            made.turns());
    Chatbot chatbot = new Chatbot(UUID.randomUUID(), account, settings, TIME, TIME);
    chatbots.put(chatbot.id(), chatbot);
    return chatbot;
  }

  ChatClientReply post(String path, String body, String... headers) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    return client().send(HttpMethod.POST, path, map, body).await();
  }

  static Future<AnswerPiece> piece(String text, MessageState state) {
    return Future.succeededFuture(new AnswerPiece(text, state, null));
  }

  static Future<AnswerPiece> broken(Problem.Kind failure) {
    return Future.succeededFuture(new AnswerPiece("", MessageState.FAILED, failure));
  }

  Future<AnswerBegun> begin(Ask ask) {
    UUID conversation = ask.conversationUid() == null ? UUID.randomUUID() : ask.conversationUid();
    LogEntry answer =
        new LogEntry(
            ask.chatbot().id(),
            message(conversation, MessageState.STREAMING),
            ask.question(),
            true,
            "",
            NODE,
            null,
            false);
    return Future.succeededFuture(new AnswerBegun(answer.ref(), NODE, answer.header()));
  }

  private Future<Asked> ask(Ask ask) {
    return asking
        .apply(ask)
        .map(
            begun ->
                new Asked(begun.answer().conversationUid(), UUID.randomUUID(), begun, null, 1));
  }

  private Future<LogEntry> find(FindEntry find) {
    LogEntry any =
        new LogEntry(
            find.chatbotId(),
            message(UUID.randomUUID(), MessageState.COMPLETE),
            null,
            true,
            "",
            NODE,
            null,
            false);
    return Future.succeededFuture(any);
  }

  Message message(UUID conversation, MessageState state) {
    return new Message(
        UUID.randomUUID(),
        conversation.toString(),
        conversation,
        2,
        1,
        new Author(Author.Kind.BOT, bot.id().toString(), "first test"),
        "Hello, world",
        state,
        related,
        "en",
        null,
        null,
        TIME,
        TIME);
  }

  void undeploy() {
    vertx.undeploy(deployment).await();
  }

  @Override
  public void close() {
    clients.forEach(ChatClient::close);
    vertx.close().await();
  }

  private void serve(EventBus bus) {
    Future.all(List.of(serveKeys(bus), serveChatbots(bus), serveTalk(bus))).await();
  }

  private Future<?> serveKeys(EventBus bus) {
    List<Future<?>> served = new ArrayList<>();
    served.add(
        CheckKey.ADDRESS.serve(
            bus,
            check -> {
              keyLookups.incrementAndGet();
              Caller caller = callers.get(check.hash());
              return caller == null
                  ? Future.failedFuture(Problems.badKey())
                  : Future.succeededFuture(caller);
            }));
    served.add(
        CreateAccount.ADDRESS.serve(
            bus,
            create ->
                Future.succeededFuture(
                    new Account(UUID.randomUUID(), create.name(), create.plan(), TIME))));
    served.add(
        FindAccounts.ADDRESS.serve(
            bus,
            find ->
                Future.succeededFuture(
                    new Accounts(List.of(new Account(account, "first", "paid", TIME))))));
    served.add(
        CreateKey.ADDRESS.serve(
            bus,
            create -> {
              callers.put(
                  create.hash(),
                  new Caller(create.keyId(), create.accountId(), "paid", create.scope()));
              return Future.succeededFuture(
                  new ApiKey(
                      create.keyId(),
                      create.accountId(),
                      create.name(),
                      create.scope(),
                      create.prefix(),
                      create.expiresAt(),
                      TIME,
                      null));
            }));
    served.add(
        FindKeys.ADDRESS.serve(
            bus,
            find ->
                Future.succeededFuture(
                    new ApiKeys(
                        List.of(
                            new ApiKey(
                                account,
                                account,
                                "first",
                                Scope.OWNER,
                                "rp_12345678",
                                null,
                                TIME,
                                null))))));
    served.add(
        RevokeKey.ADDRESS.serve(
            bus,
            revoke -> {
              callers.values().removeIf(caller -> revoke.keyId().equals(caller.keyId()));
              KeysChanged.EVENT.publish(bus, new KeysChanged(revoke.accountId()));
              return Future.succeededFuture(new Done());
            }));
    return Future.all(served);
  }

  private Future<?> serveChatbots(EventBus bus) {
    return Future.all(
        FindChatbot.ADDRESS.serve(
            bus,
            find -> {
              Chatbot found = chatbots.get(find.chatbotId());
              return found == null
                  ? Future.failedFuture(
                      new Problem(Problem.Kind.UNKNOWN_CHATBOT, "The storage knows no such bot."))
                  : Future.succeededFuture(found);
            }),
        FindChatbots.ADDRESS.serve(
            bus,
            find ->
                Future.succeededFuture(
                    new Chatbots(
                        chatbots.values().stream()
                            .filter(chatbot -> chatbot.accountId().equals(find.accountId()))
                            .toList()))),
        CreateChatbot.ADDRESS.serve(
            bus,
            create ->
                Future.succeededFuture(
                    new Chatbot(
                        UUID.randomUUID(), create.accountId(), create.settings(), TIME, TIME))),
        UpdateChatbot.ADDRESS.serve(
            bus,
            update -> {
              Chatbot seen = chatbots.get(update.chatbotId());
              if (seen == null || !seen.updatedAt().equals(update.seenUpdatedAt())) {
                return Future.failedFuture(new Problem(Problem.Kind.OTHER_EPOCH, "Changed."));
              }
              Chatbot changed =
                  new Chatbot(
                      seen.id(),
                      seen.accountId(),
                      update.settings(),
                      TIME,
                      seen.updatedAt().plusMillis(1));
              chatbots.put(seen.id(), changed);
              return Future.succeededFuture(changed);
            }),
        FindDocuments.ADDRESS.serve(bus, find -> Future.succeededFuture(new Documents(documents))),
        AddDocument.ADDRESS.serve(
            bus, add -> Future.succeededFuture(new Passages(List.of(passage)))));
  }

  private Future<?> serveTalk(EventBus bus) {
    List<Future<?>> served = new ArrayList<>();
    served.add(
        Ask.ADDRESS.serve(
            bus,
            ask -> {
              asked.add(ask);
              return outcome.apply(ask);
            }));
    served.add(log.serve());
    served.add(
        ReadAnswer.ADDRESS
            .on(NODE)
            .serve(bus, read -> log.knows(read.answer()) ? log.read(read) : reading.apply(read)));
    served.add(
        FindPassages.ADDRESS.serve(
            bus, find -> Future.succeededFuture(new Passages(List.of(passage)))));
    served.add(
        FindEntry.ADDRESS.serve(
            bus, find -> log.talks().isEmpty() ? find(find) : log.findEntry(find)));
    served.add(
        AppendMessage.ADDRESS.serve(
            bus,
            append -> {
              appended.add(append);
              Message said = log.append(append);
              return Future.succeededFuture(
                  said == null ? message(UUID.randomUUID(), MessageState.COMPLETE) : said);
            }));
    served.add(
        FindUsage.ADDRESS.serve(
            bus,
            find ->
                Future.succeededFuture(
                    new Usage(turnsUsed, Instant.now(), Instant.now().plusSeconds(60)))));
    served.add(CheckGeneration.ADDRESS.serve(bus, check -> Future.succeededFuture(new Done())));
    served.add(CheckKnowledge.ADDRESS.serve(bus, check -> Future.succeededFuture(new Done())));
    served.add(
        CheckStorage.ADDRESS.serve(
            bus,
            check ->
                storageUp
                    ? Future.succeededFuture(new Done())
                    : Future.failedFuture(Problems.busy("The database is away."))));
    return Future.all(served);
  }
}
