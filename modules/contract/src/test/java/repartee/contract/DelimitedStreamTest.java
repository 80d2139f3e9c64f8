package repartee.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static repartee.contract.DelimitedStreamWriter.MAGIC;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import repartee.contract.DelimitedStreamParser.Part;

/** Writer and parser of the delimited stream are inverse, and real clients can split it. */
final class DelimitedStreamTest {
  private static final UUID CONVERSATION = UUID.fromString("9628808a-dbb6-42c3-aba6-9fe5b772c724");
  private static final UUID MESSAGE = UUID.fromString("f05f1800-a728-4e23-adb8-69abd55b5dcb");

  @Test
  void theFirstLineIsThePublishedOneWithOurKeysBehind() {
    String head = DelimitedStreamWriter.head(header("Ut minim ex"));

    assertThat(head)
        .startsWith(
            "{\"answer\": \"\", \"question\": \"Ut minim ex\", \"related_docs\": [],"
                + " \"conversation_uid\": \"9628808a-dbb6-42c3-aba6-9fe5b772c724\","
                + " \"is_qa_mode\": true, \"system_message\": \"\", \"message_uid\": ")
        .endsWith("}\n" + MAGIC);
  }

  @Test
  void aMagicNumberThatAUserWroteIsEscapedInTheHeader() {
    String head = DelimitedStreamWriter.head(header("what is " + MAGIC + "?"));

    assertThat(head.indexOf(MAGIC)).isEqualTo(head.length() - MAGIC.length());
    assertThat(Json.read(head.substring(0, head.indexOf('\n')), StreamHeader.class))
        .isEqualTo(header("what is " + MAGIC + "?"));
  }

  @Test
  void clientsThatCollectUntilTheMagicNumberSplitAnyCutStream() {
    String text = "One line\nand émoji \uD83D\uDE00 " + MAGIC.substring(0, 20);
    byte[] body = body("a question", text).getBytes(UTF_8);

    for (int cut = 0; cut <= body.length; cut++) {
      String collected = together(body, cut);

      String[] halves = collected.split(MAGIC, 2);
      assertThat(halves[0]).endsWith("}\n");
      assertThat(halves[1]).isEqualTo(text);
    }
  }

  @Test
  void clientsWithOneRegularExpressionSplitAnyCutStream() {
    Pattern whole = Pattern.compile("\\A(\\{.*?\\})\\s*" + MAGIC + "(.*)\\z", Pattern.DOTALL);
    String text = "{\"answer\": \"not a header\"}\nsecond line";
    byte[] body = body("who? " + MAGIC, text).getBytes(UTF_8);

    for (int cut = 0; cut <= body.length; cut++) {
      Matcher split = whole.matcher(together(body, cut));

      assertThat(split.matches()).isTrue();
      assertThat(Json.read(split.group(1), JsonNode.class).get("question").textValue())
          .isEqualTo("who? " + MAGIC);
      assertThat(split.group(2)).isEqualTo(text);
    }
  }

  @Test
  void clientsThatReadLineByLineSplitAnyCutStream() {
    String text = "first\nsecond\n\nlast";
    byte[] body = body("lines\nin a question", text).getBytes(UTF_8);

    for (int cut = 0; cut <= body.length; cut++) {
      List<String> lines = new ArrayList<>(List.of(together(body, cut).split("\n", -1)));

      JsonNode header = Json.read(lines.removeFirst(), JsonNode.class);
      assertThat(header.get("question").textValue()).isEqualTo("lines\nin a question");
      assertThat(lines.getFirst()).startsWith(MAGIC);
      assertThat(String.join("\n", lines).substring(MAGIC.length())).isEqualTo(text);
    }
  }

  @Property
  void theParserReadsWhatTheWriterWroteHoweverItIsCut(
      @ForAll("messages") List<String> texts, @ForAll("cuts") List<Integer> cuts) {
    StringBuilder channel = new StringBuilder();
    List<Object> expected = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = TextGuard.guard(texts.get(i));
      StreamTrailer trailer =
          new StreamTrailer(MESSAGE, i + 1, 1, MessageState.COMPLETE, text.length());
      channel
          .append(DelimitedStreamWriter.head(header(text)))
          .append(text)
          .append(DelimitedStreamWriter.tail(trailer))
          .append(DelimitedStreamWriter.notice(new Note(40001, texts.get(i))));
      expected.addAll(List.of(header(text), text, trailer, texts.get(i)));
    }

    DelimitedStreamParser parser = new DelimitedStreamParser();
    List<Part> parts = new ArrayList<>();
    byte[] bytes = channel.toString().getBytes(UTF_8);
    int from = 0;
    for (int i = 0; from < bytes.length; i++) {
      int to = Math.min(bytes.length, from + (cuts.isEmpty() ? 1 : cuts.get(i % cuts.size())));
      parts.addAll(parser.feed(Arrays.copyOfRange(bytes, from, to)));
      from = to;
    }
    parts.addAll(parser.end());

    assertThat(flattened(parts)).isEqualTo(expected);
  }

  @Property(tries = 300)
  void aRestStreamIsReadToItsEndHoweverItIsCut(@ForAll("texts") String raw) {
    String text = TextGuard.guard(raw);
    byte[] bytes = body("q", text).getBytes(UTF_8);

    DelimitedStreamParser parser = new DelimitedStreamParser();
    List<Part> parts = new ArrayList<>();
    for (byte one : bytes) {
      parts.addAll(parser.feed(new byte[] {one}));
    }
    parts.addAll(parser.end());

    assertThat(flattened(parts)).isEqualTo(List.of(header("q"), text));
  }

  @Test
  void whatIsNotAStreamIsRefused() {
    assertThatThrownBy(() -> new DelimitedStreamParser().feed("<html>\n"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DelimitedStreamParser().feed("{}\n"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> {
              String head = DelimitedStreamWriter.head(header("q"));
              new DelimitedStreamParser().feed(head.replace(MAGIC, "0".repeat(32)));
            })
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> {
              DelimitedStreamParser parser = new DelimitedStreamParser();
              List<Part> cut = parser.feed("{\"answer\"");
              assertThat(cut).isEmpty();
              parser.end();
            })
        .isInstanceOf(IllegalArgumentException.class);
  }

  private record Note(int code, String msg) {}

  /** Header, text, trailer, or a notice's sentence: texts in one piece, however they came. */
  private static List<Object> flattened(List<Part> parts) {
    List<Object> flat = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    boolean inText = false;
    for (Part part : parts) {
      switch (part) {
        case Part.Header(StreamHeader header) -> {
          flat.add(header);
          text.setLength(0);
          inText = true;
        }
        case Part.Text(String piece) -> text.append(piece);
        case Part.Trailer(StreamTrailer trailer) -> {
          flat.add(text.toString());
          flat.add(trailer);
          inText = false;
        }
        case Part.Notice(JsonNode envelope) -> flat.add(envelope.get("msg").textValue());
      }
    }
    if (inText) {
      flat.add(text.toString());
    }
    return flat;
  }

  private static String body(String question, String text) {
    return DelimitedStreamWriter.head(header(question)) + text;
  }

  private static String together(byte[] body, int cut) {
    byte[] joined = Arrays.copyOf(Arrays.copyOfRange(body, 0, cut), body.length);
    System.arraycopy(body, cut, joined, cut, body.length - cut);
    return new String(joined, UTF_8);
  }

  private static StreamHeader header(String question) {
    return new StreamHeader(
        "",
        question,
        List.of(),
        CONVERSATION,
        true,
        "",
        MESSAGE,
        2,
        1,
        new Author(Author.Kind.BOT, "bot", "Bot"),
        "en");
  }

  @Provide
  static Arbitrary<String> texts() {
    return TextGuardTest.StreamArbitraries.texts();
  }

  @Provide
  static Arbitrary<List<String>> messages() {
    return wellFormed().list().ofMaxSize(4);
  }

  @Provide
  static Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(1, 40).list().ofMaxSize(5);
  }

  // A lone surrogate has no UTF-8; the doors refuse it, so no header or notice holds one.
  private static Arbitrary<String> wellFormed() {
    return TextGuardTest.StreamArbitraries.texts()
        .map(text -> new String(text.getBytes(UTF_8), UTF_8));
  }
}
