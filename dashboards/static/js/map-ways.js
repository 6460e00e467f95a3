// The ways over a map: arrow keys by direction, Enter, pointer and finger.
// Belongs here: what keys and pointers do. Does not belong here: drawing (`map-view.js`).

/** @typedef {[path: string, x: number, y: number, label?: string]} Shape */
/** @typedef {{ width: number, height: number, shapes: Record<string, Shape>, outlines: string[] }} Layer */
/**
 * @typedef {object} Options
 * @property {string} label name of the box
 * @property {string} [note] warning printed in the picture
 * @property {string} [hint] id of the element that explains the keys
 * @property {() => string} [first] the area that the first key press leads to
 * @property {(code: string) => void} [onMove] the cursor came to an area
 * @property {(code: string, firstTap: boolean) => void} [onChoose] Enter, Space or click; `firstTap` says that a finger
 *   touched an area whose value nobody has read yet
 */

/** Unit steps of the arrow keys; y grows downwards as on the page. @type {Record<string, [number, number]>} */
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * The nearest area in a direction; what lies off to the side counts double.
 * @param {Record<string, Shape>} shapes
 * @param {string} from
 * @param {[number, number]} step
 */
export function nextArea(shapes, from, [dx, dy]) {
  const [, x, y] = shapes[from];
  let best = from;
  let least = Infinity;
  for (const [code, [, ox, oy]] of Object.entries(shapes)) {
    const along = (ox - x) * dx + (oy - y) * dy;
    const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
    if (along > 0 && aside <= along * 2 && along + aside * 2 < least) [least, best] = [along + aside * 2, code];
  }
  return best;
}

/**
 * Make a box the one tab stop of its map.
 * @param {HTMLElement} box
 * @param {{ at: string, layer: Layer, move: (code: string) => void }} view
 * @param {Options} options
 */
export function addWays(box, view, { label, hint, first, onMove, onChoose }) {
  const go = (/** @type {string} */ code) => {
    view.move(code);
    if (view.at) onMove?.(view.at);
  };
  const begin = () => go(view.at || first?.() || Object.keys(view.layer.shapes)[0]);
  const under = (/** @type {Event} */ event) => /** @type {HTMLElement} */ (event.target).dataset.code || "";
  box.tabIndex = 0;
  for (const [name, value] of Object.entries({ role: "application", "aria-label": label, "aria-describedby": hint }))
    if (value) box.setAttribute(name, value);
  box.addEventListener("focus", begin);
  box.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (!view.at) begin();
    else if (step) go(nextArea(view.layer.shapes, view.at, step));
    else onChoose?.(view.at, false);
  });
  box.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse" && under(event)) go(under(event));
  });
  box.addEventListener("click", (event) => {
    const code = under(event);
    if (!code) return;
    const firstTap = /** @type {PointerEvent} */ (event).pointerType === "touch" && code !== view.at;
    go(code);
    onChoose?.(code, firstTap);
  });
}
