package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import repartee.contract.Language;

/** What the server itself tells people. */
class NoticesTest {
  @ParameterizedTest
  @EnumSource
  void whoHasTheConversationIsSaidInEveryLanguage(Language language) {
    assertThat(Notices.held(language, "Ann {0}"))
        .containsOnlyOnce("Ann {0}")
        .hasSizeGreaterThan(20);
    assertThat(Notices.givenBack(language)).hasSizeGreaterThan(20);
  }
}
