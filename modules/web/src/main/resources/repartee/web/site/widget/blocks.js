// Cuts Markdown into its blocks while it grows: all but the last one do not change any more, so only the last is drawn
// again when more comes. A line decides, never what is inside it, so a text that is a trap costs no more than another.

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ITEM = /^\s{0,3}([-*+]|\d{1,9}[.)])(\s|$)/;
const MAY_BECOME_ITEM = /^\s{0,3}([-*+]|\d{1,9}[.)]?)$/;

export class Blocks {
  #settled = [];
  #open = "";

  /** Those that stay as they are. */
  get settled() {
    return this.#settled;
  }

  /** The one that grows. */
  get open() {
    return this.#open;
  }

  append(text) {
    this.#open += text;
    let end = boundary(this.#open);
    while (end > 0) {
      this.#settled.push(this.#open.slice(0, end));
      this.#open = this.#open.slice(end);
      end = boundary(this.#open);
    }
  }
}

/** Where the second block begins; 0 while there is none for certain. */
function boundary(text) {
  let fence = null;
  let blank = false;
  let list = null;
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf("\n", at);
    const line = text.slice(at, newline < 0 ? text.length : newline);
    const whole = newline >= 0;
    if (fence !== null) {
      if (line.trimStart().startsWith(fence) && line.trim().replaceAll(fence[0], "") === "" && whole) {
        return newline + 1 < text.length ? newline + 1 : 0;
      }
    } else if (line.trim() === "") {
      blank = at > 0;
    } else {
      if (blank && begins(line, whole, list)) {
        return at;
      }
      blank = false;
      list ??= ITEM.test(line);
      // A block of code of its own, not within a list.
      const opened = list ? null : FENCE.exec(line);
      if (opened !== null && at > 0) {
        return at;
      }
      fence = opened?.[1] ?? null;
    }
    if (!whole) {
      return 0;
    }
    at = newline + 1;
  }
  return 0;
}

// Whether this line behind a blank one is of another block.
function begins(line, whole, list) {
  if (list !== true) {
    return true;
  }
  if (/^\s{2,}|^\t/.test(line) || ITEM.test(line)) {
    return false;
  }
  return whole || !MAY_BECOME_ITEM.test(line);
}
