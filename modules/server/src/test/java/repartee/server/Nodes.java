package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import repartee.contract.DelimitedStreamParser;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.MessageState;
import repartee.contract.StreamHeader;
import repartee.contract.StreamTrailer;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.FakeModel;
import repartee.testkit.Poll;
import repartee.testkit.PostgreSQL;
import repartee.testkit.ServerProcess;

/** A cluster of real processes on loopback, with one database and one scripted model. */
final class Nodes implements AutoCloseable {
  static final String KEY = "administrator-of-the-test-cluster";

  final Vertx vertx = Vertx.vertx();
  final FakeModel model = FakeModel.start(vertx).await();
  final String database;

  private final Path folder;
  private final List<Node> all = new CopyOnWriteArrayList<>();
  private final List<ServerProcess> launched = new CopyOnWriteArrayList<>();
  private Map<String, String> environment = Map.of();

  /** A process of it, and who speaks to it. */
  record Node(ServerProcess server, ChatClient client) {}

  Nodes() {
    this(PostgreSQL.freshDatabase());
  }

  Nodes(String database) {
    this.database = database;
    try {
      folder = Files.createTempDirectory("repartee-cluster");
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  /** So many, started at the same time, and ready. */
  static Nodes of(int count) {
    return of(count, Map.of());
  }

  static Nodes of(int count, Map<String, String> environment) {
    Nodes nodes = new Nodes();
    nodes.environment = environment;
    for (int i = 0; i < count; i++) {
      nodes.launch(Map.of());
    }
    try {
      nodes.launched.forEach(nodes::ready);
    } catch (RuntimeException notReady) {
      nodes.close();
      throw notReady;
    }
    return nodes;
  }

  ServerProcess launch(Map<String, String> more, String... flags) {
    return launchOn(folder.resolve("node-" + UUID.randomUUID()), more, flags);
  }

  /** The same with that data folder. */
  ServerProcess launchOn(Path data, Map<String, String> more, String... flags) {
    Map<String, String> all = new HashMap<>();
    all.put("REPARTEE_CLUSTER", "true");
    all.put("REPARTEE_CLUSTER_HOST", "127.0.0.1");
    all.put("REPARTEE_CLUSTER_PORT", "0");
    all.put("REPARTEE_CLUSTER_BUS_PORT", "0");
    all.put("REPARTEE_DATABASE", database);
    all.put("REPARTEE_ADMIN_KEY", KEY);
    all.put("REPARTEE_MODEL_URL", model.url());
    all.put("REPARTEE_MODEL_NAME", "fake");
    all.put("REPARTEE_JAVA_OPTS", "-Xmx384m -XX:TieredStopAtLevel=1");
    all.putAll(environment);
    all.putAll(more);
    ServerProcess server = ServerProcess.launch(data, all, flags);
    launched.add(server);
    return server;
  }

  Node start(Map<String, String> environment, String... flags) {
    return ready(launch(environment, flags));
  }

  Node ready(ServerProcess server) {
    var address = server.awaitReady();
    Node node = new Node(server, new ChatClient(vertx, address.getHost(), address.getPort(), KEY));
    all.add(node);
    return node;
  }

  Node get(int place) {
    return all.get(place);
  }

  List<Node> all() {
    return List.copyOf(all);
  }

  /** Another process takes its place. */
  Node replace(Node gone) {
    Node next = start(Map.of());
    all.remove(next);
    all.set(all.indexOf(gone), next);
    return next;
  }

  /** How many nodes that one believes to be in the cluster, as it last said. */
  static int members(ServerProcess server) {
    List<String> said =
        server.errors().lines().filter(line -> line.contains("the cluster has nodes=")).toList();
    return said.isEmpty()
        ? 0
        : Integer.parseInt(said.getLast().replaceAll(".*nodes=([0-9]+).*", "$1"));
  }

  void awaitMembers(int count) {
    Poll.until(
        () ->
            all.stream()
                .filter(node -> node.server().handle().isAlive())
                .allMatch(node -> members(node.server()) == count));
  }

  /** An answer that is being written somewhere, and what its asker sees of it. */
  static final class Asked {
    final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    final CompletableFuture<StreamHeader> header = new CompletableFuture<>();
    final CompletableFuture<Boolean> whole = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    StreamHeader header() {
      try {
        return header.get(30, TimeUnit.SECONDS);
      } catch (Exception late) {
        throw new AssertionError("no header came", late);
      }
    }

    boolean isWhole() {
      try {
        return whole.get(60, TimeUnit.SECONDS);
      } catch (Exception late) {
        throw new AssertionError("the stream hangs", late);
      }
    }

    /** So far; whole once the stream is. */
    synchronized String text() {
      return text.toString();
    }

    synchronized void take(Part part) {
      switch (part) {
        case Part.Header(StreamHeader known) -> header.complete(known);
        case Part.Text(String piece) -> text.append(piece);
        case Part.Trailer trailer -> {}
        case Part.Notice notice -> {}
      }
      parts.add(part);
    }
  }

  static Asked ask(Node node, UUID bot, String conversation, String question) {
    Asked asked = new Asked();
    node.client().stream(
            ChatClient.conversations(bot),
            Map.of(
                "conversation_id",
                conversation,
                "user_id",
                "anna",
                "prompt",
                question,
                "stream",
                true),
            asked::take)
        .onSuccess(end -> asked.whole.complete(true))
        .onFailure(
            cut -> {
              asked.header.completeExceptionally(cut);
              asked.whole.complete(false);
            });
    return asked;
  }

  /** The stream of a message that is there. */
  static Asked read(Node node, UUID bot, StreamHeader header) {
    Asked reading = new Asked();
    DelimitedStreamParser parser = new DelimitedStreamParser();
    node.client()
        .resume(
            message(bot, header) + "/stream",
            0,
            Map.of(),
            bytes -> parser.feed(bytes.getBytes()).forEach(reading::take))
        .onSuccess(end -> reading.whole.complete(true))
        .onFailure(cut -> reading.whole.complete(false));
    return reading;
  }

  /** What a channel that is attached to a conversation tells, message by message. */
  static final class Attached {
    final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    final ChatClientChannel channel;

    Attached(Node node, UUID bot, UUID conversation, int after) {
      channel = node.client().channel(ChatClient.chat(bot), Map.of(), parts::add).await();
      channel.attach(conversation, after).await();
    }

    Part next() {
      try {
        Part part = parts.poll(60, TimeUnit.SECONDS);
        assertThat(part).as("the channel says nothing").isNotNull();
        return part;
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }

    StreamHeader header() {
      while (true) {
        if (next() instanceof Part.Header(StreamHeader header)) {
          return header;
        }
      }
    }

    /** Up to the trailer that says that the text was broken off; all of it was told. */
    void interrupted(int epoch) {
      while (true) {
        if (next() instanceof Part.Trailer(StreamTrailer trailer)) {
          assertThat(trailer.state()).isEqualTo(MessageState.INTERRUPTED);
          assertThat(trailer.epoch()).isEqualTo(epoch);
          return;
        }
      }
    }

    /** Its text up to the trailer, which follows. */
    String text() {
      StringBuilder text = new StringBuilder();
      while (true) {
        switch (next()) {
          case Part.Text(String piece) -> text.append(piece);
          case Part.Trailer trailer -> {
            assertThat(trailer.trailer().length()).isEqualTo(text.length());
            return text.toString();
          }
          case Part.Header header -> throw new AssertionError("a header within a message");
          case Part.Notice notice -> throw new AssertionError("a notice within a message");
        }
      }
    }
  }

  static String message(UUID bot, StreamHeader header) {
    return ChatClient.conversations(bot)
        + "/"
        + header.conversationUid()
        + "/messages/"
        + header.messageUid();
  }

  static JsonNode log(Node node, UUID bot, String conversation) {
    return node.client()
        .get(ChatClient.conversations(bot) + "/" + conversation + "/messages?limit=200")
        .await()
        .json();
  }

  @Override
  public void close() {
    all.forEach(node -> node.client().close());
    launched.parallelStream().forEach(ServerProcess::close);
    model.close().await();
    vertx.close().await();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException gone) {
      // What is still being removed by a process that ends.
    }
  }
}
