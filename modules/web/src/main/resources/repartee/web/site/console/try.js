// A place to try a chatbot: what it answers, what it has read for that, and what a search finds.

import { Follower } from "./follower.js";
import { Prompt } from "./prompt.js";
import { promptButton } from "./prompt-button.js";
import { conversationPath, get, query } from "./server.js";
import { Wrong, h, useAsked, useEffect, useRef, useState } from "./ui.js";

export function Try({ chatbot }) {
  return h("div", { class: "try" }, h(Playground, { chatbot }), h(Search, { chatbot }));
}

function Playground({ chatbot }) {
  const [text, setText] = useState("");
  const [prompt, setPrompt] = useState(null);
  const [round, setRound] = useState(0);
  const place = useRef(null);
  const follower = useRef(null);
  useEffect(() => {
    follower.current = new Follower(place.current, chatbot.id, null, { name: () => chatbot.name, user: () => "You", tools: (message) => [promptButton(() => setPrompt({ message, uid: follower.current.conversation.uid }))] });
    return () => follower.current.end();
  }, [chatbot.id, round]);
  const submit = (event) => {
    event.preventDefault();
    if (text.trim() !== "") {
      follower.current.conversation.ask(text.trim());
      setText("");
    }
  };
  return h(
    "section",
    { class: "playground", "aria-label": "Ask it" },
    h("div", { class: "bar" }, h("h2", null, "Ask it"), h("button", { type: "button", class: "quiet", onClick: () => setRound(round + 1) }, "New conversation")),
    h("div", { class: "frame" }, h("div", { class: "said", key: round, ref: place })),
    h(
      "form",
      { class: "write", onSubmit: submit },
      h("textarea", { rows: 2, dir: "auto", "aria-label": "A question", placeholder: "Ask something …", value: text, onInput: (event) => setText(event.target.value), onKeyDown: (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing && submit(event) }),
      h("button", { class: "primary", disabled: text.trim() === "" }, "Ask"),
    ),
    prompt && h(Prompt, { path: conversationPath(chatbot.id, prompt.uid), message: prompt.message, onClose: () => setPrompt(null) }),
  );
}

function Search({ chatbot }) {
  const [text, setText] = useState("");
  const [words, setWords] = useState("");
  const found = useAsked(() => (words === "" ? null : get(query(`/chatbots/${chatbot.id}/search`, { q: words, limit: "10" }))), [chatbot.id, words]);
  const threshold = chatbot.documents.results.match_threshold;
  const submit = (event) => {
    event.preventDefault();
    setWords(text.trim());
  };
  return h(
    "section",
    { class: "search", "aria-label": "Search its documents" },
    h("h2", null, "Search its documents"),
    h("form", { class: "write", onSubmit: submit }, h("input", { type: "search", "aria-label": "What to look for", value: text, onInput: (event) => setText(event.target.value) }), h("button", { disabled: text.trim() === "" }, "Search")),
    h(Wrong, { problem: found.problem }),
    found.value?.length === 0 && h("p", { class: "nothing" }, "Nothing fits."),
    h(
      "ol",
      { class: "hits" },
      found.value?.map((hit) =>
        h(
          "li",
          { key: hit.id, class: hit.score < threshold ? "below" : "" },
          h("p", { class: "scores" }, h("b", null, hit.score.toFixed(2)), ` = meaning ${hit.meaning.toFixed(2)}, words ${hit.words.toFixed(2)}`, hit.score < threshold ? " · below the threshold" : ""),
          hit.matched_words?.length > 0 && h("p", { class: "hint" }, "Words: ", h("bdi", null, hit.matched_words.join(", "))),
          h("p", { class: "hint" }, h("bdi", null, hit.name)),
          h("p", { dir: "auto", class: "passage" }, hit.content),
        ),
      ),
    ),
  );
}
