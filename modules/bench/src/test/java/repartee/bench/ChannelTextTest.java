package repartee.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import repartee.contract.DelimitedStreamWriter;

class ChannelTextTest {
  private static final String MAGIC = DelimitedStreamWriter.MAGIC;
  private static final String CHANNEL =
      "{\"answer\":\"\"}\n%1$sone two 64%1$s{\"seq\":1}\n{\"answer\":\"\"}\n%1$s%1$s{\"seq\":2}\n"
          .formatted(MAGIC);

  @Test
  void textsAndEndsAreToldHoweverTheFramesAreCut() {
    for (int length = 1; length <= CHANNEL.length(); length++) {
      Told told = new Told();
      ChannelText text = new ChannelText(told);

      for (int from = 0; from < CHANNEL.length(); from += length) {
        text.take(CHANNEL.substring(from, Math.min(CHANNEL.length(), from + length)));
      }

      assertThat(told).hasToString("one two 64||");
    }
  }

  @Test
  void aTextWhoseBeginningIsKnownComesWithoutAHeader() {
    Told told = new Told();
    ChannelText text = new ChannelText(told);
    text.beginInText();

    text.take("two three ");
    text.take("four" + MAGIC + "{\"seq\":1}\n");

    assertThat(told).hasToString("two three four|");
  }

  @Test
  void aNoticeIsAFailure() {
    Told told = new Told();

    new ChannelText(told).take("{\"code\":40402,\"msg\":\"There is no such conversation.\"}\n");

    assertThat(told).hasToString("!");
  }

  /** What was told: texts, a bar for each end, an exclamation mark for each failure. */
  private static final class Told implements ChannelText.Listener {
    private final StringBuilder all = new StringBuilder();

    @Override
    public void text(String words) {
      all.append(words);
    }

    @Override
    public void ended() {
      all.append('|');
    }

    @Override
    public void failed(Throwable cause) {
      all.append('!');
    }

    @Override
    public String toString() {
      return all.toString();
    }
  }
}
