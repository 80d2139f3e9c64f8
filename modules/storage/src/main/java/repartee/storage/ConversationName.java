package repartee.storage;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client calls a conversation: the server's uid or a name of its own.
 *
 * @param uid the name read as a uid, if it can be
 */
record ConversationName(String text, @Nullable UUID uid) {
  private static final Pattern UID =
      Pattern.compile("[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

  static ConversationName of(String text) {
    return new ConversationName(text, UID.matcher(text).matches() ? UUID.fromString(text) : null);
  }
}
