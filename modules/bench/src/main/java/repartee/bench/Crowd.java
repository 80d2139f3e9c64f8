package repartee.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Readers who are attached to one conversation, each on a channel of its own, on one loop. */
final class Crowd {
  private static final int OPENING_AT_ONCE = 50;
  private static final int STAMP = 17;
  private static final long MAX_US = TimeUnit.MINUTES.toMicros(10);

  private final Stand stand;
  private final List<Subject> nodes;
  private final UUID conversation;
  private final List<ChannelReader> readers = new ArrayList<>();
  private final Histogram delays = new Histogram(MAX_US, 3);
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
  }

  /** Begins a conversation and returns when all have been told its first answer. */
  static Crowd gather(Stand stand, int size, Corpus corpus) {
    stand.modelAnswersAtOnce();
    Subject server = stand.server();
    String first = server.post(server.chatPath(), new JsonObject().put("q", corpus.unheard()), 200);
    Crowd crowd = new Crowd(stand, List.of(server), UUID.fromString(Chat.uid(first)), size);
    crowd.await(0, size, () -> crowd.open(0));
    return crowd;
  }

  /** Attaches so many to a conversation of two messages, spread over the nodes of a cluster. */
  static Crowd attach(Stand stand, List<Subject> nodes, UUID conversation, int size) {
    Crowd crowd = new Crowd(stand, nodes, conversation, size);
    crowd.await(0, size, () -> crowd.open(0));
    return crowd;
  }

  private void open(int already) {
    int now = Math.min(OPENING_AT_ONCE, size - already);
    List<Future<Void>> opening = new ArrayList<>();
    for (int i = 0; i < now; i++) {
      opening.add(
          ChannelReader.open(stand.sockets(), nodes.get((already + i) % nodes.size()), new Each())
              .onSuccess(readers::add)
              .compose(reader -> reader.attach(conversation, 1, 0)));
    }
    Future.all(opening)
        .onSuccess(
            opened -> {
              if (already + now < size) {
                open(already + now);
              }
            })
        .onFailure(reached::tryFail);
  }

  /**
   * One of them asks; returns when all have been told the whole answer, each of whose words is a
   * time.
   */
  void watchTimes(Corpus corpus) {
    timed = true;
    await(0, size, () -> ask(corpus));
    timed = false;
  }

  /** One of them asks; returns when all have got so many characters of the answer. */
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
   * From the model's writing to a reader's having it, in microseconds: of each piece and reader.
   */
  Histogram delays() {
    return delays;
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

    private int told;

    @Override
    public void text(String words) {
      if (told == QUESTION) {
        return;
      }
      chars += words.length();
      if (timed) {
        frames++;
        record(words, System.nanoTime());
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

  private void record(String stamps, long nowNs) {
    for (int i = 0; i + STAMP <= stamps.length(); i += STAMP) {
      long writtenNs = Long.parseUnsignedLong(stamps, i, i + STAMP - 1, 16);
      delays.recordValue(Math.min(MAX_US, Tally.micros(nowNs - writtenNs)));
    }
  }
}
