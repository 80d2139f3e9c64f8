// How what was said looks: Markdown, citations, sources, passages. Loaded with the first message.

import { sheet } from "./style.js";

export const readingSheet = sheet(`
.text .plain { white-space: pre-wrap; }
.text > *, .open > * { margin-block: 0 10px; }
.text > :last-child, .open > :last-child { margin-block-end: 0; }
.open { margin: 0; }
.text .heading { font-weight: 650; margin-block-start: 4px; }
.text ul, .text ol { padding-inline-start: 22px; margin-block: 0 10px; }
.text li { margin-block: 3px; }
.text li > p { margin: 0; }
.text a { color: var(--accent); text-underline-offset: 2px; }
.agent .text a { color: inherit; }
.text blockquote { margin-inline: 0; padding-inline-start: 12px; border-inline-start: 3px solid var(--line); color: var(--soft); }
.text hr { border: 0; border-block-start: 1px solid var(--line); }
.text code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--raised); border-radius: 5px; padding: 1px 5px; }
.text pre { direction: ltr; text-align: left; overflow: auto; max-height: 340px; padding: 12px 14px; border-radius: 12px; background: var(--raised); }
.text pre code { padding: 0; background: none; white-space: pre-wrap; overflow-wrap: anywhere; }
.table { overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; }
.table table { border-collapse: collapse; width: 100%; font-size: 14px; }
.table th, .table td { padding: 7px 12px; text-align: start; border-block-end: 1px solid var(--line); overflow-wrap: normal; }
.table th { font-weight: 600; background: var(--raised); }
.table tr:last-child td { border-block-end: 0; }
.cite { display: inline-grid; place-items: center; min-width: 24px; height: 24px; padding: 0 5px; margin: -2px 2px; border-radius: 8px; font-size: 12px; font-weight: 650; line-height: 1; vertical-align: 1px; background: var(--raised); color: var(--accent); }
.cite:hover { background: var(--accent); color: var(--on-accent); }
.note { margin: 6px 0 0; font-size: 13px; color: var(--soft); }
.note.bad { color: var(--bad); }
.note button { color: var(--accent); font-weight: 600; text-decoration: underline; text-underline-offset: 2px; padding: 2px 4px; }
.below { display: flex; flex-wrap: wrap; align-items: center; gap: 2px; margin-block-start: 6px; min-height: 28px; font-size: 12.5px; color: var(--soft); }
.below time { margin-inline-end: 6px; }
.user .below { margin-block-start: 3px; min-height: 0; }
.below .icon { width: 28px; height: 28px; border-radius: 8px; }
.below .icon svg { width: 16px; height: 16px; }
.below .icon[aria-pressed=true] { color: var(--accent); background: var(--raised); }
.sources { display: flex; flex-wrap: wrap; gap: 6px; margin: 10px 0 0; padding: 0; list-style: none; max-width: 100%; }
.sources button { display: flex; gap: 7px; align-items: center; max-width: 240px; padding: 4px 11px 4px 5px; border: 1px solid var(--line); border-radius: 12px; font-size: 13px; }
[dir=rtl] .sources button { padding: 4px 5px 4px 11px; }
.sources button:hover { background: var(--raised); }
.sources span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.sources .cite { margin: 0; }

.event { align-self: center; text-align: center; max-width: 92%; padding: 5px 14px; border-radius: 14px; font-size: 13px; background: var(--raised); color: var(--soft); overflow-wrap: anywhere; }
.dots { display: flex; align-items: center; gap: 5px; height: 24px; color: var(--soft); font-size: 13px; }
.dots i { width: 7px; height: 7px; border-radius: 50%; background: currentcolor; animation: dot 1.2s ease-in-out infinite; }
.dots i:nth-of-type(2) { animation-delay: .15s; }
.dots i:nth-of-type(3) { animation-delay: .3s; }
.dots span { margin-inline-start: 4px; }
@keyframes dot { 0%, 60%, 100% { opacity: .3; } 30% { opacity: 1; transform: translateY(-2px); } }

.passage { position: absolute; inset: auto 0 0; max-height: 75%; display: flex; flex-direction: column; background: var(--ground); border-radius: var(--round) var(--round) 0 0; border-block-start: 1px solid var(--line); box-shadow: 0 -12px 40px rgb(20 24 50 / 18%); animation: rise .18s ease; }
.passage[hidden] { display: none; }
.passage .head { gap: 10px; }
.passage h3 { flex: 1; min-width: 0; margin: 0; font: inherit; font-weight: 650; overflow-wrap: anywhere; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; outline: none; }
.passage .words { overflow-y: auto; padding: 14px 18px; white-space: pre-wrap; overflow-wrap: anywhere; outline-offset: -3px; unicode-bidi: isolate; }
.passage a { display: flex; gap: 6px; align-items: center; padding: 10px 18px 14px; color: var(--accent); font-size: 14px; }
.passage a[hidden] { display: none; }
`);
