package repartee.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import repartee.bench.Settings.Bench;

class SettingsTest {

  @Test
  void eachBenchHasItsOwnDefaults() {
    assertThat(Settings.parse("turns").connections()).isEqualTo(32);
    assertThat(Settings.parse("stream").rate()).isEqualTo(20);
    assertThat(Settings.parse("soak").turns()).isEqualTo(10_000);
    assertThat(Settings.parse("history").turns()).isEqualTo(100);
  }

  @Test
  void flagsTakeTheirValueBehindAnEqualsSignOrASpace() {
    Settings settings = Settings.parse("turns", "--seconds", "2", "--rounds=7");

    assertThat(settings.bench()).isEqualTo(Bench.TURNS);
    assertThat(settings.seconds()).isEqualTo(2);
    assertThat(settings.rounds()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                 | There is no bench \"\"; there are turns, stream, soak, resume, watch, history, cluster.",
        "walk               | There is no bench \"walk\"; there are turns, stream, soak, resume, watch, history, cluster.",
        "turns --hours 1    | There is no flag --hours; there are --seconds,",
        "turns --seconds    | --seconds wants a value behind it.",
        "turns --seconds x  | --seconds wants a whole number from 1 to 600, not \"x\".",
        "turns --rounds=0   | --rounds wants a whole number from 1 to 100, not \"0\".",
      })
  void badWordsAreRefusedWithASentence(String words, String sentence) {
    assertThatThrownBy(() -> Settings.parse(words.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(sentence);
  }

  @Test
  void withoutAWordItSaysWhatThereIs() {
    assertThatThrownBy(Settings::parse)
        .hasMessage("Say what to measure: turns, stream, soak, resume, watch, history, cluster.");
  }
}
