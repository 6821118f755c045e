// Elements from names, attributes and children. A child that is a string becomes a text node, so
// nothing that a model wrote can become markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

export function byId(id) {
  return document.getElementById(id);
}

/** Puts children in the place of those that were. */
export function show(id, ...children) {
  byId(id).replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined));
}

export function empty(text) {
  return el("p", { class: "empty" }, text);
}

/** A table with its caption, and heads of columns and rows. */
export function table(caption, columns, rows, attributes = {}) {
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el(
      "table",
      attributes,
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, columns.map((name) => el(name ? "th" : "td", name ? { scope: "col" } : {}, name)))),
      el("tbody", {}, rows),
    ),
  );
}

export function row(name, ...cells) {
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, name),
    cells.flat().map((cell) => (cell instanceof Node ? cell : el("td", {}, cell))),
  );
}

/** A text with its forbidden words marked; marks are pairs of start and end. */
export function marked(text, marks) {
  const paragraph = el("p", { class: "answer", dir: "auto" });
  let from = 0;
  for (const [start, end] of marks) {
    paragraph.append(text.slice(from, start), el("mark", { title: "forbidden" }, text.slice(start, end)));
    from = end;
  }
  paragraph.append(text.slice(from));
  return paragraph;
}
