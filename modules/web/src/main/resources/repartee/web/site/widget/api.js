// The server's REST paths that a conversation needs, with the visitor's token in a header, or, where the visitor has
// none, with the session's cookie of our own pages.

import { Problem, problemOf } from "./problem.js";

export class Api {
  #visitor;
  #bot;
  #chat;
  #followed;
  #ending = new AbortController();

  /** `followed`: the conversation of others that is only followed; null for one's own. */
  constructor(host, chatbot, visitor, followed) {
    this.#visitor = visitor;
    this.#followed = followed;
    this.#bot = `${host}/chatbots/${encodeURIComponent(chatbot)}`;
    this.#chat = `${host}/api/v1/backend/chatbot/${encodeURIComponent(chatbot)}/chat`;
  }

  /** Where a channel is opened. */
  get channel() {
    return this.follows ? `${this.#bot}/conversations/${this.#followed}` : this.#chat;
  }

  /** Whether a channel is attached to the conversation as soon as it is opened. */
  get follows() {
    return this.#followed !== null;
  }

  /** Nothing is asked any more, and nothing answered. */
  end() {
    this.#ending.abort();
  }

  async conversation(uid) {
    return (await this.#fetch(`${this.#bot}/conversations/${uid}`)).json();
  }

  /** At most `limit` messages behind the place `after`. */
  async messages(uid, after, limit) {
    return (await this.#fetch(`${this.#bot}/conversations/${uid}/messages?after=${after}&limit=${limit}`)).json();
  }

  /** The response whose body is the delimited stream. */
  ask(question) {
    return this.#post(this.#chat, question);
  }

  /** The stream of a message from this byte on; null if there is nothing beyond it. */
  async stream(uid, message, from) {
    const headers = from > 0 ? { Range: `bytes=${from}-`, "If-Match": `"${message.id}.${message.epoch}"` } : {};
    try {
      return await this.#fetch(`${this.#bot}/conversations/${uid}/messages/${message.id}/stream`, { headers });
    } catch (problem) {
      if (problem.code === 41600) {
        return null;
      }
      throw problem;
    }
  }

  stop(uid, message) {
    return this.#post(`${this.#bot}/conversations/${uid}/messages/${message.id}/stop`, {});
  }

  judge(uid, message, score) {
    return this.#post(`${this.#bot}/conversations/${uid}/messages/${message.id}/feedback`, { score });
  }

  #post(address, body) {
    return this.#fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  async #fetch(address, options = {}, again = true) {
    const token = await this.#visitor.token();
    let response;
    try {
      response = await fetch(address, {
        ...options,
        headers: token === null ? options.headers : { ...options.headers, Authorization: `Bearer ${token}` },
        credentials: token === null ? "same-origin" : "omit",
        cache: "no-store",
        signal: this.#ending.signal,
      });
    } catch (unreachable) {
      throw new Problem(0, "", unreachable);
    }
    if (response.status === 401 && again) {
      // The browser slept, or the server has another secret.
      await this.#visitor.renew();
      return this.#fetch(address, options, false);
    }
    if (!response.ok) {
      throw await problemOf(response);
    }
    return response;
  }
}
