// The passage that a citation points to, over the lower part of the panel.

import { h, icon, iconButton, setText } from "./dom.js";

export class Passage {
  #from = null;
  #name = h("h3", { tabIndex: -1, id: "passage", dir: "auto" });
  #words = h("div.words", { tabIndex: 0, dir: "auto" });
  #link;

  constructor(texts) {
    this.#link = h("a", { target: "_blank", rel: "noopener noreferrer nofollow ugc" }, icon("link"), texts.document);
    const close = iconButton("close", texts.back, () => this.hide());
    const head = h("div.head", {}, this.#name, close);
    this.element = h("section.passage", { hidden: true, role: "dialog", "aria-labelledby": "passage" }, head, this.#words, this.#link);
  }

  /** `button`: where the focus goes back to. */
  show(doc, button) {
    this.#from = button;
    setText(this.#name, doc.name);
    // The document's name stands above it already.
    setText(this.#words, doc.content.replace(/^DOCUMENT NAME:[^\n]*\n+---\n+/, ""));
    const address = webAddress(doc.url);
    this.#link.hidden = address === null;
    if (address !== null) {
      this.#link.href = address;
    }
    this.element.hidden = false;
    this.#words.scrollTop = 0;
    this.#name.focus();
  }

  /** Whether it was there. */
  hide() {
    if (this.element.hidden) {
      return false;
    }
    this.element.hidden = true;
    this.#from?.focus();
    this.#from = null;
    return true;
  }
}

// Documents are named by whoever made them: nothing but the web is linked to.
function webAddress(text) {
  try {
    const url = new URL(text ?? "");
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
