package repartee.generation;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whole sentences of a passage, freed from markdown and from what a cut left over. */
final class Sentences {
  private static final Pattern LINE_END = Pattern.compile("\\R");
  private static final Pattern TITLE =
      Pattern.compile("\\ADOCUMENT NAME: [^\\n]*\\n\\s*-{3,}\\s*\\n");
  private static final Pattern RULE = Pattern.compile("[-=_*\\s|:]+");
  private static final Pattern BULLET = Pattern.compile("(?:[-*+•]|\\d{1,3}[.)])\\s+(.*)");
  private static final Pattern LINK = Pattern.compile("!?\\[([^\\]]*)\\]\\([^)\\s]*\\)");
  private static final Pattern NUMBER_LINK = Pattern.compile("\\s*\\[\\d{1,3}\\]");
  private static final Pattern TAG =
      Pattern.compile("</?(?:a|b|br|p|div|span|i|em|strong|code|ul|ol|li|h\\d|img)\\b[^>]*>");
  private static final Pattern EMPHASIS = Pattern.compile("\\*{1,3}|__|`");
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final String ENDS = ".!?…。！？．｡؟۔।";
  private static final String CLOSERS = "\"'»”’)]）」』】*";

  private final List<Sentence> found = new ArrayList<>();
  private final BreakIterator borders;
  private final StringBuilder paragraph = new StringBuilder();
  private String heading = "";
  private boolean item;

  /**
   * A sentence in its place.
   *
   * @param heading what stands above it: the last heading or question
   * @param item it is a line of a list or table
   */
  record Sentence(String text, String heading, boolean item) {
    boolean isWhole() {
      int end = text.length();
      while (end > 0 && CLOSERS.indexOf(text.charAt(end - 1)) >= 0) {
        end--;
      }
      return end > 0 && ENDS.indexOf(text.charAt(end - 1)) >= 0;
    }

    boolean isQuestion() {
      return text.endsWith("?") || text.endsWith("？") || text.endsWith("؟");
    }
  }

  private Sentences(Locale locale) {
    borders = BreakIterator.getSentenceInstance(locale);
  }

  static List<Sentence> of(String passage, Locale locale) {
    Sentences sentences = new Sentences(locale);
    boolean code = false;
    for (String raw : LINE_END.split(TITLE.matcher(passage).replaceFirst(""))) {
      String line = raw.strip();
      if (line.startsWith("```") || line.startsWith("~~~")) {
        sentences.endParagraph();
        code = !code;
      } else if (!code) {
        sentences.line(line);
      }
    }
    sentences.endParagraph();
    return whole(sentences.found);
  }

  private void line(String line) {
    if (line.isEmpty() || RULE.matcher(line).matches()) {
      endParagraph();
    } else if (line.startsWith("#")) {
      endParagraph();
      heading = clean(line.replaceFirst("^#+\\s*", ""));
    } else if (line.startsWith("|")) {
      endParagraph();
      item = true;
      paragraph.append(row(line));
      endParagraph();
    } else {
      var bullet = BULLET.matcher(line);
      if (bullet.matches()) {
        endParagraph();
        item = true;
        paragraph.append(bullet.group(1));
      } else {
        paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.replaceFirst("^>+\\s*", ""));
      }
    }
  }

  private void endParagraph() {
    String text = clean(paragraph.toString());
    paragraph.setLength(0);
    boolean ofItem = item;
    item = false;
    borders.setText(text);
    int start = borders.first();
    for (int end = borders.next(); end != BreakIterator.DONE; end = borders.next()) {
      String one = text.substring(start, end).strip();
      if (one.codePoints().anyMatch(Character::isLetterOrDigit)) {
        Sentence sentence = new Sentence(one, heading, ofItem);
        found.add(sentence);
        if (sentence.isQuestion()) {
          heading = one;
        }
      }
      start = end;
    }
  }

  /** A passage is cut where its length ended: what is left of a sentence there goes. */
  private static List<Sentence> whole(List<Sentence> found) {
    List<Sentence> whole = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Sentence one = found.get(i);
      boolean last = i == found.size() - 1;
      boolean headless = i == 0 && Character.isLowerCase(one.text().codePointAt(0));
      if (!headless && (one.isWhole() || (one.item() && !last))) {
        whole.add(one);
      }
    }
    // Notes without any punctuation are taken by the line.
    return whole.isEmpty() ? List.copyOf(found) : whole;
  }

  private static String row(String line) {
    String inner = line.replaceAll("^\\|\\s*|\\s*\\|$", "");
    return inner.replaceFirst("\\s*\\|\\s*", ": ").replaceAll("\\s*\\|\\s*", ", ");
  }

  private static String clean(String text) {
    String clean = LINK.matcher(text).replaceAll("$1");
    clean = NUMBER_LINK.matcher(clean).replaceAll("");
    clean = TAG.matcher(clean).replaceAll(" ");
    clean = EMPHASIS.matcher(clean).replaceAll("");
    return SPACES.matcher(clean).replaceAll(" ").strip();
  }
}
