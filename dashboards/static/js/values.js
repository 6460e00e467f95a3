// One number in words, written as `words/values.py` writes it; a test holds the two against each other.
// Belongs here: rounding, units, intervals. Does not belong here: what a number means.

const MINUS = "\u2212";

/**
 * Round half away from zero, as published tables do, and write thousands commas and a true minus sign.
 * @param {number} value
 * @param {number} decimals
 * @returns {string}
 */
export function numberWords(value, decimals) {
  const [digits, exponent] = Math.abs(value).toExponential().split("e");
  const whole = Math.round(Number(`${digits}e${Number(exponent) + decimals}`));
  const text = whole.toFixed(0).padStart(decimals + 1, "0");
  const point = text.length - decimals;
  const start = text.slice(0, point).replace(/\B(?=(\d{3})+$)/g, ",");
  return (value < 0 && whole ? MINUS : "") + (decimals ? `${start}.${text.slice(point)}` : start);
}

/** @param {number} value @param {string} unit @param {number} decimals */
function inUnit(value, unit, decimals) {
  const text = numberWords(value, decimals);
  if (unit === "points") return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
  if (!unit.startsWith("£")) return text;
  return text.startsWith(MINUS) ? `${MINUS}£${text.slice(1)}` : `£${text}`;
}

/** @param {string} text @param {string} unit */
function withUnit(text, unit) {
  if (unit === "percent") return `${text}%`;
  if (unit.startsWith("score")) return `${text} out of ${unit.split("-")[1]}`;
  if (["count", "ratio", "index", ""].includes(unit)) return text;
  if (unit === "people") return `${text} ${text === "1" ? "person" : "people"}`;
  return `${text} ${unit.replace(/^£ /, "")}`;
}

/**
 * The value with its unit: `17.2%`, `12.3 per 1,000`; nothing where there is none.
 * @param {number | null} value
 * @param {string} unit
 * @param {number} decimals
 */
export function valueWords(value, unit, decimals) {
  return value === null ? "" : withUnit(inUnit(value, unit, decimals), unit);
}

/**
 * The value for a narrow place: the unit only where it is one sign.
 * @param {number | null} value
 * @param {string} unit
 * @param {number} decimals
 */
export function shortValue(value, unit, decimals) {
  if (value === null) return "";
  const sign = /** @type {Record<string, string>} */ ({ percent: "%", "£ million": "m" })[unit] || "";
  return inUnit(value, unit, decimals) + sign;
}

/**
 * `16.9% to 17.5%`, or nothing where a limit is missing.
 * @param {number | null} lower
 * @param {number | null} upper
 * @param {string} unit
 * @param {number} decimals
 */
export function intervalWords(lower, upper, unit, decimals) {
  if (lower === null || upper === null) return "";
  const [low, high] = [inUnit(lower, unit, decimals), inUnit(upper, unit, decimals)];
  return unit === "percent" ? `${low}% to ${high}%` : withUnit(`${low} to ${high}`, unit);
}

/**
 * `7th of 33`, where 1st is the highest value.
 * @param {number | null} rank
 * @param {number | null} of
 */
export function rankWords(rank, of) {
  if (!rank || !of) return "";
  const teen = rank % 100 > 10 && rank % 100 < 14;
  return `${rank}${(!teen && ["", "st", "nd", "rd"][rank % 10]) || "th"} of ${of}`;
}
