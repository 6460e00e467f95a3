// The ways over the map: arrow keys by direction, Enter and click to open, and the controls above it.
// Uses what map.js, loaded before it, declares.
"use strict";

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
