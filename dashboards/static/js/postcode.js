// Where a postcode lies. Belongs here: reading one in any spacing and case. Does not belong here: words for readers.
import { loadData } from "./load.js";

/** @typedef {{ areas: string[], wards: string[], named: string[][], inward: Record<string, number> }} Half */

/**
 * Part what was typed into the halves of a postcode, or return null where it cannot be one. An O typed for a nought and
 * an I or L for a one are understood where only a digit can stand.
 * @param {string} text
 * @returns {{ outward: string, inward: string } | null}
 */
export function readPostcode(text) {
  const signs = text.toUpperCase().replace(/[^A-Z\d]/g, "");
  const [, letters, digits, inward] = /^([A-Z]{1,2}?)([\dOIL][A-Z\d]?)([\dOIL][A-Z]{2})?$/.exec(signs) || [];
  if (!letters || !/\d/.test(signs)) return null;
  const number = (/** @type {string} */ part) => part.replace(/O/g, "0").replace(/[IL]/g, "1");
  return { outward: letters + number(digits), inward: inward ? number(inward[0]) + inward.slice(1) : "" };
}

/**
 * The data of a postcode's first half, or null where the release knows none.
 * @param {string} outward
 * @param {string[]} known first halves that the release knows
 * @returns {Promise<Half | null>}
 */
export function loadHalf(outward, known) {
  return known.includes(outward) ? loadData(`postcodes/${outward}`) : Promise.resolve(null);
}
