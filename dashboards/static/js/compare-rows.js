// One indicator in several areas. Belongs here: what the intervals allow one to say, and the small picture of them.
// Does not belong here: words (`words/comparing.py`), the page (`compare.js`).
import { draw } from "./dom.js";
import { filled, listed } from "./texts.js";

/**
 * One figure as `scripts/areas.py` writes it; what has nothing to say is left out.
 * @typedef {{ period: string, words?: string, interval?: string, value?: number, lower?: number, upper?: number,
 *   status: string, state?: string, comparison?: string, trend?: string, note?: string }} Figure
 * @typedef {{ name: string, level: string, within: string[], figures: Record<string, Figure> }} Area
 * @typedef {Record<string, string>} Words
 */

/** @param {Figure | undefined} figure */
const hasInterval = (figure) => figure?.lower !== undefined && figure.upper !== undefined;

/**
 * Say which of two figures is higher: only where their intervals do not touch.
 * @param {Figure} one
 * @param {Figure} other
 * @returns {"higher" | "lower" | "unclear" | "no_interval" | "periods"}
 */
export function between(one, other) {
  if (one.period !== other.period) return "periods";
  if (!hasInterval(one) || !hasInterval(other)) return "no_interval";
  if (Number(one.lower) > Number(other.upper)) return "higher";
  return Number(one.upper) < Number(other.lower) ? "lower" : "unclear";
}

/**
 * Everything that may be said of an indicator between the areas, a sentence for each area that is higher than another.
 * @param {Area[]} areas
 * @param {string} indicator
 * @param {Words} words
 */
export function differences(areas, indicator, words) {
  const valued = areas.filter(({ figures }) => figures[indicator]?.value !== undefined);
  valued.sort((a, b) => Number(b.figures[indicator].value) - Number(a.figures[indicator].value));
  if (valued.length < 2) return [words.few];
  const told = [];
  const others = new Set();
  for (const one of valued) {
    const ways = valued.map((other) =>
      other === one ? "" : between(one.figures[indicator], other.figures[indicator]),
    );
    const lower = valued.filter((_, n) => ways[n] === "higher").map(({ name }) => name);
    if (lower.length) told.push(filled(words.higher, one.name, listed(lower)));
    ways.forEach((way) => others.add(way));
  }
  if (others.has("unclear")) told.push(told.length ? words.otherwise : words.unclear);
  for (const way of ["no_interval", "periods"]) if (others.has(way)) told.push(words[way]);
  return told;
}

/**
 * The values as dots with their intervals, one below the other; the cells beside it say the same.
 * @param {(Figure | undefined)[]} figures
 * @param {boolean} synthetic
 */
export function dots(figures, synthetic) {
  const ends = figures
    .flatMap((figure) => [figure?.value, figure?.lower, figure?.upper])
    .filter((n) => n !== undefined);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  if (!(high > low)) return "";
  const at = (/** @type {number | undefined} */ value) => (8 + ((Number(value) - low) / (high - low)) * 154).toFixed(1);
  const height = figures.length * 14 + (synthetic ? 14 : 4);
  const svg = draw("svg", { viewBox: `0 0 170 ${height}`, width: 170, height, "aria-hidden": "true" });
  figures.forEach((figure, n) => {
    const y = n * 14 + 9;
    if (figure?.value === undefined) return;
    if (hasInterval(figure))
      svg.append(draw("path", { d: `M${at(figure.lower)} ${y}H${at(figure.upper)}`, class: "whisker" }));
    svg.append(draw("circle", { cx: at(figure.value), cy: y, r: 4.5, class: "dot" }));
  });
  if (synthetic) svg.append(draw("text", { x: 4, y: height - 2, class: "note", "font-size": 9 }, "synthetic data"));
  return svg;
}
