// What people of an account say often.

import { all, post, remove } from "./server.js";
import { Wrong, h, useAsked, useDoing, useState } from "./ui.js";

export function Replies({ text, onChoose }) {
  const [open, setOpen] = useState(false);
  return h(
    "div",
    { class: "replies" },
    h("button", { type: "button", class: "quiet", "aria-expanded": String(open), onClick: () => setOpen(!open) }, "Saved replies"),
    open && h(Choices, { text, onChoose: (words) => (setOpen(false), onChoose(words)), onClose: () => setOpen(false) }),
  );
}

function Choices({ text, onChoose, onClose }) {
  const saved = useAsked(() => all("/replies?limit=200"), []);
  const [name, setName] = useState("");
  const saving = useDoing(async () => {
    await post("/replies", { name: name.trim(), content: text.trim() });
    setName("");
    saved.again();
  });
  const forgetting = useDoing(async (id) => {
    await remove(`/replies/${id}`);
    saved.again();
  });
  return h(
    "div",
    { class: "choices", role: "dialog", "aria-label": "Saved replies", onKeyDown: (event) => event.key === "Escape" && onClose() },
    h(
      "ul",
      null,
      saved.value?.map((one) =>
        h(
          "li",
          { key: one.id },
          h("button", { type: "button", onClick: () => onChoose(one.content) }, h("b", null, h("bdi", null, one.name)), h("span", { dir: "auto" }, one.content)),
          h("button", { type: "button", class: "quiet", "aria-label": `Forget ${one.name}`, onClick: () => forgetting.run(one.id) }, "✕"),
        ),
      ),
    ),
    saved.value?.length === 0 && h("p", { class: "nothing" }, "None yet. Write something, and save it here."),
    text.trim() !== "" &&
      h(
        "div",
        { class: "save" },
        h("input", { "aria-label": "Name", placeholder: "Save what you have written as …", value: name, maxLength: 200, onInput: (event) => setName(event.target.value) }),
        h("button", { type: "button", disabled: name.trim() === "" || saving.busy, onClick: () => saving.run() }, "Save"),
      ),
    h(Wrong, { problem: saved.problem ?? saving.problem ?? forgetting.problem }),
  );
}
