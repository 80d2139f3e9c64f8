// How it goes: what was asked day by day and what became of it, and the questions that found nothing.

import { Chart } from "./chart.js";
import { call, get, page, query } from "./server.js";
import { When, Wrong, h, useAsked, useState } from "./ui.js";

const PERIODS = [7, 30, 90];

export function Figures({ session }) {
  const [days, setDays] = useState(30);
  const [chatbot, setChatbot] = useState("");
  const chatbots = useAsked(() => get("/chatbots"), []);
  const figures = useAsked(() => get(query("/figures", { days: String(days), chatbot })), [days, chatbot]);
  const rows = figures.value?.days ?? [];
  const sum = (name) => rows.reduce((all, day) => all + day[name], 0);
  return h(
    "div",
    { class: "room figures" },
    h(
      "div",
      { class: "bar" },
      h("h1", null, "How it goes"),
      h("div", { class: "states", role: "group", "aria-label": "Period" }, PERIODS.map((one) => h("button", { type: "button", "aria-pressed": String(days === one), onClick: () => setDays(one) }, `${one} days`))),
      h("select", { "aria-label": "Chatbot", value: chatbot, onChange: (event) => setChatbot(event.target.value) }, h("option", { value: "" }, "All chatbots"), chatbots.value?.map((one) => h("option", { value: one.id }, one.name))),
    ),
    h(Wrong, { problem: figures.problem }),
    figures.value && h(
      "dl",
      { class: "sums" },
      [
        ["Questions", sum("questions")],
        ["Answered", sum("answered")],
        ["Not answered", sum("not_answered")],
        ["Handed over", sum("handed_over")],
        ["Helpful", sum("helpful")],
        ["Not helpful", sum("not_helpful")],
      ].map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value.toLocaleString()))),
    ),
    rows.length > 0 && h(Chart, {
      label: "Questions a day, answered, not answered and handed over",
      days: rows,
      lines: [
        { name: "Questions", of: "questions" },
        { name: "Answered", of: "answered" },
        { name: "Not answered", of: "not_answered" },
        { name: "Handed over", of: "handed_over" },
      ],
    }),
    rows.length > 0 && h(Chart, {
      label: "Milliseconds to the first text, the middle and the slowest tenth",
      days: rows,
      lines: [
        { name: "First text, median (ms)", of: "first_text_ms_median" },
        { name: "First text, slowest tenth (ms)", of: "first_text_ms_p90" },
      ],
    }),
    session.scope === "admin" && h(Ways),
    h(Unanswered, { days, chatbot }),
  );
}

const WAYS = [
  { way: "channel", name: "WebSocket" },
  { way: "stream", name: "Streamed answers: WebSockets are blocked" },
  { way: "plain", name: "Whole answers: streams are held up, too" },
];

/** By which way visitors' widgets have asked, as this server has counted since it was started. */
function Ways() {
  const numbers = useAsked(async () => (await call("GET", "/metrics")).text(), []);
  const asked = (way) => Number(new RegExp(`^repartee_visitors_questions_total\\{way="${way}"\\} (\\S+)`, "m").exec(numbers.value ?? "")?.[1] ?? 0);
  return h(
    "section",
    { class: "ways" },
    h("h2", null, "How visitors reach this server"),
    h("p", { class: "hint" }, "Their questions since this process was started. A proxy that blocks or buffers shows here."),
    h(Wrong, { problem: numbers.problem }),
    h("dl", { class: "sums" }, WAYS.map(({ way, name }) => h("div", null, h("dt", null, name), h("dd", null, asked(way).toLocaleString())))),
  );
}

function Unanswered({ days, chatbot }) {
  const path = query("/unanswered", { days: String(days), chatbot });
  const found = useAsked(() => page(path), [path]);
  const rows = found.value?.rows ?? [];
  return h(
    "section",
    { class: "unanswered" },
    h("div", { class: "bar" }, h("h2", null, "Questions that found nothing"), rows.length > 0 && h("a", { class: "button", href: query("/unanswered.csv", { days: String(days), chatbot }), download: "unanswered.csv" }, "Save as CSV")),
    h(Wrong, { problem: found.problem }),
    found.value && rows.length === 0 && h("p", { class: "nothing" }, "None. Every question found something."),
    rows.length > 0 &&
      h(
        "table",
        null,
        h("thead", null, h("tr", null, ["Question", "Times", "Last", "Chatbot"].map((one) => h("th", { scope: "col" }, one)), h("td", null))),
        h(
          "tbody",
          null,
          rows.map((one) =>
            h(
              "tr",
              null,
              h("th", { scope: "row" }, h("a", { href: `#/inbox/${one.chatbot_id}/${one.conversation_uid}`, dir: "auto" }, one.question)),
              h("td", { class: "number" }, one.count),
              h("td", null, h(When, { at: one.last_asked_at })),
              h("td", null, h("bdi", null, one.chatbot_name)),
              h("td", null, h("a", { class: "button", href: `#/chatbots/${one.chatbot_id}/answers/${encodeURIComponent(one.question)}`, "aria-label": `Answer ${one.question}` }, "Answer it")),
            ),
          ),
        ),
      ),
  );
}
