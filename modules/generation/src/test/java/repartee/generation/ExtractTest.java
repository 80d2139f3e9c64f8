package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.Language;

/** What is said from documents alone. */
class ExtractTest {
  private static final String RETURNS =
      """
      # Returns and refunds

      You can return **shoes** within 30 days of delivery. They must be unworn, and come in their
      original box. See [the form](https://example.org/form) for details.

      ## How long does a refund take?

      Refunds arrive within 5 working days [12]. We refund the card that you paid with.

      - Gift cards cannot be refunded
      - Sale items are exchanged only
      """;
  private static final String RETURNS_GOING_ON =
      """
      original box. See [the form](https://example.org/form) for details.

      ## How long does a refund take?

      Refunds arrive within 5 working days [12]. We refund the card that you paid with.

      Shipping is free for orders above 50 euros, and for members of the club who have
      """;

  private final House house = new House();

  @AfterEach
  void stop() {
    house.close();
  }

  private String answer(String question, Language language) {
    return String.join(
        "",
        Extract.of(
            new Prompt(
                house.chatbot().settings(),
                language,
                question,
                List.copyOf(house.passages),
                List.of(),
                false)));
  }

  private void teach() {
    house.passage("returns.md", RETURNS, 0.9, 1);
    house.passage("returns.md", RETURNS_GOING_ON, 0.8, 8);
    house.passage("parrots.md", "Parrots live for fifty years. They like nuts.", 0.5, 1);
  }

  @Test
  void theSentenceThatAnswersIsSaidOnceWithItsCitation() {
    teach();

    String said = answer("How long does a refund take?", Language.EN);

    assertThat(said).contains("Refunds arrive within 5 working days. [1]");
    assertThat(said.split("Refunds arrive", -1)).hasSize(2);
    assertThat(said).doesNotContain("Parrots", "#", "[12]", "](", "who have");
  }

  @Test
  void aQuestionAboutAnotherDocumentCitesIt() {
    teach();

    assertThat(answer("How many years do parrots live?", Language.EN))
        .startsWith("Parrots live for fifty years. [3]");
  }

  @Test
  void markdownAndCutSentencesAreLeftOut() {
    teach();

    String said = answer("Can I return shoes, and in which box?", Language.EN);

    assertThat(said).contains("You can return shoes within 30 days of delivery. [1]");
    assertThat(said).doesNotContain("**", "\noriginal box", "who have");
    assertThat(answer("Is shipping free for members?", Language.EN)).doesNotContain("Shipping is");
  }

  @Test
  void aBotWithoutReferencesCitesNothing() {
    teach();
    house.isQaMode = false;

    assertThat(answer("How many years do parrots live?", Language.EN))
        .startsWith("Parrots live for fifty years.")
        .doesNotContain("[");
  }

  @Test
  void otherScriptsAreCutIntoSentencesToo() {
    house.passage("a", "博物館は九時に開きます。入場料は五百円です。犬は入れません。", 0.9, 1);
    house.passage("b", "संग्रहालय नौ बजे खुलता है। टिकट पचास रुपये का है।", 0.9, 1);
    house.passage("c", "يفتح المتحف في التاسعة. سعر التذكرة خمسون درهما.", 0.9, 1);

    assertThat(answer("入場料はいくらですか？", Language.JP)).startsWith("入場料は五百円です。 [1]");
    assertThat(answer("टिकट कितने का है?", Language.HI)).contains("टिकट पचास रुपये का है। [2]");
    assertThat(answer("كم سعر التذكرة؟", Language.AR)).contains("سعر التذكرة خمسون درهما. [3]");
  }

  @Test
  void aQuestionInAnotherLanguageGetsTheBestPassage() {
    teach();

    assertThat(answer("Pergunta totalmente diferente", Language.PT)).contains("[1]");
  }

  @Test
  void everyLanguageCanSayThatItDoesNotKnow() {
    for (Language language : Language.values()) {
      assertThat(ExtractiveModel.dontKnow(language)).isNotBlank();
    }
  }

  @Test
  void notesWithoutSentencesAreTakenByTheLine() {
    house.passage("notes", "Opening hours\nMonday to Friday 9 to 17", 0.9, 1);

    assertThat(answer("When are the opening hours?", Language.EN)).contains("9 to 17");
  }
}
