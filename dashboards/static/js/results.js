// The figures of a selection in the tables that the page holds; their rows stand in the order of the data.
// Belongs here: filling cells. Does not belong here: adding up (`sums.js`).
import { badge, figureOf, stateOf } from "./cells.js";
import { all, find } from "./dom.js";
import { sumOf } from "./sums.js";
import { told } from "./telling.js";
import { intervalWords, numberWords, valueWords } from "./values.js";

/** @typedef {import("./sums.js").Figures} Figures */
/** @typedef {{place: string, states: Record<string, string>, comparisons: Record<string, [string, string]>}} Words */

/** @param {number} count */
const counted = (count) => numberWords(count, Number.isInteger(count) ? 0 : 1);

/**
 * @param {HTMLElement} cell
 * @param {(string | number | null)[]} columns of the table's file
 * @param {...(string | Node)} shown
 */
function fill(cell, columns, ...shown) {
  cell.dataset.value = columns.map((column) => column ?? "").join("|");
  cell.replaceChildren(...shown);
}

/**
 * Why there is no sum, or how it is to be read.
 * @param {import("./sums.js").Sum} sum
 * @param {number} many
 */
function noteOf({ status, hidden, value }, many) {
  if (value !== null) return status === "caution" ? told("caution") : "";
  if (!hidden) return told("nothing");
  return many === 1 ? told("hidden_one") : told("hidden", hidden, many);
}

/**
 * @param {HTMLElement} row
 * @param {import("./sums.js").Addable} indicator
 * @param {import("./sums.js").Sum} sum
 * @param {string[]} codes
 * @param {Words} words
 */
function fillRow(row, { unit, decimals }, sum, codes, words) {
  const [first, second, , last] = all("td", row);
  const { status, value, lower, upper, numerator, denominator, comparison } = sum;
  const note = noteOf(sum, codes.length);
  /** @type {(string | Node)[]} */
  const shown = note ? [stateOf(status, `${words.states[status]}: ${note}`)] : [];
  const [sign, text] = words.comparisons[comparison];
  const judged = [];
  if (value !== null) {
    shown.unshift(...figureOf(valueWords(value, unit, decimals), intervalWords(lower, upper, unit, decimals)));
    judged.push(badge(comparison, sign, text));
  }
  fill(first, [value, lower, upper, status, note], ...shown);
  fill(second, [value === null ? "" : text], ...judged);
  const parts = numerator !== null && denominator !== null && told("of", counted(numerator), counted(denominator));
  fill(last, [numerator, denominator, codes.join(" ")], parts || "");
}

/**
 * How many people, homes and so on there are, as far as it is published.
 * @param {Figures} figures
 * @param {number[]} places
 */
export function sizeWords(figures, places) {
  const sums = figures.bases.map(([label, n]) => {
    const { denominator } = sumOf(figures, figures.indicators[n], places);
    return denominator === null ? "" : told("counted", label, counted(denominator));
  });
  return sums.join(" ");
}

/**
 * Fill the rows of the indicators that add up, and the range of those that do not.
 * @param {Figures} figures
 * @param {number[]} places places of the chosen small areas
 * @param {Words} words
 */
export function showFigures(figures, places, words) {
  const codes = places.map((place) => figures.areas[place]);
  all("tbody tr", find("sums")).forEach((row, n) => {
    const indicator = figures.indicators[n];
    fillRow(row, indicator, sumOf(figures, indicator, places), codes, words);
  });
  all("[data-range]").forEach((cell, n) => {
    const { values, unit, decimals } = figures.others[n];
    const known =
      values === undefined ? [] : places.map((place) => figures.columns[values][place] ?? NaN).filter(isFinite);
    if (!known.length) return fill(cell, ["", ""]);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const range = intervalWords(low, high, unit, decimals);
    fill(cell, [low, high], known.length < places.length ? told("range", range, known.length, places.length) : range);
  });
}
