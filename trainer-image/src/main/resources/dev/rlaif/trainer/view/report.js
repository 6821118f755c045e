"use strict";
// Filter of the table of all answers.
(() => {
  const form = document.getElementById("filter");
  const text = document.getElementById("by-text");
  const pass = document.getElementById("by-pass");
  const change = document.getElementById("by-change");
  const shown = document.getElementById("shown");
  const rows = [...document.querySelectorAll("#all-answers tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const filter = () => {
    const wanted = text.value.trim().toLowerCase();
    let count = 0;
    rows.forEach((row, i) => {
      const visible =
        (!pass.value || row.dataset.pass === pass.value) &&
        (!change.value || row.dataset.change === change.value) &&
        texts[i].includes(wanted);
      row.hidden = !visible;
      count += visible ? 1 : 0;
    });
    shown.textContent = `${count} of ${rows.length} pairs of answers`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
})();
// The value under the pointer, or under the arrow keys.
document.querySelectorAll("svg[data-points]").forEach((svg) => {
  const points = svg.dataset.points.split(";").map((point) => point.split(","));
  const output = svg.parentElement.querySelector("output");
  const last = output.textContent;
  const make = (name, cssClass) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    element.setAttribute("class", cssClass);
    element.setAttribute("visibility", "hidden");
    return svg.appendChild(element);
  };
  const cross = make("line", "cross");
  const dot = make("circle", "dot");
  dot.setAttribute("r", 4);
  cross.setAttribute("y1", 12);
  cross.setAttribute("y2", 164);
  let at = points.length - 1;
  const show = (index) => {
    at = Math.max(0, Math.min(points.length - 1, index));
    const [x, y, step, value] = points[at];
    cross.setAttribute("x1", x);
    cross.setAttribute("x2", x);
    dot.setAttribute("cx", x);
    dot.setAttribute("cy", y);
    cross.setAttribute("visibility", "visible");
    dot.setAttribute("visibility", "visible");
    output.textContent = `${value} at step ${step}`;
  };
  const hide = () => {
    cross.setAttribute("visibility", "hidden");
    dot.setAttribute("visibility", "hidden");
    output.textContent = last;
  };
  svg.setAttribute("tabindex", "0");
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * 360;
    let nearest = 0;
    points.forEach((point, i) => {
      if (Math.abs(point[0] - x) < Math.abs(points[nearest][0] - x)) nearest = i;
    });
    show(nearest);
  });
  svg.addEventListener("pointerleave", hide);
  svg.addEventListener("blur", hide);
  svg.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(at - 1);
    else if (event.key === "ArrowRight") show(at + 1);
    else return;
    event.preventDefault();
  });
});
