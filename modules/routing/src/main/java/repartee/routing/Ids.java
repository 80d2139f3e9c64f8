package repartee.routing;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ids in paths and bodies; what cannot be one is an unknown one. */
final class Ids {
  // UUID.fromString alone takes "1-1-1-1-1" too.
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Ids() {}

  static @Nullable UUID uuid(String text) {
    return text.length() == 36 && UUID_FORM.matcher(text).matches() ? UUID.fromString(text) : null;
  }
}
