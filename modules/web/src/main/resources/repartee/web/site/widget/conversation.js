// The visitor's conversation as the page knows it: what was said, what waits to be said, who has it. How it reaches the
// server is the line's business: whatever the way, the same parts come in here.

import { Api } from "./api.js";
import { Line } from "./line.js";
import { Log } from "./log.js";
import { Problem } from "./problem.js";
import { randomName } from "./storage.js";

const CONVERSATION = "conversation";
const QUESTION_UNITS_MAX = 32_000;
// What a page shows at first; the rest is read when somebody scrolls up.
const SHOWN_FIRST = 40;
const HANDS_MAX = 20;
// Who writes is told again and again; who is not told any more has gone.
const TYPING_MS = 10_000;

export class Conversation {
  log = new Log();
  /** Questions that are not in the log yet: {key, text, problem, sent, at}. */
  pending = [];
  /** Changes of hands, where they happened: {after, name}; without a name the bot has it again. */
  hands = [];
  status = "bot";
  heldBy = null;
  typing = null;
  /** What keeps the visitor out, if something does. */
  refused = null;
  /** A sentence of the server for the person, in the person's language. */
  systemMessage = "";
  uid = null;

  #visitor;
  #storage;
  #api;
  #line;
  #stopsNext = false;
  #typingEnds = 0;

  /** Called whenever something of it has changed; with a message that has ended, if one has. */
  onchange = () => {};

  /** `followed`: as of `Api`. */
  constructor(host, chatbot, visitor, storage, followed = null) {
    this.#visitor = visitor;
    this.#storage = storage;
    this.#api = new Api(host, chatbot, visitor, followed);
    this.#line = new Line(this, this.#api, visitor);
    this.uid = storage.get(CONVERSATION);
    storage.watch((key) => this.#elsewhere(key));
  }

  /** Begins to follow what there is. Several calls are one. */
  start() {
    this.#line.start();
  }

  end() {
    clearTimeout(this.#typingEnds);
    this.#line.end();
    this.#visitor.end();
    this.#api.end();
  }

  /** Whether the server is there. */
  get connected() {
    return this.#line.connected;
  }

  /** How it reaches the server: "channel", "stream" or "plain". */
  get way() {
    return this.#line.way;
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
    this.#line.flush();
    this.onchange();
  }

  /** The same question once more, under its key: what the server has of it is not asked twice. */
  retry(question) {
    question.problem = null;
    question.sent = false;
    this.#line.flush();
    this.onchange();
  }

  /** Ends the answer that is being written, or the next one, if none has begun. */
  async stop() {
    const running = this.log.running;
    if (running !== null && this.uid !== null) {
      await this.#api.stop(this.uid, running).catch(() => {});
    } else {
      this.#stopsNext = this.isBusy;
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

  // --- for the line

  /** What is sent to ask this. */
  body(question) {
    const asked = { q: question.text, message_key: question.key };
    return this.uid === null ? asked : { ...asked, conversation_uid: this.uid };
  }

  take(part) {
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
    this.#line.flush();
    this.onchange(message);
  }

  /** The conversation has this name from now on; false if it has another one. */
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
      this.hands.splice(0, this.hands.length - HANDS_MAX);
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
    this.#stopsNext = false;
    this.onchange();
  }

  /** All that is known of it before what is new of it; fails with what the server refuses. */
  async read() {
    if (this.uid === null) {
      return;
    }
    const uid = this.uid;
    this.typing = null;
    try {
      const known = await this.#api.conversation(uid);
      if (this.log.messages.length === 0) {
        const after = Math.max(0, known.last_seq - SHOWN_FIRST);
        const messages = await this.#api.messages(uid, after, SHOWN_FIRST);
        if (this.uid !== uid) {
          return;
        }
        this.log.startAt(after);
        this.log.merge(messages);
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

  // --- what the parts say

  #begin(header) {
    const first = this.uid === null;
    if (!this.named(header.conversation_uid)) {
      return;
    }
    const message = this.log.begin(header, this.now());
    if (header.system_message) {
      this.systemMessage = header.system_message;
    }
    if (first) {
      this.#line.named();
    }
    if (this.#stopsNext && header.author?.kind === "bot") {
      this.#stopsNext = false;
      this.#api.stop(this.uid, message).catch(() => {});
    }
  }

  #notice({ notice, resumed }) {
    const { code, data, msg } = notice;
    if (code !== 0) {
      const problem = new Problem(code, msg);
      if (resumed && problem.kind !== "unknown") {
        this.log.forgetPlace();
        this.#line.attach();
      } else if (problem.kind === "unknown" && this.uid !== null) {
        this.#gone();
      } else {
        const asked = this.pending.find((one) => one.sent);
        asked ? this.fail(asked, problem) : undefined;
      }
    } else if (data && "status" in data) {
      this.inHandsOf(data.status, data.held_by);
    } else if (data && "typing" in data) {
      this.#writes(data.typing);
    } else if (data?.system_message) {
      this.systemMessage = data.system_message;
      this.pending = this.pending.filter((one) => one.text !== data.question);
    }
  }

  #writes(person) {
    clearTimeout(this.#typingEnds);
    this.typing = person;
    if (person !== null) {
      this.#typingEnds = setTimeout(() => {
        this.typing = null;
        this.onchange();
      }, TYPING_MS);
    }
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
    this.#line.turn();
    this.onchange();
  }

  /** It was removed: what waits begins a new one. */
  #gone() {
    this.#forget();
    this.pending.forEach((one) => (one.sent = false));
    this.#line.turn();
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
    this.#stopsNext = false;
  }
}
