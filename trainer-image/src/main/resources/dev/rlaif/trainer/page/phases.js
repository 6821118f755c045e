// Where the seconds of a step go: stacked, the rest of the step on top.
import { Chart } from "./chart.js";

const PHASES = ["rollout", "judge_wait", "reference", "train", "sync", "checkpoint"];

function stacked(run, xs) {
  const { steps, values } = run.metrics;
  const whole = values["time/step"];
  if (!whole) return [];
  let sum = steps.map(() => 0);
  const series = [];
  const add = (name, own, style) => {
    sum = sum.map((below, i) => below + (Number.isFinite(own[i]) ? own[i] : 0));
    series.push({ name, style, xs, steps, values: sum, own });
  };
  PHASES.forEach((name, i) => {
    if (values["time/" + name]) add(name.replace("_", " "), values["time/" + name], "p" + i);
  });
  const rest = whole.map((seconds, i) => Math.max(0, seconds - sum[i]));
  if (rest.some((seconds, i) => seconds > 0.01 * whole[i])) add("other", rest, "p9");
  return series;
}

export function phaseChart(run, xsOf) {
  const chart = new Chart("Seconds of a step", "time/*", () => stacked(run, xsOf(run)), { stack: true });
  chart.element.classList.add("wide");
  return chart;
}
