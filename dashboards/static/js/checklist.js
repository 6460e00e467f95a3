// The list of small areas by ward that the page holds: names, wards, ticks.
// Belongs here: what is read from the list and ticked in it. Does not belong here: the selection itself, figures.
import { all } from "./dom.js";
import { told } from "./telling.js";
import { listed } from "./texts.js";

const boxes = /** @type {HTMLInputElement[]} */ (all("#checklist input"));
const parts = all("#checklist details").map((element) => ({
  element,
  code: element.dataset.ward || "",
  name: element.dataset.name || "",
  codes: all("input", element).map((box) => /** @type {HTMLInputElement} */ (box).value),
}));

/** Names of the small areas by code. */
export const names = new Map(boxes.map((box) => [box.value, box.parentElement?.textContent?.trim() || ""]));
/** Codes of the small areas of each ward. */
export const wards = new Map(parts.map(({ code, codes }) => [code, codes]));

/** @param {string} code of a small area */
export const spoken = (code) =>
  told("in_ward", names.get(code) || "", parts.find(({ codes }) => codes.includes(code))?.name || "");

/** @param {Set<string>} chosen */
export function tick(chosen) {
  for (const box of boxes) box.checked = chosen.has(box.value);
  for (const { element, codes } of parts) {
    const count = codes.filter((code) => chosen.has(code)).length;
    all(".count", element)[0].textContent = count ? told("of_chosen", count, codes.length) : "";
  }
}

/**
 * Say in which wards the chosen ones lie, the one with the most first.
 * @param {Set<string>} chosen
 */
export function whereabouts(chosen) {
  const found = parts
    .map(({ name, codes }) => ({ name, of: codes.length, count: codes.filter((code) => chosen.has(code)).length }))
    .filter(({ count }) => count)
    .sort((a, b) => b.count - a.count);
  const words = found
    .slice(0, 4)
    .map(({ name, of, count }) => (count === of ? told("all_of", name) : told("in_ward", count, name)));
  if (found.length > 4) words.push(told("more", found.length - 4));
  return listed(words);
}
