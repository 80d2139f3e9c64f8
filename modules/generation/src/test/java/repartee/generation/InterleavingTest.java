package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import repartee.contract.Conversation;
import repartee.contract.LogEntry;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.TakeOver;
import repartee.contract.TurnOrder;

/**
 * Whatever happens to a conversation in whatever order: what was shown is what is stored, nothing
 * of the bot is said after a person stepped in, and a question is answered once.
 */
class InterleavingTest {
  private static final House HOUSE = new House().runByHand();
  private static final int ORDERS = Boolean.getBoolean("repartee.long") ? 10 : 1;

  @AfterContainer
  static void stop() {
    HOUSE.close();
  }

  /** A thousand lists of steps; where there is time, each in ten orders. */
  @Property(tries = 1_000)
  void whatWasShownIsWhatIsStored(
      @ForAll TurnOrder order,
      @ForAll @Size(min = 4, max = 14) List<Interleaving.Step> steps,
      @ForAll long seed) {
    Random random = new Random(seed);
    HOUSE.turns = order;
    List<Interleaving.Step> ordered = new ArrayList<>(steps);
    for (int i = 0; i < ORDERS; i++) {
      check(ordered, random);
      Collections.shuffle(ordered, random);
    }
  }

  private static void check(List<Interleaving.Step> steps, Random random) {
    HOUSE.closing.set(turn -> late(random).compose(go -> HOUSE.store(turn)));
    HOUSE.taking.set(wanted -> late(random).compose(go -> take(wanted, random)));
    Interleaving run = new Interleaving(HOUSE);

    run.begin();
    steps.forEach(run::step);
    run.finish();

    int seq = 0;
    for (LogEntry entry : HOUSE.log.entries(run.conversation())) {
      Message message = entry.message();
      assertThat(message.seq()).isEqualTo(++seq);
      assertThat(message.state()).isNotEqualTo(MessageState.STREAMING);
      String question = entry.question();
      if (question != null) {
        assertThat(run.shown(entry)).isEqualTo(message.content());
        assertThat(run.shownLate(entry)).isEqualTo(message.content());
        assertThat(HOUSE.hand.prompts)
            .filteredOn(prompt -> prompt.question().equals(question))
            .hasSizeLessThanOrEqualTo(1);
      }
    }
    run.taken()
        .forEach(
            (answer, content) ->
                assertThat(HOUSE.log.entry(answer).message().content()).isEqualTo(content));
  }

  /** The storage takes no time, or some. */
  private static Future<Void> late(Random random) {
    synchronized (random) {
      return random.nextBoolean()
          ? Future.succeededFuture()
          : HOUSE.vertx.timer(1, TimeUnit.MILLISECONDS).mapEmpty();
    }
  }

  /** Of some takeovers the reply is lost, of some of these the takeover too. */
  private static Future<Conversation> take(TakeOver wanted, Random random) {
    if (!wanted.by().equals(Interleaving.UNHEARD)) {
      return HOUSE.take(wanted);
    }
    boolean done;
    synchronized (random) {
      done = random.nextBoolean();
    }
    Future<?> taken = done ? HOUSE.take(wanted) : Future.succeededFuture();
    return taken.compose(
        unheard -> Future.failedFuture(new Problem(Problem.Kind.BUSY, "No reply.")));
  }
}
