// The map page: another indicator, another layout, and a way over the map by keyboard.
// Every text is made when the site is built; this script only puts it in place.

/** @typedef {[string, string, string, string, number, string, string, string, string]} Row code, value, interval, fill, caution, comparison, rank, note, basis */
/** @typedef {{name: string, period: string, summary: string, legend: [string, string, string, number][], values: Row[]}} Entry */

const SVG = "http://www.w3.org/2000/svg";
const data = JSON.parse(document.getElementById("map-data")?.textContent || "{}");
const state = { indicator: data.first, layout: "", area: "" };
const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const boxes = /** @type {HTMLElement[]} */ (Array.from(document.querySelectorAll("[data-layout]")));

/**
 * @param {string} tag
 * @param {string} className
 * @param {...(string | Node)} children
 */
function make(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function draw(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/** @param {string[]} fills @param {number} width */
function swatch(fills, width) {
  const svg = draw("svg", { viewBox: `0 0 ${width} 20`, width, height: 20, "aria-hidden": "true" });
  for (const name of fills) svg.append(draw("rect", { x: 1, y: 1, width: width - 2, height: 18, class: name }));
  return svg;
}

/** @returns {Entry} */
const entry = () => data.indicators[state.indicator];

/** @param {Row} row */
function cells([code, value, interval, fill, caution, comparison, rank, note, basis]) {
  const link = document.createElement("a");
  link.href = `areas/${code}.html`;
  link.textContent = data.names[code];
  const head = make("th", "", link);
  head.setAttribute("scope", "row");
  const number = make("td", "number");
  if (comparison) number.append(make("span", "figure", value), make("span", "interval", interval));
  else number.append(make("span", "state", swatch([`shape ${fill}`], 20), " ", value));
  if (basis) number.append(make("span", "interval", basis));
  if (caution) number.append(make("span", "state", swatch(["shape state-caution"], 20), " ", note));
  const last = make("td", "");
  if (comparison) {
    const [sign, words] = data.comparisons[comparison];
    const mark = make("span", "sign", sign);
    mark.setAttribute("aria-hidden", "true");
    last.append(make("span", `badge ${comparison}`, mark, " ", words), make("span", "interval", rank));
  }
  const line = make("tr", code === state.area ? "chosen" : "", head, number, last);
  line.dataset.code = code;
  return line;
}

function paint() {
  const { name, period, summary, legend, values } = entry();
  find("map-title").textContent = `${name}, ${period}`;
  find("summary").textContent = summary;
  const table = find("map-table");
  table.querySelector("caption").textContent = `${name}, ${period}: wards from the highest to the lowest value`;
  table.querySelector("tbody").replaceChildren(...values.map(cells));
  const lines = legend.map(([fill, overlay, label, count]) => {
    const fills = overlay ? ["shape class-2", `overlay ${overlay}`] : [`shape ${fill}`];
    const counted = `${count} ${count === 1 ? "ward" : "wards"}`;
    return make("li", "", swatch(fills, 28), make("span", "what", label), make("span", "count", counted));
  });
  find("legend").replaceChildren(make("ul", "legend", ...lines));
  for (const box of boxes) {
    box.querySelectorAll(".overlay").forEach((overlay) => overlay.remove());
    for (const [code, , , fill, caution] of values) {
      const shape = box.querySelector(`[data-code="${code}"]`);
      shape?.setAttribute("class", `shape ${fill}`);
      box.querySelector(`[data-name="${code}"]`)?.setAttribute("class", `hex-name on-${fill}`);
      if (shape && caution) shape.after(draw("path", { d: shape.getAttribute("d"), class: "overlay state-caution" }));
    }
    box.querySelector("title").textContent = `Map of wards: ${name}, ${period}`;
    box.querySelector("desc").textContent = summary;
    box.hidden = box.dataset.layout !== state.layout;
  }
  mark();
}

/** Draw the chosen ward's outline over its neighbours. */
function mark() {
  for (const box of boxes) {
    box.querySelectorAll(".cursor").forEach((old) => old.remove());
    const d = box.querySelector(`[data-code="${state.area}"]`)?.getAttribute("d");
    if (d) box.querySelector("svg").append(draw("path", { d, class: "cursor halo" }), draw("path", { d, class: "cursor" }));
  }
  for (const line of document.querySelectorAll("#map-table tbody tr")) {
    line.classList.toggle("chosen", /** @type {HTMLElement} */ (line).dataset.code === state.area);
  }
}

/** @param {string} code */
function choose(code) {
  state.area = code;
  const row = entry().values.find((found) => found[0] === code);
  if (row) {
    const [, value, interval, , , comparison, rank, note, basis] = row;
    const words = comparison ? data.comparisons[comparison][1] : "";
    const parts = [`${data.names[code]}: ${value}`, interval, words, rank, comparison ? note : "", basis];
    find("announce").textContent = `${parts.filter(Boolean).join("; ")}.`;
  }
  mark();
  remember();
}

/** Keep the state in the address, so that a link shows what its sender saw. */
function remember() {
  const kept = Object.entries(state).filter(([, value]) => value);
  history.replaceState(null, "", `#${new URLSearchParams(kept)}`);
}

function recall() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const known = (/** @type {object} */ group, /** @type {string} */ key) => Object.hasOwn(group, asked.get(key) || "");
  if (known(data.indicators, "indicator")) state.indicator = asked.get("indicator");
  if (known(data.centres, "layout")) state.layout = asked.get("layout");
  if (known(data.names, "area")) state.area = asked.get("area");
  /** @type {HTMLSelectElement} */ (find("indicator")).value = state.indicator;
  document.querySelectorAll("[name=layout]").forEach((radio) => {
    const input = /** @type {HTMLInputElement} */ (radio);
    input.checked = input.value === state.layout;
  });
  paint();
  if (state.area) choose(state.area);
}
// The ways over the map: arrow keys by direction, Enter and click to open, and the controls above it.
// Uses what map.js, loaded before it, declares.

/** Unit steps of the arrow keys; y grows downwards as on the page. @type {Record<string, [number, number]>} */
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * Return the nearest ward in a direction; what lies off to the side counts double.
 * @param {[number, number]} step
 */
function next([dx, dy]) {
  const centres = data.centres[state.layout];
  const [x, y] = centres[state.area];
  let best = "";
  let least = Infinity;
  for (const [code, [ox, oy]] of Object.entries(centres)) {
    const along = (ox - x) * dx + (oy - y) * dy;
    const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
    if (code === state.area || along <= 0 || aside > along * 2) continue;
    const cost = along + aside * 2;
    if (cost < least) [least, best] = [cost, code];
  }
  return best || state.area;
}

/** The first ward with a place on the map, in the order of the table. */
function firstWard() {
  const row = entry().values.find(([code]) => Object.hasOwn(data.centres[state.layout], code));
  return row ? row[0] : "";
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const step = STEPS[event.key];
  if (step) {
    event.preventDefault();
    choose(Object.hasOwn(data.centres[state.layout], state.area) ? next(step) : firstWard());
  } else if (event.key === "Enter" && state.area) {
    location.href = `areas/${state.area}.html`;
  }
}

/** @param {Event} event */
const codeOf = (event) => /** @type {HTMLElement} */ (event.target).dataset?.code || "";

function startMap() {
  if (!boxes.length || !state.indicator) return;
  state.layout = boxes[0].dataset.layout;
  find("controls").hidden = false;
  find("map-hint").hidden = false;
  for (const box of boxes) {
    box.tabIndex = 0;
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", "Map of wards");
    box.setAttribute("aria-describedby", "map-hint");
    box.addEventListener("keydown", onKey);
    box.addEventListener("focus", () => choose(state.area || firstWard()));
    box.addEventListener("mouseover", (event) => codeOf(event) && choose(codeOf(event)));
    box.addEventListener("click", (event) => {
      if (codeOf(event)) location.href = `areas/${codeOf(event)}.html`;
    });
  }
  find("indicator").addEventListener("change", (event) => {
    state.indicator = /** @type {HTMLSelectElement} */ (event.target).value;
    paint();
    remember();
  });
  document.querySelectorAll("[name=layout]").forEach((radio) =>
    radio.addEventListener("change", () => {
      state.layout = /** @type {HTMLInputElement} */ (radio).value;
      paint();
      remember();
    }),
  );
  window.addEventListener("hashchange", recall);
  recall();
}

startMap();
