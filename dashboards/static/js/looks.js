// A picture's looks written into it, so that it needs no style sheet.
// Belongs here: styles, patterns, lines of text. Does not belong here: what a file holds (`save.js`).
import { draw } from "./dom.js";

/** What decides how a mark looks, with the value that need not be written. @type {[string, string][]} */
const LOOKS = [
  ["fill", "rgb(0, 0, 0)"],
  ["fill-opacity", "1"],
  ["stroke", "none"],
  ["stroke-width", "1px"],
  ["stroke-dasharray", "none"],
  ["stroke-linecap", "butt"],
  ["vector-effect", "none"],
  ["paint-order", "normal"],
  ["font-size", "16px"],
  ["font-weight", "400"],
  ["text-anchor", "start"],
];
/** Width of a letter against its height. */
const LETTER = 0.55;

/**
 * Write how an element and everything in it look into a copy of it; what is not shown goes.
 * @param {Element} from
 * @param {Element} to
 * @param {Set<string>} used takes the ids of the patterns that fill something
 */
export function bake(from, to, used) {
  const style = getComputedStyle(from);
  if (style.display === "none" && !["title", "desc"].includes(from.tagName)) return to.remove();
  const copies = Array.from(to.children);
  for (const name of ["class", "id", "href", "tabindex", "aria-labelledby", "aria-describedby"])
    to.removeAttribute(name);
  if (from instanceof SVGGeometryElement || from instanceof SVGTextContentElement) {
    const kept = LOOKS.map(([name, usual]) => [name, style.getPropertyValue(name).replaceAll('"', ""), usual]);
    const written = kept.filter(([, value, usual]) => value !== usual).map(([name, value]) => `${name}:${value}`);
    for (const text of written) used.add(/#([\w-]+)/.exec(text)?.[1] || "");
    to.setAttribute("style", written.join(";"));
  }
  Array.from(from.children).forEach((child, number) => bake(child, copies[number], used));
}

/**
 * Break a text into lines.
 * @param {string} text
 * @param {number} size of its letters
 * @param {number} width
 */
export function wrapped(text, size, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(/\s+/)) {
    const joined = lines.length ? `${lines[lines.length - 1]} ${word}` : "";
    if (joined && joined.length * size * LETTER <= width) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines.filter(Boolean);
}

/**
 * Return copies of the patterns of the page, to be put into a picture.
 * @param {Set<string>} ids
 */
export function patternsOf(ids) {
  const defs = draw("defs");
  for (const id of ids) {
    const pattern = id && document.getElementById(id);
    if (!pattern) continue;
    const copy = /** @type {Element} */ (pattern.cloneNode(true));
    bake(pattern, copy, new Set());
    copy.id = id;
    defs.append(copy);
  }
  return defs;
}
