package repartee.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The console in a browser of its own, as one of an account's people handles it. */
final class ConsolePage implements AutoCloseable {
  private final WidgetStand stand;
  private final Page page;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** At the door, with nobody signed in. */
  ConsolePage(WidgetStand stand, Browser.NewContextOptions options) {
    this(stand, stand.chromium.browser().newContext(options));
  }

  ConsolePage(WidgetStand stand) {
    this(stand, new Browser.NewContextOptions().setLocale("en-GB"));
  }

  /** Another tab, if the context has one already. */
  ConsolePage(WidgetStand stand, BrowserContext context) {
    this.stand = stand;
    page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        said -> {
          if (said.type().equals("error")) {
            complaints.add(said.text());
          }
        });
    page.navigate(stand.server.address().resolve("/console").toString());
  }

  Page page() {
    return page;
  }

  /** What the browser complained of, but for refusals that the test wanted. */
  List<String> complaints() {
    return complaints.stream().filter(said -> !said.contains("the server responded with")).toList();
  }

  ConsolePage signIn(String key) {
    page.getByLabel("Key", new Page.GetByLabelOptions().setExact(true)).fill(key);
    button("Sign in").click();
    return this;
  }

  /** Signed in as whoever has the server's own key. */
  ConsolePage signedIn() {
    signIn(stand.server.adminKey());
    assertThat(button("Sign out")).isVisible();
    return this;
  }

  /** As whoever writes under this name. */
  ConsolePage named(String name) {
    page.evaluate("name => localStorage.setItem('repartee.console.name', name)", name);
    page.reload();
    return this;
  }

  /** Goes to the room at this place: {@code inbox}, {@code chatbots/ID/documents}. */
  ConsolePage go(String place) {
    page.evaluate("place => { location.hash = '#/' + place; }", place);
    return this;
  }

  ConsolePage open(UUID bot, String conversation) {
    return go("inbox/" + bot + "/" + conversation);
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator rows() {
    return page.locator(".rows .row");
  }

  /** The row of whom this names. */
  Locator row(String words) {
    return page.locator(".rows .row", new Page.LocatorOptions().setHasText(words));
  }

  /** What is said in the conversation that is open. */
  Locator said(String kind) {
    return page.locator(".said li.message." + kind);
  }

  ConsolePage write(String words) {
    page.getByLabel("Your words").fill(words);
    button("Send").click();
    return this;
  }

  /** Ends the browser's context, with all its tabs. */
  @Override
  public void close() {
    page.context().close();
  }
}
