package repartee.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A page of a site with the widget on it, as the visitor sees it and handles it. */
final class WidgetPage implements AutoCloseable {
  private static final double PATIENCE_MS = 20_000;
  private static final double LOOK_MS = 20;

  private final Page page;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  WidgetPage(Page page) {
    this.page = page;
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        said -> {
          if (said.type().equals("error")) {
            complaints.add(said.text());
          }
        });
  }

  Page page() {
    return page;
  }

  /** What the browser complained of: broken scripts, what a policy forbids, refused requests. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Within the widget's shadow. */
  Locator part(String selector) {
    return page.locator("repartee-chat").locator(selector);
  }

  Locator launcher() {
    return part("button.launcher");
  }

  Locator panel() {
    return part(".panel");
  }

  Locator input() {
    return part("textarea");
  }

  /** Answers, in their order. */
  Locator answers() {
    return part("li.message.bot");
  }

  Locator questions() {
    return part("li.message.user:not(.waits)");
  }

  WidgetPage opened() {
    launcher().click();
    assertThat(input()).isVisible();
    return this;
  }

  WidgetPage ask(String question) {
    input().fill(question);
    input().press("Enter");
    return this;
  }

  /** The last answer is this, and over: its tools are there. */
  void awaitAnswer(String text) {
    Locator last = answers().last();
    assertThat(last.locator(".below")).isVisible(patiently());
    assertThat(last.locator(".text")).hasText(text, exactly());
  }

  /** The conversation's name, which the browser keeps. */
  String conversation() {
    return (String)
        page.evaluate(
            "localStorage.getItem(Object.keys(localStorage).find("
                + "key => key.endsWith('.conversation')))");
  }

  /** Waits until it is so; the page's policy forbids Playwright's own way to wait. */
  void awaitTrue(String expression) {
    for (int at = 0; !Boolean.TRUE.equals(page.evaluate(expression)); at++) {
      assertThat(at).as(expression).isLessThan((int) (PATIENCE_MS / LOOK_MS));
      page.waitForTimeout(LOOK_MS);
    }
  }

  static LocatorAssertions.IsVisibleOptions patiently() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MS);
  }

  static LocatorAssertions.HasTextOptions exactly() {
    return new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS);
  }

  /** Ends the browser's context, with all its tabs. */
  @Override
  public void close() {
    page.context().close();
  }
}
