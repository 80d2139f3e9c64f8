// What was sent to the model for an answer.

import { get } from "./server.js";
import { Wrong, h, useAsked, useEffect, useRef } from "./ui.js";

export function Prompt({ path, message, onClose }) {
  const dialog = useRef(null);
  const asked = useAsked(() => get(`${path}/messages/${message.id}/prompt`), [path, message.id]);
  useEffect(() => {
    dialog.current.showModal();
  }, []);
  return h(
    "dialog",
    { ref: dialog, class: "prompt", "aria-labelledby": "prompt", onClose },
    h("header", null, h("h2", { id: "prompt" }, "The prompt that was sent"), h("button", { type: "button", class: "quiet", onClick: () => dialog.current.close() }, "Close")),
    h(Wrong, { problem: asked.problem }),
    asked.value?.settings_changed && h("p", { class: "nothing" }, "The chatbot was changed since: this is what would be sent now."),
    asked.value?.messages.map((one) => h("section", null, h("h3", null, one.role), h("pre", { tabIndex: 0, dir: "auto" }, one.content))),
  );
}
