package repartee.bench;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import repartee.contract.DelimitedStreamParser;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.StreamHeader;
import repartee.testkit.FakeModelScript;

/**
 * An answer that is being written for ten minutes, to be resumed meanwhile.
 *
 * @param headBytes of its stream stand before the text
 */
record Running(StreamHeader header, int headBytes) {
  /** How many characters of the text are there from the beginning. */
  static final int BEGINNING = 4_000;

  private static final String WORD = "spoke ";
  private static final int PAUSE_MS = 100;
  private static final int WORDS = 10 * 60 * 1_000 / PAUSE_MS;

  /** So many, each in a conversation of its own; returns when the beginning of all is there. */
  static List<Running> start(Stand stand, int count, Corpus corpus) {
    List<String> pieces = new ArrayList<>();
    pieces.add(WORD.repeat(BEGINNING / WORD.length() + 1));
    pieces.addAll(Collections.nCopies(WORDS, WORD));
    stand.modelSays(FakeModelScript.says(pieces.toArray(String[]::new)).paced(PAUSE_MS));
    return IntStream.range(0, count).mapToObj(i -> start(stand, corpus.unheard())).toList();
  }

  private static Running start(Stand stand, String question) {
    Promise<Running> begun = Promise.promise();
    JsonObject body = new JsonObject().put("q", question).put("stream", true);
    StringBuilder stream = new StringBuilder();
    stand
        .loop()
        .runOnContext(
            now ->
                Connection.open(stand.client(), stand.server().process().port())
                    .compose(
                        connection ->
                            connection.exchange(
                                stand.server().chatRequest(body),
                                chunk -> look(stream.append(chunk), begun)))
                    .onFailure(begun::tryFail));
    return Tally.await(begun.future());
  }

  private static void look(StringBuilder stream, Promise<Running> begun) {
    int mark = stream.indexOf(DelimitedStreamWriter.MAGIC);
    int head = mark + DelimitedStreamWriter.MAGIC.length();
    if (mark >= 0 && stream.length() >= head + BEGINNING && !begun.future().isComplete()) {
      for (Part part : new DelimitedStreamParser().feed(stream.toString())) {
        if (part instanceof Part.Header(StreamHeader header)) {
          begun.complete(new Running(header, TextReader.bytes(stream.substring(0, head))));
        }
      }
    }
  }
}
