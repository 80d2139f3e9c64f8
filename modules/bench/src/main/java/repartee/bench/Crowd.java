package repartee.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Readers who are attached to one conversation, each on a channel of its own, on one loop, spread
 * over the nodes of a cluster.
 */
final class Crowd {
  private static final int OPENING_AT_ONCE = 50;
  private static final int STAMP = 17;
  private static final long MAX_US = TimeUnit.MINUTES.toMicros(10);

  private final Stand stand;
  private final List<Subject> nodes;
  private final UUID conversation;
  private final List<ChannelReader> readers = new ArrayList<>();
  private final Map<Subject, Histogram> delays = new HashMap<>();
  private final int size;
  private Promise<Void> reached = Promise.promise();
  private long wantedChars;
  private int wantedEnds;
  private long chars;
  private int ends;
  private long frames;
  private boolean timed;

  private Crowd(Stand stand, List<Subject> nodes, UUID conversation, int size) {
    this.stand = stand;
    this.nodes = nodes;
    this.conversation = conversation;
    this.size = size;
    nodes.forEach(node -> delays.put(node, new Histogram(MAX_US, 3)));
  }

  /** Begins a conversation and returns when all have been told its first answer. */
  static Crowd gather(Stand stand, List<Subject> nodes, int size, Corpus corpus) {
    stand.modelAnswersAtOnce();
    Subject node = nodes.getFirst();
    String first = node.post(node.chatPath(), new JsonObject().put("q", corpus.unheard()), 200);
    Crowd crowd = new Crowd(stand, nodes, UUID.fromString(Chat.uid(first)), size);
    crowd.await(0, size, () -> crowd.open(0));
    return crowd;
  }

  private void open(int already) {
    int now = Math.min(OPENING_AT_ONCE, size - already);
    List<Future<ChannelReader>> opening = new ArrayList<>();
    for (int i = 0; i < now; i++) {
      Subject node = nodes.get((already + i) % nodes.size());
      opening.add(
          ChannelReader.open(stand.sockets(), node, new Each(delays(node)))
              .compose(reader -> reader.attach(conversation, 1, 0).map(reader)));
    }
    Future.all(opening)
        .onSuccess(
            opened -> {
              // In their order: the first asks, on the first node.
              readers.addAll(opened.list());
              if (already + now < size) {
                open(already + now);
              }
            })
        .onFailure(reached::tryFail);
  }

  /**
   * The first node is asked; returns when all have been told the whole answer, each of whose words
   * is a time.
   */
  void watchTimes(Corpus corpus) {
    timed = true;
    await(0, size, () -> ask(corpus));
    timed = false;
  }

  /** The first node is asked; returns when all have got so many characters of the answer. */
  void watchText(Corpus corpus, int length) {
    await((long) length * size, 0, () -> ask(corpus));
  }

  private void ask(Corpus corpus) {
    readers
        .getFirst()
        .ask(
            new JsonObject()
                .put("q", corpus.unheard())
                .put("conversation_uid", conversation.toString()))
        .onFailure(reached::tryFail);
  }

  private void await(long charsOfAll, int endsOfAll, Runnable begin) {
    Promise<Void> all = Promise.promise();
    stand
        .loop()
        .runOnContext(
            now -> {
              reached = all;
              wantedChars = charsOfAll;
              wantedEnds = endsOfAll;
              chars = 0;
              ends = 0;
              begin.run();
            });
    Tally.await(all.future());
  }

  private void look() {
    if (chars >= wantedChars && ends >= wantedEnds) {
      reached.tryComplete();
    }
  }

  /**
   * From the model's writing to a reader's having it, in microseconds: of each piece and each
   * reader on that node.
   */
  Histogram delays(Subject node) {
    return Objects.requireNonNull(delays.get(node));
  }

  /** What came at once counts as one. */
  long frames() {
    return frames;
  }

  void leave() {
    Promise<Void> gone = Promise.promise();
    stand
        .loop()
        .runOnContext(
            now ->
                Future.join(readers.stream().map(ChannelReader::leave).toList())
                    .<Void>mapEmpty()
                    .onComplete(gone));
    Tally.await(gone.future());
  }

  /** Is told the first answer, then a question, then the answer that is watched. */
  private final class Each implements ChannelText.Listener {
    private static final int QUESTION = 1;

    private final Histogram delays;
    private int told;

    Each(Histogram delays) {
      this.delays = delays;
    }

    @Override
    public void text(String words) {
      if (told == QUESTION) {
        return;
      }
      chars += words.length();
      if (timed) {
        frames++;
        record(delays, words, System.nanoTime());
      }
      look();
    }

    @Override
    public void ended() {
      if (told++ != QUESTION) {
        ends++;
        look();
      }
    }

    @Override
    public void failed(Throwable cause) {
      reached.tryFail(cause);
    }
  }

  private static void record(Histogram delays, String stamps, long nowNs) {
    for (int i = 0; i + STAMP <= stamps.length(); i += STAMP) {
      long writtenNs = Long.parseUnsignedLong(stamps, i, i + STAMP - 1, 16);
      delays.recordValue(Math.min(MAX_US, Tally.micros(nowNs - writtenNs)));
    }
  }
}
