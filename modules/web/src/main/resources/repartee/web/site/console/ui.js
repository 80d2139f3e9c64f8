// What every room of the console is made of.

import { h } from "../library/preact.js";
import { useCallback, useEffect, useRef, useState } from "../library/hooks.js";

export { h, render } from "../library/preact.js";
export { useCallback, useEffect, useRef, useState } from "../library/hooks.js";

/** A sentence on what went wrong, told as soon as it is there; nothing where nothing did. */
export function Wrong({ problem }) {
  return problem ? h("p", { class: "wrong", role: "alert" }, problem.message) : null;
}

/**
 * What the server says, asked again whenever `asked` changes: {value, problem, again}. What was said before stays until
 * there is something new.
 */
export function useAsked(ask, asked) {
  const [state, setState] = useState({ value: null, problem: null });
  const turn = useRef(0);
  const again = useCallback(async () => {
    const mine = ++turn.current;
    try {
      const value = await ask();
      mine === turn.current && setState({ value, problem: null });
    } catch (problem) {
      mine === turn.current && setState((before) => ({ ...before, problem }));
    }
  }, asked);
  useEffect(() => {
    again();
    return () => turn.current++;
  }, [again]);
  return { ...state, again };
}

/** Something that is done by a click and may fail: {run, busy, problem}. */
export function useDoing(does) {
  const [state, setState] = useState({ busy: false, problem: null });
  const run = async (...given) => {
    setState({ busy: true, problem: null });
    try {
      const done = await does(...given);
      setState({ busy: false, problem: null });
      return done;
    } catch (problem) {
      setState({ busy: false, problem });
      return undefined;
    }
  };
  return { ...state, run };
}

/** Calls it now and then while the page is looked at. */
export function useEvery(ms, does, since) {
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && does(), ms);
    return () => clearInterval(timer);
  }, since);
}

/** The entries of a list that somebody has written, one a line. */
export function entriesOf(text) {
  return text
    .split(/[\n,]+/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

let fields = 0;

/** A label, what it labels, and what it is for; `control(attributes)` makes it. */
export function Field({ label, hint, control }) {
  const id = useRef(null);
  id.current ??= `field-${++fields}`;
  const described = hint ? { "aria-describedby": `${id.current}-hint` } : {};
  return h(
    "div",
    { class: "field" },
    h("label", { for: id.current }, label),
    hint && h("p", { class: "hint", id: `${id.current}-hint` }, hint),
    control({ id: id.current, ...described }),
  );
}

/** A text that is ready to be copied. */
export function Copyable({ text, label }) {
  const [word, setWord] = useState("Copy");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setWord("Copied");
    } catch {
      // Only pages of https and of this machine may write there.
      setWord("Please copy it by hand");
    }
    setTimeout(() => setWord("Copy"), 2000);
  };
  return h(
    "div",
    { class: "copyable" },
    h("pre", { tabIndex: 0, "aria-label": label }, h("code", null, text)),
    h("button", { type: "button", onClick: copy }, word),
  );
}

/** A question before something that cannot be undone. */
export function Sure({ label, words, does, kind = "quiet" }) {
  const [asked, setAsked] = useState(false);
  const doing = useDoing(does);
  const no = useRef(null);
  useEffect(() => {
    if (asked) {
      no.current?.focus();
    }
  }, [asked]);
  if (!asked) {
    return h("button", { type: "button", class: kind, onClick: () => setAsked(true) }, label);
  }
  return h(
    "span",
    { class: "sure", role: "group", "aria-label": words },
    words,
    h("button", { type: "button", class: "danger", disabled: doing.busy, onClick: doing.run }, "Yes"),
    h("button", { type: "button", ref: no, onClick: () => setAsked(false) }, "No"),
    h(Wrong, { problem: doing.problem }),
  );
}

const TODAY = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const ELSE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

/** When it was: the time of today's, the date of what is older. */
export function When({ at }) {
  if (!at) {
    return null;
  }
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return h("time", { dateTime: date.toISOString(), title: date.toLocaleString() }, (isToday ? TODAY : ELSE).format(date));
}

/** A text of the browser's own, kept for the next visit: [value, set]. */
export function useKept(name, first) {
  const key = `repartee.console.${name}`;
  const [value, setValue] = useState(() => {
    try {
      return localStorage.getItem(key) ?? first;
    } catch {
      return first;
    }
  });
  const keep = (next) => {
    setValue(next);
    try {
      localStorage.setItem(key, next);
    } catch {
      // Then it is asked for again.
    }
  };
  return [value, keep];
}
