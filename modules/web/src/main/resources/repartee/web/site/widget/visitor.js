// Who the visitor is: a token that the server signs, good for this chatbot and this visitor's own conversations, for
// some minutes. It is renewed before it ends and kept by the browser, never in a URL.

import { Problem, problemOf } from "./problem.js";

const TOKEN = "token";

export class Visitor {
  #address;
  #storage;
  #vouched;
  #token = null;
  #endsAt = 0;
  #making = null;
  #timer = 0;

  /** How far the visitor's clock is behind the server's, in milliseconds. */
  skewMs = 0;
  /** What the server says of the chatbot: {id, name, is_qa_mode}. */
  chatbot = null;
  /** Called when there is a new token. */
  onrenewed = () => {};

  /** `vouched`: a token that the site's own server got for a person; else null. */
  constructor(host, chatbot, storage, vouched) {
    this.#address = `${host}/chatbots/${encodeURIComponent(chatbot)}/visitors`;
    this.#storage = storage;
    this.#vouched = vouched;
  }

  /** A token that is good for a while yet. */
  async token() {
    // The monotonic clock: the visitor's own may be off by a day.
    return this.#token !== null && performance.now() < this.#endsAt ? this.#token : this.renew();
  }

  /** A new token, whatever is left of the old one; those who ask at once get one together. */
  renew() {
    this.#making ??= this.#alone(() => this.#renew()).finally(() => (this.#making = null));
    return this.#making;
  }

  end() {
    clearTimeout(this.#timer);
  }

  // Two tabs that begin at once must not become two visitors.
  #alone(work) {
    return navigator.locks ? navigator.locks.request(this.#address, work) : work();
  }

  async #renew() {
    const former = this.#vouched ?? this.#storage.get(TOKEN);
    let made = await this.#ask(former === null ? {} : { token: former });
    if (made.status === 401 && former !== null && this.#vouched === null) {
      // Too old, or of another server: a new visitor.
      made = await this.#ask({});
    }
    if (!made.ok) {
      throw await problemOf(made);
    }
    const { token, chatbot, expires_in: lifeS, expires_at: end } = await made.json();
    this.chatbot = chatbot;
    if (this.#vouched === null) {
      this.#storage.set(TOKEN, token);
    } else {
      this.#vouched = token;
    }
    this.skewMs = Date.parse(end) - lifeS * 1000 - Date.now();
    this.#take(token, lifeS * 1000);
    return token;
  }

  async #ask(body) {
    try {
      return await fetch(this.#address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
      });
    } catch (unreachable) {
      throw new Problem(0, "", unreachable);
    }
  }

  #take(token, lifeMs) {
    const again = this.#token !== null;
    this.#token = token;
    this.#endsAt = performance.now() + lifeMs * 0.9;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.renew().catch(() => {}), lifeMs * 0.7);
    if (again) {
      this.onrenewed();
    }
  }
}
