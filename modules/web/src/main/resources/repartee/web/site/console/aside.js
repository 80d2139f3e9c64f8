// Beside a conversation: what is known of it, and what people of the account tell each other.

import { page, post, remove } from "./server.js";
import { When, Wrong, h, useAsked, useDoing, useEvery, useState } from "./ui.js";

const LOOK_AGAIN_MS = 3000;

export function Aside({ path, name, conversation }) {
  return h(
    "div",
    { class: "aside", role: "region", "aria-label": "About this conversation" },
    conversation &&
      h(
        "dl",
        null,
        h("dt", null, "Person"),
        h("dd", null, h("bdi", null, conversation.user_id)),
        h("dt", null, "Begun"),
        h("dd", null, new Date(conversation.created_at).toLocaleString()),
        h("dt", null, "Conversation"),
        h("dd", null, h("bdi", null, conversation.id)),
      ),
    h(Notes, { path, name }),
  );
}

function Notes({ path, name }) {
  const notes = useAsked(() => page(`${path}/notes?limit=200`), [path]);
  useEvery(LOOK_AGAIN_MS, notes.again, [notes.again]);
  const [text, setText] = useState("");
  const adding = useDoing(async () => {
    await post(`${path}/notes`, { name: name.trim(), content: text.trim() });
    setText("");
    notes.again();
  });
  const removing = useDoing(async (id) => {
    await remove(`${path}/notes/${id}`);
    notes.again();
  });
  const submit = (event) => {
    event.preventDefault();
    adding.run();
  };
  return h(
    "section",
    { class: "notes" },
    h("h2", null, "Notes"),
    h("p", { class: "hint" }, "For your people alone. Nobody who asks sees them."),
    h(
      "ul",
      null,
      notes.value?.rows.map((note) =>
        h(
          "li",
          { key: note.id },
          h("p", { dir: "auto" }, note.content),
          h("p", { class: "hint" }, h("bdi", null, note.author_name), " · ", h(When, { at: note.created_at })),
          h("button", { type: "button", class: "quiet", "aria-label": "Remove this note", onClick: () => removing.run(note.id) }, "✕"),
        ),
      ),
    ),
    h(
      "form",
      { onSubmit: submit },
      h("textarea", { rows: 2, dir: "auto", "aria-label": "A note", placeholder: "Add a note …", value: text, maxLength: 10_000, onInput: (event) => setText(event.target.value) }),
      h("button", { disabled: text.trim() === "" || name.trim() === "" || adding.busy }, "Add"),
    ),
    h(Wrong, { problem: notes.problem ?? adding.problem ?? removing.problem }),
  );
}
