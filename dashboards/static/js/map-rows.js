// One indicator's rows in words and fills. Belongs here: reading `indicators/<id>`. Does not belong here: drawing.
import { intervalWords, rankWords, valueWords } from "./values.js";

/** Code, value, limits, state, comparison, rank, number of ranks, number of the note, number of the basis. */
/** @typedef {[string, number | null, number | null, number | null, string, string, number | null, number | null, number, number]} Row */
/** @typedef {{ words: string, summary: string, rows: Row[] }} Period */
/** @typedef {[low: number | null, number: number, label: string]} Class */
/** @typedef {{ latest: string, classes: Class[], diverging: boolean, periods: Record<string, Period> }} Level */
/** @typedef {{ name: string, unit: string, decimals: number, notes: string[], bases: string[], levels: Record<string, Level> }} Figures */
/** @typedef {{ states: Record<string, string>, comparisons: Record<string, [string, string]> }} Words */
/** @typedef {{ fills: string[], label: string, count: number }} KeyLine */

/**
 * The fill of a row: the last class whose lowest number its value reaches, or its state.
 * @param {Level} level
 * @param {Row} row
 */
export function fillOf({ classes, diverging }, [, value, , , status]) {
  if (value === null) return `state-${status}`;
  let number = 0;
  for (const [low, own] of classes) if (low === null || value >= low) number = own;
  return `${diverging ? "div" : "class"}-${number}`;
}

/**
 * Rows with a value, highest first, then the others; equal ones in the order of their names.
 * @param {Row[]} rows
 * @param {(code: string) => string} name
 */
export function byValue(rows, name) {
  const named = rows.map((row) => /** @type {const} */ ([row, name(row[0])]));
  const order = (/** @type {Row} */ row) => row[1] ?? -Infinity;
  // The ranks were made before rounding, so they part values that are printed alike.
  named.sort(([a, x], [b, y]) => order(b) - order(a) || (a[6] || 0) - (b[6] || 0) || (x < y ? -1 : 1));
  return named.map(([row]) => row);
}

/**
 * What a row says; without a value its state with the reason. `cells` and `ranks` are for a file.
 * @param {Figures} figures
 * @param {Words} words
 * @param {Row} row
 */
export function rowWords({ unit, decimals, notes, bases }, words, row) {
  const [, value, lower, upper, status, comparison, rank, ranks, note, basis] = row;
  const state = [words.states[status], notes[note]].filter(Boolean).join(": ");
  const cells = [...[value, lower, upper].map((number) => number?.toFixed(decimals) ?? ""), words.states[status]].join(
    "|",
  );
  const said = {
    status,
    value: state,
    interval: "",
    caution: "",
    name: "",
    sign: "",
    compared: "",
    rank: "",
    basis: "",
  };
  if (value === null) return { ...said, cells, ranks: "||" };
  const [sign, compared] = words.comparisons[comparison];
  return {
    status,
    value: valueWords(value, unit, decimals),
    interval: intervalWords(lower, upper, unit, decimals),
    caution: status === "caution" ? state : "",
    name: comparison,
    sign,
    compared,
    rank: rankWords(rank, ranks),
    basis: bases[basis],
    cells,
    ranks: `${compared}|${rank || ""}|${ranks || ""}`,
  };
}

/**
 * The lines of the key with how many areas each stands for; every class, and the states that occur.
 * @param {Level} level
 * @param {Words} words
 * @param {Row[]} rows
 * @returns {KeyLine[]}
 */
export function keyLines(level, words, rows) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const row of rows) {
    const names = [fillOf(level, row), ...(row[4] === "caution" ? ["caution"] : [])];
    for (const name of names) counts[name] = (counts[name] || 0) + 1;
  }
  const made = level.classes.map(([, number, label]) => {
    const fill = `${level.diverging ? "div" : "class"}-${number}`;
    return { fills: [`shape ${fill}`], label, count: counts[fill] || 0 };
  });
  const dotted = { fills: ["shape class-2", "overlay state-caution"], label: words.states.caution_on_map };
  if (counts.caution) made.push({ ...dotted, count: counts.caution });
  for (const [state, label] of Object.entries(words.states)) {
    const fill = `state-${state}`;
    if (counts[fill]) made.push({ fills: [`shape ${fill}`], label, count: counts[fill] });
  }
  return made;
}
