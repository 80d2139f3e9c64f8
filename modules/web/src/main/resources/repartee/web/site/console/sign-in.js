// A key is shown once; from then on there is a session.

import { post } from "./server.js";
import { Field, Wrong, h, useDoing, useState } from "./ui.js";

export function SignIn({ onSession }) {
  const [key, setKey] = useState("");
  const signing = useDoing(async () => onSession(await post("/session", { key: key.trim() })));
  const submit = (event) => {
    event.preventDefault();
    signing.run();
  };
  return h(
    "main",
    { class: "door" },
    h(
      "form",
      { onSubmit: submit },
      h("h1", null, "Repartee console"),
      h(Field, {
        label: "Key",
        hint: "One of scope owner, agent or admin. The administrator's is in the file admin-key of the data folder.",
        control: (is) =>
          h("input", { ...is, type: "password", autocomplete: "current-password", required: true, value: key, onInput: (event) => setKey(event.target.value) }),
      }),
      h("button", { class: "primary", disabled: signing.busy || key.trim() === "" }, "Sign in"),
      h(Wrong, { problem: signing.problem }),
    ),
  );
}
