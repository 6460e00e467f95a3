// The page that compares areas. Belongs here: choosing, the address, the table.
// Does not belong here: what may be said of two figures (`compare-rows.js`), files (`views.js`).
import { readAddress, writeAddress } from "./address.js";
import { differences, dots, fill } from "./compare-rows.js";
import { all, find, make, swatch } from "./dom.js";
import { loadData } from "./load.js";
import { startViews } from "./views.js";

/** @typedef {import("./compare-rows.js").Figure} Figure @typedef {import("./compare-rows.js").Area} Area */

const MOST = 4;
const { groups, comparisons, words, parts: PARTS, synthetic } = JSON.parse(find("compare-content").textContent || "{}");
const first = find("compare-field");
for (let n = 2; n <= MOST; n += 1) {
  const field = /** @type {HTMLElement} */ (first.cloneNode(true));
  field.removeAttribute("id");
  const [label, select] = /** @type {[HTMLLabelElement, HTMLElement]} */ (all("label,select", field));
  [label.htmlFor, select.id, label.textContent] = [`area-${n}`, `area-${n}`, `Area ${n}`];
  find("compare-form").append(field);
}
const selects = /** @type {HTMLSelectElement[]} */ (all("select", find("compare-form")));

/** @param {Area[]} areas */
const comparing = (areas) => fill(words.comparing, areas.map(({ name }) => name).join(", "));
/** @param {string} text */
const small = (text) => make("span", { class: "interval" }, text);

/** @param {Figure | undefined} figure @param {boolean} periods whether the period is printed in each cell */
function cell(figure, periods) {
  const { value, lower, upper } = figure || {};
  const said = comparisons[figure?.comparison || ""] || [];
  const parts = [value, lower, upper, figure?.state, said[1], figure?.period];
  const made = make("td", { "data-value": parts.map((part) => part ?? "").join("|") });
  if (!figure) made.append(make("span", { class: "none" }, words.no_row));
  else {
    const { words: shown, interval, state, status, note, comparison, period } = figure;
    if (shown) made.append(make("strong", {}, shown));
    if (interval) made.append(" ", small(interval));
    if (state) {
      const mark = swatch([`shape state-${status}`]);
      made.append(make("span", { class: "state" }, mark, ` ${note ? `${state}: ${note}` : state}`));
    }
    const sign = make("span", { "aria-hidden": "true" }, said[0]);
    if (said[1]) made.append(" ", make("span", { class: `badge ${comparison}` }, sign, ` ${said[1]}`));
    if (periods) made.append(" ", small(period));
  }
  return made;
}

/** @param {Area[]} areas @param {[string, string]} indicator */
function row(areas, [id, name]) {
  const figures = areas.map((area) => area.figures[id]);
  const periods = [...new Set(figures.flatMap((figure) => figure?.period || []))];
  const head = make("th", { scope: "row" }, make("a", { href: `indicators/${id}.html` }, name));
  if (periods.length === 1) head.append(" ", small(periods[0]));
  const told = differences(areas, id, words);
  const last = make("td", { "data-value": told.join("; ") }, ...told.map((text) => make("p", {}, `${text}.`)));
  last.append(dots(figures, synthetic));
  return make("tr", {}, head, ...figures.map((figure) => cell(figure, periods.length > 1)), last);
}

/** @param {Area[]} areas */
function fillTable(areas) {
  const width = areas.length + 2;
  const bodies = groups.map((/** @type {[string, [string, string][]]} */ [label, indicators]) => {
    const known = indicators.filter(([id]) => areas.some((area) => area.figures[id]));
    // In the file each area has one column for each part of its figure.
    const value = label + "|".repeat(areas.length * (PARTS.length - 1));
    const head = make("th", { colspan: width, scope: "rowgroup", class: "group-head", "data-value": value }, label);
    return make("tbody", {}, ...(known.length ? [make("tr", {}, head)] : []), ...known.map((one) => row(areas, one)));
  });
  const named = areas.map(({ name }) =>
    make(
      "th",
      { scope: "col", "data-value": PARTS.map((/** @type {string} */ part) => `${name}: ${part}`).join("|") },
      name,
    ),
  );
  const ends = [words.indicator, words.between].map((text) => make("th", { scope: "col" }, text));
  const heads = make("tr", {}, ends[0], ...named, ends[1]);
  find("compare-table").replaceChildren(make("caption", {}, comparing(areas)), make("thead", {}, heads), ...bodies);
}

/** @param {Area[]} areas @param {string[]} codes */
function notes(areas, codes) {
  const told = areas.flatMap(({ name, within }) =>
    codes.flatMap((code, n) => (within.includes(code) ? fill(words.within, name, areas[n].name) : [])),
  );
  if (new Set(areas.map(({ level }) => level)).size > 1) told.unshift(words.levels);
  return told.map((text) => make("p", { class: "hint" }, text));
}

async function show() {
  const codes = [...new Set(selects.map((select) => select.value).filter(Boolean))];
  writeAddress({ areas: codes.join(",") });
  /** @type {Area[]} */
  const areas = await Promise.all(codes.map((code) => loadData(`areas/${code}`)));
  const enough = areas.length > 1;
  if (enough) fillTable(areas);
  find("compared").hidden = !enough;
  find("compare-notes").replaceChildren(...(enough ? notes(areas, codes) : []));
  find("compare-status").textContent = enough ? comparing(areas) : words.choose;
}

async function open() {
  const asked = (readAddress().areas || "").split(",").filter(Boolean).slice(0, MOST);
  const known = new Set(Array.from(selects[0].options, (option) => option.value));
  const found = asked.filter((code) => known.has(code));
  selects.forEach((select, n) => (select.value = found[n] || ""));
  await show();
  const unknown = asked.filter((code) => !known.has(code));
  if (unknown.length) find("compare-status").prepend(fill(words.unknown, unknown.join(", ")), " ");
}

selects.forEach((select) => select.addEventListener("change", show));
find("compare-form").addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("hashchange", open);
find("compare-form").hidden = false;
open().then(startViews);
