// The panel: who one speaks with, what was said, and where one writes. It draws what the conversation is, once a frame
// at most.

import { h, icon, iconButton, setText } from "./dom.js";
import { List, prepare } from "./list.js";
import { Phone } from "./phone.js";
import { Speaker } from "./speaker.js";
import { panelSheet } from "./style.js";
import { fill, initials } from "./texts.js";

const SEEN = "seen";
const TEXT_PX_MAX = 132;

export class Panel {
  #with;
  #conversation;
  #texts;
  #list;
  #passage = null;
  #speaker = new Speaker();
  #sound = null;
  #phone;
  #element;
  #face = h("span.face");
  #heading = h("h2", { tabIndex: -1, id: "heading", dir: "auto" });
  #subtitle = h("p", { dir: "auto" });
  #state = h("p.state", { role: "status", dir: "auto" });
  #input;
  #send;
  #suggestions;
  #frame = 0;
  #said = new Set();
  #spokenHand = null;
  #faceOf = null;
  #refused = null;

  /** `given`: the element's root and its shadow, texts, conversation, storage and what it is told. */
  constructor(given) {
    this.#with = given;
    this.#conversation = given.conversation;
    this.#texts = given.texts;
    given.shadow.adoptedStyleSheets = [...given.shadow.adoptedStyleSheets.filter((one) => one !== panelSheet), panelSheet];
    this.#list = new List(this.#conversation, this.#context(), this.#greeting());
    this.#element = this.#build();
    this.#phone = new Phone(this.#element, given.inline, () => given.close());
    given.root.prepend(this.#element);
    if (given.sound) {
      this.#addSound();
    }
    this.#conversation.onchange = (ended) => this.#changed(ended);
    this.#changed();
  }

  get isShown() {
    return !this.#element.hidden;
  }

  show() {
    if (this.isShown) {
      return;
    }
    this.#element.hidden = false;
    this.#phone.shown();
    this.#sync();
    this.#list.toEnd();
    this.#seen();
    if (!this.#with.inline) {
      // On a phone the keyboard comes when somebody wants to write.
      (this.#phone.isSmall ? this.#heading : this.#input).focus();
    }
  }

  hide() {
    this.#element.hidden = true;
    this.#passage?.hide();
    this.#phone.hidden();
  }

  end() {
    cancelAnimationFrame(this.#frame);
    this.#conversation.onchange = () => {};
    this.#phone.end();
    this.#element.remove();
  }

  // --- what it is made of

  #build() {
    const texts = this.#texts;
    const { inline, close } = this.#with;
    const fresh = iconButton("fresh", texts.fresh, () => this.#fresh());
    const closing = inline ? null : iconButton("close", texts.close, close);
    const names = h("div.names", {}, this.#heading, this.#subtitle);
    const panel = h(
      "section.panel",
      { hidden: true, role: inline ? "region" : "dialog", "aria-labelledby": "heading" },
      h("header.head", {}, this.#face, names, fresh, closing),
      this.#list.element,
      this.#foot(),
      this.#speaker.element,
    );
    panel.addEventListener("keydown", (event) => this.#key(event));
    return panel;
  }

  #foot() {
    const { placeholder } = this.#with.given;
    const words = placeholder ?? this.#texts.placeholder;
    this.#input = h("textarea", { rows: 1, placeholder: words, "aria-label": words, enterKeyHint: "send", dir: "auto", autocomplete: "off", oninput: () => this.#grow(), onkeydown: (event) => this.#enter(event) });
    this.#send = h("button.send", { type: "submit" });
    const composer = h("form.composer", { onsubmit: (event) => this.#submit(event) }, this.#input, this.#send);
    return h("div.foot", {}, this.#list.latest, this.#state, composer);
  }

  #greeting() {
    const { greeting, questions } = this.#with.given;
    const buttons = (questions ?? "")
      .split("|")
      .map((question) => question.trim())
      .filter((question) => question !== "")
      .map((question) => h("button", { type: "button", dir: "auto", onclick: () => this.#suggested(question) }, question));
    this.#suggestions = h("div.suggestions", { hidden: buttons.length === 0 }, ...buttons);
    const words = h("div.message.bot", {}, h("div.text", { dir: "auto" }, greeting ?? this.#texts.greeting));
    return h("div.greeting", {}, words, this.#suggestions);
  }

  #context() {
    return {
      texts: this.#texts,
      language: this.#with.root.lang,
      name: () => this.#name(),
      show: (doc, button) => this.#show(doc, button),
      judge: (message, score) => this.#conversation.judge(message, score).catch(() => this.#complain("failed")),
      retry: (question) => this.#conversation.retry(question),
      problemText: (problem) => this.#words(problem),
      redraw: () => this.#changed(),
    };
  }

  async #addSound() {
    const { Sound } = await import("./sound.js");
    this.#sound = new Sound(this.#with.storage, this.#texts);
    this.#element.querySelector("header .names").after(this.#sound.button);
  }

  async #show(doc, button) {
    if (this.#passage === null) {
      const { Passage } = await import("./passage.js");
      this.#passage ??= new Passage(this.#texts);
      this.#speaker.element.before(this.#passage.element);
    }
    this.#passage.show(doc, button);
  }

  #name() {
    return this.#with.visitor.chatbot?.name ?? this.#texts.bot;
  }

  // --- what somebody does

  #key(event) {
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      if (!this.#passage?.hide() && !this.#with.inline) {
        this.#with.close();
      }
    }
  }

  #enter(event) {
    // While a word is being composed (Japanese, Chinese), Enter belongs to the composing.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      this.#submit(event);
    }
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    if (text === "") {
      if (this.#conversation.isBusy) {
        this.#conversation.stop();
      }
      return;
    }
    this.#input.value = "";
    this.#grow();
    this.#sound?.unlock();
    this.#conversation.ask(text);
    this.#list.toEnd();
    this.#input.focus();
  }

  #suggested(question) {
    this.#conversation.ask(question);
    this.#list.toEnd();
    this.#input.focus();
  }

  #fresh() {
    this.#conversation.reset();
    this.#list.toEnd();
    this.#input.focus();
  }

  #grow() {
    // Who writes will read.
    prepare();
    this.#input.style.height = "auto";
    this.#input.style.height = `${Math.min(TEXT_PX_MAX, this.#input.scrollHeight)}px`;
    this.#changed();
  }

  // --- what happens

  #changed(ended) {
    if (ended) {
      this.#ended(ended);
    }
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#sync();
      });
    }
  }

  #ended(message) {
    const { tell, storage } = this.#with;
    // What is told once more after a new connection is not news.
    const name = `${message.seq}.${message.epoch}.${this.#conversation.uid}`;
    if (this.#said.has(name)) {
      return;
    }
    this.#said.add(name);
    if (this.#said.size > 1000) {
      this.#said.delete(this.#said.values().next().value);
    }
    const { seq, id, author, text, state } = message;
    tell("message", { seq, id, author, text, state, conversation: this.#conversation.uid });
    if (author.kind !== "user" && !this.#isSeen() && seq > Number(storage.get(SEEN) ?? 0)) {
      this.#sound?.ring();
    }
  }

  #sync() {
    const { log, refused } = this.#conversation;
    if (this.isShown) {
      const more = this.#list.sync();
      this.#head();
      this.#status();
      this.#button();
      this.#suggestions.hidden = log.messages.length > 0 || this.#conversation.pending.length > 0 || this.#suggestions.childElementCount === 0;
      this.#speak();
      if (more) {
        this.#changed();
      }
    }
    this.#seen();
    if (refused !== this.#refused) {
      this.#refused = refused;
      if (refused !== null) {
        this.#with.tell("problem", { kind: refused.kind });
      }
    }
  }

  #head() {
    const { status, heldBy } = this.#conversation;
    setText(this.#heading, this.#with.given.heading ?? this.#name());
    const person = status === "human" ? (heldBy?.name ?? "") : null;
    setText(this.#subtitle, person ?? this.#texts.bot);
    if (person !== this.#faceOf || this.#face.childNodes.length === 0) {
      this.#faceOf = person;
      this.#face.classList.toggle("person", person !== null);
      this.#face.replaceChildren(person === null ? icon("chat") : initials(person));
    }
  }

  #status() {
    const { connected, refused, systemMessage, hands, pending } = this.#conversation;
    const held = hands.at(-1)?.name != null;
    const waits = pending.some((one) => one.problem === null);
    const bad = refused !== null;
    const offline = !connected && (waits || this.#conversation.uid !== null);
    // Who has taken over is said among the messages already.
    const words = bad ? this.#words(refused) : offline ? this.#texts.offline : held ? "" : systemMessage;
    setText(this.#state, words);
    this.#state.classList.toggle("bad", bad);
  }

  #button() {
    const stops = this.#conversation.isBusy && this.#input.value.trim() === "";
    const does = stops ? "stop" : "send";
    this.#send.disabled = !stops && this.#input.value.trim() === "";
    if (this.#send.dataset.does !== does) {
      this.#send.dataset.does = does;
      this.#send.classList.toggle("stop", stops);
      this.#send.setAttribute("aria-label", this.#texts[does]);
      this.#send.title = this.#texts[does];
      this.#send.replaceChildren(icon(does));
    }
  }

  #speak() {
    const { log, hands } = this.#conversation;
    for (const message of log.messages) {
      if (message.author === null || message.author.kind === "user") {
        continue;
      }
      const isNews = message.state === "streaming" || this.#said.has(`${message.seq}.${message.epoch}.${this.#conversation.uid}`);
      isNews ? this.#speaker.follow(message, message.author.kind === "bot" ? this.#name() : message.author.name) : this.#speaker.skip(message);
    }
    const hand = hands.at(-1) ?? null;
    if (hand !== this.#spokenHand) {
      this.#spokenHand = hand;
      if (hand !== null) {
        this.#speaker.say(hand.name === null ? this.#texts.left : fill(this.#texts.joined, hand.name));
      }
    }
  }

  #isSeen() {
    return this.isShown && document.visibilityState === "visible";
  }

  #seen() {
    const { log } = this.#conversation;
    const { storage, unread } = this.#with;
    const seen = Number(storage.get(SEEN) ?? 0);
    const last = log.last?.seq ?? 0;
    if (this.#isSeen()) {
      if (last > 0 && last !== seen) {
        storage.set(SEEN, String(last));
      }
      unread(0);
    } else {
      unread(log.messages.filter((one) => one.seq > seen && one.author !== null && one.author.kind !== "user").length);
    }
  }

  #words(problem) {
    return problem === null ? "" : (this.#texts[problem.kind] ?? this.#texts.failed);
  }

  #complain(kind) {
    setText(this.#state, this.#texts[kind]);
    this.#state.classList.add("bad");
  }
}
