// The texts of the page *Your neighbourhood*, which `words/neighbourhood.py` holds.
import { find } from "./dom.js";
import { filled } from "./texts.js";

/** @type {Record<string, string>} */
const texts = JSON.parse(find("texts").textContent || "{}");

/**
 * A text with names and numbers in their places.
 * @param {string} name
 * @param {...(string | number)} parts
 */
export function told(name, ...parts) {
  return filled(texts[name], ...parts);
}

/** Announce a text. @param {string} name @param {...(string | number)} parts */
export function say(name, ...parts) {
  find("said").textContent = told(name, ...parts);
}
