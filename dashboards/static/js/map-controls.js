// The controls above a map: level, period, layout. Belongs here: what can be chosen, and saying why something cannot.
// Does not belong here: showing it (`map-panel.js`).
import { all, find, make } from "./dom.js";

/** @typedef {{ indicator: string, level: string, period: string, layout: string, area: string }} State */

/**
 * The layouts that a level has, the one that is used, and its name among the shapes; none without shapes.
 * @param {{ layers: string[] }} words
 * @param {State} state
 */
export function layerOf({ layers }, { level, layout }) {
  const offered = layers.includes(level) ? ["geographic"] : [];
  if (level === "ward" && layers.includes("hex")) offered.push("hex");
  const used = offered.includes(layout) ? layout : offered[0];
  return { offered, used, name: used === "geographic" ? level : used };
}

/** @param {string} value @param {string} text @param {boolean} [off] */
const option = (value, text, off) => make("option", { value, ...(off && { disabled: "" }) }, text);

/**
 * Return what fills the controls for a state.
 * @param {HTMLElement} element
 * @param {{ layers: string[], levels: Record<string, [one: string, many: string]> }} words
 * @param {(changes: Partial<State>) => void} set
 */
export function makeControls(element, words, set) {
  const [levels, periods] = ["map-level", "map-period"].map((id) => /** @type {HTMLSelectElement} */ (find(id)));
  const radios = /** @type {HTMLInputElement[]} */ (all("[name=map-layout]", element));
  const note = find("map-layout-note");
  levels.addEventListener("change", () => set({ level: levels.value }));
  periods.addEventListener("change", () => set({ period: periods.value }));
  for (const radio of radios) radio.addEventListener("change", () => set({ layout: radio.value }));

  /** @param {State} state @param {import("./map-rows.js").Figures} figures */
  return (state, figures) => {
    const named = Object.entries(words.levels).map(([level, [, many]]) => {
      const off = !Object.hasOwn(figures.levels, level);
      return option(level, many[0].toUpperCase() + many.slice(1) + (off ? " (no figures)" : ""), off);
    });
    levels.replaceChildren(...named);
    const known = Object.entries(figures.levels[state.level].periods).reverse();
    periods.replaceChildren(...known.map(([period, own]) => option(period, own.words)));
    [levels.value, periods.value] = [state.level, state.period];
    const { offered, used } = layerOf(words, state);
    for (const radio of radios) {
      radio.disabled = !offered.includes(radio.value);
      radio.checked = radio.value === used;
    }
    const missing = offered.length > 1 ? "" : used ? { geographic: "hex", hex: "shapes" }[used] : "none";
    note.textContent = (missing && note.dataset[missing]) || "";
    find("map-controls").hidden = false;
  };
}
