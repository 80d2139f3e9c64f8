package repartee.knowledge;

/** How the text of a passage is published: under its document's name. */
final class PassageContent {
  private PassageContent() {}

  /** {@code DOCUMENT NAME: <name>}, three hyphens, the text. */
  static String of(String documentName, String text) {
    return preamble(documentName) + text;
  }

  /** The text alone. */
  static String text(String documentName, String content) {
    String preamble = preamble(documentName);
    return content.startsWith(preamble) ? content.substring(preamble.length()) : content;
  }

  private static String preamble(String documentName) {
    return "DOCUMENT NAME: " + documentName + "\n\n---\n\n";
  }
}
