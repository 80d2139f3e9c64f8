package repartee.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.MessageState;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;

/** Streams that are cut anywhere, again and again, and resumed by REST or by a channel in turn. */
final class CutsTest {
  private static final House HOUSE = new House(House.configuration(), 2);
  private static final String MAGIC = DelimitedStreamWriter.MAGIC;
  private static final int CUTS = 4;
  private static final int TIMES = Boolean.getBoolean("repartee.long") ? 10 : 1;
  private static final int CUTS_MIN = 1_000 * TIMES;
  private static final AtomicInteger CUT = new AtomicInteger();

  @AfterContainer
  static void close() {
    HOUSE.close();
    assertThat(CUT.get()).as("cuts").isGreaterThanOrEqualTo(CUTS_MIN);
  }

  /** Pieces of a text; each is whole characters, as models and their readers cut them. */
  @Provide
  static Arbitrary<List<String>> pieces() {
    Arbitrary<String> awkward =
        Arbitraries.of(
            "ü",
            "ß",
            "€",
            "😀",
            "👩‍👩‍👧",
            "\u200b",
            "\n",
            "{\"answer\": \"\"}\n",
            "\u0000x",
            "漢字",
            "[1]",
            MAGIC.substring(0, 16) + "\u200b" + MAGIC.substring(16),
            "6451",
            " ");
    Arbitrary<String> plain = Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(30);
    return Arbitraries.oneOf(awkward, plain).list().ofMinSize(0).ofMaxSize(20);
  }

  /** Each is cut up to four times; where there is time, it is said and cut ten times. */
  @Property(tries = 360, shrinking = ShrinkingMode.BOUNDED)
  void theBytesAreTheSameHoweverTheyAreCut(
      @ForAll("pieces") List<String> pieces,
      @ForAll boolean running,
      @ForAll boolean byChannelFirst,
      @ForAll List<Byte> cuts,
      @ForAll long seed)
      throws Exception {
    check(pieces, running, byChannelFirst, cuts);
    Random random = new Random(seed);
    for (int i = 1; i < TIMES; i++) {
      List<Byte> others = random.ints(CUTS).mapToObj(part -> (byte) part).toList();
      check(pieces, random.nextBoolean(), random.nextBoolean(), others);
    }
  }

  private static void check(
      List<String> pieces, boolean running, boolean byChannelFirst, List<Byte> cuts)
      throws Exception {
    String text = String.join("", pieces);
    LiveLog.Talk talk = HOUSE.log.talk();
    LiveLog.Line line = HOUSE.log.answer(talk, "What " + MAGIC + "?", running ? pieces : null);
    if (!running) {
      HOUSE.log.write(line, text);
      HOUSE.log.end(line, MessageState.COMPLETE);
    }
    byte[] head = DelimitedStreamWriter.head(HOUSE.log.entry(line).header()).getBytes(UTF_8);
    byte[] whole = Buffer.buffer(head).appendString(text).getBytes();

    Got got = new Got(head);
    boolean byChannel = byChannelFirst;
    for (int i = 0; i < CUTS && got.length() < whole.length; i++) {
      // A part of what is left: now and then in the header, mostly in the text, never behind it.
      int part = i < cuts.size() ? cuts.get(i) & 0xff : 40;
      int left = whole.length - got.length();
      int until = got.length() + 1 + (left - 1) * part / 256;
      CUT.incrementAndGet();
      if (byChannel) {
        attach(line, got, until);
      } else {
        range(line, got, until);
      }
      byChannel = !byChannel;
    }
    if (got.length() < whole.length) {
      range(line, got, Integer.MAX_VALUE);
    }

    assertThat(got.bytes.getBytes()).isEqualTo(whole);
  }

  /** What a client has of a stream. */
  private static final class Got {
    final byte[] head;
    Buffer bytes = Buffer.buffer();

    Got(byte[] head) {
      this.head = head;
    }

    int length() {
      return bytes.length();
    }

    /** The characters that fit, as if the others had not come. */
    void take(String text, int until) {
      text.codePoints()
          .mapToObj(Character::toString)
          .takeWhile(character -> length() < until)
          .forEach(bytes::appendString);
    }

    /** The whole characters of the text so far. */
    String text() {
      if (length() <= head.length) {
        return "";
      }
      byte[] there = bytes.getBytes(head.length, length());
      int end = there.length;
      String text = new String(there, 0, end, UTF_8);
      while (text.getBytes(UTF_8).length != end || text.endsWith("\ufffd")) {
        text = new String(there, 0, --end, UTF_8);
      }
      return text;
    }
  }

  /** Reads on by REST, and leaves in the middle of what comes. */
  private static void range(LiveLog.Line line, Got got, int until) throws Exception {
    String path =
        ChatClient.conversations(HOUSE.bot.id())
            + "/"
            + line.talk.uid
            + "/messages/"
            + line.id
            + "/stream";
    CompletableFuture<@Nullable Void> enough = new CompletableFuture<>();
    ChatClient client = new ChatClient(HOUSE.vertx, "127.0.0.1", HOUSE.port(), HOUSE.owner);
    client
        .resume(
            path,
            got.length(),
            Map.of("If-Match", "\"" + line.id + "." + line.epoch + "\""),
            bytes -> {
              int room = until - got.length();
              got.bytes.appendBuffer(bytes.slice(0, Math.min(room, bytes.length())));
              if (got.length() == until) {
                enough.complete(null);
                throw new IllegalStateException("cut");
              }
            })
        .onSuccess(end -> enough.complete(null))
        .onFailure(enough::completeExceptionally);
    enough.get(20, TimeUnit.SECONDS);
    client.close();
  }

  /** Reads on by a channel, from the last whole character on. */
  private static void attach(LiveLog.Line line, Got got, int until) throws Exception {
    String has = got.text();
    // A client that has less than a header begins with the header.
    got.bytes = has.isEmpty() ? Buffer.buffer() : Buffer.buffer(got.head).appendString(has);
    CompletableFuture<@Nullable Void> enough = new CompletableFuture<>();
    ChatClient client = new ChatClient(HOUSE.vertx, "127.0.0.1", HOUSE.port(), HOUSE.owner);
    ChatClientChannel channel =
        client
            .channel(
                ChatClient.chat(HOUSE.bot.id()),
                Map.of(),
                part -> {
                  switch (part) {
                    case Part.Header header ->
                        got.bytes = Buffer.buffer(DelimitedStreamWriter.head(header.header()));
                    case Part.Text text -> got.take(text.text(), until);
                    case Part.Trailer trailer -> enough.complete(null);
                    case Part.Notice notice ->
                        enough.completeExceptionally(new AssertionError(notice));
                  }
                  if (got.length() >= until) {
                    enough.complete(null);
                  }
                })
            .await();
    if (has.isEmpty()) {
      channel.attach(line.talk.uid, line.seq - 1);
    } else {
      channel.attach(line.talk.uid, line.seq - 1, has.length(), line.epoch);
    }
    enough.get(20, TimeUnit.SECONDS);
    channel.close().await();
    client.close();
  }
}
