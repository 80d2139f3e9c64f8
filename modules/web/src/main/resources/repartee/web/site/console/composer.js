// Where a person writes into a conversation, under a name.

import { randomName } from "../widget/storage.js";
import { Replies } from "./replies.js";
import { post } from "./server.js";
import { Wrong, h, useDoing, useRef, useState } from "./ui.js";

export function Composer({ chatbotId, uid, name, setName, isMine, isHuman, typing }) {
  const [text, setText] = useState("");
  // The same words once more, after a failure, are the same message.
  const key = useRef(randomName());
  const input = useRef(null);
  const sending = useDoing(async () => {
    await post(`/chatbots/${chatbotId}/conversations`, { conversation_id: uid, user_id: `client:${name.trim()}`, prompt: text.trim(), message_key: key.current });
    key.current = randomName();
    setText("");
    typing(false);
    input.current.focus();
  });
  const can = text.trim() !== "" && name.trim() !== "" && !sending.busy;
  const submit = (event) => {
    event.preventDefault();
    if (can) {
      sending.run();
    }
  };
  const write = (words) => {
    setText(words);
    typing(words !== "");
  };
  return h(
    "form",
    { class: "composer", onSubmit: submit },
    h(
      "div",
      { class: "as" },
      h("label", null, "You write as ", h("input", { value: name, maxLength: 100, required: true, onInput: (event) => setName(event.target.value) })),
      !isMine && h("span", { class: "hint" }, isHuman ? "Somebody else has this conversation." : "The bot goes on answering unless you take over."),
      h(Replies, { text, onChoose: (words) => (write(text === "" ? words : `${text} ${words}`), input.current.focus()) }),
    ),
    h(
      "div",
      { class: "write" },
      h("textarea", {
        ref: input,
        rows: 2,
        dir: "auto",
        "aria-label": "Your words",
        placeholder: "Write to them …",
        value: text,
        maxLength: 32_000,
        onInput: (event) => write(event.target.value),
        onKeyDown: (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing && submit(event),
      }),
      h("button", { class: "primary", disabled: !can }, "Send"),
    ),
    h(Wrong, { problem: sending.problem }),
  );
}
