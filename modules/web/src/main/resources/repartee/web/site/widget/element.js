// <repartee-chat>: a round button on the page, and behind it the panel, which is loaded when it is wanted.
//
// Attributes: chatbot, host, token, language, side, heading, greeting, questions, placeholder, theme, sound, open, inline.
// Methods: open(), close(), toggle(), ask(text), reset(), identify(token). Events: ready, open, close, message, problem.

import { h, icon } from "./dom.js";
import { Storage } from "./storage.js";
import { launcherSheets } from "./style.js";
import { directionOf, fill, languageOf, tagOf, textsOf } from "./texts.js";
import { Visitor } from "./visitor.js";

const DARK = matchMedia("(prefers-color-scheme: dark)");
// Texts of a site's own, in place of ours.
const SHOWN = ["heading", "greeting", "placeholder", "questions"];

export class Chat extends HTMLElement {
  static observedAttributes = ["chatbot", "host", "token", "language", "side", "theme", "open", "inline", ...SHOWN];

  #root = null;
  #launcher = null;
  #badge = null;
  #panel = null;
  #loading = null;
  #conversation = null;
  #visitor = null;
  #storage = null;
  #texts = null;
  #begun = 0;
  #unread = 0;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = launcherSheets;
  }

  connectedCallback() {
    // What an element was given before it was one.
    this.#begin();
    DARK.addEventListener("change", this.#dress);
  }

  disconnectedCallback() {
    DARK.removeEventListener("change", this.#dress);
    this.#end();
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || this.#root === null) {
      return;
    }
    if (name === "open") {
      now === null ? this.#hide() : this.#show();
    } else if (["theme", "side"].includes(name)) {
      this.#dress();
    } else {
      this.#end();
      this.#begin();
    }
  }

  // --- for the site's own code

  open() {
    this.setAttribute("open", "");
  }

  close() {
    this.removeAttribute("open");
  }

  toggle() {
    this.toggleAttribute("open");
  }

  /** Asks in the visitor's name, and shows it. */
  async ask(text) {
    this.open();
    await this.#loaded();
    this.#conversation.ask(String(text).trim());
  }

  /** Begins a new conversation. */
  async reset() {
    await this.#loaded();
    this.#conversation.reset();
  }

  /** From now on the visitor is whom this token names, which the site's own server got; null is anybody. */
  identify(token) {
    token === null ? this.removeAttribute("token") : this.setAttribute("token", token);
  }

  /** How many messages came that were not seen. */
  get unread() {
    return this.#unread;
  }

  // --- life

  get #host() {
    return (this.getAttribute("host") ?? new URL(import.meta.url).origin).replace(/\/$/, "");
  }

  async #begin() {
    const begun = ++this.#begun;
    const language = languageOf(this.getAttribute("language"), document.documentElement.lang, ...navigator.languages);
    const texts = await textsOf(language);
    if (begun !== this.#begun || !this.isConnected) {
      return;
    }
    this.#texts = texts;
    this.#badge = h("span.badge", { hidden: true, "aria-hidden": "true" });
    this.#launcher = h("button.launcher", { type: "button", "aria-haspopup": "dialog", onclick: () => this.toggle() }, icon("chat"), this.#badge);
    this.#root = h("div.root", { lang: tagOf(language), dir: directionOf(language) }, this.#launcher);
    this.#root.classList.toggle("inline", this.hasAttribute("inline"));
    this.shadowRoot.replaceChildren(this.#root);
    this.#dress();
    this.#storage = new Storage(this.getAttribute("chatbot"));
    this.#count(0);
    if (this.hasAttribute("open") || this.hasAttribute("inline")) {
      this.#show();
    } else if (this.#storage.get("conversation") !== null) {
      // Something may be answered while it is closed.
      (window.requestIdleCallback ?? setTimeout)(() => this.isConnected && this.#loaded());
    }
    this.#tell("ready");
  }

  #end() {
    this.#begun++;
    this.#panel?.end();
    this.#conversation?.end();
    this.#storage?.end();
    this.#panel = this.#conversation = this.#loading = this.#root = null;
    this.shadowRoot.replaceChildren();
  }

  #dress = () => {
    const theme = this.getAttribute("theme") ?? "auto";
    this.#root?.classList.toggle("dark", theme === "dark" || (theme !== "light" && DARK.matches));
    this.#root?.classList.toggle("start", this.getAttribute("side") === "start");
  };

  // --- the panel

  #loaded() {
    this.#loading ??= this.#load().catch((failed) => {
      this.#loading = null;
      this.#tell("problem", { kind: "offline" });
      throw failed;
    });
    return this.#loading;
  }

  async #load() {
    const begun = this.#begun;
    const [{ Conversation }, { Panel }] = await Promise.all([import("./conversation.js"), import("./panel.js")]);
    if (begun !== this.#begun || this.#root === null) {
      return;
    }
    const chatbot = this.getAttribute("chatbot");
    this.#visitor = new Visitor(this.#host, chatbot, this.#storage, this.getAttribute("token"));
    this.#conversation = new Conversation(this.#host, chatbot, this.#visitor, this.#storage);
    const given = Object.fromEntries(SHOWN.map((name) => [name, this.getAttribute(name)]));
    this.#panel = new Panel({
      root: this.#root,
      shadow: this.shadowRoot,
      texts: this.#texts,
      conversation: this.#conversation,
      visitor: this.#visitor,
      storage: this.#storage,
      given,
      sound: this.hasAttribute("sound"),
      inline: this.hasAttribute("inline"),
      close: () => this.close(),
      unread: (count) => this.#count(count),
      tell: (name, detail) => this.#tell(name, detail),
    });
    this.#conversation.start();
  }

  async #show() {
    this.#launcher.replaceChildren(icon("down"), this.#badge);
    this.#count(this.#unread);
    await this.#loaded().catch(() => {});
    if (this.#panel !== null && (this.hasAttribute("open") || this.hasAttribute("inline"))) {
      this.#panel.show();
      this.#count(0);
      this.#tell("open");
    }
  }

  #hide() {
    this.#launcher.replaceChildren(icon("chat"), this.#badge);
    // The focus comes back only from where it would be lost: the page may have closed it.
    const within = this.shadowRoot.activeElement !== null;
    this.#count(this.#unread);
    if (this.#panel !== null) {
      this.#panel.hide();
      if (within) {
        this.#launcher.focus();
      }
      this.#tell("close");
    }
  }

  #count(unread) {
    this.#unread = unread;
    this.#badge.hidden = unread === 0;
    this.#badge.textContent = unread > 9 ? "9+" : String(unread);
    const { open, close, unread: words } = this.#texts;
    const label = this.hasAttribute("open") ? close : unread > 0 ? `${open} (${fill(words, unread)})` : open;
    this.#launcher.setAttribute("aria-label", label);
    this.#launcher.title = label;
    this.#launcher.setAttribute("aria-expanded", String(this.hasAttribute("open")));
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
