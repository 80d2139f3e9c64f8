// The delimited stream: header "\n" MAGIC text, and on a channel MAGIC trailer "\n" behind it, with notices between two
// messages. Feed it pieces that were cut anywhere; it tells what they say as soon as it is certain.

export const MAGIC = "645130146e8d07b175fd8b1d5682d520";

// A line of JSON is a header, a trailer or a notice: some passages at most. What is longer is not ours.
const LINE_UNITS_MAX = 4 << 20;

/**
 * Parts: {header}, {text}, {trailer}, {notice}. The pieces of a text are told as they come; a surrogate pair that was
 * cut is told whole.
 */
export class StreamParser {
  #channel;
  #state = "line";
  #rest = "";
  #resumed = false;

  /** Of a channel a text ends with a trailer; of a response it ends where the response does. */
  constructor({ channel }) {
    this.#channel = channel;
  }

  /** What comes next is the text of a message whose beginning is known: there is no header before it. */
  resumeText() {
    this.#state = "text";
    this.#resumed = true;
  }

  /** The parts that are certain now. Throws if it is not the delimited stream. */
  feed(piece) {
    const parts = [];
    this.#rest += piece;
    while (this.#step(parts)) {}
    return parts;
  }

  #step(parts) {
    switch (this.#state) {
      case "line":
      case "trailer":
        return this.#line(parts);
      case "magic":
        return this.#magic();
      default:
        return this.#text(parts);
    }
  }

  #line(parts) {
    const end = this.#rest.indexOf("\n");
    if (end < 0) {
      if (this.#rest.length > LINE_UNITS_MAX) {
        throw new Error("a line without end");
      }
      return false;
    }
    const object = JSON.parse(this.#rest.slice(0, end));
    this.#rest = this.#rest.slice(end + 1);
    if (this.#state === "trailer") {
      parts.push({ trailer: object });
      this.#state = "line";
    } else if ("answer" in object) {
      parts.push({ header: object });
      this.#state = "magic";
    } else {
      parts.push({ notice: object });
    }
    return true;
  }

  #magic() {
    if (this.#rest.length < MAGIC.length) {
      return false;
    }
    if (!this.#rest.startsWith(MAGIC)) {
      throw new Error("no magic number behind the header");
    }
    this.#rest = this.#rest.slice(MAGIC.length);
    this.#state = "text";
    return true;
  }

  #text(parts) {
    if (this.#resumed && this.#refusal(parts)) {
      return true;
    }
    const end = this.#channel ? this.#rest.indexOf(MAGIC) : -1;
    if (end >= 0) {
      this.#tell(parts, end);
      this.#rest = this.#rest.slice(MAGIC.length);
      this.#state = "trailer";
      return true;
    }
    this.#tell(parts, this.#certain());
    return false;
  }

  // Who wants to go on in a text that is not there any more is told so, in its place. A notice is a frame of its own.
  #refusal(parts) {
    if (!this.#rest.startsWith('{"code":')) {
      this.#resumed = this.#rest === "";
      return false;
    }
    this.#resumed = false;
    if (!this.#rest.endsWith("\n")) {
      return false;
    }
    try {
      const object = JSON.parse(this.#rest);
      if (object.code > 0 && "request_id" in object) {
        parts.push({ notice: object });
        this.#rest = "";
        this.#state = "line";
        return true;
      }
    } catch {
      // Text that begins like one.
    }
    return false;
  }

  // How much of it is text whatever comes next: no beginning of the magic number, no half of a character.
  #certain() {
    let end = this.#rest.length;
    if (this.#channel) {
      const from = Math.max(0, end - MAGIC.length + 1);
      for (let at = from; at < end; at++) {
        if (MAGIC.startsWith(this.#rest.slice(at))) {
          end = at;
        }
      }
    }
    const last = end > 0 ? this.#rest.charCodeAt(end - 1) : 0;
    return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
  }

  #tell(parts, end) {
    if (end > 0) {
      parts.push({ text: this.#rest.slice(0, end) });
      this.#rest = this.#rest.slice(end);
    }
  }
}
