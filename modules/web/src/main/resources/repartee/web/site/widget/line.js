// How a conversation reaches the server, whatever happens to the connection. It goes by the channel; where none opens, or
// nothing comes through, by the chunked stream; where that is held up, by plain answers. A question carries a key, so it
// may be sent by all three and is asked once.

import { Channel } from "./channel.js";
import { Problem } from "./problem.js";
import { visit } from "./storage.js";

const WAY = "repartee.way";
const WAY_KEPT_MS = 10 * 60_000;
// A header leaves at once, so a channel on which nothing comes for so long carries nothing.
const SILENCE_MS = 8000;
const BACKOFF_MS_MAX = 8000;
const SLEPT_MS = 20_000;
// A server that restarts refuses some channels, too; one that is there refuses none.
const UNOPENED_MAX = 2;

export class Line {
  /** Whether the server is there. */
  connected = false;
  way = wayOf();

  #conversation;
  #api;
  #visitor;
  #following = null;
  #channel = null;
  #attempts = 0;
  #unopened = 0;
  #started = false;
  #ended = false;
  #timer = 0;
  #silence = 0;
  #heart = 0;
  #listening = new AbortController();

  constructor(conversation, api, visitor) {
    this.#conversation = conversation;
    this.#api = api;
    this.#visitor = visitor;
    visitor.onrenewed = () => this.#reopen();
    const { signal } = this.#listening;
    addEventListener("online", () => this.#wake(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.#wake(), { signal });
    this.#watchSleep();
  }

  start() {
    if (!this.#started) {
      this.#started = true;
      this.#connect();
    }
  }

  end() {
    this.#ended = true;
    this.#listening.abort();
    this.#leave();
    clearTimeout(this.#timer);
    clearInterval(this.#heart);
  }

  /** From now on it is about another conversation, or none yet. */
  turn() {
    this.#leave();
    if (this.#started || this.#conversation.uid !== null) {
      this.#started = true;
      this.#connect();
    }
  }

  /** The conversation got its name by the first answer. */
  named() {
    // From now on all of it, the question too, and what people say.
    if (this.#channel?.isOpen) {
      this.#channel.attach(this.#conversation.uid, { after: 0, offset: 0 });
    }
  }

  /** Follows from where the log ends. */
  attach() {
    this.#channel?.attach(this.#conversation.uid, this.#conversation.log.cursor);
  }

  /** Sends what waits to be sent. */
  flush() {
    const { pending, uid } = this.#conversation;
    if (!this.connected) {
      return;
    }
    for (const question of pending) {
      if (question.problem !== null || question.sent) {
        continue;
      }
      if (uid === null && pending.some((one) => one.sent)) {
        // The first one begins the conversation that the others go on with.
        return;
      }
      if (this.way !== "channel") {
        question.sent = true;
        this.#following?.ask(question);
      } else if (this.#channel?.isOpen) {
        question.sent = true;
        this.#channel.ask(this.#conversation.body(question));
        this.#expect();
      }
    }
  }

  /** What is sent by the stream arrives all at once: somebody in between holds it up. */
  heldUp() {
    if (this.way === "stream") {
      this.#stepDown("plain");
    }
  }

  // --- there

  async #connect() {
    clearTimeout(this.#timer);
    if (this.#ended) {
      return;
    }
    try {
      await this.#visitor.token();
      await this.#conversation.read();
      this.#conversation.refused = null;
      if (this.way === "channel") {
        this.#open(await this.#visitor.token());
      } else {
        await this.#follow();
      }
    } catch (problem) {
      this.#lost(problem);
    }
  }

  /** The ways without a channel are loaded when one is gone. */
  async #follow() {
    if (this.#following === null) {
      const { Following } = await import("./following.js").catch((cause) => {
        throw new Problem(0, "", cause);
      });
      this.#following ??= new Following(this.#conversation, this.#api, this);
    }
    if (!this.#ended) {
      this.#ready();
      this.#following.start();
    }
  }

  #open(token) {
    this.#channel?.leave();
    let channel = null;
    const handlers = {
      opened: () => {
        this.#unopened = 0;
        if (this.#api.follows) {
          // Something may have been told before, so in the middle of a text it would not go on.
          this.#conversation.log.forgetPlace();
        }
        if (this.#conversation.uid !== null) {
          channel.attach(this.#conversation.uid, this.#conversation.log.cursor);
        }
        this.#ready();
      },
      part: (part) => {
        clearTimeout(this.#silence);
        this.#conversation.take(part);
      },
      closed: (end) => this.#closed(end),
    };
    try {
      channel = new Channel(this.#api.channel, token, handlers);
    } catch (forbidden) {
      // The page's policy.
      this.#unopened = UNOPENED_MAX;
      setTimeout(() => this.#closed({ code: 1006, opened: false }));
    }
    this.#channel = channel;
  }

  #ready() {
    this.connected = true;
    this.#attempts = 0;
    this.#conversation.pending.forEach((one) => (one.sent = false));
    this.flush();
    this.#conversation.onchange();
  }

  // --- away

  #closed({ code, opened }) {
    this.#channel = null;
    clearTimeout(this.#silence);
    if (!opened && ++this.#unopened >= UNOPENED_MAX) {
      this.#blame();
    } else if (code === 4403) {
      this.#lost(new Problem(40300, ""));
    } else if (code === 4401) {
      this.#visitor.renew().then(
        () => this.#again(),
        (problem) => this.#lost(problem),
      );
    } else {
      this.#again();
    }
  }

  /** No channel opens: if the server answers all the same, it is the channel that does not come through. */
  async #blame() {
    try {
      await this.#visitor.renew();
    } catch (problem) {
      this.#lost(problem);
      return;
    }
    if (this.way === "channel" && this.#channel === null && !this.#ended) {
      this.#stepDown("stream");
    }
  }

  /** Tries again, later each time, and not all visitors at once. */
  #again() {
    this.connected = this.#attempts === 0 && this.connected;
    const delay = Math.min(BACKOFF_MS_MAX, 200 * 2 ** this.#attempts++);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), delay * (0.5 + Math.random() / 2));
    this.#conversation.onchange();
  }

  async #lost(problem) {
    this.connected = false;
    if (problem instanceof Problem && !problem.passes && problem.kind !== "failed") {
      this.#refuse(problem);
      return;
    }
    this.#again();
    // A page that is not allowed may not even read that it is not; what everybody may read tells whether somebody is there.
    if (problem.kind === "offline" && (await answers()) && !this.connected && !this.#ended) {
      this.#refuse(new Problem(40300, "", problem));
    }
  }

  #refuse(problem) {
    this.#conversation.refused = problem;
    this.#conversation.pending.forEach((one) => (one.problem = problem));
    this.#conversation.onchange();
  }

  #leave() {
    clearTimeout(this.#silence);
    this.#following?.stop();
    this.#channel?.leave();
    this.#channel = null;
  }

  #stepDown(way) {
    this.way = way;
    visit.set(WAY, JSON.stringify({ way, until: Date.now() + WAY_KEPT_MS }));
    this.#leave();
    this.#connect();
  }

  // --- in doubt

  #expect() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#suspect(), SILENCE_MS);
  }

  /** Nothing has come for a while: perhaps nobody speaks, perhaps nothing comes through. */
  async #suspect() {
    const { uid, log } = this.#conversation;
    if (this.way !== "channel" || this.#ended) {
      return;
    }
    // Its key makes it the same question.
    if (uid === null) {
      this.#stepDown("stream");
      return;
    }
    try {
      const there = await this.#api.messages(uid, log.cursor.after, 2);
      if (there.length > 0 && this.way === "channel") {
        this.#stepDown("stream");
      }
    } catch {
      this.#reopen();
    }
  }

  /** Another channel from the cursor on, then the old one closes. */
  #reopen() {
    if (this.way === "channel" && this.#channel !== null && !this.#ended) {
      this.#connect();
    }
  }

  #wake() {
    if (this.#started && !this.#ended && this.#conversation.refused === null) {
      this.#attempts = 0;
      this.#unopened = 0;
      this.way === "channel" ? this.#connect() : this.#following?.soon();
    }
  }

  #watchSleep() {
    let last = Date.now();
    this.#heart = setInterval(() => {
      const slept = Date.now() - last > SLEPT_MS;
      last = Date.now();
      if (slept) {
        this.#wake();
      }
    }, 5000);
  }
}

async function answers() {
  try {
    return (await fetch(import.meta.url, { method: "HEAD", cache: "no-store", credentials: "omit" })).ok;
  } catch {
    return false;
  }
}

function wayOf() {
  try {
    const { way, until } = JSON.parse(visit.get(WAY));
    return Date.now() < until ? way : "channel";
  } catch {
    return "channel";
  }
}
