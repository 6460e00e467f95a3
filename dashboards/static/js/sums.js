// Small areas added up, with the formulas and rules of pipelines/methods (intervals.sql, comparison.sql, observations.sql).
// Belongs here: sum, interval, state and comparison of a selection. Does not belong here: words, the page.
// A test holds the results against the pipeline's on a thousand selections.

/**
 * What `static/data/small-areas.js` holds: `columns` has one count for each of `areas`, or null where none is published;
 * `states` gives the severity of each area that is not ok, by its place in `areas`.
 * @typedef {{id: string, name: string, unit: string, decimals: number, multiplier: number, kind: string, interval: string,
 *   polarity: string, period: string, city: number | null, numerator: number, denominator: number,
 *   states: Record<string, number>}} Addable
 * @typedef {{id: string, name: string, unit: string, decimals: number, period: string, reason: string, values?: number}} Other
 * @typedef {{areas: string[], severity: string[], z: number, exact: [number[], number[]], indicators: Addable[],
 *   others: Other[], bases: [string, number][], neighbourhoods: Record<string, string[]>, columns: (number | null)[][]}} Figures
 * @typedef {{status: string, hidden: number, value: number | null, lower: number | null, upper: number | null,
 *   numerator: number | null, denominator: number | null, comparison: string}} Sum
 */

/**
 * Add as the pipeline does: twelve digits after the point add up exactly, in any order. Null where a part has none.
 * @param {(number | null)[]} column
 * @param {number[]} places
 */
function total(column, places) {
  let whole = 0;
  let rest = 0;
  for (const place of places) {
    const part = column[place];
    if (part === null) return null;
    whole += Math.trunc(part);
    rest += Math.round((part - Math.trunc(part)) * 1e12);
  }
  return whole + rest / 1e12;
}

/**
 * Limit of Wilson's score interval of x / n.
 * @param {number} x
 * @param {number} n
 * @param {number} z
 * @param {number} side -1 for the lower limit, 1 for the upper
 */
function wilson(x, n, z, side) {
  if (x === (side < 0 ? 0 : n)) return side < 0 ? 0 : 1;
  return (2 * x + z * z + side * z * Math.sqrt(Math.max(z * z + 4 * x * (1 - x / n), 0))) / (2 * (n + z * z));
}

/**
 * Poisson limit of a count: exact under 10, else Byar's approximation.
 * @param {number} x
 * @param {Figures} figures
 * @param {number} side
 */
function countLimit(x, { z, exact }, side) {
  const whole = side < 0 ? Math.floor(x) : Math.ceil(x);
  if (whole < 10) return exact[side < 0 ? 0 : 1][whole];
  const count = side < 0 ? x : x + 1;
  return count * (1 - 1 / (9 * count) + (side * z) / (3 * Math.sqrt(count))) ** 3;
}

/**
 * Where the city's value lies, ends included; polarity makes a judgement of it.
 * @param {number | null} lower
 * @param {number | null} upper
 * @param {Addable} indicator
 */
function compare(lower, upper, { city, polarity }) {
  if (lower === null || upper === null || city === null) return "not_compared";
  if (upper >= city && lower <= city) return "similar";
  const higher = lower > city;
  if (polarity === "no_judgement") return higher ? "higher" : "lower";
  return higher === (polarity === "high_good") ? "better" : "worse";
}

/**
 * Add an indicator up over small areas. One part without a figure hides the whole: its worst state is the sum's.
 * @param {Figures} figures
 * @param {Addable} indicator
 * @param {number[]} places places of the chosen ones in `areas`
 * @returns {Sum}
 */
export function sumOf(figures, indicator, places) {
  const states = places.map((place) => indicator.states[place] || 0);
  const x = total(figures.columns[indicator.numerator], places);
  const n = total(figures.columns[indicator.denominator], places);
  const { multiplier } = indicator;
  const value = x !== null && n ? (multiplier * x) / n : null;
  const worst = Math.max(0, ...states);
  const hidden = states.filter((state) => state > 1).length;
  if (hidden || value === null || x === null || n === null || !places.length) {
    const status = figures.severity[Math.max(worst, 2)];
    const none = { value: null, lower: null, upper: null, numerator: null, denominator: null };
    return { status, hidden, ...none, comparison: "not_compared" };
  }
  /** @param {number} side */
  const limit = (side) => {
    if (indicator.interval === "none") return null;
    if (indicator.kind === "proportion") return multiplier * wilson(x, n, figures.z, side);
    return (multiplier * countLimit(x, figures, side)) / n;
  };
  const [lower, upper] = [limit(-1), limit(1)];
  const comparison = compare(lower, upper, indicator);
  return { status: figures.severity[worst], hidden, value, lower, upper, numerator: x, denominator: n, comparison };
}
