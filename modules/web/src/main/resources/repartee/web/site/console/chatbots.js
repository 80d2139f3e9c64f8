// The chatbots of an account, and the rooms of each.

import { Answers } from "./answers.js";
import { Documents } from "./documents.js";
import { get, post } from "./server.js";
import { Settings } from "./settings.js";
import { Share } from "./share.js";
import { Try } from "./try.js";
import { Field, When, Wrong, h, useAsked, useDoing, useState } from "./ui.js";

const TABS = [
  { path: "settings", name: "Settings", tab: Settings },
  { path: "documents", name: "Documents", tab: Documents },
  { path: "answers", name: "Answers", tab: Answers },
  { path: "try", name: "Try it", tab: Try, owners: true },
  { path: "share", name: "Share", tab: Share },
];

export function Chatbots({ session, place: [id, tab, rest] }) {
  return id ? h(One, { key: id, session, id, tab, rest }) : h(All, { session });
}

function All({ session }) {
  const chatbots = useAsked(() => get("/chatbots"), []);
  const [name, setName] = useState("");
  const making = useDoing(async () => {
    const made = await post("/chatbots", { name: name.trim() });
    location.hash = `#/chatbots/${made.id}/documents`;
  });
  const submit = (event) => {
    event.preventDefault();
    making.run();
  };
  return h(
    "div",
    { class: "room" },
    h("h1", null, "Chatbots"),
    h(Wrong, { problem: chatbots.problem }),
    h(
      "ul",
      { class: "cards" },
      chatbots.value?.map((one) =>
        h("li", { key: one.id }, h("a", { href: `#/chatbots/${one.id}` }, h("b", null, h("bdi", null, one.name)), h("span", { class: "hint" }, "changed ", h(When, { at: one.updated_at })))),
      ),
    ),
    session.scope !== "agent" &&
      h(
        "form",
        { class: "make", onSubmit: submit },
        h(Field, {
          label: "A new chatbot",
          hint: "Its name, as people see it. All else can be changed later.",
          control: (is) => h("input", { ...is, value: name, maxLength: 200, required: true, onInput: (event) => setName(event.target.value) }),
        }),
        h("button", { class: "primary", disabled: making.busy || name.trim() === "" }, "Make it"),
        h(Wrong, { problem: making.problem }),
      ),
  );
}

function One({ session, id, tab, rest }) {
  const chatbot = useAsked(() => get(`/chatbots/${id}`), [id]);
  const tabs = TABS.filter((one) => !one.owners || session.scope !== "agent");
  const here = tabs.find((one) => one.path === tab) ?? tabs[0];
  return h(
    "div",
    { class: "room" },
    h("p", { class: "trail" }, h("a", { href: "#/chatbots" }, "Chatbots")),
    h("h1", null, h("bdi", null, chatbot.value?.name ?? "…")),
    h("nav", { class: "tabs", "aria-label": "Of this chatbot" }, tabs.map((one) => h("a", { href: `#/chatbots/${id}/${one.path}`, "aria-current": one === here ? "page" : undefined }, one.name))),
    h(Wrong, { problem: chatbot.problem }),
    chatbot.value && h(here.tab, { key: rest, session, chatbot: chatbot.value, onChange: chatbot.again, asked: rest }),
  );
}
