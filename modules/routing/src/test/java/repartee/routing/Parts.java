package repartee.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.StreamHeader;
import repartee.contract.StreamTrailer;

/** What a channel has told, part by part. */
final class Parts {
  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();

  /** A message from its header to its trailer. */
  record Told(StreamHeader header, String text, StreamTrailer trailer) {}

  void add(Part part) {
    parts.add(part);
  }

  Part next() {
    try {
      Part part = parts.poll(20, TimeUnit.SECONDS);
      if (part == null) {
        throw new AssertionError("nothing came");
      }
      return part;
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  StreamHeader header() {
    return ((Part.Header) next()).header();
  }

  /** The text up to the trailer, with which the answer ends. */
  Told rest(StreamHeader header) {
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (next()) {
        case Part.Text piece -> text.append(piece.text());
        case Part.Trailer trailer -> {
          return new Told(header, text.toString(), trailer.trailer());
        }
        case Part.Header other -> throw new AssertionError("a header in a message: " + other);
        case Part.Notice notice -> throw new AssertionError("a notice in a message: " + notice);
      }
    }
  }

  Told told() {
    return rest(header());
  }

  /** So much of the text, or more, of the message that has begun. */
  String text(int chars) {
    StringBuilder text = new StringBuilder();
    while (text.length() < chars) {
      text.append(((Part.Text) next()).text());
    }
    return text.toString();
  }

  Part.Notice notice() {
    Part part = next();
    Assertions.assertThat(part).isInstanceOf(Part.Notice.class);
    return (Part.Notice) part;
  }

  void assertNotice(int code) {
    Assertions.assertThat(notice().envelope().get("code").intValue()).isEqualTo(code);
  }

  List<Told> told(int count) {
    List<Told> told = new ArrayList<>();
    while (told.size() < count) {
      told.add(told());
    }
    return told;
  }
}
