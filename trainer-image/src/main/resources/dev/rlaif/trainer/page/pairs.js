// Answers before and after, side by side: a handful at length, all of them in a table.
import { byId, el, marked, show } from "./dom.js";
import { count } from "./format.js";
import { chip } from "./answers.js";
import { page } from "./data.js";

const LIMIT = 20;
const CHANGES = [
  ["", "all changes"],
  ["fixed", "fixed: violation before, none after"],
  ["broken", "broken: none before, violation after"],
  ["bad", "violation before and after"],
  ["good", "no violation before and after"],
  ["missing", "a score is missing"],
];
let from = 0;

function reason(answer) {
  const raw = answer.raw.trim();
  if (!raw || answer.p >= page.pairs.threshold) return null;
  return el("p", { class: "reason", dir: "auto" }, "judge: " + (raw.length > 160 ? raw.slice(0, 160) + " …" : raw));
}

function side(name, answer) {
  return el(
    "div",
    { class: "side " + name },
    el("h4", {}, el("span", {}, name), chip(answer.p, answer.status, page.pairs.threshold)),
    marked(answer.text, answer.marks),
    reason(answer),
  );
}

function telling(pair) {
  return el("article", {}, el("h3", { dir: "auto" }, pair.question), el("div", { class: "two" }, side("base", pair.base), side("tuned", pair.tuned)));
}

function change(pair) {
  const [base, tuned] = [pair.base.p, pair.tuned.p];
  if (base === undefined || tuned === undefined) return "missing";
  const { threshold } = page.pairs;
  if (base < threshold) return tuned < threshold ? "bad" : "fixed";
  return tuned < threshold ? "broken" : "good";
}

function cell(answer) {
  return el("td", {}, chip(answer.p, answer.status, page.pairs.threshold), marked(answer.text, answer.marks), reason(answer));
}

function choice(id, label, options) {
  return el("label", {}, label + " ", el("select", { id }, options.map(([value, text]) => el("option", { value }, text))));
}

function build() {
  const passes = [...new Set(page.pairs.rows.map((pair) => pair.pass))];
  const form = el(
    "form",
    { class: "filter", "aria-label": "Pairs of answers", onsubmit: (event) => event.preventDefault(), oninput: () => fill(0) },
    el("label", { class: "text" }, "Search ", el("input", { type: "search", id: "by-text" })),
    choice("by-pass", "Pass", [["", "all passes"], ...passes.map((pass) => [pass, pass])]),
    choice("by-change", "Change", CHANGES),
  );
  show(
    "all-pairs",
    el("h3", {}, "All pairs"),
    form,
    el(
      "div",
      { class: "paging" },
      el("button", { type: "button", id: "pairs-earlier", onclick: () => fill(from - LIMIT) }, "← Previous"),
      el("button", { type: "button", id: "pairs-later", onclick: () => fill(from + LIMIT) }, "Next →"),
      el("p", { id: "pairs-count", role: "status" }),
    ),
    el(
      "div",
      { class: "scroll" },
      el(
        "table",
        { class: "pairs" },
        el("caption", { class: "unseen" }, "Every question with both answers"),
        el("thead", {}, el("tr", {}, ["pass", "question", "base", "tuned"].map((name) => el("th", { scope: "col" }, name)))),
        el("tbody", { id: "pair-rows" }),
      ),
    ),
  );
}

function fill(start) {
  from = Math.max(0, start);
  const text = byId("by-text").value.trim().toLowerCase();
  const pass = byId("by-pass").value;
  const wanted = byId("by-change").value;
  const found = page.pairs.rows.filter(
    (pair) =>
      (!pass || pair.pass === pass) &&
      (!wanted || change(pair) === wanted) &&
      (!text || (pair.question + "\n" + pair.base.text + "\n" + pair.tuned.text).toLowerCase().includes(text)),
  );
  const end = Math.min(found.length, from + LIMIT);
  const { total, rows } = page.pairs;
  const cut = rows.length < total ? `; the first ${count(rows.length)} of ${count(total)} are here, samples.jsonl has them all` : "";
  byId("pairs-count").textContent = (found.length ? `${from + 1} to ${end} of ${found.length} pairs` : "no pair is like that") + cut;
  byId("pairs-earlier").disabled = from === 0;
  byId("pairs-later").disabled = end >= found.length;
  show(
    "pair-rows",
    found
      .slice(from, end)
      .map((pair) => el("tr", {}, el("td", { class: "place" }, pair.pass), el("th", { scope: "row", dir: "auto" }, pair.question), cell(pair.base), cell(pair.tuned))),
  );
}

export function showPairs() {
  if (!page.pairs || page.pairs.rows.length === 0) {
    show("telling");
    show("all-pairs");
    return;
  }
  show(
    "telling",
    el("h3", {}, "Before and after"),
    el("p", { class: "note" }, "The largest gains by score, and the largest loss if there is one. Forbidden words are marked."),
    page.pairs.telling.map(telling),
  );
  build();
  fill(0);
}
