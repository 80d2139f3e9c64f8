// The sites that a chatbot reads, page by page.

import { get, post, remove } from "./server.js";
import { Field, Sure, When, Wrong, h, useAsked, useDoing, useEvery, useState } from "./ui.js";

const LOOK_AGAIN_MS = 2000;

export function Sites({ session, chatbot }) {
  const path = `/chatbots/${chatbot.id}/sites`;
  const sites = useAsked(() => get(path), [path]);
  useEvery(LOOK_AGAIN_MS, sites.again, [sites.again]);
  const rows = sites.value ?? [];
  return h(
    "section",
    { class: "sites", "aria-label": "Sites" },
    session.scope !== "agent" && h(Adding, { path, onAdded: sites.again }),
    h(Wrong, { problem: sites.problem }),
    h("ul", null, rows.map((one) => h(Row, { key: one.id, one, path, session, onGone: sites.again }))),
  );
}

function Row({ one, path, session, onGone }) {
  const [open, setOpen] = useState(false);
  return h(
    "li",
    null,
    h("button", { type: "button", class: "link", "aria-expanded": String(open), onClick: () => setOpen(!open) }, h("bdi", null, one.url)),
    h("span", { class: `state ${one.state}` }, said(one)),
    one.crawled_at && h("span", { class: "hint" }, "read ", h(When, { at: one.crawled_at })),
    session.scope !== "agent" &&
      one.state !== "removing" &&
      h(Sure, {
        label: "Remove",
        words: "The bot forgets its pages. Remove it?",
        does: async () => {
          await remove(`${path}/${one.id}`);
          onGone();
        },
      }),
    open && h(Failures, { path: `${path}/${one.id}` }),
  );
}

function said({ state, pages, truncated }) {
  const known = `${pages.ready} of ${pages.found} pages${truncated ? " (there are more than are read)" : ""}`;
  const failed = pages.failed > 0 ? `, ${pages.failed} could not be read` : "";
  return `${state}: ${known}${failed}`;
}

function Failures({ path }) {
  const site = useAsked(() => get(path), [path]);
  const failures = site.value?.failures ?? [];
  return h(
    "div",
    { class: "failures" },
    h(Wrong, { problem: site.problem }),
    site.value && failures.length === 0 && h("p", { class: "hint" }, "No page of it has failed."),
    h("ul", null, failures.map((one) => h("li", { key: one.url }, h("bdi", null, one.url), " ", h("span", { class: "hint" }, one.sentence)))),
  );
}

function Adding({ path, onAdded }) {
  const [url, setUrl] = useState("");
  const adding = useDoing(async () => {
    await post(path, { url: url.trim() });
    setUrl("");
    onAdded();
  });
  return h(
    "details",
    null,
    h("summary", null, "Or let it read a site"),
    h(
      "form",
      { onSubmit: (event) => (event.preventDefault(), adding.run()) },
      h(Field, { label: "Address", hint: "Its pages are read and kept up to date. The same address again begins anew.", control: (is) => h("input", { ...is, type: "url", value: url, required: true, maxLength: 1000, placeholder: "https://", onInput: (event) => setUrl(event.target.value) }) }),
      h("button", { class: "primary", disabled: adding.busy || url.trim() === "" }, "Read it"),
      h(Wrong, { problem: adding.problem }),
    ),
  );
}
