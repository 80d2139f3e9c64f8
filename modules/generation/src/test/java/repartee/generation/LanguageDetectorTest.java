package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.contract.Language;

/** In which language short questions are asked. */
class LanguageDetectorTest {
  private static final List<String> QUESTIONS = questions();

  private static List<String> questions() {
    try (InputStream bytes =
        Objects.requireNonNull(LanguageDetectorTest.class.getResourceAsStream("questions.tsv"))) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void nineteenOfTwentyShortQuestionsAreToldRight() {
    List<String> wrong = new ArrayList<>();
    for (String line : QUESTIONS) {
      String[] row = line.split("\t");
      Language told = LanguageDetector.detect(row[1]);
      if (!told.code().equals(row[0])) {
        wrong.add(row[0] + " taken for " + told.code() + ": " + row[1]);
      }
    }
    System.out.println(wrong.size() + " of " + QUESTIONS.size() + " wrong: " + wrong);

    assertThat(wrong).hasSizeLessThanOrEqualTo(QUESTIONS.size() / 20);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void aSentenceOfEachLanguageIsToldRight(Language language) {
    assertThat(LanguageDetector.detect(ExtractiveModel.dontKnow(language))).isEqualTo(language);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "42", "Repartee", "🦜", "xyz 123", "ΑΒΓ"})
  void nothingToGoByIsEnglish(String question) {
    assertThat(LanguageDetector.detect(question)).isEqualTo(Language.EN);
  }
}
