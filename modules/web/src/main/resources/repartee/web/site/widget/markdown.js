// Markdown becomes elements: marked reads it, DOMPurify lets nothing through but what is listed here. Loaded on demand,
// with the first answer.

import { Marked } from "../library/marked.js";
import DOMPurify from "../library/purify.js";
import { h } from "./dom.js";

const TAGS = [
  "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
  "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
];
const ATTRIBUTES = ["href", "align", "start"];
// Beyond this a block is shown as it was written: what nobody reads as a page must not cost as one.
const BLOCK_UNITS_MAX = 12_000;
// Deeper than people write: quotes, lists, brackets and stars within each other are traps.
const MARKS_MAX = 300;
const OPEN_LINKS_MAX = 8;
const TABLE = /^[^\n]*\|[^\n]*\n[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\||\n|$)/;
const ITEM = /\n(?=[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t])/;
const DEEP = /^(?:[ \t]*(?:>|[-*+]|\d+[.)])){12,}|[[(*_~`]{24,}/m;
const CITATION = /\[(\d{1,2})\]/g;

// Needed where the page demands Trusted Types: what DOMPurify parses, and nothing else, goes through it.
const policy = globalThis.trustedTypes?.createPolicy("repartee", {
  createHTML: (html) => html,
  createScriptURL: () => {
    throw new TypeError("no script is loaded here");
  },
});

const reader = new Marked({
  gfm: true,
  breaks: true,
  async: false,
  renderer: {
    // HTML is shown as it was written; a line break within a table is what models mean by it.
    html: ({ text }) => (/^<br\s*\/?>$/i.test(text.trim()) ? "<br>" : escaped(text)),
    // A picture would tell its server who reads: it becomes a link.
    image: ({ href, text }) => `<a href="${escaped(href)}">${escaped(text || href)}</a>`,
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
  },
});

/** A block of Markdown as elements; `cite` makes one for the citation of that number, or null. */
export function draw(block, cite, texts) {
  const code = FENCED.exec(block);
  if (code !== null) {
    return [h("pre", { tabIndex: 0 }, h("code", {}, code[2]))];
  }
  if (block.length > BLOCK_UNITS_MAX || DEEP.test(block) || segments(block).some(isCostly)) {
    return [h("p.plain", {}, block)];
  }
  let fragment;
  try {
    fragment = DOMPurify.sanitize(reader.parse(block), {
      ALLOWED_TAGS: TAGS,
      ALLOWED_ATTR: ATTRIBUTES,
      ALLOW_DATA_ATTR: false,
      ALLOW_ARIA_ATTR: false,
      ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
      RETURN_DOM_FRAGMENT: true,
      ...(policy && { TRUSTED_TYPES_POLICY: policy }),
    });
  } catch {
    return [h("p.plain", {}, block)];
  }
  finish(fragment, cite, texts);
  return [...fragment.childNodes];
}

// What the reader reads in one go: a paragraph, an item of a list, a row of a table.
function segments(block) {
  return block.split(TABLE.test(block) ? "\n" : ITEM);
}

// What begins and never ends costs the reader the square of its length, links its cube.
function isCostly(segment) {
  const openLinks = segment.split("](").slice(1).filter((rest) => !rest.includes(")")).length;
  return openLinks > OPEN_LINKS_MAX || segment.split("[").length > MARKS_MAX || segment.split(/[*_~`]+/).length > MARKS_MAX;
}

// Closed or not: while it grows it is code already.
const FENCED = /^ {0,3}(```+|~~~+)[^\n`]*\n([\s\S]*?)(?:\n {0,3}\1[`~]*\s*)?$/;

function finish(fragment, cite, texts) {
  for (const link of fragment.querySelectorAll("a")) {
    if (link.hasAttribute("href")) {
      link.target = "_blank";
      link.rel = "noopener noreferrer nofollow ugc";
    } else {
      link.replaceWith(...link.childNodes);
    }
  }
  for (const table of fragment.querySelectorAll("table")) {
    const frame = h("div.table", { tabIndex: 0, role: "group", "aria-label": texts.table });
    table.replaceWith(frame);
    frame.append(table);
  }
  for (const pre of fragment.querySelectorAll("pre")) {
    pre.tabIndex = 0;
  }
  // A heading in an answer is none of the page's.
  for (const heading of fragment.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const plain = h("p.heading", {}, ...heading.childNodes);
    heading.replaceWith(plain);
  }
  citations(fragment, cite);
}

function citations(fragment, cite) {
  const texts = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    if (texts.currentNode.data.includes("[") && texts.currentNode.parentElement?.closest("a, code") == null) {
      found.push(texts.currentNode);
    }
  }
  for (const text of found) {
    const pieces = [];
    let from = 0;
    for (const match of text.data.matchAll(CITATION)) {
      const made = cite(Number(match[1]));
      if (made !== null) {
        pieces.push(text.data.slice(from, match.index), made);
        from = match.index + match[0].length;
      }
    }
    if (pieces.length > 0) {
      text.replaceWith(...pieces, text.data.slice(from));
    }
  }
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
