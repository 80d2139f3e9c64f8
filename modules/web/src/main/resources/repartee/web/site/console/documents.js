// What a chatbot knows: documents, how they are read in, and the passages that became of them.

import { get, page, post, query, remove } from "./server.js";
import { Sites } from "./sites.js";
import { Field, Sure, When, Wrong, h, useAsked, useDoing, useEvery, useState } from "./ui.js";

const PAGE = 100;
const LOOK_AGAIN_MS = 2000;
const KINDS = ".pdf,.docx,.pptx,.xlsx,.odt,.html,.htm,.md,.markdown,.csv,.epub,.txt";

export function Documents({ session, chatbot }) {
  const path = `/chatbots/${chatbot.id}/documents`;
  const [after, setAfter] = useState("");
  const documents = useAsked(() => get(query(path, { after, limit: String(PAGE) })), [path, after]);
  const [passages, setPassages] = useState(null);
  useEvery(LOOK_AGAIN_MS, documents.again, [documents.again]);
  const rows = documents.value ?? [];
  return h(
    "div",
    { class: "documents" },
    session.scope !== "agent" && h(Adding, { path, onAdded: documents.again }),
    h(Sites, { session, chatbot }),
    h(Wrong, { problem: documents.problem }),
    rows.length === 0 && documents.value !== null && h("p", { class: "nothing" }, "It knows nothing yet."),
    rows.length > 0 &&
      h(
        "table",
        null,
        h("thead", null, h("tr", null, ["Name", "State", "Passages", "Size", "Changed"].map((name) => h("th", { scope: "col" }, name)), h("td", null))),
        h("tbody", null, rows.map((one) => h(Row, { key: one.id, one, path, session, isOpen: passages === one.id, onOpen: () => setPassages(passages === one.id ? null : one.id), onGone: documents.again }))),
      ),
    passages && h(Passages, { path: `${path}/${passages}/passages` }),
    h("div", { class: "pages" }, after !== "" && h("button", { type: "button", onClick: () => setAfter("") }, "First ones"), rows.length === PAGE && h("button", { type: "button", onClick: () => setAfter(rows.at(-1).id) }, "More")),
  );
}

function Row({ one, path, session, isOpen, onOpen, onGone }) {
  return h(
    "tr",
    null,
    h("th", { scope: "row" }, h("button", { type: "button", class: "link", "aria-expanded": String(isOpen), onClick: onOpen }, h("bdi", null, one.name))),
    h("td", null, h(State, { one })),
    h("td", { class: "number" }, one.passages),
    h("td", { class: "number" }, size(one.bytes)),
    h("td", null, h(When, { at: one.updated_at })),
    h(
      "td",
      null,
      session.scope !== "agent" &&
        h(Sure, {
          label: "Remove",
          words: "The bot forgets it. Remove it?",
          does: async () => {
            await remove(`${path}/${one.id}`);
            onGone();
          },
        }),
    ),
  );
}

function State({ one: { state, progress, failure, name } }) {
  if (state === "failed") {
    return h("span", { class: "state failed" }, failure ?? "failed");
  }
  return state === "ready" ? h("span", { class: "state ready" }, "ready") : h("span", { class: "state" }, `${state} `, h("progress", { max: 1, value: progress ?? undefined, "aria-label": `${name}: ${state}` }));
}

function Adding({ path, onAdded }) {
  const [name, setName] = useState("");
  const [content, setContent] = useState("");
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState([]);
  const adding = useDoing(async () => {
    await post(path, { name: name.trim(), content });
    setName("");
    setContent("");
    onAdded();
  });
  const send = async (files) => {
    for (const file of files) {
      const entry = { name: file.name, problem: null };
      setSending((before) => [...before, entry]);
      try {
        await sendFile(path, file);
        setSending((before) => before.filter((one) => one !== entry));
        onAdded();
      } catch (problem) {
        setSending((before) => before.map((one) => (one === entry ? { ...one, problem } : one)));
      }
    }
  };
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    send([...event.dataTransfer.files]);
  };
  return h(
    "div",
    { class: "adding" },
    h(
      "label",
      { class: `drop ${over ? "over" : ""}`, onDragOver: (event) => (event.preventDefault(), setOver(true)), onDragLeave: () => setOver(false), onDrop: drop },
      "Drop files here (PDF, DOCX, PPTX, XLSX, ODT, HTML, Markdown, CSV, EPUB, text), or choose them",
      h("input", { type: "file", multiple: true, accept: KINDS, onChange: (event) => (send([...event.target.files]), (event.target.value = "")) }),
    ),
    h("div", { role: "status" }, h("ul", { class: "sending" }, sending.map((one) => h("li", null, h("bdi", null, one.name), one.problem ? h(Wrong, { problem: one.problem }) : h("progress", { "aria-label": `Sending ${one.name}` }))))),
    h(
      "details",
      null,
      h("summary", null, "Or write a text"),
      h(
        "form",
        { onSubmit: (event) => (event.preventDefault(), adding.run()) },
        h(Field, { label: "Name", hint: "The same name again replaces the text.", control: (is) => h("input", { ...is, value: name, required: true, maxLength: 1000, onInput: (event) => setName(event.target.value) }) }),
        h(Field, { label: "Text", control: (is) => h("textarea", { ...is, rows: 8, required: true, dir: "auto", value: content, onInput: (event) => setContent(event.target.value) }) }),
        h("button", { class: "primary", disabled: adding.busy || name.trim() === "" || content.trim() === "" }, adding.busy ? "It is being read …" : "Add"),
        h(Wrong, { problem: adding.problem }),
      ),
    ),
  );
}

async function sendFile(path, file) {
  const form = new FormData();
  form.append("file", file, file.name);
  await post(path, form);
}

function Passages({ path }) {
  const first = useAsked(() => page(path), [path]);
  const [more, setMore] = useState({ rows: [], next: undefined });
  const next = more.next === undefined ? first.value?.next : more.next;
  const load = async () => {
    const found = await page(next);
    setMore({ rows: [...more.rows, ...found.rows], next: found.next });
  };
  return h(
    "section",
    { class: "passages", "aria-label": "Passages" },
    h(Wrong, { problem: first.problem }),
    h("ol", null, [...(first.value?.rows ?? []), ...more.rows].map((one) => h("li", { key: one.id, dir: "auto" }, one.content))),
    next && h("button", { type: "button", onClick: load }, "More"),
  );
}

function size(bytes) {
  return bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
