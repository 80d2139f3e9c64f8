package repartee.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import repartee.contract.DelimitedStreamParser;
import repartee.contract.DelimitedStreamParser.Part;

/**
 * The node that writes an answer is killed; who reads elsewhere waits for the answer's new header.
 */
final class Adoption implements ChannelText.Listener {
  private final Promise<Void> read = Promise.promise();
  private final Promise<Long> adopted = Promise.promise();
  private boolean headed;

  private Adoption() {}

  /** How long it took from the kill on; the model must be writing for longer than that. */
  static Duration measure(Stand stand, Subject writes, Subject other, Corpus corpus) {
    Adoption adoption = new Adoption();
    stand
        .loop()
        .runOnContext(
            now ->
                ask(writes, corpus.unheard())
                    .compose(
                        conversation ->
                            ChannelReader.open(stand.sockets(), other, adoption)
                                .compose(reader -> adoption.follow(reader, conversation)))
                    .onFailure(adoption::failed));
    Tally.await(adoption.read.future());
    long killedNs = System.nanoTime();
    writes.process().kill();
    return Duration.ofNanos(Tally.await(adoption.adopted.future()) - killedNs);
  }

  /** Succeeds with the conversation as soon as the answer has begun. */
  private static Future<UUID> ask(Subject writes, String question) {
    Promise<UUID> begun = Promise.promise();
    DelimitedStreamParser parser = new DelimitedStreamParser();
    writes
        .chat(
            new JsonObject().put("q", question).put("stream", true),
            chunk -> {
              for (Part part : parser.feed(chunk)) {
                if (part instanceof Part.Header(var header)) {
                  begun.tryComplete(header.conversationUid());
                }
              }
            })
        // It is cut off by the kill, which is later.
        .onFailure(begun::tryFail);
    return begun.future();
  }

  private Future<Long> follow(ChannelReader reader, UUID conversation) {
    return reader
        .attach(conversation, 1, 0)
        .compose(sent -> adopted.future())
        .eventually(reader::leave);
  }

  @Override
  public void begun() {
    if (headed) {
      adopted.tryComplete(System.nanoTime());
    }
    headed = true;
  }

  @Override
  public void text(String words) {
    read.tryComplete();
  }

  /** The text that the killed node wrote is closed before the new header comes. */
  @Override
  public void ended() {}

  @Override
  public void failed(Throwable cause) {
    read.tryFail(cause);
    adopted.tryFail(cause);
  }
}
