package repartee.routing;

import repartee.contract.Author;

/** Persons who speak in a bot's place: those whose {@code user_id} begins with {@code client:}. */
final class Agents {
  private static final String PREFIX = "client:";

  private Agents() {}

  static boolean isOne(String userId) {
    return userId.startsWith(PREFIX);
  }

  /** By the name that people read: {@code client:support_staff_01} is "support staff 01". */
  static Author author(String userId) {
    String name = userId.substring(PREFIX.length()).replace('_', ' ').replace('-', ' ').strip();
    return new Author(Author.Kind.AGENT, userId, name.isEmpty() ? userId : name);
  }

  /** The field {@code user_id} of somebody who takes or hands back a conversation. */
  static Author author(Fields fields) {
    String userId = fields.text("user_id", Question.ID_CHARS_MAX);
    if (!isOne(userId)) {
      throw Problems.invalid(
          "The field \"user_id\" must begin with \"client:\", as \"client:support_staff_01\" does.");
    }
    return author(userId);
  }
}
