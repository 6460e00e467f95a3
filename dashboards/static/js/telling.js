// The texts of the page *Your neighbourhood*, which `words/neighbourhood.py` holds.
import { find } from "./dom.js";

/** @type {Record<string, string>} */
const texts = JSON.parse(find("texts").textContent || "{}");

/**
 * A text with names and numbers in their places.
 * @param {string} name
 * @param {...(string | number)} parts
 */
export function told(name, ...parts) {
  return texts[name].replace(/\{\}/g, () => String(parts.shift())).trim();
}

/** Announce a text. @param {string} name @param {...(string | number)} parts */
export function say(name, ...parts) {
  find("said").textContent = told(name, ...parts);
}
