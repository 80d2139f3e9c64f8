// One message as it is seen. While its text grows only its last block is drawn again, once a frame at most, and less
// often if a drawing takes long.

import { Blocks } from "./blocks.js";
import { h, icon, iconButton, setText } from "./dom.js";
import { readingSheet } from "./reading-style.js";
import { fill, initials } from "./texts.js";

// Of the time that passes, what drawing may take.
const DRAWING_SHARE = 0.25;
const DOCUMENT_CHARS = 80;

let markdown = null;
let loading = null;

/** The part that reads Markdown, which is not needed before there is an answer. */
export function loadMarkdown() {
  loading ??= import("./markdown.js").then(
    (module) => (markdown = module),
    (failed) => {
      loading = null;
      throw failed;
    },
  );
  return loading;
}

/** Gives a shadow root the sheet that messages need. */
export function dress(root) {
  if (!root.adoptedStyleSheets.includes(readingSheet)) {
    root.adoptedStyleSheets.push(readingSheet);
  }
}

export class MessageView {
  #context;
  #message;
  #text = h("div.text", { dir: "auto" });
  #open = null;
  #blocks = new Blocks();
  #drawn = 0;
  #epoch = 0;
  #state = "";
  #version = -1;
  #plain = true;
  #notBefore = 0;
  #below = null;

  /**
   * `context`: {texts, language, name(author), show(doc, button), judge(message, score), redraw()}, and, where others than the
   * user read: user(author), a name for them, and tools(message), more buttons for an answer.
   */
  constructor(message, context) {
    this.#message = message;
    this.#context = context;
    const { kind } = message.author;
    this.element = h(`li.message.${kind}`, { "data-seq": message.seq }, this.#who(), this.#text);
  }

  /** Draws what has changed; true if there is more than could be drawn now. */
  update() {
    const message = this.#message;
    if (this.#version === message.version && this.#drawn === message.text.length && !this.#waitsForMarkdown()) {
      return false;
    }
    if (message.state === "streaming" && performance.now() < this.#notBefore) {
      return true;
    }
    this.#version = message.version;
    const begun = performance.now();
    if (this.#epoch !== message.epoch || message.text.length < this.#drawn || this.#waitsForMarkdown()) {
      this.#clear();
    }
    this.#draw();
    this.#finish();
    const took = performance.now() - begun;
    this.#notBefore = performance.now() + took * (1 / DRAWING_SHARE - 1);
    return false;
  }

  #who() {
    const { author } = this.#message;
    const { texts, name, user } = this.#context;
    if (author.kind === "user" && user === undefined) {
      return h("span.hidden", {}, `${texts.you}: `);
    }
    const person = author.kind !== "bot";
    const called = author.kind === "user" ? user(author) : person ? author.name || author.id : name(author);
    const face = person ? h("span.face.person", { "aria-hidden": "true" }, initials(called)) : h("span.face", {}, icon("chat"));
    return h("div.who", {}, face, h("b", { dir: "auto" }, called));
  }

  #waitsForMarkdown() {
    return this.#plain && markdown !== null && this.#message.author.kind !== "user" && this.#drawn > 0;
  }

  #clear() {
    this.#text.replaceChildren();
    this.#open = null;
    this.#blocks = new Blocks();
    this.#drawn = 0;
    this.#epoch = this.#message.epoch;
    this.#state = "";
  }

  #draw() {
    const { text, author } = this.#message;
    const more = text.slice(this.#drawn);
    this.#drawn = text.length;
    if (author.kind === "user") {
      setText(this.#text, text);
      return;
    }
    if (markdown === null && text.length > 0) {
      loadMarkdown().then(() => this.#context.redraw(), () => {});
    }
    const before = this.#blocks.settled.length;
    this.#blocks.append(more);
    const settled = this.#blocks.settled.slice(before);
    if (settled.length > 0) {
      this.#open?.remove();
      this.#open = null;
      settled.forEach((block) => this.#text.append(...this.#elements(block)));
    }
    if (this.#blocks.open !== "") {
      if (this.#open === null) {
        this.#open = h("div.open");
        this.#text.append(this.#open);
      }
      this.#open.replaceChildren(...this.#elements(this.#blocks.open));
    }
    this.#plain = markdown === null;
  }

  #elements(block) {
    return markdown === null
      ? [h("p.plain", {}, block.trim())]
      : markdown.draw(block, (number) => this.#citation(number), this.#context.texts);
  }

  #citation(number) {
    const doc = this.#message.docs[number - 1];
    return doc === undefined ? null : this.#citing(number, doc);
  }

  #citing(number, doc) {
    const words = `${fill(this.#context.texts.source, number)}: ${shortly(doc.name)}`;
    return h("button.cite", { type: "button", "aria-label": words, title: words, onclick: (event) => this.#context.show(doc, event.currentTarget) }, String(number));
  }

  /** What stands below it: how it ended, its sources, what can be done with it. */
  #finish() {
    const message = this.#message;
    const state = `${message.state} ${message.score ?? 0}`;
    if (state === this.#state) {
      return;
    }
    this.#state = state;
    const focused = this.#below?.getRootNode().activeElement?.dataset.does;
    this.#below?.remove();
    this.#below = message.state === "streaming" ? null : h("div", {}, ...this.#ending());
    if (this.#below !== null) {
      this.element.append(this.#below);
      this.#below.querySelector(focused ? `[data-does=${focused}]` : "none")?.focus();
    }
  }

  #ending() {
    const { texts, language } = this.#context;
    const { state, author, text } = this.#message;
    const note =
      state === "stopped"
        ? h("p.note", {}, texts.stopped)
        : state === "interrupted" || state === "failed"
          ? h("p.note.bad", {}, texts.interrupted)
          : null;
    const time = when(this.#message.at, language);
    const tools = author.kind === "bot" && text !== "" ? this.#tools() : [];
    return [note, this.#sources(), h("div.below", {}, time, ...tools)].filter((part) => part !== null);
  }

  #tools() {
    const message = this.#message;
    const { texts, judge, tools } = this.#context;
    const copy = iconButton("copy", texts.copy, async () => {
      try {
        await navigator.clipboard.writeText(message.text);
        copy.replaceChildren(icon("done"));
        copy.setAttribute("aria-label", texts.copied);
        setTimeout(() => {
          copy.replaceChildren(icon("copy"));
          copy.setAttribute("aria-label", texts.copy);
        }, 1600);
      } catch {
        // The page's policy, or plain http: the text can still be selected.
      }
    });
    const thumb = (name, words, score) => {
      const button = iconButton(name, words, () => judge(message, score));
      button.setAttribute("aria-pressed", String(message.score === score));
      button.dataset.does = name;
      return button;
    };
    return [copy, thumb("up", texts.good, 1), thumb("thumbDown", texts.bad, -1), ...(tools?.(message) ?? [])];
  }

  /** The documents that the text points to. */
  #sources() {
    const { docs, text } = this.#message;
    const cited = docs
      .map((doc, place) => ({ doc, number: place + 1 }))
      .filter(({ number }) => text.includes(`[${number}]`));
    if (cited.length === 0) {
      return null;
    }
    const { texts, show } = this.#context;
    const items = cited.map(({ doc, number }) => {
      const onclick = (event) => show(doc, event.currentTarget);
      const mark = h("span.cite", { "aria-hidden": "true" }, String(number));
      return h("li", {}, h("button", { type: "button", onclick }, mark, h("span", { dir: "auto" }, shortly(doc.name))));
    });
    return h("ul.sources", { "aria-label": texts.sources }, ...items);
  }
}

/** A question that the server does not have yet. */
export function waiting(question, texts, problemText, retry) {
  const note = question.problem === null ? null : h("p.note.bad", {}, `${problemText} `, h("button", { type: "button", onclick: retry }, texts.retry));
  return h("li.message.user.waits", {}, h("span.hidden", {}, `${texts.you}: `), h("div.text", { dir: "auto" }, question.text), note);
}

export function when(at, language) {
  const date = new Date(at);
  const today = new Date().toDateString() === date.toDateString();
  const options = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return h("time", { dateTime: date.toISOString() }, new Intl.DateTimeFormat(language, options).format(date));
}

function shortly(name) {
  return name.length > DOCUMENT_CHARS ? `${name.slice(0, DOCUMENT_CHARS)}…` : name;
}
