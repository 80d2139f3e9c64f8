// Elements without HTML text: nothing here can become a script, whatever the page's policy.

/** `h("button.primary", {type: "button", onclick}, "Send", icon)`; properties with a dash or `role` are attributes. */
export function h(kind, properties = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const element = document.createElement(tag);
  element.classList.add(...classes);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && !name.includes("-")) {
      element[name] = value;
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

// Paths of a 24 by 24 grid, drawn as lines.
const PATHS = {
  chat: "M20 11.5a7.5 7.5 0 0 1-7.5 7.5c-1.2 0-2.3-.3-3.3-.7L4 20l1.6-4.6A7.5 7.5 0 1 1 20 11.5Z",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9l6 6 6-6",
  send: "M12 19V5M6 11l6-6 6 6",
  stop: "M8 8h8v8H8z",
  fresh: "M12 20h8M4 20l1-4L15.5 5.5a2 2 0 0 1 3 3L8 19l-4 1Z",
  copy: "M9 9h10v10H9zM5 15V5h10",
  done: "M5 12.5l4.5 4.5L19 7.5",
  up: "M7 11v8H4v-8h3Zm0 0l4-7a2 2 0 0 1 2 2v4h5a2 2 0 0 1 2 2.3l-1 5a2 2 0 0 1-2 1.7H7",
  thumbDown: "M7 13V5H4v8h3Zm0 0l4 7a2 2 0 0 0 2-2v-4h5a2 2 0 0 0 2-2.3l-1-5A2 2 0 0 0 17 5H7",
  sound: "M5 10v4h3l4 4V6l-4 4H5Zm11-1a4 4 0 0 1 0 6m2.5-8.500a8 8 0 0 1 0 11",
  silent: "M5 10v4h3l4 4V6l-4 4H5Zm11 0l4 4m0-4l-4 4",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1m2 4a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
};

/** A picture that says nothing by itself: the button around it has the words. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button with a picture and, for those who do not see it, words. */
export function iconButton(name, words, onclick, kind = "") {
  return h(`button.icon${kind}`, { type: "button", "aria-label": words, title: words, onclick }, icon(name));
}

/** Puts other children in only where they differ: what stays keeps its focus and its selection. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
