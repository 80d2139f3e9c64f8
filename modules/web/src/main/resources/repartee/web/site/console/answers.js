// Questions that people have answered themselves: whoever asks one gets that answer, word for word.

import { all, patch, post, query, remove } from "./server.js";
import { Field, Sure, Wrong, h, useAsked, useDoing, useState } from "./ui.js";

/** `asked`: a question that found nothing, to be answered now. */
export function Answers({ session, chatbot, asked = "" }) {
  const path = `/chatbots/${chatbot.id}/answers`;
  const pairs = useAsked(() => all(query(path, { limit: "200" })), [path]);
  const [open, setOpen] = useState(asked === "" ? null : "new");
  const rows = pairs.value ?? [];
  const saved = () => {
    setOpen(null);
    pairs.again();
  };
  const owns = session.scope !== "agent";
  return h(
    "div",
    { class: "answers" },
    h("div", { class: "bar" }, owns && h("button", { type: "button", class: "primary", "aria-expanded": String(open === "new"), onClick: () => setOpen(open === "new" ? null : "new") }, "A new answer"), rows.length > 0 && h("a", { class: "button", href: `${path}.csv`, download: "answers.csv" }, "Save as CSV")),
    open === "new" && h(Form, { path, pair: { question: asked, variants: [], answer: "" }, onSaved: saved }),
    h(Wrong, { problem: pairs.problem }),
    pairs.value && rows.length === 0 && h("p", { class: "nothing" }, "None yet. Whoever asks such a question gets your answer, word for word."),
    h(
      "ul",
      { class: "pairs" },
      rows.map((one) =>
        h(
          "li",
          { key: one.id },
          h("button", { type: "button", class: "link", "aria-expanded": String(open === one.id), onClick: () => setOpen(open === one.id ? null : one.id) }, h("b", { dir: "auto" }, one.question)),
          one.variants.length > 0 && h("span", { class: "hint", dir: "auto" }, one.variants.join(" · ")),
          open === one.id && owns ? h(Form, { path, pair: one, onSaved: saved }) : h("p", { dir: "auto" }, one.answer),
          owns &&
            h(Sure, {
              label: "Remove",
              words: "The bot forgets this answer. Remove it?",
              does: async () => {
                await remove(`${path}/${one.id}`);
                pairs.again();
              },
            }),
        ),
      ),
    ),
  );
}

function Form({ path, pair, onSaved }) {
  const [question, setQuestion] = useState(pair.question);
  const [variants, setVariants] = useState(pair.variants.join("\n"));
  const [answer, setAnswer] = useState(pair.answer);
  const saving = useDoing(async () => {
    const body = { question: question.trim(), variants: variants.split("\n").map((one) => one.trim()).filter((one) => one !== ""), answer: answer.trim() };
    await (pair.id ? patch(`${path}/${pair.id}`, body) : post(path, body));
    onSaved();
  });
  return h(
    "form",
    { onSubmit: (event) => (event.preventDefault(), saving.run()) },
    h(Field, { label: "Question", control: (is) => h("input", { ...is, value: question, required: true, maxLength: 1000, dir: "auto", onInput: (event) => setQuestion(event.target.value) }) }),
    h(Field, { label: "Other ways to ask it", hint: "One a line, at most 20.", control: (is) => h("textarea", { ...is, rows: 3, dir: "auto", value: variants, onInput: (event) => setVariants(event.target.value) }) }),
    h(Field, { label: "Answer", hint: "It is given as it stands here.", control: (is) => h("textarea", { ...is, rows: 5, required: true, maxLength: 32000, dir: "auto", value: answer, onInput: (event) => setAnswer(event.target.value) }) }),
    h("button", { class: "primary", disabled: saving.busy || question.trim() === "" || answer.trim() === "" }, "Save"),
    h(Wrong, { problem: saving.problem }),
  );
}
