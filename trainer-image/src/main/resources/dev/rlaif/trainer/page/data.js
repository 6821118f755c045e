// What the page knows: one or two runs, their metrics as columns, and how they change.

function columns(metrics) {
  const values = {};
  for (const [name, column] of Object.entries(metrics.values)) values[name] = column.map(Number);
  return { steps: metrics.steps.map(Number), times: metrics.times.map(Number), values };
}

const embedded = JSON.parse(document.getElementById("data").textContent);

export const page = {
  live: embedded.mode === "LIVE",
  pairs: embedded.pairs ?? null,
  stored: { found: 0, waiting: 0 },
  runs: embedded.runs.map((run) => ({ ...run, metrics: columns(run.metrics) })),
};

export function compared() {
  return page.runs.length > 1;
}

/** What a run is called where two are shown; runs of one name are told apart by their folders. */
export function label(run) {
  const { name, workspace } = run.state;
  const alike = page.runs.filter((other) => other.state.name === name).length > 1;
  return alike ? workspace.split("/").slice(-1)[0] : name;
}

/** Puts new rows in the place of those from their first step on; whole ones replace all. */
export function addMetrics(run, whole, added) {
  const fresh = columns(added);
  if (whole) {
    run.metrics = fresh;
    return;
  }
  const { metrics } = run;
  let keep = metrics.steps.length;
  while (keep > 0 && metrics.steps[keep - 1] >= fresh.steps[0]) keep--;
  const rows = keep + fresh.steps.length;
  const join = (old, more) => {
    const joined = (old ?? []).slice(0, keep);
    while (joined.length < keep) joined.push(NaN);
    joined.push(...(more ?? []));
    while (joined.length < rows) joined.push(NaN);
    return joined;
  };
  const names = new Set([...Object.keys(metrics.values), ...Object.keys(fresh.values)]);
  const values = {};
  for (const name of names) values[name] = join(metrics.values[name], fresh.values[name]);
  run.metrics = { steps: join(metrics.steps, fresh.steps), times: join(metrics.times, fresh.times), values };
}

/** The newest number of a metric; NaN if there is none. */
export function newest(run, name) {
  const column = run.metrics.values[name];
  return column && column.length ? column[column.length - 1] : NaN;
}

export function lastStep(run) {
  const { steps } = run.metrics;
  return steps.length ? steps[steps.length - 1] : 0;
}
