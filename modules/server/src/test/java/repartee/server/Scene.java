package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.ChatClientReply;
import repartee.testkit.Poll;

/**
 * One conversation in which a person asks, an agent steps in and out, and somebody stops the bot,
 * as the dice fall; somebody watches all of it.
 */
final class Scene {
  private static final int STEPS = 14;

  private final ChatClient client;
  private final UUID bot;
  private final String path;
  private final String room;
  private final Random dice;
  private final List<Part> watched = Collections.synchronizedList(new ArrayList<>());
  private final List<Asked> asked = new ArrayList<>();
  private final List<int[]> silences = new ArrayList<>();

  private record Asked(List<Part> parts, Future<?> over) {}

  Scene(ChatClient client, UUID bot, String room, Random dice) {
    this.client = client;
    this.bot = bot;
    this.room = room;
    this.dice = dice;
    this.path = ChatClient.conversations(bot) + "/" + room.replace(" ", "%20");
  }

  /** Plays it, then compares what was shown with what is stored. */
  void play() throws Exception {
    ask();
    Poll.until(() -> client.get(path).await().status() == 200);
    String uid = get("").at("/conversation_uid").asText();
    ChatClientChannel channel =
        client.channel(ChatClient.chat(bot), Map.of(), watched::add).await();
    channel.ask(Map.of("attach", Map.of("conversation_uid", uid, "after", 0, "offset", 0))).await();
    for (int step = 0; step < STEPS; step++) {
      step();
      TimeUnit.MILLISECONDS.sleep(dice.nextInt(30));
    }
    post("/release");
    for (Asked one : asked) {
      one.over().otherwiseEmpty().await(60, TimeUnit.SECONDS);
    }
    ask();
    asked.getLast().over().await(60, TimeUnit.SECONDS);
    List<JsonNode> log = log();
    Poll.until(() -> trailers() == log.size());
    channel.close().await();
    check(log);
  }

  private void step() throws Exception {
    switch (dice.nextInt(6)) {
      case 0, 1, 2 -> ask();
      case 3 -> stop();
      case 4 -> say();
      default -> holdForAWhile();
    }
  }

  private void ask() {
    List<Part> parts = Collections.synchronizedList(new ArrayList<>());
    Future<?> over =
        client.stream(
            ChatClient.conversations(bot),
            Map.of(
                "conversation_id",
                room,
                "user_id",
                "anna",
                "prompt",
                "What is number " + asked.size() + "?",
                "stream",
                true),
            parts::add);
    asked.add(new Asked(parts, over));
  }

  private void stop() {
    for (JsonNode message : log()) {
      if (message.at("/state").asText().equals("streaming")) {
        String id = message.at("/id").asText();
        assertThat(client.post(path + "/messages/" + id + "/stop", Map.of()).await().status())
            .isEqualTo(200);
      }
    }
  }

  private void say() {
    ChatClientReply said =
        client
            .post(
                ChatClient.conversations(bot),
                Map.of("conversation_id", room, "user_id", "client:ada", "prompt", "A word."))
            .await();
    assertThat(said.status()).isEqualTo(201);
  }

  private void holdForAWhile() throws Exception {
    int from = post("/takeover").at("/last_seq").asInt();
    List<JsonNode> held = log();
    if (dice.nextBoolean()) {
      ask();
    }
    TimeUnit.MILLISECONDS.sleep(dice.nextInt(20));
    assertThat(log().subList(0, from)).isEqualTo(held.subList(0, from));
    silences.add(new int[] {from, post("/release").at("/last_seq").asInt()});
  }

  private void check(List<JsonNode> log) {
    Map<String, String> shown = shown();
    Set<String> answered = new HashSet<>();
    for (int place = 0; place < log.size(); place++) {
      JsonNode message = log.get(place);
      assertThat(message.at("/seq").asInt()).isEqualTo(place + 1);
      assertThat(shown).containsEntry(message.at("/id").asText(), message.at("/content").asText());
      if (message.at("/author/kind").asText().equals("bot")) {
        assertThat(message.at("/state").asText()).isIn("complete", "stopped");
        assertThat(answered.add(message.at("/in_reply_to").asText())).isTrue();
        int seq = message.at("/seq").asInt();
        assertThat(silences).noneMatch(silence -> seq > silence[0] && seq <= silence[1]);
      }
    }
    Map<String, JsonNode> byId = new HashMap<>();
    log.forEach(message -> byId.put(message.at("/id").asText(), message));
    for (Asked one : asked) {
      checkAsked(one, byId);
    }
  }

  /** What a stream showed is what is stored, whoever ended it. */
  private static void checkAsked(Asked one, Map<String, JsonNode> log) {
    String text = "";
    JsonNode message = null;
    for (Part part : List.copyOf(one.parts())) {
      switch (part) {
        case Part.Header(var header) -> message = log.get(header.messageUid().toString());
        case Part.Text(String piece) -> text += piece;
        case Part.Trailer trailer -> throw new AssertionError("a trailer over REST");
        case Part.Notice notice -> throw new AssertionError("a notice over REST");
      }
    }
    if (message != null && message.at("/author/kind").asText().equals("bot")) {
      assertThat(text).isEqualTo(message.at("/content").asText());
    }
  }

  private Map<String, String> shown() {
    Map<String, String> texts = new HashMap<>();
    String id = "";
    for (Part part : List.copyOf(watched)) {
      switch (part) {
        case Part.Header(var header) -> {
          id = header.messageUid().toString();
          texts.put(id, "");
        }
        case Part.Text(String piece) -> texts.merge(id, piece, String::concat);
        case Part.Trailer trailer -> {}
        case Part.Notice notice -> assertThat(notice.envelope().at("/code").asInt()).isZero();
      }
    }
    return texts;
  }

  private long trailers() {
    return List.copyOf(watched).stream().filter(Part.Trailer.class::isInstance).count();
  }

  private List<JsonNode> log() {
    return StreamSupport.stream(get("/messages?limit=200").spliterator(), false).toList();
  }

  private JsonNode get(String what) {
    return client.get(path + what).await().json();
  }

  private JsonNode post(String what) {
    ChatClientReply reply = client.post(path + what, Map.of("user_id", "client:ada")).await();
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    return reply.json();
  }
}
