package repartee.routing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import repartee.contract.InboxPlace;
import repartee.contract.Problem;

/** A place in an inbox as text for a URL: microseconds of 1970, a hyphen, a uid. */
final class InboxCursor {
  private static final Pattern FORM = Pattern.compile("(\\d{1,17})-([0-9a-f-]{36})");

  private InboxCursor() {}

  static String text(InboxPlace place) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, place.updatedAt()) + "-" + place.uid();
  }

  static InboxPlace read(String text) throws Problem {
    Matcher parts = FORM.matcher(text);
    UUID uid = parts.matches() ? Ids.uuid(parts.group(2)) : null;
    if (uid == null) {
      throw Problems.invalid(
          "The parameter \"before\" is none that the header \"Link\" of a page has named.");
    }
    return new InboxPlace(
        Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS), uid);
  }
}
