package repartee.crawler;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The address of a page: http or https, and written in one way alone, as browsers would (WHATWG
 * URL). Stricter in this: no user names, no ports of other services, no more than {@link
 * #CHARS_MAX} characters.
 *
 * @param port the one that is connected to
 * @param target path and query, as they are sent
 */
record WebUrl(String scheme, WebHost host, int port, String target) {
  /** A document's name is no longer, either. */
  static final int CHARS_MAX = 1000;

  private static final Pattern SCHEME =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", Pattern.DOTALL);
  private static final Pattern TRACKING =
      Pattern.compile("(utm_[^=]*|gclid|fbclid|msclkid|mc_eid)(=.*)?");

  /** Fails with {@link Unreadable} where it is no such address. */
  static WebUrl parse(String text) throws Unreadable {
    String clean = cleaned(text);
    Matcher parts = SCHEME.matcher(clean);
    if (!parts.matches()) {
      throw Unreadable.forGood(
          "This is not a whole address. Please give one like https://example.com/.");
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw Unreadable.forGood("Only addresses that begin with http:// or https:// can be read.");
    }
    String rest = slashed(parts.group(2));
    if (!rest.startsWith("//")) {
      throw Unreadable.forGood("The address names no host. Please write it with \"//\".");
    }
    String behind = rest.replaceFirst("^/+", "");
    int end = endOfAuthority(behind);
    return of(scheme, behind.substring(0, end), behind.substring(end));
  }

  private static WebUrl of(String scheme, String authority, String target) {
    if (authority.contains("@")) {
      throw Unreadable.forGood("An address with a user name or a password cannot be read.");
    }
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > authority.lastIndexOf(']');
    String host = hasPort ? authority.substring(0, colon) : authority;
    String port = hasPort ? authority.substring(colon + 1) : "";
    WebUrl url =
        new WebUrl(
            scheme,
            WebHost.parse(host),
            port.isEmpty() ? usualPort(scheme) : port(port),
            UrlTarget.written(target));
    if (url.text().length() > CHARS_MAX) {
      throw Unreadable.forGood("The address has more than " + CHARS_MAX + " characters.");
    }
    return url;
  }

  /** What a link or a redirect of this page leads to. */
  WebUrl resolve(String reference) throws Unreadable {
    String clean = cleaned(reference);
    if (SCHEME.matcher(clean).matches()) {
      return parse(clean);
    }
    String slashed = slashed(clean);
    if (slashed.startsWith("//")) {
      return parse(scheme + ":" + slashed);
    }
    String path = path();
    String wanted;
    if (slashed.isEmpty()) {
      wanted = target;
    } else if (slashed.startsWith("/")) {
      wanted = slashed;
    } else if (slashed.startsWith("?")) {
      wanted = path + slashed;
    } else {
      wanted = path.substring(0, path.lastIndexOf('/') + 1) + slashed;
    }
    return parse(scheme + "://" + authority() + wanted);
  }

  /** Without what only counts who has come from where. */
  WebUrl withoutTracking() {
    int question = target.indexOf('?');
    if (question < 0) {
      return this;
    }
    String kept =
        Stream.of(target.substring(question + 1).split("&", -1))
            .filter(parameter -> !TRACKING.matcher(parameter).matches())
            .collect(Collectors.joining("&"));
    return new WebUrl(scheme, host, port, path() + (kept.isEmpty() ? "" : "?" + kept));
  }

  String path() {
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  boolean isSecure() {
    return scheme.equals("https");
  }

  /** Host, and port where it is not the usual one: who is asked politely. */
  String authority() {
    return host.text() + (port == usualPort(scheme) ? "" : ":" + port);
  }

  String origin() {
    return scheme + "://" + authority();
  }

  /** With or without {@code www.}, with or without TLS: to people it is the same site. */
  boolean isOfSiteOf(WebUrl other) {
    boolean samePort = port == other.port || (hasUsualPort() && other.hasUsualPort());
    return samePort && host.withoutWww().equals(other.host.withoutWww());
  }

  /** The address that stands there instead of a name, if so. */
  @Nullable InetAddress literal() {
    return host.literal();
  }

  /** The whole of it. */
  String text() {
    return origin() + target;
  }

  @Override
  public String toString() {
    return text();
  }

  private boolean hasUsualPort() {
    return port == usualPort(scheme);
  }

  private static int usualPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  // Whoever could make us speak to port 25 could send mail from here.
  private static int port(String text) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
    if (port < 0 || port > 65_535) {
      throw Unreadable.forGood("The address names a port that there is not.");
    }
    if (port != 80 && port != 443 && port < 1024) {
      throw Unreadable.forGood("The address names a port that is not one of web sites.");
    }
    return port;
  }

  /** As browsers do: blanks around it, and what breaks lines, are not there; nor is a fragment. */
  private static String cleaned(String text) {
    if (text.length() > CHARS_MAX * 10) {
      throw Unreadable.forGood("The address has more than " + CHARS_MAX + " characters.");
    }
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) <= ' ') {
      from++;
    }
    while (to > from && text.charAt(to - 1) <= ' ') {
      to--;
    }
    String clean = text.substring(from, to).replaceAll("[\t\n\r]", "");
    int hash = clean.indexOf('#');
    return hash < 0 ? clean : clean.substring(0, hash);
  }

  private static String slashed(String rest) {
    int question = rest.indexOf('?');
    return question < 0
        ? rest.replace('\\', '/')
        : rest.substring(0, question).replace('\\', '/') + rest.substring(question);
  }

  private static int endOfAuthority(String behind) {
    for (int i = 0; i < behind.length(); i++) {
      char c = behind.charAt(i);
      if (c == '/' || c == '?') {
        return i;
      }
    }
    return behind.length();
  }
}
