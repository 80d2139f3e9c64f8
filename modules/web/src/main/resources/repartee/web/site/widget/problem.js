// What the server refuses, as both of its dialects say it.

export class Problem extends Error {
  /** `code` as in the interface's table, 0 if nobody answered; `sentence` is the server's own, in English. */
  constructor(code, sentence, cause, retryAfterS = 0) {
    super(sentence || "The server cannot be reached.", { cause });
    this.code = code;
    this.retryAfterS = retryAfterS;
  }

  /** Which of the widget's own sentences says it. */
  get kind() {
    switch (Math.floor(this.code / 100)) {
      case 0:
        return "offline";
      case 401:
      case 403:
        return "refused";
      case 404:
        return "unknown";
      case 413:
        return "tooLong";
      case 429:
        return "tooFast";
      case 503:
        return "busy";
      default:
        return this.code === 40001 ? "tooLong" : "failed";
    }
  }

  /** Whether the same may succeed a little later. */
  get passes() {
    return ["offline", "busy", "tooFast"].includes(this.kind);
  }
}

/** Of an answer that is not a success. */
export async function problemOf(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    // A proxy's page.
  }
  const code = Number.isInteger(body.code) ? body.code : response.status * 100;
  const retryAfterS = Number(response.headers.get("Retry-After")) || 0;
  return new Problem(code, body.detail ?? body.msg ?? "", undefined, retryAfterS);
}
