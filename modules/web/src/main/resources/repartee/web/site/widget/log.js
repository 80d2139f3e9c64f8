// The conversation as far as this page has it: a log of messages, read by a cursor. Whatever brings the parts (channel,
// stream, plain answers), they end up here, and the same part twice changes nothing.

// What is kept of it; older messages can be read again from the server.
const KEPT_MAX = 120;

export class Log {
  #messages = [];
  #told = 0;
  #telling = null;

  /** In their order. A message: {seq, id, epoch, author, text, state, docs, at, score, version}. */
  get messages() {
    return this.#messages;
  }

  /** The last message, if there is one. */
  get last() {
    return this.#messages.at(-1) ?? null;
  }

  /** The answer that is being written, if there is one. */
  get running() {
    return this.#messages.findLast((message) => message.state === "streaming") ?? null;
  }

  /** From where on to attach: all up to `after` is here, and of the next the text up to `offset`. */
  get cursor() {
    const telling = this.#telling;
    return telling !== null && telling.text.length > 0
      ? { after: telling.seq - 1, offset: telling.text.length, epoch: telling.epoch }
      : { after: this.#told, offset: 0 };
  }

  /** All up to this place is here, and over. */
  get told() {
    return this.#told;
  }

  clear() {
    this.#messages = [];
    this.#told = 0;
    this.#telling = null;
  }

  /** The text that the cursor stands in is not there any more: it is told anew. */
  forgetPlace() {
    this.#told = Math.max(0, this.#telling === null ? this.#told : this.#telling.seq - 1);
    this.#telling = null;
  }

  /** A message begins. */
  begin(header, at) {
    const message = this.#place(header.seq);
    if (message.epoch > header.epoch) {
      return message;
    }
    Object.assign(message, {
      id: header.message_uid,
      epoch: header.epoch,
      author: header.author,
      docs: header.related_docs ?? [],
      language: header.language,
      text: "",
      state: "streaming",
      at: message.at ?? at,
    });
    message.version++;
    this.#telling = message;
    return message;
  }

  /** More of the text of the message that is being told. */
  append(text) {
    const message = this.#telling;
    if (message !== null) {
      message.text += text;
      message.version++;
    }
    return message;
  }

  /** The message that is being told ends, or is told by somebody else from now on. */
  end(trailer) {
    const message = this.#telling;
    if (message === null || message.seq !== trailer.seq) {
      return null;
    }
    if (trailer.state === "streaming") {
      return null;
    }
    this.#telling = null;
    message.state = trailer.state;
    message.version++;
    // An interrupted one may be begun anew, so it is still to come.
    this.#told = trailer.state === "interrupted" ? message.seq - 1 : message.seq;
    return message;
  }

  /** Messages as the server publishes them, in their order; those in `reading` are told otherwise. */
  merge(published, reading = new Set()) {
    const changed = [];
    let whole = true;
    for (const one of published) {
      if (reading.has(one.id)) {
        whole = false;
        continue;
      }
      const message = this.#place(one.seq);
      const same =
        message.epoch === one.epoch && message.state === one.state && message.text.length === one.content.length;
      // What was saved of a running answer is behind what was told of it.
      const behind =
        message.epoch === one.epoch && one.state === "streaming" && one.content.length < message.text.length;
      if (!same && !behind && message.epoch <= one.epoch) {
        Object.assign(message, {
          id: one.id,
          epoch: one.epoch,
          author: one.author,
          docs: one.related_docs ?? [],
          language: one.language,
          text: one.content,
          state: one.state,
          score: one.feedback?.score ?? message.score,
          at: Date.parse(one.created_at),
        });
        message.version++;
        changed.push(message);
        if (message === this.#telling && one.state !== "streaming") {
          this.#telling = null;
        }
      }
      whole &&= one.state !== "streaming";
      if (whole) {
        this.#told = Math.max(this.#told, one.seq);
      } else if (one.state === "streaming" && this.#telling === null) {
        this.#telling = message;
      }
    }
    return changed;
  }

  /** Nothing before this is wanted. */
  startAt(seq) {
    this.#told = Math.max(this.#told, seq);
  }

  #place(seq) {
    let at = this.#messages.length;
    while (at > 0 && this.#messages[at - 1].seq > seq) {
      at--;
    }
    const before = this.#messages[at - 1];
    if (before?.seq === seq) {
      return before;
    }
    const made = { seq, id: null, epoch: 0, author: null, text: "", state: "streaming", docs: [], version: 0 };
    this.#messages.splice(at, 0, made);
    if (this.#messages.length > KEPT_MAX) {
      this.#messages.splice(0, this.#messages.length - KEPT_MAX);
    }
    return made;
  }
}
