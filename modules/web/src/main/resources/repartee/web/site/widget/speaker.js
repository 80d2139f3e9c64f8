// What a screen reader says: sentences that are finished, each once, in a region of its own. The messages themselves
// are no live region, as what grows there would be read again and again.

import { h } from "./dom.js";

// A reader has read it long before; what stays would be found by the arrow keys.
const KEPT_MS = 20_000;
const KEPT_MAX = 30;
const LAST_END = /^[\s\S]*(?:[.!?…]["')\]]*\s|[。！？।]|\n)/;

export class Speaker {
  element = h("div.hidden", { "aria-live": "polite", "aria-atomic": "false", role: "log" });
  #spoken = new WeakMap();
  #timer = 0;

  /** From now on; what stands there already is for the eyes, or for who walks through it. */
  skip(message) {
    this.#spoken.set(message, { length: message.text.length, epoch: message.epoch });
  }

  /** The finished sentences of a message that were not said yet; at its end, the rest. */
  follow(message, who) {
    let spoken = this.#spoken.get(message);
    if (spoken === undefined || spoken.epoch !== message.epoch) {
      spoken = { length: 0, epoch: message.epoch };
      this.#spoken.set(message, spoken);
    }
    const rest = message.text.slice(spoken.length);
    const now = message.state === "streaming" ? (LAST_END.exec(rest)?.[0] ?? "") : rest;
    if (now.trim() !== "") {
      this.say(spoken.length === 0 ? `${who}: ${words(now)}` : words(now));
    }
    spoken.length += now.length;
  }

  say(text) {
    const line = h("p", { dir: "auto" }, text);
    this.element.append(line);
    if (this.element.childElementCount > KEPT_MAX) {
      this.element.firstElementChild.remove();
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.element.replaceChildren(), KEPT_MS);
  }
}

// As one would read it aloud: no marks, no citations.
function words(text) {
  return text
    .replace(/```[\s\S]*?(```|$)/g, " ")
    .replace(/\[\d{1,2}\]/g, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*`~]+|(?<!\w)_+|_+(?!\w)/g, "")
    .replace(/[#>|]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
