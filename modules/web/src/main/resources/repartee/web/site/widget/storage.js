// What the browser keeps for the widget: under one name a chatbot, shared by the tabs of a site. Where the browser
// keeps nothing (blocked, full, private), this page remembers.

export class Storage {
  #name;
  #kept = new Map();
  #watchers = [];
  #listening = new AbortController();

  constructor(chatbot) {
    this.#name = `repartee.${chatbot}.`;
    const told = (event) => {
      // All of it was cleared, or one of ours changed, by another tab.
      if (event.key === null || event.key.startsWith(this.#name)) {
        const key = event.key === null ? null : event.key.slice(this.#name.length);
        this.#watchers.forEach((watcher) => watcher(key));
      }
    };
    addEventListener("storage", told, { signal: this.#listening.signal });
  }

  /** Nothing is told any more. */
  end() {
    this.#listening.abort();
  }

  get(key) {
    try {
      return localStorage.getItem(this.#name + key) ?? this.#kept.get(key) ?? null;
    } catch {
      return this.#kept.get(key) ?? null;
    }
  }

  set(key, value) {
    this.#kept.delete(key);
    try {
      localStorage.setItem(this.#name + key, value);
    } catch {
      this.#kept.set(key, value);
    }
  }

  remove(key) {
    this.#kept.delete(key);
    try {
      localStorage.removeItem(this.#name + key);
    } catch {
      // Nothing is kept there.
    }
  }

  /** Another tab has changed something: called with its key, or null if all of it may have. */
  watch(watcher) {
    this.#watchers.push(watcher);
  }
}

/** As {@link Storage}, but of this tab alone and of one visit. */
export const visit = {
  get(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      sessionStorage.setItem(key, value);
    } catch {
      // Then it is decided anew on the next page.
    }
  },
};

/** A name that nobody else makes; works on plain http, too. */
export function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
