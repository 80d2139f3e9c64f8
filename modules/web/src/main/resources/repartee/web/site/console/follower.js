// A conversation as the console follows it: the widget's own, in the name of whoever is signed in.

import { Conversation } from "../widget/conversation.js";
import { List } from "../widget/list.js";
import { Passage } from "../widget/passage.js";
import { launcherSheets, panelSheet, sheet } from "../widget/style.js";
import texts from "../widget/texts/en.js";

const DARK = matchMedia("(prefers-color-scheme: dark)");
const WORDS = { ...texts, joined: "{0} has taken over.", left: "The bot has it again.", you: "User", good: "Somebody found it helpful", bad: "Somebody found it not helpful" };

// Here it fills its place, and people who ask stand at the start, as everybody does.
const FOLLOWED = sheet(`
:host { display: flex; flex: 1; min-height: 0; }
.root { flex: 1; min-width: 0; display: flex; flex-direction: column; position: relative; }
.message.user { align-items: flex-start; }
.user .text { background: var(--raised); color: var(--text); border-radius: 5px 18px 18px 18px; max-width: 100%; }
`);

/** Whoever is signed in, as a conversation wants its visitor: no token, as the browser sends the session's cookie. */
class SignedIn {
  skewMs = 0;
  chatbot = null;
  onrenewed = () => {};

  async token() {
    return null;
  }

  async renew() {
    return null;
  }

  end() {}
}

/** Which conversation it is, for as long as it is looked at. */
class Kept {
  #kept = new Map();

  get(key) {
    return this.#kept.get(key) ?? null;
  }

  set(key, value) {
    this.#kept.set(key, value);
  }

  remove(key) {
    this.#kept.delete(key);
  }

  watch() {}
}

export class Follower {
  conversation;
  #list;
  #passage;
  #root;
  #frame = 0;
  #onchange = () => {};

  /**
   * Draws into `host`, an empty element. `uid` is the conversation to follow, or null for a new one that is asked here;
   * `context`: {name(author), user(author), tools(message)}.
   */
  constructor(host, chatbot, uid, context) {
    const storage = new Kept();
    if (uid !== null) {
      storage.set("conversation", uid);
    }
    this.conversation = new Conversation(location.origin, chatbot, new SignedIn(), storage, uid);
    this.#passage = new Passage(WORDS);
    const greeting = document.createElement("div");
    this.#list = new List(this.conversation, this.#context(context), greeting);
    this.#root = document.createElement("div");
    this.#root.className = "root";
    this.#root.lang = "en";
    this.#root.append(this.#list.element, this.#list.latest, this.#passage.element);
    this.#root.addEventListener("keydown", (event) => event.key === "Escape" && this.#passage.hide());
    const shadow = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [...launcherSheets, panelSheet, FOLLOWED];
    shadow.replaceChildren(this.#root);
    this.#dress();
    DARK.addEventListener("change", this.#dress);
    this.conversation.onchange = () => this.#changed();
    this.conversation.start();
    this.#changed();
  }

  /** Called, once a frame at most, when something of the conversation has changed. */
  set onchange(does) {
    this.#onchange = does;
    this.#changed();
  }

  end() {
    cancelAnimationFrame(this.#frame);
    DARK.removeEventListener("change", this.#dress);
    this.conversation.onchange = () => {};
    this.conversation.end();
  }

  toEnd() {
    this.#list.toEnd();
  }

  #context(context) {
    return {
      texts: WORDS,
      language: "en",
      user: (author) => author.name || author.id,
      show: (doc, button) => this.#passage.show(doc, button),
      judge: () => {},
      retry: (question) => this.conversation.retry(question),
      problemText: (problem) => problem?.message ?? "",
      redraw: () => this.#changed(),
      ...context,
    };
  }

  #dress = () => this.#root.classList.toggle("dark", DARK.matches);

  #changed() {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        const more = this.#list.sync();
        this.#onchange();
        if (more) {
          this.#changed();
        }
      });
    }
  }
}

