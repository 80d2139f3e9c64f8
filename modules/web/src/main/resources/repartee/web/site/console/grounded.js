// The words below an answer that say whether it stands on its passages.

import { get } from "./server.js";

const WORDS = {
  true: ["Grounded", "All that it cites and quotes stands in its passages"],
  partly: ["Partly grounded", "Some of what it cites or quotes does not stand in its passages"],
  false: ["Not grounded", "It cites and quotes nothing that stands in its passages"],
};

/** An element that fills itself; empty for an answer that nobody has checked. `path`: the conversation's. */
export function groundedMark(message, path) {
  const mark = document.createElement("span");
  mark.className = "grounded";
  if (message.grounded !== undefined) {
    fill(mark, message.grounded);
  } else {
    // What has just been told is in the log by now, with what its check came to.
    get(`${path}/messages?after=${message.seq - 1}&limit=1`).then(
      ([one]) => fill(mark, one?.id === message.id ? one.grounded : null),
      () => {},
    );
  }
  return mark;
}

function fill(mark, grounded) {
  const [words, title] = WORDS[grounded] ?? ["", ""];
  mark.dataset.is = String(grounded);
  mark.textContent = words;
  mark.title = title;
}
