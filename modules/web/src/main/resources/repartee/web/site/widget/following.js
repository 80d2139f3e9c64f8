// The conversation without a channel: looks into the log now and then, and reads what is being written as a chunked
// stream, or, where somebody holds that up, in the log itself.

import { StreamParser } from "./stream.js";

const LIVELY_MS = 1500;
const QUIET_MS = 6000;
const HIDDEN_MS = 30_000;
const PAGE = 50;
// A header leaves at once; if the log shows an answer and the stream still nothing, it is being held up.
const HELD_UP_MS = 6000;
const TRIES_MAX = 5;

export class Following {
  #conversation;
  #api;
  #line;
  #timer = 0;
  #running = false;
  #looks = 0;
  // Messages whose stream is read, and questions whose answer's stream has not begun.
  #reading = new Set();
  #asking = 0;
  // What was begun before it stopped belongs to another conversation or goes another way.
  #turn = 0;

  constructor(conversation, api, line) {
    this.#conversation = conversation;
    this.#api = api;
    this.#line = line;
  }

  start() {
    this.#running = true;
    this.soon();
  }

  stop() {
    this.#running = false;
    this.#turn++;
    this.#reading.clear();
    this.#asking = 0;
    clearTimeout(this.#timer);
  }

  /** Looks now. */
  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), 0);
  }

  async ask(question) {
    const conversation = this.#conversation;
    const streamed = this.#line.way === "stream";
    const body = { ...conversation.body(question), stream: streamed };
    const turn = this.#turn;
    this.soon();
    try {
      if (streamed) {
        await this.#read(null, () => this.#api.ask(body));
      } else {
        const { data } = await (await this.#api.ask(body)).json();
        if (turn === this.#turn) {
          conversation.named(data.conversation_uid);
          conversation.systemMessage = data.system_message;
        }
      }
    } catch (problem) {
      if (turn === this.#turn && conversation.pending.includes(question)) {
        conversation.fail(question, problem);
      }
    }
    this.soon();
  }

  async #look() {
    clearTimeout(this.#timer);
    const conversation = this.#conversation;
    const uid = conversation.uid;
    try {
      if (uid !== null) {
        const found = await this.#api.messages(uid, conversation.log.told, PAGE);
        if (conversation.uid === uid && this.#running) {
          this.#merge(uid, found);
        }
        if (this.#looks++ % 3 === 0) {
          const { status, held_by: heldBy } = await this.#api.conversation(uid);
          conversation.inHandsOf(status, heldBy);
        }
      }
      this.#line.connected = true;
    } catch (problem) {
      this.#line.connected = problem.kind !== "offline";
    }
    conversation.onchange();
    if (this.#running) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#look(), this.#pause());
    }
  }

  #merge(uid, found) {
    const { log } = this.#conversation;
    log.merge(found, this.#reading).forEach((message) => {
      if (message.state !== "streaming") {
        this.#conversation.finish(message);
      }
    });
    const running = log.running;
    // A question's own stream brings its answer.
    const streamed = this.#line.way === "stream" && this.#asking === 0;
    if (streamed && running !== null && !this.#reading.has(running.id)) {
      this.#read(running, () => this.#api.stream(uid, running, 0)).catch(() => {});
    }
  }

  #pause() {
    if (document.hidden) {
      return HIDDEN_MS;
    }
    const { isBusy, status } = this.#conversation;
    return isBusy || status === "human" ? LIVELY_MS : QUIET_MS;
  }

  /** Reads one message to its end; where the connection breaks, it goes on at the byte. `known` is null for a question. */
  async #read(known, open) {
    const conversation = this.#conversation;
    const parser = new StreamParser({ channel: false });
    const turn = this.#turn;
    let message = known;
    let bytes = 0;
    this.#asking += known === null ? 1 : 0;
    if (known !== null) {
      this.#reading.add(known.id);
    }
    const begun = (header) => {
      clearTimeout(suspicion);
      if (message === null) {
        this.#asking--;
      }
      message = conversation.log.running;
      this.#reading.add(header.message_uid);
    };
    const suspicion = setTimeout(() => {
      if (turn === this.#turn && conversation.log.running !== null) {
        this.#line.heldUp();
      }
    }, HELD_UP_MS);
    try {
      let response = await open();
      for (let tries = 0; response !== null; ) {
        const cut = await this.#pump(response, turn, (piece, length) => {
          bytes += length;
          tries = 0;
          for (const part of parser.feed(piece)) {
            conversation.take(part);
            if (part.header) {
              begun(part.header);
            }
          }
        });
        if (!cut || message === null || turn !== this.#turn || ++tries > TRIES_MAX) {
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 300 * tries));
        response = await this.#api.stream(conversation.uid, message, bytes);
      }
    } finally {
      clearTimeout(suspicion);
      if (turn === this.#turn) {
        message === null ? this.#asking-- : this.#reading.delete(message.id);
      }
    }
    // How it ended is in the log.
    this.soon();
  }

  /** Whether it was cut off. */
  async #pump(response, turn, take) {
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (turn !== this.#turn) {
          reader.cancel().catch(() => {});
          return true;
        }
        if (done) {
          return false;
        }
        take(decoder.decode(value, { stream: true }), value.length);
      }
    } catch {
      return true;
    }
  }
}
