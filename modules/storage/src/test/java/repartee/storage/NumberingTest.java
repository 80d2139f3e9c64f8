package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import repartee.contract.AppendMessage;
import repartee.contract.Chatbot;
import repartee.contract.OpenTurn;
import repartee.testkit.PostgreSQL;

class NumberingTest {
  private static final House house = new House(PostgreSQL.freshDatabase(), "one");
  private static final Chatbot chatbot = house.chatbot();

  @AfterContainer
  static void close() {
    house.close();
  }

  /** 0 to 2: a question to one of three conversations; 3 to 5: a message; 6, 7: refused. */
  @Property(tries = 40)
  void whateverIsSaidAtOnceIsNumberedWithoutGaps(
      @ForAll @Size(max = 60) List<@IntRange(max = 7) Integer> said) {
    String run = UUID.randomUUID() + "/";
    List<Future<?>> all = new ArrayList<>();
    int[] messages = new int[3];
    boolean[] asked = new boolean[3];

    for (int what : said) {
      String conversation = run + what % 3;
      if (what < 3) {
        // The first is answered at once, the others wait.
        messages[what] += asked[what] ? 1 : 2;
        asked[what] = true;
        all.add(house.send(OpenTurn.ADDRESS, house.question(chatbot, conversation, "q")));
      } else if (what < 6) {
        messages[what % 3]++;
        all.add(house.send(AppendMessage.ADDRESS, House.said(chatbot, conversation, "m")));
      } else {
        all.add(
            house.send(
                OpenTurn.ADDRESS, house.question(chatbot, UUID.randomUUID(), null, "q", null)));
      }
    }
    House.within(Future.join(all).otherwiseEmpty());

    for (int i = 0; i < 3; i++) {
      if (messages[i] > 0) {
        assertThat(house.numbers(chatbot, run + i))
            .isEqualTo(IntStream.rangeClosed(1, messages[i]).boxed().toList());
      }
    }
  }
}
