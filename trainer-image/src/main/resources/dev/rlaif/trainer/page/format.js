// Numbers as people read them.

const NONE = "–";

export function decimals(value, places) {
  return Number.isFinite(value) ? value.toFixed(places) : NONE;
}

/** Three significant digits, without an exponent where it can be avoided. */
export function short(value) {
  if (!Number.isFinite(value)) return NONE;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

export function count(value) {
  if (!Number.isFinite(value)) return NONE;
  return Number.isInteger(value) ? value.toLocaleString("en") : value.toFixed(1);
}

export function percent(share, places = 0) {
  return Number.isFinite(share) ? (100 * share).toFixed(places) + " %" : NONE;
}

export function interval(bounds) {
  return bounds ? (100 * bounds.low).toFixed(0) + " to " + percent(bounds.high) : NONE;
}

/** Seconds, by their two largest units. */
export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return s + " s";
  if (s < 3600) return Math.floor(s / 60) + " min " + (s % 60) + " s";
  if (s < 86400) return Math.floor(s / 3600) + " h " + Math.floor((s % 3600) / 60) + " min";
  return Math.floor(s / 86400) + " d " + Math.floor((s % 86400) / 3600) + " h";
}

/** Round numbers that cover a range, three to six of them. */
export function ticks(min, max) {
  let from = min;
  let to = max;
  if (to - from < 1e-12) {
    const room = Math.abs(from) < 1e-12 ? 1 : Math.abs(from) / 2;
    from -= min >= 0 ? Math.min(room, min) : room;
    to += room;
  }
  const raw = (to - from) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const fraction = raw / power;
  const step = power * (fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10);
  const low = Math.floor(from / step + 1e-9) * step;
  const high = Math.ceil(to / step - 1e-9) * step;
  const places = Math.min(8, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  const values = [];
  for (let value = low; value <= high + step / 2; value += step) values.push(value);
  const label = (value) =>
    Math.abs(value) < step / 2 ? "0" : Math.abs(high) >= 1e5 || places > 5 ? value.toExponential(1) : value.toFixed(places);
  return { low, high, values, label };
}
