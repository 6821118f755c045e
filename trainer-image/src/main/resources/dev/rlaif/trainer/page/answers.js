// Every stored answer: searched and sorted by the server, a page at a time.
import { byId, el, empty, marked, show } from "./dom.js";
import { count, decimals } from "./format.js";
import { page } from "./data.js";

const LIMIT = 25;
const SOURCES = [
  ["", "everything"],
  ["training", "training"],
  ["sampled", "pairs, all that were sampled"],
  ["chosen", "pairs, chosen"],
  ["rejected", "pairs, rejected"],
  ["base", "evaluation, base"],
  ["tuned", "evaluation, tuned"],
];
const ORDERS = [["newest", "newest"], ["worst", "lowest score"], ["best", "highest score"], ["longest", "longest"], ["shortest", "shortest"], ["kl", "highest KL"]];
let offset = 0;
let asked = null;
let shownAt = "";

/** A lower score is a violation. */
function bound() {
  return page.runs[0].results.plan?.spec?.evaluation?.violationThreshold ?? 0.5;
}

export function chip(p, status, threshold) {
  if (p === undefined || p === null) {
    return el("span", { class: "chip none" }, "no score: " + String(status).toLowerCase().replaceAll("_", " "));
  }
  return el("span", { class: p < threshold ? "chip bad" : "chip good" }, decimals(p, 2) + (p < threshold ? " violation" : " good"));
}

function choice(id, label, options) {
  return el("label", {}, label + " ", el("select", { id }, options.map(([value, text]) => el("option", { value }, text))));
}

function number(id, label, step) {
  return el("label", {}, label + " ", el("input", { type: "number", id, step, min: 0, inputmode: "decimal" }));
}

function range(title, low, high) {
  return el("fieldset", {}, el("legend", {}, title), low, high);
}

function build() {
  const form = el(
    "form",
    { class: "filter", role: "search", "aria-label": "Stored answers", onsubmit: (event) => event.preventDefault() },
    el("label", { class: "text" }, "Words ", el("input", { type: "search", id: "q", placeholder: 'beef "rice with"', autocomplete: "off" })),
    choice("source", "Of", SOURCES),
    range("Step", number("fromStep", "from", 1), number("toStep", "to", 1)),
    range("Score", number("minScore", "from", 0.01), number("maxScore", "to", 0.01)),
    range("Tokens", number("minLength", "from", 1), number("maxLength", "to", 1)),
    choice("order", "First", ORDERS),
    el("button", { type: "reset" }, "Reset"),
  );
  let pause = 0;
  const changed = () => {
    clearTimeout(pause);
    pause = setTimeout(() => ask(0), 120);
  };
  form.addEventListener("input", changed);
  form.addEventListener("reset", changed);
  const earlier = el("button", { type: "button", id: "earlier", onclick: () => ask(offset - LIMIT) }, "← Previous");
  const later = el("button", { type: "button", id: "later", onclick: () => ask(offset + LIMIT) }, "Next →");
  show(
    "stored",
    form,
    el("div", { class: "paging" }, earlier, later, el("p", { id: "count", role: "status" })),
    el("div", { id: "rows" }),
  );
}

function answer(found) {
  const place = found.source === "training" ? "step " + found.step : found.pass ? found.pass + ", " + found.source : "pairs, " + found.source;
  return el(
    "tr",
    {},
    el("td", { class: "place" }, place),
    el("td", {}, chip(found.p, found.status, bound())),
    el("td", { class: "number" }, decimals(found.reward, 2)),
    el("td", { class: "number" }, decimals(found.kl, 2)),
    el("td", { class: "number" }, count(found.length), found.ended ? null : el("span", { title: "cut off at the token limit" }, " ✂")),
    el(
      "td",
      {},
      el("p", { class: "question", dir: "auto" }, found.question),
      marked(found.answer, found.marks),
      found.raw && !(found.p >= bound()) ? el("p", { class: "reason", dir: "auto" }, "judge: " + found.raw.slice(0, 160)) : null,
    ),
  );
}

function fill(reply) {
  const last = Math.min(reply.total, offset + LIMIT);
  const left = page.stored.waiting > 0 ? `; ${count(page.stored.waiting)} files are still being read` : "";
  byId("count").textContent = reply.total === 0 ? "none" + left : `${count(offset + 1)} to ${count(last)} of ${count(reply.total)} answers${left}`;
  byId("earlier").disabled = offset === 0;
  byId("later").disabled = last >= reply.total;
  if (reply.total === 0) {
    const any = page.stored.found > 0;
    show("rows", empty(any ? "No stored answer is like that." : "No answer is stored yet: they come with the first step of training."));
    return;
  }
  const heads = ["From", "Score", "Reward", "KL", "Tokens", "Question and answer"];
  show(
    "rows",
    el(
      "div",
      { class: "scroll" },
      el(
        "table",
        { class: "answers" },
        el("caption", { class: "unseen" }, "Stored answers"),
        el("thead", {}, el("tr", {}, heads.map((name) => el("th", { scope: "col" }, name)))),
        el("tbody", {}, reply.answers.map(answer)),
      ),
    ),
  );
}

async function ask(from) {
  offset = Math.max(0, from);
  asked?.abort();
  asked = new AbortController();
  const parameters = new URLSearchParams({ offset, limit: LIMIT });
  for (const field of byId("stored").querySelectorAll("input, select")) {
    if (field.value.trim() !== "") parameters.set(field.id, field.value);
  }
  try {
    const reply = await fetch("/api/answers?" + parameters, { signal: asked.signal });
    const body = await reply.json();
    if (reply.ok) fill(body);
    else byId("count").textContent = body.error.message;
  } catch (error) {
    if (error.name !== "AbortError") byId("count").textContent = "the page's server does not answer";
  }
}

/** New answers come in while somebody reads: only the first page follows them. */
export function showAnswers() {
  if (!page.live) {
    show("stored", empty("The answers of training lie in train/rollouts; ./rlaif view --workspace DIR searches them. Those of the evaluation are below."));
    return;
  }
  if (!byId("q")) build();
  const now = page.stored.found + " " + page.stored.waiting;
  if (now !== shownAt && offset === 0) {
    shownAt = now;
    ask(0);
  }
}
