// The table beside a map and its key, as the templates write them.
// Belongs here: rows and lines. Does not belong here: what they say (`map-rows.js`).
import { badge, figureOf, span, stateOf } from "./cells.js";
import { make, swatch } from "./dom.js";
import { root } from "./load.js";

/** @typedef {Record<string, [name: string, level: string, parent: string]>} Areas */

/**
 * The area whose page tells most about an area: itself, or a small area's ward.
 * @param {Areas} areas
 * @param {string} code
 */
export function pageOf(areas, code) {
  const [, level, parent] = areas[code] || [code, "", ""];
  return level === "lsoa21" ? parent : code;
}

/**
 * The name of an area; a small area's says where it is.
 * @param {Areas} areas
 * @param {string} code
 */
export function nameOf(areas, code) {
  const [name, level, parent] = areas[code] || [code, "", ""];
  const within = level === "lsoa21" ? areas[parent]?.[0] : "";
  return within ? `${name} (${within})` : name;
}

/**
 * One line of the table.
 * @param {Areas} areas
 * @param {string} code
 * @param {string} period
 * @param {ReturnType<typeof import("./map-rows.js").rowWords>} words
 */
export function tableRow(areas, code, period, words) {
  const page = pageOf(areas, code);
  const [name] = areas[code] || [code];
  const head = make("th", { scope: "row", "data-value": `${code}|${name.replaceAll("|", "/")}|${period}` });
  const link = (/** @type {string} */ text) => make("a", { href: `${root}areas/${page}.html` }, text);
  if (page === code) head.append(link(name));
  else head.append(name, span("interval", link(areas[page]?.[0] || page)));
  const cell = make("td", { class: "number", "data-value": words.cells });
  if (words.compared) cell.append(...figureOf(words.value, words.interval));
  else cell.append(stateOf(words.status, words.value));
  if (words.basis) cell.append(span("interval", words.basis));
  if (words.caution) cell.append(stateOf("caution", words.caution));
  const last = make("td", { "data-value": words.ranks });
  if (words.compared) last.append(badge(words.name, words.sign, words.compared), span("interval", words.rank));
  return make("tr", { "data-code": code }, head, cell, last);
}

/**
 * The key: how a class or a state is drawn, what it is, how many areas are in it.
 * @param {import("./map-rows.js").KeyLine[]} lines
 * @param {[one: string, many: string]} nouns
 */
export function keyList(lines, [one, many]) {
  const made = lines.map(({ fills, label, count }) =>
    make(
      "li",
      {},
      swatch(fills, 28),
      " ",
      span("what", label),
      " ",
      span("count", `${count} ${count === 1 ? one : many}`),
    ),
  );
  return make("ul", { class: "legend" }, ...made);
}
