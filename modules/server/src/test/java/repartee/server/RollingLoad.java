package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.MessageState;
import repartee.contract.StreamHeader;
import repartee.contract.StreamTrailer;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.ChatClientReply;

/**
 * People who ask over REST, and people who follow over channels, while nodes come and go: as good
 * clients do, they ask again under the same key, and attach again where they were.
 */
final class RollingLoad implements AutoCloseable {
  private static final int TRIES_MAX = 200;

  private final Nodes nodes;
  private final UUID bot;
  private final String answer;
  private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> talks = new ArrayList<>();
  private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
  private volatile boolean ending;

  RollingLoad(Nodes nodes, UUID bot, String answer) {
    this.nodes = nodes;
    this.bot = bot;
    this.answer = answer;
  }

  void begin(int streams, int channels) {
    for (int i = 0; i < streams; i++) {
      String room = "stream" + i;
      talks.add(people.submit(() -> converse(room)));
    }
    for (int i = 0; i < channels; i++) {
      String room = "channel" + i;
      talks.add(people.submit(() -> follow(room)));
    }
  }

  /** Lets everybody finish; fails if anybody missed something; the result is how many turns. */
  int end() throws Exception {
    ending = true;
    int turns = 0;
    for (Future<?> talk : talks) {
      turns += (Integer) talk.get(120, TimeUnit.SECONDS);
    }
    assertThat(refusals).as("5xx").isEmpty();
    return turns;
  }

  private int converse(String room) {
    int turns = 0;
    do {
      String key = UUID.randomUUID().toString();
      assertThat(streamed(room, key)).isEqualTo(answer);
      turns++;
    } while (!ending);
    checkLog(room, turns);
    return turns;
  }

  private String streamed(String room, String key) {
    for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
      StringBuilder text = new StringBuilder();
      try {
        any().client().stream(
                ChatClient.conversations(bot),
                question(room, key, true),
                part -> {
                  if (part instanceof Part.Text(String piece)) {
                    text.append(piece);
                  }
                })
            .await(60, TimeUnit.SECONDS);
        return text.toString();
      } catch (Exception cut) {
        note(cut);
      }
    }
    throw new AssertionError("never a whole stream: " + room + " " + refusals);
  }

  private int follow(String room) throws Exception {
    Follower follower = new Follower(asked(room));
    int turns = 1;
    do {
      asked(room);
      turns++;
      follower.followUntil(2 * turns);
    } while (!ending);
    JsonNode log = checkLog(room, turns);
    follower.leave();
    assertThat(follower.told).hasSize(2 * turns);
    log.forEach(
        message ->
            assertThat(follower.told)
                .containsEntry(message.at("/seq").asInt(), message.at("/content").asText()));
    return turns;
  }

  private UUID asked(String room) {
    String key = UUID.randomUUID().toString();
    for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
      try {
        ChatClientReply reply =
            any()
                .client()
                .post(ChatClient.conversations(bot), question(room, key, false))
                .await(60, TimeUnit.SECONDS);
        if (reply.status() / 100 == 2) {
          return conversation(reply.headers().get("Location"));
        }
        refusals.add(reply.status() + " " + reply.text());
      } catch (Exception cut) {
        note(cut);
      }
    }
    throw new AssertionError("never an answer: " + room + " " + refusals);
  }

  private UUID conversation(String location) throws Exception {
    ChatClientReply message = any().client().get(location).await(30, TimeUnit.SECONDS);
    return UUID.fromString(message.json().at("/conversation_uid").asText());
  }

  private static Map<String, Object> question(String room, String key, boolean stream) {
    return Map.of(
        "conversation_id",
        room,
        "user_id",
        "anna",
        "prompt",
        "What is said?",
        "stream",
        stream,
        "message_key",
        key);
  }

  private JsonNode checkLog(String room, int turns) {
    JsonNode log = null;
    while (log == null) {
      try {
        ChatClientReply reply =
            any()
                .client()
                .get(ChatClient.conversations(bot) + "/" + room + "/messages?limit=200")
                .await(30, TimeUnit.SECONDS);
        log = reply.status() == 200 ? reply.json() : null;
      } catch (Exception away) {
        note(away);
      }
    }
    assertThat(log).as(room).hasSize(2 * turns);
    int seq = 0;
    for (JsonNode message : log) {
      assertThat(message.at("/seq").asInt()).isEqualTo(++seq);
      assertThat(message.at("/state").asText()).isEqualTo("complete");
      if (seq % 2 == 0) {
        assertThat(message.at("/content").asText()).isEqualTo(answer);
      }
    }
    return log;
  }

  private Nodes.Node any() {
    List<Nodes.Node> living =
        nodes.all().stream().filter(node -> node.server().handle().isAlive()).toList();
    return living.get(ThreadLocalRandom.current().nextInt(living.size()));
  }

  private void note(Exception cut) {
    if (String.valueOf(cut.getMessage()).contains("status 5")) {
      refusals.add(cut.getMessage());
    }
    // As somebody who tries again does; whoever is sent away does not.
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    if (Thread.interrupted()) {
      throw new IllegalStateException("sent away", cut);
    }
  }

  /** Reads a conversation over one channel after the other, and knows how far it is. */
  private final class Follower {
    final SequencedMap<Integer, String> told = new TreeMap<>();
    private final UUID conversation;
    private final StringBuilder text = new StringBuilder();
    private BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private ChatClientChannel channel;
    private @Nullable StreamHeader open;

    Follower(UUID conversation) {
      this.conversation = conversation;
      attach();
    }

    void followUntil(int messages) throws Exception {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
      while (told.size() < messages) {
        assertThat(System.nanoTime()).as("the channel hangs").isLessThan(deadline);
        Part part = parts.poll(50, TimeUnit.MILLISECONDS);
        if (part != null) {
          take(part);
        } else if (channel.closed().isComplete() && parts.isEmpty()) {
          attach();
        }
      }
    }

    void leave() {
      channel.close().otherwiseEmpty().await();
    }

    private void take(Part part) {
      switch (part) {
        case Part.Header(StreamHeader header) -> {
          open = header;
          text.setLength(0);
        }
        case Part.Text(String piece) -> text.append(piece);
        case Part.Trailer(StreamTrailer trailer) -> {
          if (trailer.state() == MessageState.COMPLETE) {
            assertThat(trailer.length()).isEqualTo(text.length());
            assertThat(told.put(trailer.seq(), text.toString())).as("told twice").isNull();
          }
          open = null;
          text.setLength(0);
        }
        case Part.Notice notice ->
            assertThat(notice.envelope().at("/code").asInt()).as(notice.toString()).isZero();
      }
    }

    private void attach() {
      for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
        BlockingQueue<Part> next = new LinkedBlockingQueue<>();
        try {
          ChatClientChannel opened =
              any()
                  .client()
                  .channel(ChatClient.chat(bot), Map.of(), next::add)
                  .await(30, TimeUnit.SECONDS);
          int after = told.isEmpty() ? 0 : told.lastEntry().getKey();
          parts = next;
          channel = opened;
          if (open != null && text.length() > 0) {
            opened.attach(conversation, after, text.length(), open.epoch()).await();
          } else {
            open = null;
            opened.attach(conversation, after).await();
          }
          return;
        } catch (Exception cut) {
          note(cut);
        }
      }
      throw new AssertionError("no channel can be opened");
    }
  }

  @Override
  public void close() {
    ending = true;
    people.shutdownNow();
  }
}
