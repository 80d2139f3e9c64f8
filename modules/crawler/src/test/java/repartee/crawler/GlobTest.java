package repartee.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class GlobTest {
  private static final WebUrl URL = WebUrl.parse("https://shop.example/docs/a.html?x=1");

  @Test
  void aPatternIsOfThePathOrOfTheWholeAddress() {
    assertThat(Glob.fitsAny(URL, List.of("/docs/*"))).isTrue();
    assertThat(Glob.fitsAny(URL, List.of("https://shop.example/*"))).isTrue();
    assertThat(Glob.fitsAny(URL, List.of("*.html*"))).isTrue();
    assertThat(Glob.fitsAny(URL, List.of("/docs/"))).isFalse();
    assertThat(Glob.isWanted(URL, List.of("/docs/*"), List.of("*x=*"))).isFalse();
    assertThat(Glob.isWanted(URL, List.of(), List.of())).isTrue();
    assertThat(Glob.isWanted(URL, List.of("/blog/*"), List.of())).isFalse();
  }

  @Test
  void aPatternOfManyStarsTakesNoTime() {
    assertThat(Glob.fits("*a".repeat(50) + "b", "a".repeat(1000))).isFalse();
  }

  @Property(tries = 2000)
  void itFitsAsTheSameRegularExpressionWould(
      @ForAll @Chars({'a', 'b', '*', '?'}) @StringLength(max = 8) String pattern,
      @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 10) String text) {
    String regex = pattern.replace("*", ".*").replace("?", ".");

    assertThat(Glob.fits(pattern, text)).isEqualTo(Pattern.matches(regex, text));
  }
}
