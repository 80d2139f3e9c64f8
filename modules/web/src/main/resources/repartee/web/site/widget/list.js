// The messages in the panel: those at the end of the log, older ones when somebody scrolls up. What is far away leaves
// the document, so a conversation of thousands costs as much as one of a hundred.

import { h, icon } from "./dom.js";
import { fill } from "./texts.js";

const VIEWS_MAX = 300;
const PAGE = 40;
const NEAR_PX = 80;

// What draws a message is not needed before there is one.
let drawing = null;
let coming = null;

/** Gets what the first message will need. */
export async function prepare() {
  coming ??= import("./message.js");
  try {
    drawing = await coming;
    await drawing.loadMarkdown();
  } catch {
    // It is tried again with the next change.
    coming = null;
  }
}

export class List {
  #conversation;
  #context;
  #views = new Map();
  #events = new Map();
  #tail = "";
  #messages = h("ul.messages");
  #greeting;
  #earlier;
  #stuck = true;
  #away = false;
  #loading = false;
  #uid = null;

  constructor(conversation, context, greeting) {
    this.#conversation = conversation;
    this.#context = context;
    const { texts } = context;
    this.#greeting = greeting;
    this.#earlier = h("button.earlier", { type: "button", hidden: true, onclick: () => this.#loadEarlier() }, texts.earlier);
    this.element = h("div.scroll", { tabIndex: 0, role: "region", "aria-label": texts.conversation }, this.#earlier, greeting, this.#messages);
    this.latest = h("button.latest", { type: "button", hidden: true, "aria-label": texts.latest, title: texts.latest, onclick: () => this.toEnd() }, icon("down"));
    this.element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#keepPlace()).observe(this.element);
  }

  /** Everything is drawn anew. */
  clear() {
    this.#views.clear();
    this.#events.clear();
    this.#messages.replaceChildren();
    this.#tail = "";
    this.#away = false;
    this.#stuck = true;
  }

  toEnd() {
    if (this.#away) {
      this.clear();
    }
    this.#stuck = true;
    this.sync();
    this.#keepPlace();
  }

  /** Draws what has changed; true if another frame is wanted. */
  sync() {
    const { log, pending, uid } = this.#conversation;
    let more = false;
    if (this.#uid !== null && this.#uid !== uid) {
      // Another one, by whatever way: the site's code, another tab.
      this.clear();
    }
    this.#uid = uid;
    if (drawing === null && (log.messages.length > 0 || pending.length > 0)) {
      prepare().then(() => drawing !== null && this.#context.redraw());
    } else if (!this.#away) {
      drawing?.dress(this.element.getRootNode());
      this.#leave(log);
      for (const message of log.messages) {
        const question = message.author?.kind === "user";
        if (message.author === null || (question && message.state === "streaming")) {
          continue;
        }
        more = this.#view(message).update() || more;
      }
      this.#syncEvents();
      this.#syncPending();
    }
    const first = log.messages[0]?.seq ?? 1;
    this.#earlier.hidden = Math.min(first, ...this.#views.keys()) <= 1 || log.messages.length === 0;
    this.#greeting.hidden = !this.#earlier.hidden;
    this.#keepPlace();
    return more;
  }

  #view(message) {
    let view = this.#views.get(message.seq);
    if (view === undefined || view.of !== message) {
      const made = new drawing.MessageView(message, this.#context);
      const entry = { of: message, update: () => made.update(), element: made.element };
      view?.element.remove();
      this.#views.set(message.seq, entry);
      this.#insert(made.element, message.seq);
      view = entry;
    }
    return view;
  }

  #insert(element, seq) {
    let before = null;
    for (let at = this.#messages.lastElementChild; at !== null; at = at.previousElementSibling) {
      const place = Number(at.dataset.seq);
      if (place <= seq) {
        break;
      }
      before = at;
    }
    this.#messages.insertBefore(element, before);
  }

  /** What is not near the end any more goes; what somebody looks at stays for a while. */
  #leave(log) {
    const first = log.messages[0]?.seq ?? 0;
    for (const [seq, view] of this.#views) {
      if (seq < first && (this.#stuck || this.#views.size > VIEWS_MAX)) {
        view.element.remove();
        this.#views.delete(seq);
      }
    }
    for (const [hand, element] of this.#events) {
      if (!this.#conversation.hands.includes(hand) || (hand.after < first && this.#stuck)) {
        element.remove();
        this.#events.delete(hand);
      }
    }
  }

  #syncEvents() {
    const { texts } = this.#context;
    const first = this.#conversation.log.messages[0]?.seq ?? 0;
    for (const hand of this.#conversation.hands) {
      if (!this.#events.has(hand) && hand.after >= first - 1) {
        const words = hand.name === null ? texts.left : fill(texts.joined, hand.name);
        const element = h("li.event", { "data-seq": hand.after, dir: "auto" }, words);
        this.#events.set(hand, element);
        this.#insert(element, hand.after);
      }
    }
  }

  #syncPending() {
    const { pending, typing, log } = this.#conversation;
    const { texts, problemText, retry } = this.#context;
    const state = JSON.stringify([pending.map((one) => [one.key, one.problem?.kind]), typing, this.#writes(log)]);
    if (state === this.#tail) {
      return;
    }
    this.#tail = state;
    const kept = [...this.#messages.querySelectorAll(":scope > .waits, :scope > .writes")];
    kept.forEach((element) => element.remove());
    for (const question of pending) {
      const element = drawing.waiting(question, texts, problemText(question.problem), () => retry(question));
      element.dataset.seq = "Infinity";
      this.#messages.append(element);
    }
    if (typing !== null) {
      this.#messages.append(dots(fill(texts.typing, typing.name)));
    } else if (this.#writes(log)) {
      this.#messages.append(dots("", texts.writing));
    }
  }

  /** Whether an answer is awaited of which nothing is to be seen yet. */
  #writes(log) {
    const { pending, status } = this.#conversation;
    const running = log.running;
    const awaited = pending.some((one) => one.problem === null) && status === "bot";
    const begun = running !== null && running.author?.kind === "bot" && running.text === "";
    return (awaited && (running === null || running.author?.kind !== "bot")) || begun;
  }

  async #loadEarlier() {
    if (this.#loading) {
      return;
    }
    this.#loading = true;
    try {
      const first = Math.min(this.#conversation.log.messages[0]?.seq ?? 1, ...this.#views.keys());
      const height = this.element.scrollHeight - this.element.scrollTop;
      const found = await this.#conversation.before(first, PAGE);
      for (const one of found) {
        this.#view(asMessage(one)).update();
      }
      this.#dropNewest();
      this.sync();
      this.element.scrollTop = this.element.scrollHeight - height;
    } catch {
      // It is still there to be tried again.
    } finally {
      this.#loading = false;
    }
  }

  #dropNewest() {
    const places = [...this.#views.keys()].sort((a, b) => a - b);
    for (const seq of places.slice(VIEWS_MAX)) {
      this.#views.get(seq).element.remove();
      this.#views.delete(seq);
      this.#away = true;
    }
    if (this.#away) {
      this.#messages.querySelectorAll(":scope > .waits, :scope > .writes").forEach((element) => element.remove());
      this.#tail = "";
    }
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    this.#stuck = !this.#away && scrollHeight - scrollTop - clientHeight < NEAR_PX;
    this.latest.hidden = this.#stuck;
    if (scrollTop < NEAR_PX / 2 && !this.#earlier.hidden && scrollHeight > clientHeight) {
      this.#loadEarlier();
    }
  }

  #keepPlace() {
    if (this.#stuck) {
      this.element.scrollTop = this.element.scrollHeight;
    }
    this.latest.hidden = this.#stuck;
  }
}

function asMessage(one) {
  return { seq: one.seq, id: one.id, epoch: one.epoch, author: one.author, text: one.content, state: one.state, docs: one.related_docs ?? [], at: Date.parse(one.created_at), score: one.feedback?.score, version: 1 };
}

function dots(shown, hidden = "") {
  const words = shown === "" ? h("span.hidden", {}, hidden) : h("span", { dir: "auto" }, shown);
  return h("li.message.writes", { "data-seq": "Infinity" }, h("div.dots", {}, h("i"), h("i"), h("i"), words));
}
