// Line charts with a readout under the pointer and the arrow keys, and a table behind each.
import { el, svg } from "./dom.js";
import { short, ticks } from "./format.js";

const HEIGHT = 168;
const LEFT = 46;
const RIGHT = 10;
const TOP = 8;
const BOTTOM = 22;
const charts = new Set();
/** Drawn after the layout has settled, as drawing may change it. */
const widths = new ResizeObserver(() => requestAnimationFrame(redraw));

export const view = { smoothing: 0, byTime: false };

/** Every chart shows the same place. */
function pointAt(x) {
  for (const chart of charts) chart.point(x);
}

export function redraw() {
  for (const chart of charts) chart.draw();
}

/** Exponential moving average, corrected for its start; gaps stay gaps. */
export function smoothed(values, weight) {
  if (weight === 0) return values;
  let mean = 0;
  let mass = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return NaN;
    mean = weight * mean + (1 - weight) * value;
    mass = weight * mass + (1 - weight);
    return mean / mass;
  });
}

function path(xs, ys) {
  let line = "";
  let pen = "M";
  xs.forEach((x, i) => {
    if (Number.isFinite(ys[i])) {
      line += pen + x.toFixed(1) + " " + ys[i].toFixed(1);
      pen = "L";
    } else {
      pen = "M";
    }
  });
  return line;
}

function area(xs, low, high) {
  const there = xs.map((x, i) => i).filter((i) => Number.isFinite(low[i]) && Number.isFinite(high[i]));
  if (there.length < 2) return "";
  const up = there.map((i) => xs[i].toFixed(1) + " " + high[i].toFixed(1));
  const down = there.reverse().map((i) => xs[i].toFixed(1) + " " + low[i].toFixed(1));
  return "M" + up.join("L") + "L" + down.join("L") + "Z";
}

function nearest(xs, x) {
  let best = 0;
  for (let i = 1; i < xs.length; i++) if (Math.abs(xs[i] - x) < Math.abs(xs[best] - x)) best = i;
  return best;
}

/**
 * A chart. `read` gives the series anew at every drawing: { name, style, xs, steps, values, low,
 * high }; `line` is a bound to draw, `stack` fills the areas between the series.
 */
export class Chart {
  constructor(title, metric, read, { line = () => null, stack = false } = {}) {
    Object.assign(this, { title, read, line, stack, series: [], at: null });
    this.output = el("output", { "aria-live": "off" });
    this.svg = svg("svg", { class: "plot", role: "img", tabindex: "0" });
    this.table = el("details", { class: "behind", ontoggle: () => this.fillTable() }, el("summary", {}, "Table"));
    this.element = el(
      "figure",
      { class: "chart" },
      el("figcaption", {}, el("span", {}, title), this.output),
      this.svg,
      el("div", { class: "under" }, el("code", {}, metric), this.table),
    );
    this.listen();
    charts.add(this);
    widths.observe(this.element);
  }

  listen() {
    this.svg.addEventListener("pointermove", (event) => {
      const box = this.svg.getBoundingClientRect();
      pointAt(this.toValue(event.clientX - box.left));
    });
    this.svg.addEventListener("pointerleave", () => pointAt(null));
    this.svg.addEventListener("focus", () => this.output.setAttribute("aria-live", "polite"));
    this.svg.addEventListener("blur", () => {
      this.output.setAttribute("aria-live", "off");
      pointAt(null);
    });
    this.svg.addEventListener("keydown", (event) => {
      const xs = this.series[0]?.xs ?? [];
      const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
      if (!(event.key in steps) || xs.length === 0) return;
      event.preventDefault();
      const now = this.at === null ? xs.length - 1 : nearest(xs, this.at);
      pointAt(xs[Math.max(0, Math.min(xs.length - 1, now + steps[event.key]))]);
    });
  }

  /** Only what can be seen is drawn. */
  draw() {
    this.series = this.read().filter((series) => series.xs.length > 0);
    this.element.hidden = this.series.length === 0;
    this.width = Math.round(this.element.clientWidth) - 24;
    if (this.width <= 0) return;
    this.scale();
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${HEIGHT}`);
    this.svg.setAttribute("height", HEIGHT);
    this.svg.setAttribute("aria-label", this.description());
    this.cursor = svg("g", { class: "cursor" });
    this.svg.replaceChildren(...this.axes(), ...this.series.flatMap((series, i) => this.lines(series, i)), this.cursor);
    this.point(this.at);
    this.fillTable();
  }

  scale() {
    const all = this.series.flatMap((series) => [series.values, series.low ?? [], series.high ?? []]).flat();
    const bound = this.line();
    const finite = all.filter(Number.isFinite);
    if (bound !== null && finite.length && bound <= 3 * Math.max(...finite)) finite.push(bound);
    const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
    const most = finite.reduce((a, b) => Math.max(a, b), -Infinity);
    this.y = finite.length ? ticks(this.stack ? 0 : least, most) : ticks(0, 1);
    const xs = this.series.flatMap((series) => [series.xs[0], series.xs[series.xs.length - 1]]);
    this.x = { low: Math.min(...xs), high: Math.max(...xs) };
    if (this.x.high === this.x.low) this.x = { low: this.x.low - 1, high: this.x.high + 1 };
  }

  toX(value) {
    return LEFT + ((this.width - LEFT - RIGHT) * (value - this.x.low)) / (this.x.high - this.x.low);
  }

  toValue(x) {
    return this.x.low + ((x - LEFT) / (this.width - LEFT - RIGHT)) * (this.x.high - this.x.low);
  }

  toY(value) {
    return HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - TOP) * (value - this.y.low)) / (this.y.high - this.y.low);
  }

  axes() {
    const shapes = [];
    for (const value of this.y.values) {
      const y = this.toY(value);
      shapes.push(
        svg("line", { class: "grid", x1: LEFT, x2: this.width - RIGHT, y1: y, y2: y }),
        svg("text", { class: "y", x: LEFT - 6, y: y + 3.5 }, this.y.label(value)),
      );
    }
    const label = (x) => (view.byTime ? short(x) + " h" : String(Math.round(x)));
    shapes.push(
      svg("text", { class: "start", x: LEFT, y: HEIGHT - 6 }, label(this.series[0].xs.length > 1 ? this.x.low : this.series[0].xs[0])),
      svg("text", { class: "end", x: this.width - RIGHT, y: HEIGHT - 6 }, this.series[0].xs.length > 1 ? label(this.x.high) : ""),
    );
    const bound = this.line();
    if (bound !== null && bound <= this.y.high && bound >= this.y.low) {
      const y = this.toY(bound);
      shapes.push(
        svg("line", { class: "bound", x1: LEFT, x2: this.width - RIGHT, y1: y, y2: y }),
        svg("text", { class: "end", x: this.width - RIGHT, y: y - 4 }, "target " + short(bound)),
      );
    }
    return shapes;
  }

  lines(series, i) {
    const xs = series.xs.map((x) => this.toX(x));
    const ys = series.values.map((value) => this.toY(value));
    const shapes = [];
    if (this.stack) {
      const below = i === 0 ? xs.map(() => this.toY(0)) : this.series[i - 1].values.map((value) => this.toY(value));
      shapes.push(svg("path", { class: "area " + series.style, d: area(xs, below, ys) }));
    } else {
      if (series.low) {
        const low = series.low.map((value) => this.toY(value));
        shapes.push(svg("path", { class: "band " + series.style, d: area(xs, low, series.high.map((v) => this.toY(v))) }));
      }
      if (view.smoothing > 0) shapes.push(svg("path", { class: "raw " + series.style, d: path(xs, ys) }));
      const even = smoothed(series.values, view.smoothing).map((value) => this.toY(value));
      shapes.push(svg("path", { class: "curve " + series.style, d: path(xs, even) }));
      if (xs.length === 1) shapes.push(svg("circle", { class: "dot " + series.style, cx: xs[0], cy: ys[0], r: 3 }));
    }
    return shapes;
  }

  /** What the chart says at a place, or at its end. */
  point(x) {
    this.at = x;
    if (!this.cursor || this.series.length === 0) return;
    this.cursor.replaceChildren();
    const read = this.series.map((series) => {
      const i = x === null ? series.xs.length - 1 : nearest(series.xs, x);
      return { series, i, value: series.own ? series.own[i] : series.values[i] };
    });
    const names = this.series.length > 1;
    const place = x === null ? "" : (names ? "" : " ") + "at step " + read[0].series.steps[read[0].i];
    const parts = read.map(({ series, value }) => el("span", { class: "says " + series.style }, (names ? series.name + " " : "") + short(value)));
    this.output.replaceChildren(...parts, place);
    if (x === null) return;
    const at = this.toX(read[0].series.xs[read[0].i]);
    this.cursor.append(svg("line", { class: "cross", x1: at, x2: at, y1: TOP, y2: HEIGHT - BOTTOM }));
    for (const { series, i } of read) {
      if (Number.isFinite(series.values[i])) {
        this.cursor.append(svg("circle", { class: "dot " + series.style, cx: this.toX(series.xs[i]), cy: this.toY(series.values[i]), r: 3.5 }));
      }
    }
  }

  description() {
    return this.series
      .map(({ name, steps, values, own }) => {
        const shown = (own ?? values).map((value, i) => [steps[i], value]).filter(([, value]) => Number.isFinite(value));
        if (shown.length === 0) return name + ": no number";
        const [first, last] = [shown[0], shown[shown.length - 1]];
        return `${this.title}, ${name}: ${short(first[1])} at step ${first[0]}, ${short(last[1])} at step ${last[0]}`;
      })
      .concat("Arrow keys read single steps.")
      .join(". ");
  }

  fillTable() {
    if (!this.table.open) return;
    const [{ steps }] = this.series;
    const cell = (series, i) => {
      const at = series.steps.indexOf(steps[i]);
      return el("td", {}, at < 0 ? "" : short((series.own ?? series.values)[at]));
    };
    const rows = steps.map((step, i) =>
      el("tr", {}, el("th", { scope: "row" }, String(step)), this.series.map((series) => cell(series, i))),
    );
    const heads = ["step", ...this.series.map((series) => series.name)];
    this.table.replaceChildren(
      el("summary", {}, "Table"),
      el(
        "div",
        { class: "scroll short", tabindex: "0", role: "region", "aria-label": this.title },
        el(
          "table",
          {},
          el("caption", { class: "unseen" }, this.title),
          el("thead", {}, el("tr", {}, heads.map((name) => el("th", { scope: "col" }, name)))),
          el("tbody", {}, rows.reverse()),
        ),
      ),
    );
  }
}
