package repartee.reader;

import java.nio.CharBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** What a parser tells of a file, element by element, becomes lines of text under headings. */
final class TextHandler extends DefaultHandler {
  private static final int DEPTH_MAX = 400;

  private final TextPieces pieces;
  private final boolean pages;
  private int depth;
  private int page;
  private int preformatted;
  private boolean space;
  private int cells;
  private boolean body;
  private @Nullable StringBuilder heading;
  private @Nullable StringBuilder title;

  /** {@code pages}: whether a page of the parser's is one that people know by its number. */
  TextHandler(TextPieces pieces, boolean pages) {
    this.pieces = pieces;
    this.pages = pages;
  }

  @Override
  public void startElement(String uri, String local, String qualified, Attributes attributes) {
    if (++depth > DEPTH_MAX) {
      throw new StoppedException(Refusal.TOO_DEEP);
    }
    String name = local.toLowerCase(Locale.ROOT);
    switch (name) {
      case "title" -> title = body ? null : new StringBuilder();
      case "body" -> body = true;
      case "h1", "h2", "h3", "h4", "h5", "h6" -> {
        end(true);
        heading = new StringBuilder();
      }
      case "div" -> {
        end(false);
        String shape = attributes.getValue("class");
        if (pages && ("page".equals(shape) || "slide-content".equals(shape))) {
          pieces.page(++page);
        }
      }
      case "pre" -> {
        end(true);
        preformatted++;
      }
      case "tr" -> {
        end(false);
        cells = 0;
      }
      case "td", "th" -> {
        if (cells++ > 0) {
          space = false;
          pieces.append(" | ");
        }
      }
      default -> border(name);
    }
  }

  @Override
  public void endElement(String uri, String local, String qualified) {
    depth--;
    String name = local.toLowerCase(Locale.ROOT);
    switch (name) {
      case "title" -> {
        StringBuilder found = title;
        title = null;
        if (found != null && !found.toString().isBlank()) {
          pieces.heading(found.toString());
        }
      }
      case "h1", "h2", "h3", "h4", "h5", "h6" -> {
        StringBuilder found = heading;
        heading = null;
        if (found != null && !found.toString().isBlank()) {
          pieces.heading(found.toString());
          say(found);
        }
        end(true);
      }
      case "div", "tr" -> end(false);
      case "pre" -> {
        preformatted--;
        end(true);
      }
      default -> border(name);
    }
  }

  private void border(String name) {
    switch (name) {
      case "p", "table", "section", "article", "blockquote", "ul", "ol", "dl", "hr" -> end(true);
      case "li", "br", "dt", "dd", "caption", "header", "footer", "nav" -> end(false);
      default -> {}
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    StringBuilder aside = title != null ? title : heading;
    if (aside != null) {
      aside.append(characters, start, Math.min(length, Math.max(0, 10_000 - aside.length())));
    } else if (body) {
      say(CharBuffer.wrap(characters, start, length));
    }
  }

  @Override
  public void ignorableWhitespace(char[] characters, int start, int length) {
    space = true;
  }

  private void say(CharSequence words) {
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (preformatted > 0) {
        pieces.append(c);
        if (c == '\n') {
          pieces.border();
        }
      } else if (Character.isWhitespace(c) || c == '\u00A0' || c == '\u0000') {
        space = true;
      } else {
        if (space && pieces.last() != '\n' && pieces.last() != ' ') {
          pieces.append(' ');
        }
        space = false;
        pieces.append(c);
      }
    }
  }

  /** A line ends, or a paragraph. */
  private void end(boolean paragraph) {
    space = false;
    if (pieces.last() != '\n') {
      pieces.append('\n');
      if (paragraph) {
        pieces.append('\n');
      }
    }
    pieces.border();
  }
}
