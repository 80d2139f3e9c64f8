package repartee.crawler;

import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Elements;
import org.jsoup.select.NodeVisitor;

/**
 * What a page says, without what stands on every page: menus, banners, footers, lists of links.
 * Headings keep their {@code #}, cells their bars, so that passages can be cut well.
 */
final class HtmlText {
  private static final String NEVER_TEXT =
      "script, style, noscript, template, iframe, object, svg, canvas, form, button, select,"
          + " dialog, [hidden], [aria-hidden=true]";
  private static final String AROUND_THE_TEXT =
      "nav, footer, aside, body > header, [role=navigation], [role=banner], [role=contentinfo],"
          + " [role=search], [role=complementary], [role=menu], [role=dialog]";
  private static final Pattern AROUND_BY_NAME =
      Pattern.compile(
          "(^|[-_ ])(nav|navbar|navigation|menu|sidebar|breadcrumbs?|footer|cookies?|consent|"
              + "banner|share|sharing|social|related|comments|pagination|skip)([-_ ]|$)",
          Pattern.CASE_INSENSITIVE);
  // Lists that are mostly links lead elsewhere, and say little themselves.
  private static final double LINKED_MAX = 0.7;
  private static final int LINKS_MIN = 4;

  private HtmlText() {}

  static String of(Document page) {
    String title = page.title().strip();
    page.select(NEVER_TEXT).remove();
    Document whole = page.clone();
    page.select(AROUND_THE_TEXT).remove();
    removeByName(page.body());
    Element main = main(page);
    removeLists(main);
    String text = written(main);
    // A page that is all menu is taught as it is.
    if (text.isBlank()) {
      text = written(whole.body());
    }
    return title.isEmpty() || text.isBlank() || text.startsWith("# " + title)
        ? text
        : "# " + title + "\n\n" + text;
  }

  private static Element main(Document page) {
    Elements main = page.select("main, [role=main]");
    if (main.size() == 1) {
      return main.getFirst();
    }
    Elements articles = page.select("article");
    return articles.size() == 1 ? articles.getFirst() : page.body();
  }

  private static void removeByName(Element body) {
    body.select("div, section, ul, ol, header, p").stream()
        .filter(e -> AROUND_BY_NAME.matcher(e.className() + " " + e.id()).find())
        .filter(e -> e.selectFirst("main, article, h1") == null)
        .toList()
        .forEach(Element::remove);
  }

  private static void removeLists(Element main) {
    main.select("ul, ol").stream()
        .filter(list -> list.select("a[href]").size() >= LINKS_MIN)
        .filter(list -> list.select("a[href]").text().length() > LINKED_MAX * list.text().length())
        .toList()
        .forEach(Element::remove);
  }

  private static String written(Element root) {
    Writing writing = new Writing();
    root.traverse(writing);
    return writing.text();
  }

  /** Blocks are set apart by an empty line; blanks within one are one blank. */
  private static final class Writing implements NodeVisitor {
    private final StringBuilder text = new StringBuilder();
    private int preformatted;

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode words) {
        append(words);
      } else if (node instanceof Element element) {
        open(element);
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node instanceof Element element) {
        if (element.normalName().equals("pre")) {
          preformatted--;
        }
        if (isSetApart(element)) {
          lines(element.normalName().matches("li|tr|dt|dd") ? 1 : 2);
        }
      }
    }

    private void open(Element element) {
      String name = element.normalName();
      if (isSetApart(element)) {
        lines(name.matches("li|tr|dt|dd") ? 1 : 2);
      }
      switch (name) {
        case "h1", "h2", "h3", "h4", "h5", "h6" ->
            text.append("#".repeat(name.charAt(1) - '0')).append(' ');
        case "li" -> text.append("- ");
        case "br" -> text.append('\n');
        case "td", "th" -> {
          if (element.elementSiblingIndex() > 0) {
            text.append(" | ");
          }
        }
        case "pre" -> preformatted++;
        default -> {
          // Says nothing by itself.
        }
      }
    }

    private static boolean isSetApart(Element element) {
      return element.isBlock() && !element.normalName().matches("td|th");
    }

    private void append(TextNode words) {
      if (preformatted > 0) {
        text.append(words.getWholeText());
        return;
      }
      String one = words.getWholeText().replaceAll("[\\s\\u00a0]+", " ");
      boolean atStart = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
      text.append(atStart ? one.stripLeading() : one);
    }

    private void lines(int wanted) {
      int end = text.length();
      while (end > 0 && text.charAt(end - 1) == ' ') {
        end--;
      }
      text.setLength(end);
      int there = 0;
      while (there < wanted && there < end && text.charAt(end - 1 - there) == '\n') {
        there++;
      }
      if (end > 0) {
        text.append("\n".repeat(wanted - there));
      }
    }

    String text() {
      return text.toString()
          .replaceAll("(?m)^(- )*- ?$\\n?", "")
          .replaceAll("\\n{3,}", "\n\n")
          .strip();
    }
  }
}
