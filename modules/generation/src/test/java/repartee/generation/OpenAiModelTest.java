package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.testkit.FakeModel;
import repartee.testkit.FakeModelScript;
import repartee.testkit.FakeModelScript.Ending;

/** What an OpenAI-compatible endpoint says, and all that it does wrong, over real HTTP. */
@Timeout(60)
class OpenAiModelTest {
  private static final String TEXT = "Grüße 🦜 — 你好, ahoy. ";

  private final House house = new House();
  private FakeModel model;

  @BeforeEach
  void start() {
    model = FakeModel.start(house.vertx).await();
    house.run(House.asking(model.url()));
  }

  @AfterEach
  void stop() {
    house.close();
  }

  private AnswerPiece answer(FakeModelScript script) {
    model.next(script);
    return house.readAll(house.ask("What does the parrot say?"));
  }

  @Test
  void whatIsStreamedIsSaidAndStored() {
    AnswerPiece said = answer(FakeModelScript.says("A", "ho", "y ", "🦜"));

    assertThat(said).isEqualTo(new AnswerPiece("Ahoy 🦜", MessageState.COMPLETE, null));
    assertThat(house.closed.getFirst().content()).isEqualTo("Ahoy 🦜");
    assertThat(house.closed.getFirst().state()).isEqualTo(MessageState.COMPLETE);
  }

  @Test
  void aBotThatDoesNotStreamIsAskedForTheWhole() {
    house.stream = false;

    AnswerPiece said = answer(FakeModelScript.says("A", "hoy"));

    assertThat(said).isEqualTo(new AnswerPiece("Ahoy", MessageState.COMPLETE, null));
    assertThat(model.remembered().getLast().body().getBoolean("stream")).isFalse();
  }

  @Test
  void settingsAndKeyReachTheModel() {
    answer(FakeModelScript.says("x"));

    var request = model.remembered().getLast();
    assertThat(request.authorization()).isEqualTo("Bearer sk-secret");
    assertThat(request.body().getString("model")).isEqualTo("fake");
    assertThat(request.body().getDouble("temperature")).isEqualTo(0.7);
    assertThat(request.body().getDouble("top_p")).isEqualTo(0.9);
    assertThat(request.body().getInteger("max_tokens")).isEqualTo(200);
    assertThat(request.body().getDouble("presence_penalty")).isEqualTo(0.1);
    assertThat(request.body().getDouble("frequency_penalty")).isEqualTo(0.2);
    assertThat(request.body().getInteger("n")).isEqualTo(1);
    assertThat(request.body().getBoolean("stream")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void lineEndsCommentsAndSingleBytesMakeNoDifference(String lineEnd) {
    FakeModelScript script = FakeModelScript.says(TEXT, TEXT, TEXT).lineEnd(lineEnd).commented();

    assertThat(answer(script).text()).isEqualTo(TEXT.repeat(3));
    assertThat(answer(script.bytesAtOnce(1)).text()).isEqualTo(TEXT.repeat(3));
    assertThat(answer(script.bytesAtOnce(7)).state()).isEqualTo(MessageState.COMPLETE);
  }

  @ParameterizedTest
  @CsvSource({
    "401, application/json, '{\"error\":{\"message\":\"bad key sk-secret\"}}'",
    "404, application/json, '{\"error\":\"no such model\"}'",
    "429, application/json, '{\"error\":{\"message\":\"slow down\"}}'",
    "500, text/plain, oops",
    "503, text/html, <html>",
    "302, text/html, elsewhere",
    "200, text/html, <html>welcome</html>",
    "200, application/json, '{broken'",
    "200, application/json, '{\"choices\":[]}'",
    "200, text/event-stream, '<html>'"
  })
  void aModelThatRefusesFailsTheAnswer(int status, String type, String body) {
    AnswerPiece said = answer(FakeModelScript.refuses(status, type, body));

    assertThat(said).isEqualTo(new AnswerPiece("", MessageState.FAILED, Problem.Kind.MODEL_FAILED));
    assertThat(house.closed.getFirst().failure()).isEqualTo(Problem.Kind.MODEL_FAILED);
    assertThat(answer(FakeModelScript.says("and on")).text()).isEqualTo("and on");
  }

  @ParameterizedTest
  @CsvSource({"CUT", "UNDONE", "BROKEN_JSON"})
  void anAnswerThatBreaksKeepsWhatWasSaid(Ending ending) {
    AnswerPiece said = answer(FakeModelScript.says("Half a ", "wor").paced(5).ending(ending));

    assertThat(said)
        .isEqualTo(
            new AnswerPiece("Half a wor", MessageState.INTERRUPTED, Problem.Kind.MODEL_FAILED));
    assertThat(house.closed.getFirst().content()).isEqualTo("Half a wor");
  }

  @Test
  void aModelThatNeverAnswersIsTooSlowAndCancelled() {
    AnswerPiece said = answer(FakeModelScript.never());

    assertThat(said)
        .isEqualTo(new AnswerPiece("", MessageState.FAILED, Problem.Kind.MODEL_TOO_SLOW));
    House.eventually(() -> model.cancelled() == 1 && model.open() == 0);
  }

  @Test
  void aModelThatFallsSilentIsCancelled() {
    AnswerPiece said = answer(FakeModelScript.says("Once upon").ending(Ending.SILENCE));

    assertThat(said)
        .isEqualTo(
            new AnswerPiece("Once upon", MessageState.INTERRUPTED, Problem.Kind.MODEL_TOO_SLOW));
    House.eventually(() -> model.cancelled() == 1);
  }

  @Test
  void anEndlessAnswerIsEndedAtItsBoundAndCancelled() {
    AnswerPiece said = answer(FakeModelScript.says("🦜".repeat(501)).ending(Ending.ENDLESS));

    assertThat(said.state()).isEqualTo(MessageState.INTERRUPTED);
    assertThat(said.text()).hasSize(20_000).matches("(🦜)+");
    House.eventually(() -> model.cancelled() == 1);
  }

  @Test
  void nobodyThereFailsTheAnswer() {
    model.close().await();

    AnswerPiece said = house.readAll(house.ask("Anybody?"));

    assertThat(said).isEqualTo(new AnswerPiece("", MessageState.FAILED, Problem.Kind.MODEL_FAILED));
  }

  @Test
  void aFullQueueIsBusy() {
    // Begins at once and takes its time: connections stay taken until all have asked.
    model.always(FakeModelScript.words("on and ".repeat(30), 50));

    var begun = IntStream.range(0, 80).mapToObj(i -> house.ask("q" + i)).toList();
    var ends = begun.stream().map(house::readAll).toList();

    assertThat(ends).anyMatch(end -> end.failure() == Problem.Kind.BUSY);
    assertThat(ends).anyMatch(end -> end.state() == MessageState.COMPLETE);
  }

  @Test
  void theMagicNumberIsBrokenWhereverTheModelCutsIt() {
    String magic = DelimitedStreamWriter.MAGIC;
    for (int cut = 1; cut < magic.length(); cut += 5) {
      AnswerPiece said =
          answer(FakeModelScript.says("a " + magic.substring(0, cut), magic.substring(cut) + " z"));

      assertThat(said.text()).startsWith("a ").endsWith(" z").doesNotContain(magic);
      assertThat(said.text().replace("\u200B", "")).isEqualTo("a " + magic + " z");
    }
  }

  @Test
  void undeployingEndsLiveAnswersAndStoresThem() {
    model.next(FakeModelScript.says("Half").ending(Ending.SILENCE));
    AnswerBegun begun = house.ask("A long one?");
    assertThat(house.reading(begun, 0).await().text()).isEqualTo("Half");

    house.vertx.undeploy(house.deployment).await();

    assertThat(house.closed).hasSize(1);
    assertThat(house.closed.getFirst().state()).isEqualTo(MessageState.INTERRUPTED);
    assertThat(house.closed.getFirst().content()).isEqualTo("Half");
    House.eventually(() -> model.cancelled() == 1);
  }
}
