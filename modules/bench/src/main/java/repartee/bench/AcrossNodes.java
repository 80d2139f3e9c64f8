package repartee.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One answer read on the node that writes it and on another one: the delay of each piece. */
final class AcrossNodes {
  private static final int STAMP = 17;
  private static final long MAX_US = TimeUnit.MINUTES.toMicros(10);

  private final Reader here = new Reader();
  private final Reader there = new Reader();

  /** From the model's writing to the reader's having it, in microseconds. */
  Histogram here() {
    return here.delays;
  }

  Histogram there() {
    return there.delays;
  }

  /** The first node is asked; what the model says are times. */
  static AcrossNodes read(
      Stand stand, Subject writes, Subject other, Corpus corpus, Runnable times) {
    stand.modelAnswersAtOnce();
    String first = writes.post(writes.chatPath(), new JsonObject().put("q", corpus.unheard()), 200);
    UUID conversation = UUID.fromString(Chat.uid(first));
    AcrossNodes readers = new AcrossNodes();
    Promise<List<ChannelReader>> attached = Promise.promise();
    stand
        .loop()
        .runOnContext(
            now ->
                Future.all(
                        readers.here.attach(stand, writes, conversation),
                        readers.there.attach(stand, other, conversation))
                    .map(all -> all.<ChannelReader>list())
                    .onComplete(attached));
    List<ChannelReader> channels = Tally.await(attached.future());
    times.run();
    writes.post(
        writes.chatPath(),
        new JsonObject()
            .put("q", corpus.unheard())
            .put("conversation_uid", conversation.toString()),
        200);
    Tally.await(Future.all(readers.here.over.future(), readers.there.over.future()));
    Promise<Object> left = Promise.promise();
    stand
        .loop()
        .runOnContext(
            now ->
                Future.join(channels.stream().map(ChannelReader::leave).toList())
                    .<Object>mapEmpty()
                    .onComplete(left));
    Tally.await(left.future());
    return readers;
  }

  /** Is told the first answer, the question, and the answer that is watched. */
  private static final class Reader implements ChannelText.Listener {
    private static final int WATCHED = 2;

    private final Histogram delays = new Histogram(MAX_US, 3);
    private final Promise<Void> ready = Promise.promise();
    private final Promise<Void> over = Promise.promise();
    private int told;

    Future<ChannelReader> attach(Stand stand, Subject node, UUID conversation) {
      return ChannelReader.open(stand.sockets(), node, this)
          .compose(
              reader ->
                  reader
                      .attach(conversation, 1, 0)
                      .compose(sent -> ready.future())
                      .map(known -> reader));
    }

    @Override
    public void text(String words) {
      if (told == WATCHED) {
        long nowNs = System.nanoTime();
        for (int i = 0; i + STAMP <= words.length(); i += STAMP) {
          long writtenNs = Long.parseUnsignedLong(words, i, i + STAMP - 1, 16);
          delays.recordValue(Math.min(MAX_US, Tally.micros(nowNs - writtenNs)));
        }
      }
    }

    @Override
    public void ended() {
      if (told == WATCHED) {
        over.tryComplete();
      }
      told++;
      ready.tryComplete();
    }

    @Override
    public void failed(Throwable cause) {
      ready.tryFail(cause);
      over.tryFail(cause);
    }
  }
}
