// The curves of training.
import { byId, el, empty, show } from "./dom.js";
import { Chart, redraw, view } from "./chart.js";
import { phaseChart } from "./phases.js";
import { compared, label, lastStep, page } from "./data.js";

/** Title, metric, and what makes the band: the name of a deviation, or of a least and a most. */
const SHOWN = [
  ["Reward, mean ± std", "env/reward_mean", "env/reward_std"],
  ["Judge, mean score ± std", "judge/p_mean", "judge/p_std"],
  ["Pairs ordered as the judge does, share", "rewards/accuracies"],
  ["Margin of chosen over rejected", "rewards/margins"],
  ["KL from base, nats an answer", "objective/kl"],
  ["Correlation of score and length", "judge/length_correlation"],
  ["Length, tokens: mean, least, most", "completions/mean_length", ["completions/min_length", "completions/max_length"]],
  ["Ended by themselves, share", "completions/eos_frac"],
  ["Entropy, nats a token", "ppo/policy/entropy"],
  ["Policy loss", "ppo/loss/policy"],
  ["Value loss", "ppo/loss/value"],
  ["Explained variance", "ppo/val/var_explained"],
  ["Policy KL of an update", "ppo/policy/policykl"],
  ["Clipped ratios, share", "ppo/policy/clipfrac"],
  ["Gradient norm, policy", "grad_norm/policy"],
  ["KL coefficient", "objective/kl_coef"],
  ["Scores missing, share", "judge/missing_frac"],
  ["Copies among the answers, share", "completions/dup_frac"],
  ["Tokens a second", "tokens_per_s"],
];
const USED = new Set(SHOWN.flatMap(([, metric, band]) => [metric, band].flat()));
const drawn = new Map();

function xsOf(run) {
  const { steps, times } = run.metrics;
  return view.byTime ? times.map((time) => (time - times[0]) / 3600) : steps;
}

function series(metric, band) {
  return page.runs
    .map((run, i) => {
      const { steps, values } = run.metrics;
      const own = values[metric];
      if (!own || !own.some(Number.isFinite)) return null;
      const made = { name: label(run), style: "n" + i, xs: xsOf(run), steps, values: own };
      if (typeof band === "string" && values[band]) {
        made.low = own.map((value, at) => value - values[band][at]);
        made.high = own.map((value, at) => value + values[band][at]);
      } else if (Array.isArray(band) && values[band[0]]) {
        made.low = values[band[0]];
        made.high = values[band[1]];
      }
      return made;
    })
    .filter((one) => one !== null);
}

function target() {
  return page.runs[0].state.klTarget ?? null;
}

function controls() {
  const smoothing = el("input", {
    type: "range", id: "smoothing", min: 0, max: 0.98, step: 0.02, value: 0,
    oninput: () => {
      view.smoothing = Number(smoothing.value);
      redraw();
    },
  });
  const axis = el(
    "select",
    {
      id: "axis",
      onchange: () => {
        view.byTime = axis.value === "time";
        redraw();
      },
    },
    el("option", { value: "step" }, "step"),
    el("option", { value: "time" }, "hours since the first step"),
  );
  return el(
    "form",
    { class: "controls", onsubmit: (event) => event.preventDefault() },
    el("label", {}, "Smoothing ", smoothing),
    el("label", {}, "Across ", axis),
    compared() ? el("p", { class: "legend" }, page.runs.map((run, i) => el("span", { class: "key n" + i }, label(run)))) : null,
  );
}

function chart(title, metric, band) {
  const made = new Chart(title, metric, () => series(metric, band), metric === "objective/kl" ? { line: target } : {});
  drawn.set(metric, made);
  return made.element;
}

function build() {
  const others = el("div", { class: "charts" });
  const more = el("details", { class: "more", ontoggle: () => fillOthers(more, others) }, el("summary", {}, "All other metrics"), others);
  show("curves", controls(), el("div", { class: "charts" }, SHOWN.map((one) => chart(...one)), page.runs.slice(0, 1).map((run) => phaseChart(run, xsOf).element)), more);
}

/** Made when they are first asked for. */
function fillOthers(more, others) {
  if (!more.open) return;
  const names = new Set(page.runs.flatMap((run) => Object.keys(run.metrics.values)));
  for (const name of [...names].sort()) {
    if (!USED.has(name) && !name.startsWith("time/") && !drawn.has(name)) others.append(chart(name, name));
  }
}

export function showTraining() {
  if (page.runs.every((run) => lastStep(run) === 0)) {
    drawn.clear();
    show("curves", empty("Training has not begun: curves stand here from its first step on."));
  } else if (drawn.size === 0 || byId("curves").childElementCount < 2) {
    build();
  } else {
    redraw();
  }
}
