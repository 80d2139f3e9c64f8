// How it looks. The sheets are made by script, which no Content-Security-Policy forbids, and live in the shadow, where
// the page's own rules do not reach. What a site may change are the properties --repartee-...

const BASE = `
:host {
  all: initial;
  --accent: var(--repartee-accent, #3a4fd0);
  --on-accent: var(--repartee-on-accent, #fff);
  --ground: var(--repartee-background, #fff);
  --text: var(--repartee-text, #1d2130);
  --soft: #5a6072;
  --line: #e3e5ee;
  --raised: #f3f4f9;
  --agent: #e6f4ee;
  --agent-text: #11573c;
  --bad: #a61b2b;
  --shade: 0 1px 2px rgb(20 24 50 / 8%), 0 12px 40px rgb(20 24 50 / 18%);
  --round: var(--repartee-radius, 20px);
  color-scheme: light;
  font: 400 15px/1.5 var(--repartee-font, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
  color: var(--text);
  -webkit-text-size-adjust: 100%;
}
:host([hidden]) { display: none; }
.dark {
  --accent: var(--repartee-accent-dark, #8c9bff);
  --on-accent: var(--repartee-on-accent-dark, #10132b);
  --ground: var(--repartee-background-dark, #15171f);
  --text: var(--repartee-text-dark, #e9ebf4);
  --soft: #a3a9bd;
  --line: #2c303d;
  --raised: #20232e;
  --agent: #143529;
  --agent-text: #a5e6c8;
  --bad: #ff9aa4;
  --shade: 0 1px 2px rgb(0 0 0 / 40%), 0 12px 40px rgb(0 0 0 / 50%);
  color-scheme: dark;
}
.root { color: var(--text); }
*, ::before, ::after { box-sizing: border-box; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; touch-action: manipulation; }
button:disabled { cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
svg { width: 20px; height: 20px; fill: none; stroke: currentcolor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; flex: none; display: block; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; } }
@media (forced-colors: active) { .launcher, .bubble, .composer, .send, .panel { border: 1px solid CanvasText; } }
`;

const LAUNCHER = `
.launcher {
  position: fixed; z-index: var(--repartee-z-index, 2147483000);
  inset-block-end: calc(var(--repartee-offset, 20px) + env(safe-area-inset-bottom, 0px));
  inset-inline-end: var(--repartee-offset, 20px);
  width: 56px; height: 56px; border-radius: 50%;
  display: grid; place-items: center;
  background: var(--accent); color: var(--on-accent);
  box-shadow: 0 2px 6px rgb(20 24 50 / 20%), 0 8px 24px rgb(20 24 50 / 22%);
  transition: transform .18s ease, box-shadow .18s ease;
}
.start .launcher { inset-inline: var(--repartee-offset, 20px) auto; }
.launcher:hover { transform: translateY(-2px) scale(1.03); }
.launcher:focus-visible { outline-offset: 3px; }
.launcher svg { width: 27px; height: 27px; }
.inline .launcher { display: none; }
.badge {
  position: absolute; inset-block-start: -3px; inset-inline-end: -3px; min-width: 22px; height: 22px; padding: 0 6px;
  border-radius: 11px; border: 2px solid var(--ground); background: #c4182f; color: #fff; font-size: 12px; line-height: 18px; font-weight: 650; text-align: center;
}
.badge[hidden] { display: none; }
`;

const PANEL = `
.panel {
  position: fixed; z-index: var(--repartee-z-index, 2147483000);
  inset-block-end: calc(var(--repartee-offset, 20px) + 70px); inset-inline-end: var(--repartee-offset, 20px);
  width: var(--repartee-width, 408px); max-width: calc(100vw - 2 * var(--repartee-offset, 20px));
  height: var(--repartee-height, 660px); max-height: calc(100dvh - var(--repartee-offset, 20px) - 90px);
  display: flex; flex-direction: column; overflow: hidden;
  background: var(--ground); color: var(--text); border-radius: var(--round); box-shadow: var(--shade);
  animation: rise .2s cubic-bezier(.2, .8, .2, 1);
}
.start .panel { inset-inline: var(--repartee-offset, 20px) auto; }
.panel[hidden] { display: none; }
@keyframes rise { from { opacity: 0; transform: translateY(12px) scale(.985); } }
.inline .panel { position: relative; inset: auto; width: 100%; max-width: none; height: 100%; min-height: 360px; max-height: none; animation: none; box-shadow: none; border: 1px solid var(--line); z-index: auto; }
.inline { display: block; height: 100%; }

.head { display: flex; align-items: center; gap: 12px; padding: 14px 12px 14px 18px; border-block-end: 1px solid var(--line); }
[dir=rtl] .head { padding: 14px 18px 14px 12px; }
.face { flex: none; width: 36px; height: 36px; border-radius: 12px; display: grid; place-items: center; background: var(--accent); color: var(--on-accent); }
.face.person { background: var(--agent); color: var(--agent-text); font-weight: 650; font-size: 14px; }
.names { flex: 1; min-width: 0; }
.names h2 { margin: 0; font: inherit; font-weight: 650; font-size: 16px; line-height: 1.3; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; outline: none; }
.names p { margin: 0; font-size: 13px; line-height: 1.3; color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
[dir=rtl] .names > * { text-align: right; }
.icon { width: 34px; height: 34px; border-radius: 10px; display: grid; place-items: center; color: var(--soft); flex: none; }
.icon:hover { background: var(--raised); color: var(--text); }

.scroll { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 18px 18px 8px; outline-offset: -3px; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
.messages { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: 18px; }
.earlier { display: block; margin: 0 auto 16px; padding: 5px 14px; border-radius: 14px; font-size: 13px; color: var(--soft); border: 1px solid var(--line); }
.earlier[hidden] { display: none; }

.message { display: flex; flex-direction: column; align-items: flex-start; min-width: 0; max-width: 100%; }
.message.user { align-items: flex-end; }
.who { display: flex; align-items: center; gap: 7px; margin-block-end: 5px; font-size: 13px; color: var(--soft); }
.who b { font-weight: 600; color: var(--text); }
.who .face { width: 22px; height: 22px; border-radius: 8px; font-size: 11px; }
.who .face svg { width: 14px; height: 14px; }
.text { max-width: 100%; min-width: 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
.user .text { max-width: 86%; padding: 9px 14px; border-radius: 18px 18px 5px 18px; background: var(--accent); color: var(--on-accent); white-space: pre-wrap; }
[dir=rtl] .user .text { border-radius: 18px 18px 18px 5px; }
.agent .text { padding: 10px 14px; border-radius: 5px 18px 18px 18px; background: var(--agent); }
[dir=rtl] .agent .text { border-radius: 18px 5px 18px 18px; }
.user.waits .text { background: none; color: var(--text); border: 1px dashed var(--accent); }

.greeting { margin-block-end: 18px; }
.suggestions { display: flex; flex-direction: column; align-items: flex-end; gap: 8px; margin-block-start: 18px; }
.suggestions[hidden] { display: none; }
.suggestions button { padding: 8px 14px; border: 1px solid var(--accent); border-radius: 18px; color: var(--accent); text-align: start; }
.suggestions button:hover { background: var(--accent); color: var(--on-accent); }

.foot { position: relative; padding: 8px 14px calc(14px + env(safe-area-inset-bottom, 0px)); }
.latest { position: absolute; inset-block-start: -42px; inset-inline-start: 50%; translate: -50%; width: 36px; height: 36px; border-radius: 50%; display: grid; place-items: center; background: var(--ground); border: 1px solid var(--line); box-shadow: 0 4px 14px rgb(20 24 50 / 16%); }
[dir=rtl] .latest { translate: 50%; }
.latest[hidden] { display: none; }
.state { margin: 0 4px 8px; font-size: 13px; color: var(--soft); }
.state:empty { display: none; }
.state.bad { color: var(--bad); }
.composer { display: flex; align-items: flex-end; gap: 6px; padding: 5px; border: 1px solid color-mix(in srgb, var(--soft) 60%, transparent); border-radius: 22px; background: var(--ground); }
.composer:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
.composer textarea { flex: 1; min-width: 0; border: 0; outline: 0; resize: none; background: none; color: inherit; font: inherit; font-size: 16px; line-height: 1.4; padding: 6px 10px; max-height: 132px; field-sizing: content; }
.composer textarea::placeholder { color: var(--soft); opacity: 1; }
.send { width: 36px; height: 36px; border-radius: 50%; display: grid; place-items: center; flex: none; background: var(--accent); color: var(--on-accent); }
.send:disabled { background: var(--raised); color: var(--soft); }
.send.stop { background: var(--text); color: var(--ground); }
.send.stop svg { fill: currentcolor; width: 18px; height: 18px; }

@media (max-width: 520px) {
  .panel:not(.inline *) { inset: 0; top: var(--top, 0px); width: 100%; max-width: none; height: var(--seen, 100dvh); max-height: none; border-radius: 0; }
  .panel:not([hidden], .inline *) ~ .launcher { display: none; }
  .icon { width: 40px; height: 40px; }
  .foot { padding-block-end: calc(10px + env(safe-area-inset-bottom, 0px)); }
}
@media (max-height: 420px) { .head { padding-block: 6px; } }
`;

export function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

export const launcherSheets = [sheet(BASE), sheet(LAUNCHER)];
export const panelSheet = sheet(PANEL);
