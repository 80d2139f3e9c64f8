// The inbox: an account's conversations as they are now, and the one that is looked at.

import { nameOf } from "./name.js";
import { get, page, query } from "./server.js";
import { Talk } from "./talk.js";
import { When, Wrong, h, useAsked, useEvery, useState } from "./ui.js";

const LOOK_AGAIN_MS = 3000;
const STATES = [
  { state: "waiting", name: "Waiting" },
  { state: "human", name: "With people" },
  { state: "bot", name: "With the bot" },
  { state: "done", name: "Done" },
  { state: "", name: "All" },
];

export function Inbox({ session, place }) {
  const [state, setState] = useState("");
  const [words, setWords] = useState("");
  const [chatbot, setChatbot] = useState("");
  const [chatbotId, uid] = place;
  const chatbots = useAsked(() => get("/chatbots"), []);
  const path = query("/inbox", { state, chatbot, q: words, limit: "50" });
  const first = useAsked(() => page(path), [path]);
  const [more, setMore] = useState({ path, rows: [], next: undefined });
  useEvery(LOOK_AGAIN_MS, first.again, [first.again]);

  const further = more.path === path ? more : { path, rows: [], next: undefined };
  const next = further.next === undefined ? first.value?.next : further.next;
  const load = async () => {
    const found = await page(next);
    setMore({ path, rows: [...further.rows, ...found.rows], next: found.next });
  };
  const rows = once([...(first.value?.rows ?? []), ...further.rows]);
  const open = rows.find((row) => row.conversation.conversation_uid === uid);

  return h(
    "div",
    { class: `inbox ${uid ? "opened" : ""}` },
    h(
      "section",
      { class: "list", "aria-label": "Conversations" },
      h(
        "div",
        { class: "filters" },
        h("input", { type: "search", placeholder: "Search people and words", "aria-label": "Search", value: words, onChange: (event) => setWords(event.target.value.trim()) }),
        chatbots.value?.length > 1 &&
          h(
            "select",
            { "aria-label": "Chatbot", value: chatbot, onChange: (event) => setChatbot(event.target.value) },
            h("option", { value: "" }, "All chatbots"),
            chatbots.value.map((one) => h("option", { value: one.id }, one.name)),
          ),
        h(
          "div",
          { class: "states", role: "group", "aria-label": "State" },
          STATES.map((one) => h("button", { type: "button", "aria-pressed": String(state === one.state), onClick: () => setState(one.state) }, one.name)),
        ),
      ),
      h(Wrong, { problem: first.problem }),
      rows.length === 0 && first.value !== null && h("p", { class: "nothing" }, "No conversations here."),
      h("ul", { class: "rows" }, rows.map((row) => h(Row, { key: row.conversation.conversation_uid, row, isOpen: row === open }))),
      next && h("button", { type: "button", class: "quiet", onClick: load }, "Older ones"),
    ),
    uid
      ? h(Talk, { key: uid, session, chatbotId, uid, row: open, onChange: first.again })
      : h("section", { class: "empty" }, h("p", null, "Choose a conversation to read along.")),
  );
}

function Row({ row, isOpen }) {
  const { conversation, last_message: last, unread, state, chatbot_name: chatbot } = row;
  const { conversation_uid: uid, chatbot_id: chatbotId, user_id: user, updated_at: at } = conversation;
  return h(
    "li",
    { class: `row ${unread > 0 ? "unread" : ""}` },
    h(
      "a",
      { href: `#/inbox/${chatbotId}/${uid}`, "aria-current": isOpen ? "true" : undefined },
      h("span", { class: "who" }, h("bdi", null, nameOf(user)), h(When, { at: last?.created_at ?? at })),
      h("span", { class: "said", dir: "auto" }, last ? `${last.author.kind === "user" ? "" : `${last.author.name || "Bot"}: `}${last.content}` : ""),
      h(
        "span",
        { class: "marks" },
        h("span", { class: `state ${state}` }, STATES.find((one) => one.state === state)?.name),
        h("span", { class: "bot" }, h("bdi", null, chatbot)),
        unread > 0 && h("span", { class: "badge", "aria-label": `${unread} unread` }, unread > 99 ? "99+" : unread),
      ),
    ),
  );
}

function once(rows) {
  const seen = new Set();
  return rows.filter(({ conversation: { conversation_uid: uid } }) => !seen.has(uid) && seen.add(uid));
}
