// The one line on a site: <script type="module" src="https://HOST/widget.js" data-chatbot="ID"></script>.
// It defines <repartee-chat>, and makes one from each such script element: data-NAME becomes the attribute NAME.
// All else stands under a path that names its version, so this file alone is asked for again.
import { Chat } from "/web/VERSION/widget/element.js";

if (!customElements.get("repartee-chat")) {
  customElements.define("repartee-chat", Chat);
}

for (const script of document.querySelectorAll("script[data-chatbot]")) {
  // A module does not know its script element, but knows its own address.
  if (script.src === import.meta.url && !script.dataset.made) {
    script.dataset.made = "true";
    const chat = document.createElement("repartee-chat");
    for (const { name, value } of script.attributes) {
      if (name.startsWith("data-") && name !== "data-made") {
        chat.setAttribute(name.slice("data-".length), value);
      }
    }
    const add = () => document.body.append(chat);
    document.body ? add() : addEventListener("DOMContentLoaded", add, { once: true });
  }
}
