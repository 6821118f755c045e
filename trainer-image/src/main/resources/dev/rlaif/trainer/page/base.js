// How the judge scored answers of the base model before the first step: is there something to learn?
import { el, row, show, svg, table } from "./dom.js";
import { count, decimals, percent } from "./format.js";
import { compared, label, page } from "./data.js";

const BINS = 10;

function bins(scores) {
  return scores.histogram.map((answers, i) => ({ low: i / BINS, high: (i + 1) / BINS, answers }));
}

function histogram(scores) {
  const [x, y] = [(share) => 12 + 460 * share, (answers) => 100 - (82 * answers) / Math.max(1, ...scores.histogram)];
  const said = bins(scores).filter((bin) => bin.answers).map((bin) => `${bin.answers} from ${decimals(bin.low, 1)} to ${decimals(bin.high, 1)}`).join("; ");
  const drawing = svg("svg", { viewBox: "0 0 484 120", role: "img", class: "histogram", "aria-label": "Scores of the base model: " + said });
  for (const bin of bins(scores)) {
    const middle = (x(bin.low) + x(bin.high)) / 2;
    const kind = bin.high <= scores.badThreshold ? "loss" : bin.low >= scores.badThreshold ? "win" : "tie";
    drawing.append(svg("rect", { class: kind, x: x(bin.low) + 1.5, width: x(bin.high) - x(bin.low) - 3, y: y(bin.answers), height: 100 - y(bin.answers), rx: 2 }));
    if (bin.answers) drawing.append(svg("text", { x: middle, y: y(bin.answers) - 3 }, count(bin.answers)));
  }
  for (const share of [0, 0.25, 0.5, 0.75, 1]) drawing.append(svg("text", { x: x(share), y: 116 }, decimals(share, 2)));
  drawing.append(
    svg("line", { class: "grid", x1: x(0), x2: x(1), y1: 100, y2: 100 }),
    svg("line", { class: "bound", x1: x(scores.badThreshold), x2: x(scores.badThreshold), y1: 4, y2: 100 }),
  );
  return el("figure", {}, el("figcaption", {}, "Answers by score; the dashed line is the threshold of a violation"), drawing);
}

function scored(run, i) {
  const scores = run.results.baseScores;
  if (!scores) return null;
  const missing = scores.answers - scores.scored;
  return el(
    "div",
    {},
    compared() ? el("h4", { class: "name n" + i }, label(run)) : null,
    el(
      "p",
      { class: "note" },
      `${count(scores.answers)} answers of the base model, before the first step: mean score ${decimals(scores.mean, 2)} ± ${decimals(scores.deviation, 2)}, ` +
        `${percent(scores.scored ? scores.bad / scores.scored : 0)} below ${decimals(scores.badThreshold, 2)}${missing ? `, ${count(missing)} without a score` : ""}.`,
    ),
    histogram(scores),
    el("details", {}, el("summary", {}, "Numbers"), table("Answers by score", ["score", "answers"], bins(scores).map((bin) => row(`${decimals(bin.low, 1)} to ${decimals(bin.high, 1)}`, count(bin.answers))), { class: "figures" })),
  );
}

export function showBase() {
  const drawn = page.runs.map(scored);
  show("base", drawn.some(Boolean) ? [el("h3", {}, "Where it starts"), el("div", { class: "two" }, drawn)] : []);
}
