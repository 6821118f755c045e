// Whether the judge scores right: figures, confusion matrix, reliability, canaries, mistakes.
import { el, empty, row, show, svg, table } from "./dom.js";
import { count, decimals, percent } from "./format.js";
import { page } from "./data.js";

const FIGURES = [
  ["accuracy", "Accuracy"], ["precision", "Precision"], ["recall", "Recall"], ["f1", "F1"], ["auroc", "AUROC"], ["kappa", "Kappa"],
  ["brier", "Brier"], ["ece", "Calibration error"], ["flipRate", "Flip rate"], ["missingRate", "Missing"],
];

function tiles(proof) {
  return el(
    "dl",
    { class: "tiles" },
    FIGURES.map(([name, title]) => {
      const value = proof.calibration?.[name] ?? proof[name];
      if (typeof value !== "number") return null;
      const bounds = proof.calibration?.[name + "Interval"];
      const range = bounds ? el("small", {}, ` ${decimals(bounds.low, 3)} to ${decimals(bounds.high, 3)}`) : null;
      return el("div", {}, el("dt", {}, title), el("dd", {}, decimals(value, 3), range));
    }),
  );
}

function confusion(matrix) {
  const cell = (number, right) => el("td", { class: right ? "right" : "wrong" }, count(number));
  return table(
    "Labels against the judge's side of the threshold",
    ["", "judged good", "judged bad"],
    [
      row("labelled good", cell(matrix.truePositives, true), cell(matrix.falseNegatives, false)),
      row("labelled bad", cell(matrix.falsePositives, false), cell(matrix.trueNegatives, true)),
    ],
    { class: "confusion" },
  );
}

/** How many of the answers with such a score are good; a judge that is calibrated lies on the diagonal. */
function reliability(bins) {
  const used = bins.filter((bin) => bin.good + bin.bad > 0);
  const most = Math.max(...used.map((bin) => bin.good + bin.bad));
  const [x, y] = [(share) => 40 + 220 * share, (share) => 230 - 220 * share];
  const drawing = svg("svg", { viewBox: "0 0 270 256", role: "img", class: "reliability", "aria-label": "Reliability; the table beside it has the numbers" });
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    drawing.append(
      svg("line", { class: "grid", x1: x(0), x2: x(1), y1: y(share), y2: y(share) }),
      svg("text", { class: "y", x: 34, y: y(share) + 3.5 }, decimals(share, 2)),
      svg("text", { x: x(share), y: 248 }, decimals(share, 2)),
    );
  }
  drawing.append(svg("line", { class: "bound", x1: x(0), y1: y(0), x2: x(1), y2: y(1) }));
  for (const bin of used) {
    const size = 3 + 7 * Math.sqrt((bin.good + bin.bad) / most);
    drawing.append(svg("circle", { class: "dot n0", cx: x(bin.meanScore), cy: y(bin.shareGood), r: size }));
  }
  const rows = used.map((bin) =>
    row(`${decimals(bin.low, 1)} to ${decimals(bin.high, 1)}`, count(bin.good + bin.bad), decimals(bin.meanScore, 3), percent(bin.shareGood)),
  );
  return [
    el("figure", {}, el("figcaption", {}, "Reliability: mean score across, share labelled good up"), drawing),
    table("Answers by score", ["score", "answers", "mean", "labelled good"], rows, { class: "figures" }),
  ];
}

function canaries(list) {
  const held = list.filter((canary) => canary.asExpected).length;
  const rows = list.map((canary) =>
    row(canary.name ?? "", decimals(canary.p, 2), el("td", { class: canary.asExpected ? "right" : "wrong" }, canary.asExpected ? "✓ as expected" : "✗ fooled"), canary.answer ?? ""),
  );
  return [
    el("p", {}, `${held} of ${list.length} canaries (answers made to fool a judge) scored as expected.`),
    el("details", {}, el("summary", {}, "Canaries"), table("Canaries", ["name", "score", "", "answer"], rows)),
  ];
}

function mistakes(list) {
  const rows = list.map((mistake) =>
    row(mistake.prompt, mistake.good ? "good" : "bad", decimals(mistake.p, 2), el("td", {}, el("p", { class: "answer", dir: "auto" }, mistake.answer), el("p", { class: "reason" }, "judge: " + (mistake.raw ?? "")))),
  );
  return el("details", {}, el("summary", {}, `The worst ${list.length} mistakes`), table("Mistakes, the worst first", ["question", "label", "score", "answer"], rows));
}

function proved(name, proof) {
  const gates = proof.failedGates ?? [];
  const passed = proof.passed ?? gates.length === 0;
  return el(
    "div",
    { class: "proof" },
    el("p", {}, el("span", { class: "verdict " + (passed ? "good" : "bad") }, passed ? "✓ Passed" : "✗ Falls short"), ` Judge ${name}, held against ${count(proof.examples)} labelled pairs.`),
    gates.length
      ? el("ul", { class: "gates" }, gates.map((gate) => el("li", {}, el("code", {}, gate.gate), `: ${decimals(Number(gate.measured), 3)}, wanted ${decimals(Number(gate.wanted), 3)}`)))
      : null,
    tiles(proof),
    proof.calibration ? el("div", { class: "three" }, confusion(proof.calibration.confusion), ...(proof.calibration.reliability ? reliability(proof.calibration.reliability) : [])) : null,
    proof.canaries?.length ? canaries(proof.canaries) : null,
    proof.mistakes?.length ? mistakes(proof.mistakes) : null,
  );
}

export function showJudge() {
  const proofs = Object.entries(page.runs[0].results.proofs);
  show("proofs", proofs.length ? proofs.map(([name, proof]) => proved(name, proof)) : empty("No judge was proved yet."));
}
