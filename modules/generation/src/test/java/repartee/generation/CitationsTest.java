package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.Grounded;
import repartee.contract.Language;

/** What an answer says of its passages is checked. */
class CitationsTest {
  private static final String SHOES =
      "You can return **shoes** within 30 days of\ndelivery. They mustn't be worn: see [the form](https://example.org/f).";

  private final House house = new House();

  CitationsTest() {
    house.passage("returns.md", SHOES, 0.9, 1);
    house.passage("museum.md", "博物館は九時に開きます。入場料は五百円です。", 0.8, 1);
  }

  @AfterEach
  void stop() {
    house.close();
  }

  private @Nullable Grounded check(String answer) {
    return check("Who says “I want my money now”?", answer, false);
  }

  private @Nullable Grounded check(String question, String answer, boolean answered) {
    return Citations.check(
        new Prompt(
            house.chatbot().settings(),
            Language.EN,
            question,
            List.copyOf(house.passages),
            List.of(),
            answered),
        answer);
  }

  @Test
  void citationsThatExistGroundIt() {
    assertThat(check("Within 30 days [1]. The museum opens at nine [2].")).isEqualTo(Grounded.TRUE);
    assertThat(check("Both say so [1, 2], [1][2], [1-2].")).isEqualTo(Grounded.TRUE);
  }

  @Test
  void whatDoesNotExistDoesNot() {
    assertThat(check("Within 30 days [3].")).isEqualTo(Grounded.FALSE);
    assertThat(check("Within 30 days [0].")).isEqualTo(Grounded.FALSE);
    assertThat(check("Within 30 days [1], or 60 [3].")).isEqualTo(Grounded.PARTLY);
    assertThat(check("Within 30 days [1, 9].")).isEqualTo(Grounded.PARTLY);
  }

  @Test
  void whoCitesAndQuotesNothingIsNotGrounded() {
    assertThat(check("Within 30 days.")).isEqualTo(Grounded.FALSE);
    assertThat(check("Write `shoes[1]`, or:\n```\nfeet[2]\n```")).isEqualTo(Grounded.FALSE);
    assertThat(check("See [1](https://example.org).")).isEqualTo(Grounded.FALSE);
  }

  @Test
  void quotationsStandInThePassages() {
    assertThat(check("It says: \"return shoes within 30 days of delivery.\""))
        .isEqualTo(Grounded.TRUE);
    assertThat(check("“You can return shoes … They mustn’t be worn: see the form”"))
        .isEqualTo(Grounded.TRUE);
    assertThat(check("案内：「入場料は五百円です。」")).isEqualTo(Grounded.TRUE);
    assertThat(check("»You can return shoes«")).isEqualTo(Grounded.TRUE);
    assertThat(check("„You can return shoes“")).isEqualTo(Grounded.TRUE);
  }

  @Test
  void aQuotationThatWasMadeUpShows() {
    assertThat(check("It says [1]: \"return shoes within 90 days of delivery.\""))
        .isEqualTo(Grounded.PARTLY);
    assertThat(check("«You can return hats within a year»")).isEqualTo(Grounded.FALSE);
    assertThat(check("「入場料は無料になります」 [2]")).isEqualTo(Grounded.PARTLY);
  }

  @Test
  void fewWordsAndThePersonsOwnAreNoQuotations() {
    assertThat(check("Press \"Send now\" [1].")).isEqualTo(Grounded.TRUE);
    assertThat(check("You say “I want my money now”: it takes 30 days [1]."))
        .isEqualTo(Grounded.TRUE);
  }

  @Test
  void aBotThatCitesNothingIsNotJudged() {
    house.isQaMode = false;

    assertThat(check("Within 30 days.")).isNull();
  }

  @Test
  void whatPeopleHaveAnsweredIsTheirsWordForWord() {
    assertThat(check("Anything?", "Hello.", true)).isEqualTo(Grounded.TRUE);
    assertThat(check("")).isNull();
  }

  @Property
  void exactlyThePassagesThatThereAreCanBeCited(@ForAll @IntRange(max = 9_999) int cited) {
    assertThat(check("So it is [" + cited + "]."))
        .isEqualTo(cited == 1 || cited == 2 ? Grounded.TRUE : Grounded.FALSE);
  }

  @Property(tries = 300)
  void whateverIsSaidIsJudged(@ForAll String said) {
    house.isQaMode = true;

    assertThat(said.isBlank() == (check(said) == null)).isTrue();
  }
}
