// Everything the run was told, flat: a row a value; where two runs differ, both.
import { byId, el, empty, show, table } from "./dom.js";
import { compared, label, page } from "./data.js";

const LONGEST = 400;

function flat(name, node, rows) {
  if (node !== null && typeof node === "object" && !Array.isArray(node)) {
    for (const [key, value] of Object.entries(node)) flat(name ? name + "." + key : key, value, rows);
  } else if (node !== null) {
    const text = typeof node === "string" ? node : JSON.stringify(node);
    rows.set(name, text.length > LONGEST ? text.slice(0, LONGEST) + " …" : text);
  }
  return rows;
}

export function showPlan() {
  const plans = page.runs.map((run) => (run.results.plan ? flat("", run.results.plan, new Map()) : new Map()));
  if (plans[0].size === 0) {
    show("settings", empty("No plan yet."));
    return;
  }
  const names = [...new Set(plans.flatMap((plan) => [...plan.keys()]))];
  const rows = names.map((name) => {
    const values = plans.map((plan) => plan.get(name) ?? "–");
    const differs = values.some((value) => value !== values[0]);
    return el("tr", { class: differs ? "differs" : null }, el("th", { scope: "row" }, name), values.map((value) => el("td", {}, value)));
  });
  const open = byId("settings").querySelector("details")?.open ?? false;
  const heads = ["setting", ...(compared() ? page.runs.map(label) : ["value"])];
  show("settings", el("details", { open }, el("summary", {}, `${names.length} settings`), table("Settings of the run", heads, rows, { class: "plan" })));
}
