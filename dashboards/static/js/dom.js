// Making and finding elements. Belongs here: what every script needs. Does not belong here: any page's content.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Return the element with an id; a page without it is a fault of ours.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function find(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found;
}

/**
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement[]}
 */
export function all(selector, within = document) {
  return Array.from(within.querySelectorAll(selector));
}

/**
 * Make an HTML element. Text is text: nothing is read as markup.
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...(string | Node)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * Make an SVG element.
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...(string | Node)} children
 * @returns {SVGElement}
 */
export function draw(tag, attributes = {}, ...children) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * A small box filled as on the map, for keys and tables.
 * @param {string[]} fills classes of the boxes laid over each other
 * @param {number} [width]
 * @returns {SVGElement}
 */
export function swatch(fills, width = 20) {
  const box = { x: 1, y: 1, width: width - 2, height: 18 };
  const boxes = fills.map((name) => draw("rect", { ...box, class: name }));
  return draw("svg", { viewBox: `0 0 ${width} 20`, width, height: 20, "aria-hidden": "true" }, ...boxes);
}
