// Choosing by drawing round areas. Belongs here: the drawn line and what lies in it. Does not belong here: the selection.
import { draw } from "./dom.js";

/**
 * Whether a point lies within a closed line (even-odd rule).
 * @param {number} x
 * @param {number} y
 * @param {[number, number][]} line
 */
function within(x, y, line) {
  let inside = false;
  line.forEach(([x1, y1], n) => {
    const [x0, y0] = line[(n || line.length) - 1];
    if (y1 > y !== y0 > y && x < x1 + ((y - y1) / (y0 - y1)) * (x0 - x1)) inside = !inside;
  });
  return inside;
}

/**
 * While `drawing()` holds, a pointer drawn over the map chooses the areas whose centre lies in its line.
 * @param {{svg: SVGSVGElement, point: (event: PointerEvent) => [number, number]}} view
 * @param {HTMLElement} box
 * @param {Record<string, [string, number, number, string?]>} shapes
 * @param {() => boolean} drawing
 * @param {(codes: string[]) => void} done
 */
export function startLasso(view, box, shapes, drawing, done) {
  /** @type {[number, number][] | null} */
  let line = null;
  const shown = draw("polygon", { class: "lasso" });
  const end = () => {
    shown.remove();
    line = null;
  };
  box.addEventListener("pointerdown", (event) => {
    if (!drawing() || event.button) return;
    line = [view.point(event)];
    view.svg.append(shown);
  });
  box.addEventListener("pointermove", (event) => {
    if (!line) return;
    // Only a pointer that moves is kept, so that a click still reaches the area under it.
    box.setPointerCapture(event.pointerId);
    line.push(view.point(event));
    shown.setAttribute("points", line.map((point) => point.map(Math.round)).join(" "));
  });
  box.addEventListener("pointercancel", end);
  box.addEventListener("pointerup", () => {
    const drawn = line;
    end();
    if (drawn && drawn.length > 2) {
      done(Object.keys(shapes).filter((code) => within(shapes[code][1], shapes[code][2], drawn)));
    }
  });
}
