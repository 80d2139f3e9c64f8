package repartee.routing;

import repartee.contract.Problem;

/** The sentences for what the doors refuse, each said once. */
final class Problems {
  private Problems() {}

  static Problem invalid(String sentence) {
    return new Problem(Problem.Kind.INVALID, sentence);
  }

  static Problem unknownPath() {
    return new Problem(
        Problem.Kind.UNKNOWN_PATH, "Nothing stands at this path. Please check the URL.");
  }

  /** The same for an id that nobody has and for another account's. */
  static Problem unknownChatbot() {
    return new Problem(
        Problem.Kind.UNKNOWN_CHATBOT, "There is no chatbot with this id. Please check the id.");
  }

  static Problem unknownConversation() {
    return new Problem(
        Problem.Kind.UNKNOWN_CONVERSATION,
        "There is no such conversation or message here. Please check the id.");
  }

  static Problem noKey() {
    return new Problem(
        Problem.Kind.NO_KEY, "No key was sent. Please send \"Authorization: Bearer <key>\".");
  }

  static Problem badKey() {
    return new Problem(
        Problem.Kind.BAD_KEY, "The key is unknown, revoked or expired. Please use another one.");
  }

  static Problem forbidden() {
    return new Problem(
        Problem.Kind.FORBIDDEN, "This key may not do this. Please use a key of another scope.");
  }

  /** Cookies go where a browser sends them, also for the page of a stranger. */
  static Problem foreignPage() {
    return new Problem(
        Problem.Kind.FORBIDDEN,
        "A session is used from pages of this server alone. Please sign in there, or send a key.");
  }

  static Problem noApiAccess() {
    return new Problem(
        Problem.Kind.NO_API_ACCESS,
        "The API is accessible to accounts with a paid plan. Please upgrade the plan.");
  }

  static Problem restricted() {
    return new Problem(
        Problem.Kind.RESTRICTED,
        "This chatbot may not be asked from here. Please see its restrictions.");
  }

  static Problem tooLarge(int bytesMax) {
    return new Problem(
        Problem.Kind.TOO_LARGE,
        "The body is larger than " + bytesMax + " bytes. Please send a smaller one.");
  }

  static Problem unsupportedMedia() {
    return new Problem(
        Problem.Kind.UNSUPPORTED_MEDIA,
        "The body must be plain JSON in UTF-8. Please send \"Content-Type: application/json\".");
  }

  static Problem heldBy(String name) {
    return new Problem(
        Problem.Kind.HELD_BY_OTHER,
        "\"" + name + "\" has this conversation. Please ask them to release it first.");
  }

  static Problem noSuchRange(long bytes) {
    return new Problem(
        Problem.Kind.NO_SUCH_RANGE,
        "The stream has " + bytes + " bytes by now. Please ask for bytes that exist.");
  }

  static Problem begunAnew() {
    return new Problem(
        Problem.Kind.OTHER_EPOCH,
        "The answer is not the one that \"If-Match\" names: it was begun anew. Please read it from"
            + " its beginning.");
  }

  static Problem busy(String sentence) {
    return new Problem(Problem.Kind.BUSY, sentence);
  }
}
