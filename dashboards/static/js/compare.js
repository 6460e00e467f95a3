// The page that compares areas. Belongs here: choosing, the address, the table.
// Does not belong here: what may be said of two figures (`compare-rows.js`), files (`views.js`).
import { readAddress, writeAddress } from "./address.js";
import { badge, figureOf, span, stateOf } from "./cells.js";
import { differences, dots } from "./compare-rows.js";
import { all, find, make } from "./dom.js";
import { loadData } from "./load.js";
import { filled, listed } from "./texts.js";
import { startViews } from "./views.js";

/** @typedef {import("./compare-rows.js").Figure} Figure @typedef {import("./compare-rows.js").Area} Area */

const { groups, comparisons, words, parts: PARTS, synthetic } = JSON.parse(find("compare-content").textContent || "{}");
// Said outright, because rows drawn as cards on a narrow screen would lose them.
const ROLES = {
  "thead, tbody": "rowgroup",
  tr: "row",
  "thead th": "columnheader",
  "tbody th": "rowheader",
  td: "cell",
};
const selects = /** @type {HTMLSelectElement[]} */ (all("select", find("compare-form")));

/** @param {Area[]} areas */
const comparing = (areas) => filled(words.comparing, listed(areas.map(({ name }) => name)));
/** @param {string} id @param {string} name */
const link = (id, name) => make("a", { href: `indicators/${id}.html` }, name);

/** The state of a figure and why it has it. @param {Figure | undefined} figure */
const reason = (figure) => [figure?.state || words.no_row, figure?.note].filter(Boolean).join(": ").replace(/\.$/, "");

/**
 * @param {string} area its name, which stands before its figure where rows are drawn as cards
 * @param {Figure | undefined} figure
 * @param {boolean} periods whether the period is printed in each cell
 */
function cell(area, figure, periods) {
  const { value, lower, upper } = figure || {};
  const [sign, said] = comparisons[figure?.comparison || ""] || [];
  const parts = [value, lower, upper, figure?.state, said, figure?.period];
  const made = make("td", { "data-label": area, "data-value": parts.map((part) => part ?? "").join("|") });
  if (!figure) made.append(span("none", words.no_row));
  else {
    const { words: shown, interval, state, status, comparison = "", period } = figure;
    if (shown) made.append(...figureOf(shown, interval));
    if (state) made.append(" ", stateOf(status, reason(figure)));
    if (said) made.append(" ", badge(comparison, sign, said));
    if (periods) made.append(" ", span("interval", period));
  }
  return made;
}

/** @param {Area[]} areas @param {[string, string]} indicator */
function row(areas, [id, name]) {
  const figures = areas.map((area) => area.figures[id]);
  const periods = [...new Set(figures.flatMap((figure) => figure?.period || []))];
  const head = make("th", { scope: "row" }, link(id, name));
  if (periods.length === 1) head.append(" ", span("interval", periods[0]));
  const told = differences(areas, id, words);
  const last = make("td", { "data-value": told.join("; ") });
  last.append(...told.map((text) => make("p", {}, `${text}.`)), dots(figures, synthetic));
  const cells = figures.map((figure, n) => cell(areas[n].name, figure, periods.length > 1));
  return make("tr", {}, head, ...cells, last);
}

/** @param {Area[]} areas */
function fillTable(areas) {
  const width = areas.length + 2;
  /** Indicators without a value in any of the areas, by the reason. @type {Map<string, Node[]>} */
  const none = new Map();
  const bodies = groups.map((/** @type {[string, [string, string][]]} */ [label, indicators]) => {
    const known = indicators.filter(([id, name]) => {
      const figures = areas.map((area) => area.figures[id]);
      if (figures.some((figure) => figure?.words)) return true;
      const why = [...new Set(figures.map(reason))].join("; ");
      if (figures.some(Boolean)) none.set(why, [...(none.get(why) || []), link(id, name)]);
      return false;
    });
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
  const table = find("compare-table");
  table.replaceChildren(make("caption", {}, comparing(areas)), make("thead", {}, heads), ...bodies);
  for (const [selector, role] of Object.entries(ROLES))
    all(selector, table).forEach((one) => one.setAttribute("role", role));
  const lines = [...none].map(([why, links]) =>
    make("li", {}, `${why}: `, ...links.flatMap((one, n) => [n ? ", " : "", one]), "."),
  );
  find("compare-none").hidden = !lines.length;
  all("ul", find("compare-none"))[0].replaceChildren(...lines);
}

/** @param {Area[]} areas @param {string[]} codes */
function notes(areas, codes) {
  const told = areas.flatMap(({ name, within }) =>
    codes.flatMap((code, n) => (within.includes(code) ? filled(words.within, name, areas[n].name) : [])),
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
  // The caption says the same to those who see it.
  find("compare-status").classList.toggle("unseen", enough);
  find("compare-status").textContent = enough ? comparing(areas) : words.choose;
}

async function open() {
  const asked = (readAddress().areas || "").split(",").filter(Boolean).slice(0, selects.length);
  const known = new Set(Array.from(selects[0].options, (option) => option.value));
  const found = asked.filter((code) => known.has(code));
  selects.forEach((select, n) => (select.value = found[n] || ""));
  await show();
  const unknown = asked.filter((code) => !known.has(code));
  if (!unknown.length) return;
  find("compare-status").classList.remove("unseen");
  find("compare-status").prepend(filled(words.unknown, listed(unknown)), " ");
}

selects.forEach((select) => select.addEventListener("change", show));
find("compare-form").addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("hashchange", open);
find("compare-form").hidden = false;
open().then(startViews);
