// How a chatbot gets to people: the line for a site, who may use it, and the widget to try.

import { patch } from "./server.js";
import { Copyable, Field, Wrong, entriesOf, h, useDoing, useEffect, useRef, useState } from "./ui.js";

export function Share({ session, chatbot, onChange }) {
  const place = useRef(null);
  const [hostnames, setHostnames] = useState(chatbot.restrictions.hostnames.join("\n"));
  const [shown, setShown] = useState(false);
  const saving = useDoing(async () => {
    await patch(`/chatbots/${chatbot.id}`, { restrictions: { hostnames: entriesOf(hostnames) } });
    onChange();
  });
  useEffect(() => {
    if (shown) {
      import("/widget.js").then(() => {
        const chat = document.createElement("repartee-chat");
        chat.setAttribute("chatbot", chatbot.id);
        chat.setAttribute("inline", "");
        place.current?.replaceChildren(chat);
      });
    }
  }, [shown, chatbot.id, chatbot.updated_at]);
  const line = `<script type="module" src="${location.origin}/widget.js" data-chatbot="${chatbot.id}"></script>`;
  const allows = chatbot.restrictions.hostnames.length === 0 || chatbot.restrictions.hostnames.includes(location.host);
  return h(
    "div",
    { class: "share" },
    h(
      "section",
      null,
      h("h2", null, "On your site"),
      h("p", null, "Put this line into your pages. It needs no key."),
      h(Copyable, { text: line, label: "The line for your pages" }),
      h(
        "form",
        { onSubmit: (event) => (event.preventDefault(), saving.run()) },
        h(Field, {
          label: "Allowed hostnames",
          hint: "Pages of these may use it: shop.example.org, localhost:3000, *.example.org, one a line. None: all.",
          control: (is) => h("textarea", { ...is, rows: 4, spellcheck: false, disabled: session.scope === "agent", value: hostnames, onInput: (event) => setHostnames(event.target.value) }),
        }),
        session.scope !== "agent" && h("button", { class: "primary", disabled: saving.busy }, "Save"),
        h(Wrong, { problem: saving.problem }),
      ),
    ),
    h(
      "section",
      null,
      h("h2", null, "Try it here"),
      !allows && h("p", { class: "hint" }, `Pages of ${location.host} are not among the allowed ones, so it refuses to speak here.`),
      shown ? h("div", { class: "widget", ref: place }) : h("button", { type: "button", onClick: () => setShown(true) }, "Open the chat"),
    ),
  );
}
