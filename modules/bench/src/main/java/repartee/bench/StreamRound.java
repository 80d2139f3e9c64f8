package repartee.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What the readers of streams saw in one round; lives on one event loop. */
final class StreamRound {
  private static final long MAX_US = TimeUnit.MINUTES.toMicros(10);

  private final Histogram firstTexts = new Histogram(MAX_US, 3);
  private final Histogram gaps = new Histogram(MAX_US, 3);
  private long pieces;
  private long textBytes;
  private long wireBytes;
  private long headBytes;

  /** Follows one answer, whose question was meant to be asked then. */
  Reading reading(long intendedNs, TextReader reader) {
    return new Reading(intendedNs, reader);
  }

  /** One answer as it arrives. */
  final class Reading {
    private final long intendedNs;
    private final TextReader reader;
    private long lastNs;
    private int textLength;

    private Reading(long intendedNs, TextReader reader) {
      this.intendedNs = intendedNs;
      this.reader = reader;
    }

    void chunk(String chunk) {
      String text = reader.apply(chunk);
      if (text.isEmpty()) {
        headBytes += TextReader.bytes(chunk);
        return;
      }
      long nowNs = System.nanoTime();
      if (textLength == 0) {
        firstTexts.recordValue(Math.min(MAX_US, Tally.micros(nowNs - intendedNs)));
      } else {
        gaps.recordValue(Math.min(MAX_US, Tally.micros(nowNs - lastNs)));
      }
      lastNs = nowNs;
      textLength += text.length();
      textBytes += TextReader.bytes(text);
      pieces++;
    }

    /** The answer is over; refuses one that is not the whole text. */
    void end(Connection.Answered answered, int lengthExpected) {
      wireBytes += answered.bytes();
      if (answered.status() != 200 || textLength != lengthExpected) {
        throw new IllegalStateException(
            "status %d and %d of %d characters"
                .formatted(answered.status(), textLength, lengthExpected));
      }
    }
  }

  /** From the intended start to the first character, in microseconds. */
  Histogram firstTexts() {
    return firstTexts;
  }

  /** Between two pieces of an answer, in microseconds. */
  Histogram gaps() {
    return gaps;
  }

  /** Chunks with text, as they arrived. */
  long pieces() {
    return pieces;
  }

  /** All bytes read that are not the answer's text, for each piece. */
  double bytesBeyondTextPerPiece() {
    return (double) (wireBytes - textBytes) / Math.max(1, pieces);
  }

  /** The same without the chunks that carry no text: for us, the header with its sources. */
  double framingBytesPerPiece() {
    return (double) (wireBytes - textBytes - headBytes) / Math.max(1, pieces);
  }
}
