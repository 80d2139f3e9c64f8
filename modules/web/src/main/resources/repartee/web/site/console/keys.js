// What opens the doors of an account. A key is shown once, when it is made.

import { get, post, remove } from "./server.js";
import { Copyable, Field, Sure, When, Wrong, h, useAsked, useDoing, useState } from "./ui.js";

const SCOPES = [
  { scope: "chat", does: "ask, and follow one's own conversation" },
  { scope: "agent", does: "read everything, and speak as a person" },
  { scope: "owner", does: "all of this account" },
];

export function Keys({ session }) {
  const path = `/accounts/${session.account.id}/keys`;
  const keys = useAsked(() => get(path), [path]);
  const [name, setName] = useState("");
  const [scope, setScope] = useState("chat");
  const [made, setMade] = useState(null);
  const making = useDoing(async () => {
    setMade(await post(path, { name: name.trim(), scope }));
    setName("");
    keys.again();
  });
  const submit = (event) => {
    event.preventDefault();
    making.run();
  };
  return h(
    "div",
    { class: "room" },
    h("h1", null, "Keys"),
    h(
      "form",
      { class: "make", onSubmit: submit },
      h(Field, { label: "A new key", hint: "What it is for.", control: (is) => h("input", { ...is, value: name, maxLength: 200, required: true, onInput: (event) => setName(event.target.value) }) }),
      h(Field, {
        label: "It may",
        control: (is) => h("select", { ...is, value: scope, onChange: (event) => setScope(event.target.value) }, SCOPES.map((one) => h("option", { value: one.scope }, `${one.scope}: ${one.does}`))),
      }),
      h("button", { class: "primary", disabled: making.busy || name.trim() === "" }, "Make it"),
      h(Wrong, { problem: making.problem }),
    ),
    made && h("section", { class: "made", role: "status" }, h("p", null, h("bdi", null, made.name), " is shown this once. Keep it where secrets are kept."), h(Copyable, { text: made.key, label: "The new key" })),
    h(Wrong, { problem: keys.problem }),
    h(
      "table",
      null,
      h("thead", null, h("tr", null, ["Name", "May", "Begins with", "Made", "Last used"].map((one) => h("th", { scope: "col" }, one)), h("td", null))),
      h(
        "tbody",
        null,
        keys.value?.map((one) =>
          h(
            "tr",
            { key: one.id },
            h("th", { scope: "row" }, h("bdi", null, one.name)),
            h("td", null, one.scope),
            h("td", null, h("code", null, one.prefix)),
            h("td", null, h(When, { at: one.created_at })),
            h("td", null, one.last_used_at ? h(When, { at: one.last_used_at }) : "never"),
            h(
              "td",
              null,
              h(Sure, {
                label: "Revoke",
                words: "Whoever uses it is out at once. Revoke it?",
                does: async () => {
                  await remove(`${path}/${one.id}`);
                  keys.again();
                },
              }),
            ),
          ),
        ),
      ),
    ),
  );
}
