// Small screens: the panel is the screen. The on-screen keyboard covers nothing, the back button closes, and the focus
// stays inside.

const SMALL = matchMedia("(max-width: 520px)");
const MARK = "repartee";

export class Phone {
  #panel;
  #inline;
  #close;
  #listening = null;

  constructor(panel, inline, close) {
    this.#panel = panel;
    this.#inline = inline;
    this.#close = close;
  }

  get isSmall() {
    return SMALL.matches && !this.#inline;
  }

  shown() {
    if (!this.isSmall) {
      return;
    }
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.#panel.setAttribute("aria-modal", "true");
    const view = window.visualViewport;
    view?.addEventListener("resize", () => this.#fit(), { signal });
    view?.addEventListener("scroll", () => this.#fit(), { signal });
    this.#fit();
    this.#panel.addEventListener("keydown", (event) => this.#keepFocus(event), { signal });
    // One step of history, for the back button to take.
    history.pushState({ ...history.state, [MARK]: true }, "");
    addEventListener("popstate", () => this.#back(), { signal });
  }

  hidden() {
    this.#panel.removeAttribute("aria-modal");
    this.end();
    if (history.state?.[MARK] === true) {
      history.back();
    }
  }

  end() {
    this.#listening?.abort();
    this.#listening = null;
  }

  #back() {
    this.end();
    this.#close();
  }

  // What the keyboard leaves of the screen.
  #fit() {
    const view = window.visualViewport;
    if (view && view.scale === 1) {
      this.#panel.style.setProperty("--seen", `${view.height}px`);
      this.#panel.style.setProperty("--top", `${view.offsetTop}px`);
    }
  }

  #keepFocus(event) {
    if (event.key !== "Tab") {
      return;
    }
    const stops = [...this.#panel.querySelectorAll("button, a[href], textarea, [tabindex='0']")].filter(
      (one) => !one.disabled && one.getClientRects().length > 0,
    );
    const now = this.#panel.getRootNode().activeElement;
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (now === edge || !stops.includes(now)) {
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
    }
  }
}
