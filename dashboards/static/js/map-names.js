// Names on a map. Belongs here: where a name fits. Does not belong here: which areas are named.
import { draw } from "./dom.js";

/** @param {DOMRect} a @param {DOMRect} b */
const apart = (a, b) => a.x > b.x + b.width || b.x > a.x + a.width || a.y > b.y + b.height || b.y > a.y + a.height;

/**
 * Write names; one that would cover an earlier one is left out.
 * @param {Element} group takes them
 * @param {import("./map-ways.js").Layer} layer
 * @param {string[][]} wanted code, name, class
 * @param {(code: string) => DOMRect} boxOf
 */
export function placeNames(group, { width, shapes }, wanted, boxOf) {
  const texts = wanted.map(([code, name, kind]) =>
    draw("text", { x: shapes[code][1], y: shapes[code][2] + 6, class: kind }, name),
  );
  group.replaceChildren(...texts);
  /** @type {DOMRect[]} */
  const taken = [];
  texts.forEach((text, number) => {
    const [code, , kind] = wanted[number];
    const [own, box] = [boxOf(code), /** @type {SVGGraphicsElement} */ (text).getBBox()];
    const past = Math.min(box.x, 0) || Math.max(box.x + box.width - width, 0);
    // A name wider than its area stands above it, so that it does not cover what it names.
    const wide = kind === "area-name" && own.width < box.width;
    const up = wide ? Math.min(box.y + box.height + 4 - own.y, box.y) : 0;
    const placed = new DOMRect(box.x - past, box.y - up, box.width, box.height);
    if (!taken.every((other) => apart(placed, other))) return text.remove();
    taken.push(placed);
    text.setAttribute("transform", `translate(${-past} ${-up})`);
  });
}
