// News from the server. A page that nobody sees keeps no connection, as browsers allow few.
import { byId } from "./dom.js";
import { addMetrics, page } from "./data.js";

function said(text, kind) {
  const line = byId("link");
  line.textContent = text;
  line.className = kind;
}

/** Draws once however many events came. */
function once(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}

export function listen(changed) {
  if (!page.live) {
    said("frozen", "frozen");
    return;
  }
  let source = null;
  const parts = new Set();
  const draw = once(() => {
    const now = new Set(parts);
    parts.clear();
    changed(now);
  });
  const on = (name, take) =>
    source.addEventListener(name, (event) => {
      take(JSON.parse(event.data));
      parts.add(name);
      draw();
    });
  const open = () => {
    source = new EventSource("/api/events");
    source.onopen = () => said("live", "live");
    source.onerror = () => said("connection lost, trying again", "lost");
    on("state", (event) => (page.runs[event.run].state = event.state));
    on("results", (event) => (page.runs[event.run].results = event.results));
    on("metrics", (event) => addMetrics(page.runs[event.run], event.whole, event.metrics));
    on("answers", (event) => (page.stored = event));
  };
  const close = () => {
    source?.close();
    source = null;
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) close();
    else if (!source) open();
  });
  open();
}
