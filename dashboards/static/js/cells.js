// What stands in a cell: a figure, the state of one, a badge; as `macros.html` writes them.
// Belongs here: how they look. Does not belong here: what they say.
import { make, swatch } from "./dom.js";

/** @param {string} name @param {...(string | Node)} children */
export const span = (name, ...children) => make("span", { class: name }, ...children);

/** @param {string} value @param {string} [interval] */
export const figureOf = (value, interval) => [
  span("figure", value),
  ...(interval ? [" ", span("interval", interval)] : []),
];

/** Why there is no figure, or with what care to read it. @param {string} status @param {string} text */
export const stateOf = (status, text) => span("state", swatch([`shape state-${status}`]), ` ${text}`);

/** @param {string} name @param {string} sign @param {string} text */
export const badge = (name, sign, text) =>
  span(`badge ${name}`, make("span", { class: "sign", "aria-hidden": "true" }, sign), ` ${text}`);
