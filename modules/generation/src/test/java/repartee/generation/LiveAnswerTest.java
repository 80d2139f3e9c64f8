package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import repartee.contract.AnswerPiece;
import repartee.contract.AnswerRef;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.TextGuard;

/** The text that grows, and whoever reads it. */
class LiveAnswerTest {
  private static final long LATER = System.nanoTime() + 60_000_000_000L;

  static LiveAnswer answer() {
    return new LiveAnswer(
        new AnswerRef(UUID.randomUUID(), UUID.randomUUID(), 2, UUID.randomUUID(), 1), "c1");
  }

  @Property(tries = 300)
  void howeverItIsReadThePiecesMakeTheText(
      @ForAll @Size(max = 20) List<String> pieces,
      @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 1, max = 9) Integer> charsMax) {
    String whole = TextGuard.guard(String.join("", pieces));
    LiveAnswer answer = answer();
    Draft draft = new Draft(answer, Integer.MAX_VALUE);
    StringBuilder read = new StringBuilder();
    MessageState state = MessageState.STREAMING;
    int round = 0;

    for (String piece : pieces) {
      Future<AnswerPiece> waiting =
          answer.read(read.length(), charsMax.get(round++ % charsMax.size()), LATER);
      draft.add(piece);
      if (waiting.isComplete()) {
        read.append(waiting.result().text());
      } else {
        answer.expire(LATER + 1);
        assertThat(waiting.result().text()).isEmpty();
      }
    }
    draft.finish();
    answer.end(MessageState.COMPLETE, null);
    while (state == MessageState.STREAMING) {
      AnswerPiece piece =
          answer.read(read.length(), charsMax.get(round++ % charsMax.size()), LATER).result();
      assertThat(piece.text().isEmpty() || !Character.isLowSurrogate(piece.text().charAt(0)))
          .isTrue();
      read.append(piece.text());
      state = piece.state();
    }

    assertThat(read.toString()).isEqualTo(whole);
  }

  @Test
  void aThousandReadersShareOneText() {
    LiveAnswer answer = answer();
    List<Future<AnswerPiece>> waiting = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      waiting.add(answer.read(0, 100, LATER));
    }

    answer.append("Ahoy");

    AnswerPiece first = waiting.getFirst().result();
    assertThat(first.text()).isEqualTo("Ahoy");
    assertThat(waiting).allSatisfy(one -> assertThat(one.result()).isSameAs(first));
  }

  @Test
  void offsetsOutsideTheTextOrWithinACharacterAreInvalid() {
    LiveAnswer answer = answer();
    answer.append("a🦜b");

    for (int from : new int[] {-1, 2, 5, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      Throwable cause = answer.read(from, 10, LATER).cause();
      assertThat(cause).isInstanceOf(Problem.class);
      assertThat(Problem.of(cause).kind()).isEqualTo(Problem.Kind.INVALID);
    }
    assertThat(answer.read(3, 10, LATER).result().text()).isEqualTo("b");
  }

  @Test
  void whoeverReadsAnAnswerBegunAnewIsTold() {
    LiveAnswer answer = answer();
    Future<AnswerPiece> waiting = answer.read(0, 10, LATER);

    answer.abandon(new Problem(Problem.Kind.OTHER_EPOCH, "Begun anew."));

    assertThat(Problem.of(waiting.cause()).kind()).isEqualTo(Problem.Kind.OTHER_EPOCH);
    assertThat(answer.read(0, 10, LATER).failed()).isTrue();
  }
}
