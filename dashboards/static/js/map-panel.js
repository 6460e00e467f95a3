// A map with its level, period, layout, key, table and sentences: one indicator at a time.
// Belongs here: what a reader chose, and putting it on the page. Does not belong here: shapes (`map-view.js`),
// which indicators there are and the address (the entries, such as `map.js`).
import { all, find } from "./dom.js";
import { loadData, root } from "./load.js";
import { layerOf, makeControls } from "./map-controls.js";
import { byValue, fillOf, keyLines, rowWords } from "./map-rows.js";
import { keyList, nameOf, pageOf, tableRow } from "./map-table.js";
import { makeMap } from "./map-view.js";

/** @typedef {import("./map-controls.js").State} State */

/** Levels in the order in which a reader meets them first. */
const FIRST = ["ward", "committee", "neighbourhood", "lsoa21"];

/**
 * Start the map that the template wrote.
 * @param {HTMLElement} element the one with data-map
 * @param {Partial<State>} asked
 * @param {(state: State) => void} onChange
 */
export async function startMap(element, asked, onChange) {
  const [words, areas] = await Promise.all([loadData("words"), loadData("areas")]);
  /** @type {State} */
  const state = { indicator: element.dataset.map || "", level: "", period: "", layout: "", area: "" };
  const [box, status] = ["map-box", "map-status"].map(find);
  const table = /** @type {HTMLTableElement} */ (find("map-table"));
  /** @type {import("./map-rows.js").Figures} */
  let figures;
  /** @type {import("./map-rows.js").Row[]} */
  let rows = [];
  /** @type {Record<string, string>} */
  let fills = {};
  let turn = 0;
  const controls = makeControls(element, words, set);

  const view = makeMap(box, {
    label: "Map",
    hint: "map-hint",
    note: words.note,
    first: () => rows.find(([code]) => Object.hasOwn(view.layer.shapes, code))?.[0] || "",
    onMove: (code) => choose(code),
    onChoose(code, firstTap) {
      if (!firstTap) location.href = `${root}areas/${pageOf(areas, code)}.html`;
    },
  });

  /** Say what an area has. @param {string} code @param {string} [before] what to say first */
  function choose(code, before = "") {
    state.area = code;
    status.textContent = before;
    const row = rows.find(([own]) => own === code);
    if (row) {
      const { value, interval, compared, rank, caution, basis } = rowWords(figures, words, row);
      const parts = [`${nameOf(areas, code)}: ${value}`, interval, compared, rank, caution.replace(/\.$/, ""), basis];
      status.textContent += `${parts.filter(Boolean).join("; ")}.`;
    }
    mark();
    onChange(state);
  }

  /** Show the chosen area in the table, and on the map its name and those at the ends. */
  function mark() {
    table.querySelector(".chosen")?.classList.remove("chosen");
    table.querySelector(`[data-code="${CSS.escape(state.area)}"]`)?.classList.add("chosen");
    const valued = rows.filter(([, value]) => value !== null).map(([code]) => code);
    const named = new Set([state.area, ...(valued.length > 1 ? [valued[0], valued[valued.length - 1]] : [])]);
    view.labels(
      layerOf(words, state).used === "hex"
        ? Object.entries(view.layer.shapes).map(([code, shape]) => [code, shape[3] || "", `hex-name on-${fills[code]}`])
        : [...named].filter((code) => areas[code]).map((code) => [code, areas[code][0], "area-name"]),
    );
  }

  /** Fill in what is missing or unknown in what a reader asks for. @param {State} next @param {typeof figures} found */
  function settle(next, found) {
    const has = Object.hasOwn;
    if (!has(found.levels, next.level)) next.level = FIRST.find((level) => has(found.levels, level)) || "";
    const level = found.levels[next.level];
    if (!has(level.periods, next.period)) next.period = level.latest;
    const known = (/** @type {string} */ code) => level.periods[next.period].rows.some(([own]) => own === code);
    next.area = [next.area, areas[next.area]?.[2]].find(known) || "";
  }

  /** @param {import("./map-view.js").Layer | null} layer */
  function paint(layer) {
    const level = figures.levels[state.level];
    const period = level.periods[state.period];
    const title = `${figures.name}, ${period.words}`;
    const nouns = words.levels[state.level];
    rows = byValue(period.rows, (code) => areas[code]?.[0] || code);
    fills = Object.fromEntries(rows.map((row) => [row[0], fillOf(level, row)]));
    if (layer) view.show(layer, `Map of ${nouns[1]}: ${title}`);
    const start = performance.now();
    view.fill(fills, rows.filter((row) => row[4] === "caution").map(([code]) => code)); // prettier-ignore
    find("map-legend").replaceChildren(keyList(keyLines(level, words, rows), nouns));
    performance.measure("recolour", { start });
    // What the page came with is left as it is: making it again would keep a slow phone busy.
    const drawn = [state.indicator, state.level, state.period].join(" ");
    if (drawn !== element.dataset.drawn) {
      find("map-title").textContent = title;
      find("map-summary").textContent = period.summary;
      /** @type {HTMLElement} */ (table.caption).textContent = `${title}: ${nouns[1]} ${table.dataset.order}`;
      const lines = rows.map((row) => tableRow(areas, row[0], state.period, rowWords(figures, words, row)));
      table.tBodies[0].replaceChildren(...lines);
      for (const holder of all("[data-view]", element)) holder.dataset.title = title;
    }
    element.dataset.drawn = drawn;
    view.move(state.area);
    controls(state, figures);
    box.hidden = find("map-hint").hidden = !layer;
    choose(state.area, `${title}: ${nouns[1]}. `);
  }

  /** Show something else. @param {Partial<State>} changes */
  async function set(changes) {
    const own = ++turn;
    try {
      const next = { ...state, ...changes };
      const found = await loadData(`indicators/${next.indicator}`);
      settle(next, found);
      const { name } = layerOf(words, next);
      const layer = name ? await loadData(`shapes/${name}`) : null;
      if (own !== turn) return;
      Object.assign(state, next);
      figures = found;
      paint(layer);
      element.dataset.ready = "";
    } catch {
      status.textContent = element.dataset.failed || "";
    }
  }

  await set(asked);
  return { state, set };
}
