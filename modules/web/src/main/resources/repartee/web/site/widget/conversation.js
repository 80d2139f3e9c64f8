// The visitor's conversation, whatever happens to the connection: asks, follows, resumes. It goes by the channel; where
// none opens, or nothing comes through, by the chunked stream; where that is held up, by plain answers. A question
// carries a key, so it may be sent by all three and is asked once.

import { Api } from "./api.js";
import { Channel } from "./channel.js";
import { Following } from "./following.js";
import { Log } from "./log.js";
import { Problem } from "./problem.js";
import { randomName, visit } from "./storage.js";

const CONVERSATION = "conversation";
const QUESTION_UNITS_MAX = 32_000;
// What a page shows at first; the rest is read when somebody scrolls up.
const SHOWN_FIRST = 40;
const WAY = "repartee.way";
const WAY_KEPT_MS = 10 * 60_000;
// A header leaves at once, so a channel on which nothing comes for so long carries nothing.
const SILENCE_MS = 8000;
const BACKOFF_MS_MAX = 8000;
const SLEPT_MS = 20_000;

export class Conversation {
  log = new Log();
  /** Questions that are not in the log yet: {key, text, problem, sent, at}. */
  pending = [];
  /** Changes of hands, where they happened: {after, name}; without a name the bot has it again. */
  hands = [];
  status = "bot";
  heldBy = null;
  typing = null;
  /** Whether the server is there. */
  connected = false;
  /** What keeps the visitor out, if something does. */
  refused = null;
  /** A sentence of the server for the person, in the person's language. */
  systemMessage = "";
  uid = null;
  way = wayOf();

  #host;
  #visitor;
  #storage;
  #api;
  #following;
  #channel = null;
  #attempts = 0;
  #unopened = 0;
  #started = false;
  #ended = false;
  #timer = 0;
  #silence = 0;
  #heart = 0;
  #listening = new AbortController();

  /** Called whenever something of it has changed; with a message that has ended, if one has. */
  onchange = () => {};

  constructor(host, chatbot, visitor, storage) {
    this.#host = host;
    this.#visitor = visitor;
    this.#storage = storage;
    this.#api = new Api(host, chatbot, visitor);
    this.#following = new Following(this, this.#api);
    this.uid = storage.get(CONVERSATION);
    visitor.onrenewed = () => this.#reopen();
    storage.watch((key) => this.#elsewhere(key));
    const { signal } = this.#listening;
    addEventListener("online", () => this.#wake(), { signal });
    addEventListener("pageshow", (event) => event.persisted && this.#wake(), { signal });
    this.#watchSleep();
  }

  /** Begins to follow what there is. Several calls are one. */
  start() {
    if (!this.#started) {
      this.#started = true;
      this.#connect();
    }
  }

  end() {
    this.#ended = true;
    this.#listening.abort();
    this.#following.stop();
    this.#channel?.leave();
    [this.#timer, this.#silence].forEach(clearTimeout);
    clearInterval(this.#heart);
    this.#visitor.end();
    this.#api.end();
  }

  /** Whether an answer is on its way. */
  get isBusy() {
    return this.log.running !== null || this.pending.some((one) => one.problem === null);
  }

  ask(text) {
    const question = { key: randomName(), text, problem: null, sent: false, at: this.now() };
    if (text.length > QUESTION_UNITS_MAX) {
      question.problem = new Problem(40001, "The question is too long.");
    }
    this.systemMessage = "";
    this.pending.push(question);
    this.start();
    this.#flush();
    this.onchange();
  }

  /** The same question once more, under its key: what the server has of it is not asked twice. */
  retry(question) {
    question.problem = null;
    question.sent = false;
    this.#flush();
    this.onchange();
  }

  async stop() {
    const running = this.log.running;
    if (running !== null && this.uid !== null) {
      await this.#api.stop(this.uid, running).catch(() => {});
    } else if (this.#channel?.isOpen) {
      this.#channel.stop();
    }
  }

  async judge(message, score) {
    await this.#api.judge(this.uid, message, score);
    message.score = score;
    message.version++;
    this.onchange();
  }

  /** A new conversation; the old one is kept by the server. */
  reset() {
    this.#storage.remove(CONVERSATION);
    this.#turnTo(null);
  }

  /** Messages before that place, as the server publishes them. */
  async before(seq, limit) {
    const after = Math.max(0, seq - 1 - limit);
    return this.uid === null ? [] : this.#api.messages(this.uid, after, seq - 1 - after);
  }

  /** The server's time: the visitor's clock may be wrong. */
  now() {
    return Date.now() + this.#visitor.skewMs;
  }

  // --- the parts, from whatever way they come

  take(part) {
    this.#heard();
    if (part.header) {
      this.#begin(part.header);
    } else if (part.text !== undefined) {
      this.log.append(part.text);
    } else if (part.trailer) {
      this.finish(this.log.end(part.trailer));
    } else if (part.notice) {
      this.#notice(part);
    }
    this.onchange();
  }

  /** A message has ended: a question of ours is in the log now. */
  finish(message) {
    if (message === null) {
      return;
    }
    if (message.author.kind === "user") {
      const at = this.pending.findIndex((one) => one.text === message.text);
      if (at >= 0) {
        this.pending.splice(at, 1);
      }
    } else {
      this.typing = null;
    }
    this.#flush();
    this.onchange(message);
  }

  /** The conversation has this name from now on. */
  named(uid) {
    if (this.uid === null) {
      this.uid = uid;
      this.#storage.set(CONVERSATION, uid);
      return true;
    }
    return this.uid === uid;
  }

  /** Who has the conversation. */
  inHandsOf(status, heldBy) {
    const name = status === "human" ? (heldBy?.name ?? "") : null;
    const before = this.status === "human" ? (this.heldBy?.name ?? "") : null;
    this.status = status;
    this.heldBy = heldBy ?? null;
    if (name !== before) {
      this.typing = null;
      this.hands.push({ after: this.log.last?.seq ?? 0, name });
      this.hands.splice(0, this.hands.length - 20);
    }
  }

  /** A question was refused. */
  fail(question, problem) {
    if (problem.kind === "unknown" && this.uid !== null) {
      this.#gone();
      return;
    }
    question.sent = false;
    question.problem = problem;
    this.onchange();
  }

  #begin(header) {
    const first = this.uid === null;
    if (!this.named(header.conversation_uid)) {
      return;
    }
    this.log.begin(header, this.now());
    this.connected = true;
    if (header.system_message) {
      this.systemMessage = header.system_message;
    }
    if (first && this.#channel?.isOpen) {
      // From now on all of it, the question too, and what people say.
      this.#channel.attach(this.uid, { after: 0, offset: 0 });
    }
  }

  #notice({ notice, resumed }) {
    const { code, data, msg } = notice;
    if (code !== 0) {
      const problem = new Problem(code, msg);
      if (resumed && problem.kind !== "unknown") {
        this.log.forgetPlace();
        this.#channel.attach(this.uid, this.log.cursor);
      } else if (problem.kind === "unknown" && this.uid !== null) {
        this.#gone();
      } else {
        const asked = this.pending.find((one) => one.sent);
        asked ? this.fail(asked, problem) : undefined;
      }
    } else if (data && "status" in data) {
      this.inHandsOf(data.status, data.held_by);
    } else if (data && "typing" in data) {
      this.typing = data.typing;
    } else if (data?.system_message) {
      this.systemMessage = data.system_message;
      this.pending = this.pending.filter((one) => one.text !== data.question);
    }
  }

  // --- ways

  async #connect() {
    clearTimeout(this.#timer);
    if (this.#ended) {
      return;
    }
    try {
      await this.#visitor.token();
      await this.#read();
      this.refused = null;
    } catch (problem) {
      this.#lost(problem);
      return;
    }
    if (this.way === "channel") {
      this.#open(await this.#visitor.token());
    } else {
      this.#ready();
      this.#following.start();
    }
  }

  /** What there is of the conversation, before what is new of it. */
  async #read() {
    if (this.uid === null) {
      return;
    }
    const uid = this.uid;
    try {
      const known = await this.#api.conversation(uid);
      const fresh = this.log.messages.length === 0;
      if (fresh) {
        const after = Math.max(0, known.last_seq - SHOWN_FIRST);
        const messages = await this.#api.messages(uid, after, SHOWN_FIRST);
        if (this.uid !== uid) {
          return;
        }
        this.log.startAt(after);
        this.log.merge(messages);
      }
      if (fresh && known.status === "bot") {
        this.status = "bot";
      }
      this.inHandsOf(known.status, known.held_by);
      this.onchange();
    } catch (problem) {
      if (problem.kind !== "unknown") {
        throw problem;
      }
      this.#forget();
    }
  }

  #open(token) {
    this.#channel?.leave();
    const channel = this.#made(token);
    this.#channel = channel;
  }

  #made(token) {
    let channel = null;
    const handlers = {
      opened: () => {
        this.#unopened = 0;
        if (this.uid !== null) {
          channel.attach(this.uid, this.log.cursor);
        }
        this.#ready();
      },
      part: (part) => this.take(part),
      closed: (end) => this.#closed(end),
    };
    try {
      channel = new Channel(this.#api.channel, token, handlers);
    } catch (forbidden) {
      // The page's policy.
      this.#unopened = 1;
      setTimeout(() => this.#closed({ code: 1006, opened: false }));
    }
    return channel;
  }

  #ready() {
    this.connected = true;
    this.#attempts = 0;
    this.pending.forEach((one) => (one.sent = false));
    this.#flush();
    this.onchange();
  }

  #closed({ code, opened }) {
    this.#channel = null;
    clearTimeout(this.#silence);
    if (!opened) {
      // The server answered just now, so it is the channel that does not come through.
      this.#unopened++;
      if (this.#unopened >= 2) {
        this.#stepDown("stream");
        return;
      }
    }
    if (code === 4403) {
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

  /** Tries again, later each time, and not all visitors at once. */
  #again() {
    this.connected = this.#attempts === 0 && this.connected;
    const delay = Math.min(BACKOFF_MS_MAX, 200 * 2 ** this.#attempts++);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), delay * (0.5 + Math.random() / 2));
    this.onchange();
  }

  #lost(problem) {
    this.connected = false;
    if (problem instanceof Problem && !problem.passes && problem.kind !== "failed") {
      this.refused = problem;
      this.pending.forEach((one) => (one.problem = problem));
      this.onchange();
    } else {
      this.#again();
    }
  }

  #stepDown(way) {
    this.way = way;
    visit.set(WAY, JSON.stringify({ way, until: Date.now() + WAY_KEPT_MS }));
    this.#channel?.leave();
    this.#channel = null;
    this.#connect();
  }

  /** What is sent by the stream arrives all at once: somebody in between holds it up. */
  heldUp() {
    if (this.way === "stream") {
      this.#stepDown("plain");
    }
  }

  #flush() {
    if (!this.connected) {
      return;
    }
    for (const question of this.pending) {
      if (question.problem !== null || question.sent) {
        continue;
      }
      if (this.uid === null && this.pending.some((one) => one.sent)) {
        // The first one begins the conversation that the others go on with.
        return;
      }
      if (this.way !== "channel") {
        question.sent = true;
        this.#following.ask(question);
      } else if (this.#channel?.isOpen) {
        question.sent = true;
        this.#channel.ask(this.body(question));
        this.#expect();
      }
    }
  }

  body(question) {
    const asked = { q: question.text, message_key: question.key };
    return this.uid === null ? asked : { ...asked, conversation_uid: this.uid };
  }

  #expect() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#suspect(), SILENCE_MS);
  }

  #heard() {
    clearTimeout(this.#silence);
  }

  /** Nothing has come for a while: perhaps nobody speaks, perhaps nothing comes through. */
  async #suspect() {
    if (this.way !== "channel" || this.#ended) {
      return;
    }
    // Its key makes it the same question.
    if (this.uid === null) {
      this.#stepDown("stream");
      return;
    }
    try {
      const { after } = this.log.cursor;
      const there = await this.#api.messages(this.uid, after, 2);
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
    if (this.#started && !this.#ended && this.refused === null) {
      this.#attempts = 0;
      this.#unopened = 0;
      this.way === "channel" ? this.#connect() : this.#following.soon();
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

  // --- which conversation

  #elsewhere(key) {
    if (key === null || key === CONVERSATION) {
      const now = this.#storage.get(CONVERSATION);
      if (now !== this.uid) {
        this.#turnTo(now);
      }
    }
  }

  #turnTo(uid) {
    this.uid = uid;
    this.pending = [];
    this.#clear();
    this.#following.stop();
    this.#channel?.leave();
    this.#channel = null;
    if (uid !== null || this.#started) {
      this.#started = true;
      this.#connect();
    }
    this.onchange();
  }

  /** It was removed: what waits begins a new one. */
  #gone() {
    this.#forget();
    this.pending.forEach((one) => (one.sent = false));
    this.#connect();
  }

  #forget() {
    this.uid = null;
    this.#storage.remove(CONVERSATION);
    this.#clear();
  }

  #clear() {
    this.log.clear();
    this.hands = [];
    this.status = "bot";
    this.heldBy = null;
    this.typing = null;
    this.systemMessage = "";
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
