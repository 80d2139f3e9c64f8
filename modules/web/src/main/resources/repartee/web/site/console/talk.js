// One conversation: what is said there, as it is said, and what a person can do about it.

import { Aside } from "./aside.js";
import { Composer } from "./composer.js";
import { Follower } from "./follower.js";
import { nameOf } from "./name.js";
import { Prompt } from "./prompt.js";
import { promptButton } from "./prompt-button.js";
import { conversationPath, get, post } from "./server.js";
import { Wrong, h, useAsked, useDoing, useEffect, useKept, useRef, useState } from "./ui.js";
import { useWatching } from "./watching.js";

export function Talk({ session, chatbotId, uid, row, onChange }) {
  const path = conversationPath(chatbotId, uid);
  const known = useAsked(() => get(path), [path]);
  const [name, setName] = useKept("name", session.name);
  const [prompt, setPrompt] = useState(null);
  const [seen, setSeen] = useState({ last: 0, person: "", status: "bot", holder: null, connected: false, refused: null });
  const place = useRef(null);
  const person = `client:${name.trim()}`;

  useEffect(() => {
    const follower = new Follower(place.current, chatbotId, uid, {
      name: (author) => author.name || "Bot",
      user: (author) => author.name || nameOf(author.id),
      tools: (message) => [promptButton(() => setPrompt(message))],
    });
    follower.onchange = () => {
      const { log, status, heldBy, connected, refused } = follower.conversation;
      const person = log.messages.findLast((message) => message.author?.kind === "user")?.author.name ?? "";
      const now = { last: log.last?.seq ?? 0, person, status, holder: heldBy, connected, refused };
      setSeen((before) => (JSON.stringify(before) === JSON.stringify(now) ? before : now));
    };
    return () => follower.end();
  }, [chatbotId, uid]);

  // What is on the screen of somebody who looks has been read.
  useEffect(() => {
    if (seen.last > 0 && document.visibilityState === "visible") {
      post(`${path}/read`, { seq: seen.last }).then(onChange, () => {});
    }
  }, [path, seen.last]);

  const { watching, typing } = useWatching(path, name.trim());
  const hands = useDoing(async (does) => {
    await post(`${path}/${does}`, { user_id: person });
    onChange();
  });
  const done = useDoing(async () => {
    await post(`${path}/done`);
    onChange();
  });
  const isHuman = seen.status === "human";
  const isMine = isHuman && seen.holder?.id === person;

  return h(
    "section",
    { class: "talk", "aria-label": "The open conversation" },
    h(
      "header",
      { class: "bar" },
      h("a", { class: "back", href: "#/inbox", "aria-label": "Back to the inbox" }, "‹"),
      h(
        "div",
        { class: "names" },
        h("h1", null, h("bdi", null, seen.person || nameOf(known.value?.user_id))),
        h("p", { role: "status" }, isHuman ? `With ${seen.holder?.name ?? "a person"}` : "With the bot", seen.connected ? "" : " · connecting …"),
      ),
      h(Lookers, { watching }),
      isHuman
        ? h("button", { type: "button", disabled: hands.busy, onClick: () => hands.run("release") }, "Hand back")
        : h("button", { type: "button", class: "primary", disabled: hands.busy || name.trim() === "", onClick: () => hands.run("takeover") }, "Take over"),
      h("button", { type: "button", disabled: done.busy || row?.state === "done", onClick: () => done.run() }, row?.state === "done" ? "Done" : "Mark as done"),
    ),
    h(Wrong, { problem: hands.problem ?? done.problem ?? seen.refused ?? known.problem }),
    h("div", { class: "middle" }, h("div", { class: "said", ref: place }), h(Aside, { path, name, conversation: known.value })),
    h(Composer, { chatbotId, uid, name, setName, isMine, isHuman, typing }),
    prompt && h(Prompt, { path, message: prompt, onClose: () => setPrompt(null) }),
  );
}

function Lookers({ watching }) {
  return (
    watching.length > 0 &&
    h("p", { class: "lookers" }, "Also here: ", h("bdi", null, watching.map((one) => (one.typing ? `${one.name} (typing)` : one.name)).join(", ")))
  );
}
