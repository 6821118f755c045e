// The verdict and its figures, of one run or of two side by side.
import { el, empty, row, show, svg, table } from "./dom.js";
import { count, decimals, interval, percent, short, ticks } from "./format.js";
import { compared, label, page } from "./data.js";

function verdict(run, i) {
  const found = run.results.evaluation;
  if (!found) return el("div", {}, compared() ? el("h3", { class: "name n" + i }, label(run)) : null, empty("Not evaluated yet: the verdict stands here when every held-out question has been answered."));
  const change = found.improvement;
  return el(
    "div",
    {},
    compared() ? el("h3", { class: "name n" + i }, label(run)) : null,
    el("p", { class: "verdict " + (found.verdict.passed ? "good" : "bad") }, found.verdict.passed ? "✓ Passed" : "✗ Rejected"),
    el(
      "p",
      { class: "summary" },
      el("strong", {}, String(found.base.violations)), " → ", el("strong", {}, String(found.tuned.violations)),
      ` violations among ${found.tuned.prompts} held-out questions`,
    ),
    el(
      "p",
      { class: "detail" },
      `${percent(Math.abs(change))} ${change >= 0 ? "fewer" : "more"} than the base model. Improvement between ` +
        `${interval(found.intervals.improvement).replace(" to ", " % and ")} with ${percent(found.intervals.confidence)} confidence; exact McNemar p = ${short(found.mcnemarP)}.`,
    ),
    found.verdict.failedGates.length
      ? el("ul", { class: "gates" }, found.verdict.failedGates.map((gate) => el("li", {}, el("code", {}, gate.gate), ": " + gate.meaning)))
      : null,
  );
}

function figures(evaluated) {
  const sides = evaluated.flatMap(({ results: { evaluation: e } }) => [
    { own: e.base, rate: e.intervals.baseViolationRate, guard: e.guards.base },
    { own: e.tuned, rate: e.intervals.tunedViolationRate, guard: e.guards.tuned },
  ]);
  const line = (name, value) => row(name, sides.map(value));
  const rows = [
    line("Violations", ({ own }) => `${own.violations} of ${own.scored}`),
    line("95 % interval", ({ rate }) => interval(rate)),
  ];
  if (sides.some(({ own }) => own.sampled)) {
    const passes = sides.find(({ own }) => own.sampled).own.sampled.passes;
    rows.push(line(`Violations, mean of ${passes} sampled passes`, ({ own }) => decimals(own.sampled?.violations, 1)));
  }
  rows.push(line("Mean score", ({ own }) => decimals(own.meanScore, 3)));
  if (sides.some(({ own }) => own.useful !== undefined)) rows.push(line("Useful answers", ({ own }) => count(own.useful)));
  rows.push(
    line("Ended by themselves", ({ own }) => count(own.ended)),
    line("Mean length, tokens", ({ own }) => decimals(own.meanLength, 1)),
    line("KL from base, nats an answer", ({ own }) => (own.kl === undefined ? "" : decimals(own.kl, 2))),
    line("Answers that occur more than once", ({ guard }) => percent(guard.duplicateRate)),
    line("Distinct words / word pairs", ({ guard }) => decimals(guard.distinct1, 2) + " / " + decimals(guard.distinct2, 2)),
    line("Missing scores", ({ own }) => count(own.prompts - own.scored)),
  );
  const heads = evaluated.flatMap((run) => ["base", "tuned"].map((side) => (compared() ? label(run) + ": " : "") + side));
  return table("Greedy answers to the held-out questions, unless said otherwise", ["", ...heads], rows, { class: "figures" });
}

/** Violation rates with their intervals, on one scale. */
function rates(found) {
  const sides = [["base", found.base.violationRate, found.intervals.baseViolationRate], ["tuned", found.tuned.violationRate, found.intervals.tunedViolationRate]];
  const scale = ticks(0, Math.max(0.05, Math.min(1, 1.1 * Math.max(...sides.map(([, , bounds]) => bounds.high)))));
  const x = (share) => 70 + (430 * share) / scale.high;
  const said = sides.map(([name, rate, bounds]) => `${name} ${percent(rate)}, 95 % interval ${interval(bounds)}`).join("; ");
  const drawing = svg("svg", { viewBox: "0 0 540 120", role: "img", class: "rates", "aria-label": "Violation rate: " + said });
  for (const value of scale.values) {
    drawing.append(svg("line", { class: "grid", x1: x(value), x2: x(value), y1: 8, y2: 92 }), svg("text", { x: x(value), y: 110 }, percent(value)));
  }
  sides.forEach(([name, rate, bounds], i) => {
    const y = 30 + 40 * i;
    const bar = (at) => svg("line", { x1: x(at), x2: x(at), y1: y - 6, y2: y + 6 });
    drawing.append(
      svg(
        "g",
        { class: name },
        svg("text", { class: "name", x: 56, y: y + 4 }, name),
        svg("line", { x1: x(bounds.low), x2: x(bounds.high), y1: y, y2: y }),
        bar(bounds.low), bar(bounds.high),
        svg("circle", { cx: x(rate), cy: y, r: 6 }),
      ),
    );
  });
  return el("figure", {}, el("figcaption", {}, "Violation rate, with 95 % intervals"), drawing);
}

function winTieLoss(found) {
  const { wins, ties, losses } = found.winTieLoss;
  const all = Math.max(1, wins + ties + losses);
  const words = `${wins} won, ${ties} tied, ${losses} lost`;
  let from = 0;
  const bars = [["win", wins], ["tie", ties], ["loss", losses]].map(([kind, number]) => {
    const width = (100 * number) / all;
    const bar = svg("rect", { class: kind, x: from, y: 0, width, height: 6 });
    from += width;
    return bar;
  });
  return el(
    "figure",
    {},
    el("figcaption", {}, "Tuned against base by score: " + words),
    svg("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", role: "img", class: "wtl", "aria-label": words }, bars),
  );
}

function provenance({ provenance: p }) {
  return el(
    "p",
    { class: "note" },
    `Judge ${p.judge} (${p.judgeHash}); a score below ${p.violationThreshold} is a violation. ${p.samples} sampled passes at temperature ${p.temperature}, ` +
      `at most ${p.maxNewTokens} tokens an answer, seed ${p.seed}.`,
  );
}

export function showEvaluation() {
  const evaluated = page.runs.filter((run) => run.results.evaluation);
  const drawings = evaluated.map((run, i) => el("div", {}, compared() ? el("h3", { class: "name n" + page.runs.indexOf(run) }, label(run)) : null, rates(run.results.evaluation), winTieLoss(run.results.evaluation)));
  show(
    "found",
    el("div", { class: "two" }, page.runs.map(verdict)),
    evaluated.length ? el("div", { class: compared() ? "" : "two" }, figures(evaluated), compared() ? el("div", { class: "two" }, drawings) : drawings) : null,
    evaluated.map((run) => provenance(run.results.evaluation)),
  );
}
