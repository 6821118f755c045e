// Where the run is: its stages, the newest figures, and what a person should look at.
import { byId, el, empty, show } from "./dom.js";
import { count, decimals, duration, percent, short } from "./format.js";
import { compared, label, lastStep, newest, page } from "./data.js";

const SIGNS = { WAITING: "○", RUNNING: "●", STOPPED: "‖", DONE: "✓", FELL_SHORT: "✗" };
const WORDS = { WAITING: "waiting", RUNNING: "under way", STOPPED: "not under way", DONE: "done", FELL_SHORT: "fell short" };
const SEVERITY = { CRITICAL: "Critical", WARNING: "Warning", NOTICE: "Note" };

function stage(view) {
  const counted = view.total > 0 && view.done > 0 && view.state !== "DONE";
  const left = view.remainingSeconds == null ? "" : ", " + duration(view.remainingSeconds) + " left";
  const progress = view.total > 0 ? `${count(view.done)} of ${count(view.total)} ${view.unit}` : `${count(view.done)} ${view.unit}`;
  return el(
    "li",
    { class: "stage " + view.state.toLowerCase(), "aria-current": view.state === "RUNNING" ? "step" : null },
    el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[view.state]),
    el("strong", {}, view.name),
    el("span", { class: "word" }, view.done > 0 && view.state === "STOPPED" ? "interrupted" : WORDS[view.state]),
    counted
      ? el("progress", { max: view.total, value: view.done, "aria-label": view.name }, progress)
      : null,
    el("span", { class: "detail" }, view.done > 0 && view.state !== "DONE" && view.state !== "FELL_SHORT" ? progress + left : view.detail),
  );
}

function tile(name, value, more = "") {
  return el("div", {}, el("dt", {}, name), el("dd", {}, value, more ? el("small", {}, " " + more) : null));
}

function tiles(run) {
  const get = (name) => newest(run, name);
  const total = run.state.stages.find((view) => view.name === "train")?.total ?? 0;
  const missing = get("judge/missing_frac");
  const all = [
    tile("Step", count(lastStep(run)), total ? "of " + count(total) : ""),
    tile("Ordered right", percent(get("rewards/accuracies"), 1), "of pairs"),
    tile("Margin", short(get("rewards/margins"))),
    tile("Reward", short(get("env/reward_mean")), "± " + short(get("env/reward_std"))),
    tile("Judge score", decimals(get("judge/p_mean"), 3), "± " + decimals(get("judge/p_std"), 3)),
    tile("KL an answer", decimals(get("objective/kl"), 2), "nats"),
    tile("Length", decimals(get("completions/mean_length"), 1), "tokens"),
    tile("Ended", percent(get("completions/eos_frac"))),
    tile("Scores missing", percent(missing, missing > 0 && missing < 0.01 ? 1 : 0)),
    tile("Step takes", decimals(get("time/step"), 2), "s"),
    tile("Speed", count(Math.round(get("tokens_per_s"))), "tokens/s"),
  ];
  return all.filter((one) => !one.querySelector("dd").textContent.startsWith("–"));
}

function alarm(found) {
  return el(
    "li",
    { class: "alarm " + found.severity.toLowerCase() },
    el("strong", {}, SEVERITY[found.severity]),
    el("span", {}, found.sentence),
    el("span", { class: "since" }, `since step ${found.since}, `, el("code", {}, found.metric)),
  );
}

function alarms(run) {
  if (lastStep(run) === 0) return null;
  if (run.state.alarms.length === 0) return el("p", { class: "calm" }, "✓ No alarms at step " + lastStep(run) + ".");
  return el("ul", { class: "alarms", "aria-label": "Alarms" }, run.state.alarms.map(alarm));
}

function stages(run, i) {
  if (!run.state.begun) {
    return empty(`No run was begun in ${run.state.workspace} yet. Begin it with ./rlaif run -f FILE --workspace ${run.state.workspace}; this page will show it.`);
  }
  const list = el("ol", { class: "stages", "aria-label": "Stages of " + label(run) }, run.state.stages.map(stage));
  return compared() ? [el("h3", { class: "name n" + i }, label(run)), list] : list;
}

export function showNow() {
  const [run] = page.runs;
  byId("name").textContent = run.state.name;
  show("facts", run.state.facts.join(" · "));
  show("stages", page.runs.flatMap(stages));
  const begun = lastStep(run) > 0;
  show("tiles", begun ? tiles(run) : []);
  byId("tiles").hidden = !begun;
  show("alarms", alarms(run));
  verdict(run);
  const train = run.state.stages.find((view) => view.name === "train");
  const at = run.state.working && train?.state === "RUNNING" ? `${train.done}/${train.total} ` : "";
  document.title = at + run.state.name + " · rlaif";
}

function verdict(run) {
  const found = run.results.evaluation?.verdict;
  const line = byId("verdict");
  line.className = found ? "verdict " + (found.passed ? "good" : "bad") : "verdict none";
  if (found) line.textContent = found.passed ? "✓ Passed" : "✗ Rejected";
  else if (!run.state.begun) line.textContent = "not begun";
  else line.textContent = run.state.working ? "under way" : "not under way";
}
