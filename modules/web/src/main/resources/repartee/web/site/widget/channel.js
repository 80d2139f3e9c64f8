// One WebSocket to a chatbot: asks, attaches, and hands on what is told. It never comes back by itself: whoever holds
// it opens another one.

import { StreamParser } from "./stream.js";

export class Channel {
  #socket;
  #parser = new StreamParser({ channel: true });
  #handlers;
  #opened = false;

  /**
   * `handlers`: opened(), part(part), closed({code, opened}). The token travels as a subprotocol; without one the
   * browser sends a session's cookie.
   */
  constructor(address, token, handlers) {
    this.#handlers = handlers;
    const protocols = token === null ? ["repartee.v1"] : ["repartee.v1", `bearer.${token}`];
    this.#socket = new WebSocket(address.replace(/^http/, "ws"), protocols);
    this.#socket.onopen = () => {
      this.#opened = true;
      handlers.opened();
    };
    this.#socket.onmessage = (frame) => this.#take(frame.data);
    this.#socket.onclose = (event) => this.#closed(event.code);
    // Where the page's policy forbids it, Chromium tells an error and never that it is closed.
    this.#socket.onerror = () => setTimeout(() => this.#closed(1006));
  }

  get isOpen() {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  ask(question) {
    this.#socket.send(JSON.stringify(question));
  }

  /** Follows a conversation from a place on; in the middle of a text only as the first thing on a channel. */
  attach(conversation, cursor) {
    if (cursor.offset > 0) {
      this.#parser.resumeText();
    }
    this.#socket.send(JSON.stringify({ attach: { conversation_uid: conversation, ...cursor } }));
  }

  /** Says nothing more, not even that it is closed. */
  leave() {
    this.#handlers = null;
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = this.#socket.onerror = null;
    this.#socket.close();
  }

  #closed(code) {
    const handlers = this.#handlers;
    this.#handlers = null;
    handlers?.closed({ code, opened: this.#opened });
  }

  #take(data) {
    try {
      for (const part of this.#parser.feed(data)) {
        this.#handlers?.part(part);
      }
    } catch (broken) {
      const handlers = this.#handlers;
      this.leave();
      handlers?.closed({ code: 1006, opened: true, broken });
    }
  }
}
