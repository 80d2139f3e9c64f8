// What an owner decides of a chatbot, with what each field does.

import { patch, remove } from "./server.js";
import { Field, Sure, Wrong, entriesOf, h, useDoing, useState } from "./ui.js";

// `at`: where it stands in the chatbot; `lines`: a list, one entry a line.
const FIELDS = [
  { at: ["name"], label: "Name", hint: "As people see it.", kind: "text", max: 200 },
  { at: ["response", "system_persona"], label: "Persona", hint: "Who the bot is and how it speaks. A language model gets it word for word.", kind: "long" },
  { at: ["response", "memory_size"], label: "Memory", hint: "How many of the last messages it knows when it answers.", kind: "number", least: 0, most: 100 },
  { at: ["response", "max_tokens"], label: "Longest answer", hint: "In tokens of the model, about four characters each.", kind: "number", least: 1, most: 32_000 },
  { at: ["response", "temperature"], label: "Temperature", hint: "0 says the likeliest, higher values vary more.", kind: "number", least: 0, most: 2, step: 0.1 },
  { at: ["response", "top_p"], label: "Top p", hint: "Of all continuations, the likeliest that together have this share. 1 takes all.", kind: "number", least: 0, most: 1, step: 0.05 },
  { at: ["response", "presence_penalty"], label: "Presence penalty", hint: "Above 0 it turns to new subjects sooner.", kind: "number", least: -2, most: 2, step: 0.1 },
  { at: ["response", "frequency_penalty"], label: "Frequency penalty", hint: "Above 0 it repeats its words less.", kind: "number", least: -2, most: 2, step: 0.1 },
  { at: ["documents", "results", "match_count"], label: "Passages", hint: "How many passages it may answer from, at the most.", kind: "number", least: 1, most: 20 },
  { at: ["documents", "results", "match_threshold"], label: "Match threshold", hint: "From 0 to 1: how well a passage must fit. Higher says \"I don't know\" more often. See \"Try it\" for the scores.", kind: "number", least: 0, most: 1, step: 0.01 },
  { at: ["documents", "text_splitter", "chunk_size"], label: "Passage length", hint: "In characters, for documents that are added from now on.", kind: "number", least: 100, most: 10_000 },
  { at: ["documents", "text_splitter", "chunk_overlap"], label: "Overlap", hint: "How many characters neighbouring passages share.", kind: "number", least: 0, most: 5000 },
  { at: ["restrictions", "hostnames"], label: "Allowed hostnames", hint: "Pages of these may use it: shop.example.org, localhost:3000, *.example.org, one a line. None: all.", kind: "lines" },
  { at: ["restrictions", "ip_addresses"], label: "Allowed addresses", hint: "Addresses or networks (10.0.0.0/8), one a line. None: all.", kind: "lines" },
  { at: ["turns"], label: "Questions that come while it answers", hint: "Each gets an answer, all that wait get one together, or the running answer is stopped for them.", kind: "choice", choices: ["queue", "coalesce", "interrupt"] },
];

const read = (from, at) => at.reduce((value, name) => value?.[name], from);

export function Settings({ session, chatbot, onChange }) {
  const isOwner = session.scope !== "agent";
  const known = () => Object.fromEntries(FIELDS.map((field) => [field.at.join("."), shown(field, read(chatbot, field.at))]));
  const [values, setValues] = useState(known);
  const [saved, setSaved] = useState(false);
  const saving = useDoing(async () => {
    const before = known();
    const changes = {};
    for (const field of FIELDS) {
      const name = field.at.join(".");
      if (values[name] !== before[name]) {
        put(changes, field.at, meant(field, values[name]));
      }
    }
    await patch(`/chatbots/${chatbot.id}`, changes);
    setSaved(true);
    onChange();
  });
  const submit = (event) => {
    event.preventDefault();
    saving.run();
  };
  const change = (name) => (event) => {
    setSaved(false);
    setValues({ ...values, [name]: event.target.value });
  };
  return h(
    "form",
    { class: "settings", onSubmit: submit },
    h(
      "fieldset",
      { disabled: !isOwner },
      FIELDS.map((field) => {
        const name = field.at.join(".");
        return h(Field, { key: name, label: field.label, hint: field.hint, control: (is) => control(field, { ...is, name, value: values[name], onInput: change(name) }) });
      }),
    ),
    isOwner && h("div", { class: "doing" }, h("button", { class: "primary", disabled: saving.busy }, "Save"), saved && h("span", { role: "status" }, "Saved.")),
    h(Wrong, { problem: saving.problem }),
    isOwner &&
      h(
        "div",
        { class: "end" },
        h(Sure, {
          label: "Delete this chatbot",
          words: "All its documents and conversations go, for good. Delete it?",
          does: async () => {
            await remove(`/chatbots/${chatbot.id}`);
            location.hash = "#/chatbots";
          },
        }),
      ),
  );
}

function control(field, is) {
  switch (field.kind) {
    case "long":
      return h("textarea", { ...is, rows: 5, dir: "auto" });
    case "lines":
      return h("textarea", { ...is, rows: 3, spellcheck: false });
    case "number":
      return h("input", { ...is, type: "number", min: field.least, max: field.most, step: field.step ?? 1, required: true });
    case "choice":
      return h("select", is, field.choices.map((choice) => h("option", { value: choice }, choice)));
    default:
      return h("input", { ...is, maxLength: field.max, required: true, dir: "auto" });
  }
}

function shown(field, value) {
  return field.kind === "lines" ? (value ?? []).join("\n") : String(value ?? "");
}

function meant(field, text) {
  switch (field.kind) {
    case "number":
      return Number(text);
    case "lines":
      return entriesOf(text);
    default:
      return text;
  }
}

function put(into, [name, ...rest], value) {
  if (rest.length === 0) {
    into[name] = value;
  } else {
    into[name] ??= {};
    put(into[name], rest, value);
  }
}
