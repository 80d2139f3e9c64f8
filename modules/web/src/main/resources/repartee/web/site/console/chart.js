// Lines over days, drawn by uPlot; the same numbers stand in a table for those who do not see them.

import { h, useEffect, useRef } from "./ui.js";

const COLOURS = ["#3a4fd0", "#1c8a5b", "#c4182f", "#b06a00"];
const HEIGHT_PX = 240;

let coming = null;

export function Chart({ label, days, lines }) {
  const place = useRef(null);
  useEffect(() => {
    let plot = null;
    let gone = false;
    coming ??= import("../library/uplot.js");
    coming.then(({ default: Plot }) => {
      if (!gone) {
        plot = new Plot(options(place.current, lines), data(days, lines), place.current);
      }
    });
    const resized = new ResizeObserver(() => plot?.setSize({ width: place.current.clientWidth, height: HEIGHT_PX }));
    resized.observe(place.current);
    return () => {
      gone = true;
      resized.disconnect();
      plot?.destroy();
    };
  }, [days, lines.map((line) => line.of).join()]);
  return h(
    "figure",
    { class: "chart" },
    h("figcaption", null, label),
    h("div", { class: "plot", "aria-hidden": "true", ref: place }),
    h(
      "table",
      { class: "unseen" },
      h("caption", null, label),
      h("thead", null, h("tr", null, h("th", { scope: "col" }, "Day"), lines.map((line) => h("th", { scope: "col" }, line.name)))),
      h("tbody", null, days.map((day) => h("tr", null, h("th", { scope: "row" }, day.day), lines.map((line) => h("td", null, day[line.of] ?? "none"))))),
    ),
  );
}

function data(days, lines) {
  return [days.map((day) => Date.parse(day.day) / 1000), ...lines.map((line) => days.map((day) => day[line.of] ?? null))];
}

function options(place, lines) {
  const style = getComputedStyle(place);
  const axis = { stroke: style.getPropertyValue("--soft"), grid: { stroke: style.getPropertyValue("--line"), width: 1 }, ticks: { show: false } };
  return {
    width: place.clientWidth,
    height: HEIGHT_PX,
    scales: { y: { range: (plot, least, most) => [0, Math.max(1, most ?? 1)] } },
    axes: [axis, { ...axis, size: 60 }],
    series: [{}, ...lines.map((line, i) => ({ label: line.name, stroke: COLOURS[i], width: 2, points: { show: true, size: 4 } }))],
    tzDate: (seconds) => new Date(seconds * 1000 + new Date().getTimezoneOffset() * 60_000),
  };
}
