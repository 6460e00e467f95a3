// Shapes in a box: fills, names, the cursor.
// Belongs here: what is true of every map. Does not belong here: what a fill means (`map-panel.js`), keys and pointers
// (`map-ways.js`).
import { draw } from "./dom.js";
import { placeNames } from "./map-names.js";
import { addWays } from "./map-ways.js";

/** @typedef {import("./map-ways.js").Layer} Layer */
/** @typedef {import("./map-ways.js").Options} Options */

const NO_ROW = "state-missing_at_source";
// Size of the warning in units of a map, as `picture` of charts/svg.py has it.
const NOTE = 28;
/** @param {Element | undefined} mark */
const boxOf = (mark) => /** @type {SVGGraphicsElement} */ (mark).getBBox();

/**
 * Make a map in a box: one tab stop, arrow keys by direction.
 * @param {HTMLElement} box what it holds is replaced by the first `show`
 * @param {Options} options
 */
export function makeMap(box, options) {
  /** @type {Map<string, SVGElement>} */
  const paths = new Map();
  const areas = draw("g");
  const dots = draw("path", { class: "overlay state-caution" });
  const outlines = draw("path", { class: "outline" });
  const chosen = draw("path", { class: "selected" });
  const names = draw("g");
  const halo = draw("path", { class: "cursor halo" });
  const cursor = draw("path", { class: "cursor" });
  const warning = draw("text", { x: 4, class: "note", "font-size": NOTE }, options.note || "");
  const over = draw("g", { "pointer-events": "none" }, dots, outlines, chosen, names, warning, halo, cursor);
  const svg = /** @type {SVGSVGElement} */ (draw("svg", { role: "img", class: "map" }, areas, over));
  const known = (/** @type {string} */ code) => Object.hasOwn(view.layer.shapes, code);
  const outline = (/** @type {Iterable<string>} */ codes) =>
    Array.from(codes, (code) => (known(code) ? view.layer.shapes[code][0] : "")).join("");

  const view = {
    at: "",
    layer: /** @type {Layer} */ ({ width: 1, height: 1, shapes: {}, outlines: [] }),
    svg,
    /** Draw the shapes of a layer. @param {Layer} next @param {string} title */
    show(next, title) {
      svg.setAttribute("aria-label", title);
      if (!svg.isConnected) box.replaceChildren(svg);
      if (view.layer === next) return;
      view.layer = next;
      paths.clear();
      for (const [code, [d]] of Object.entries(view.layer.shapes))
        paths.set(code, draw("path", { d, class: "shape", "data-code": code }));
      areas.replaceChildren(...paths.values());
      svg.classList.toggle("many", paths.size > 100);
      outlines.setAttribute("d", view.layer.outlines.join(""));
      warning.setAttribute("y", String(next.height + NOTE + 2));
      names.replaceChildren();
      view.mark([]);
      view.fit([]);
      view.move(view.at);
    },
    /** Fill the areas; those without a fill have no row. @param {Record<string, string>} fills @param {string[]} dotted */
    fill(fills, dotted) {
      for (const [code, path] of paths) path.setAttribute("class", `shape ${fills[code] || NO_ROW}`);
      dots.setAttribute("d", outline(dotted));
    },
    /** Write names on areas; one that would cover an earlier one is left out. @param {string[][]} wanted code, text, class */
    labels(wanted) {
      placeNames(
        names,
        view.layer,
        wanted.filter(([code]) => known(code)),
        (code) => boxOf(paths.get(code)),
      );
    },
    /** Outline a selection. @param {Iterable<string>} codes */
    mark(codes) {
      chosen.setAttribute("d", outline(codes));
    },
    /** Put the cursor on an area, over its neighbours. @param {string} code */
    move(code) {
      view.at = known(code) ? code : "";
      for (const line of [halo, cursor]) line.setAttribute("d", outline([view.at]));
    },
    /** Show these areas as large as the box allows; all where none is given. @param {string[]} codes */
    fit(codes) {
      const boxes = codes.filter(known).map((code) => boxOf(paths.get(code)));
      const left = Math.min(...boxes.map((b) => b.x)) - 10;
      const top = Math.min(...boxes.map((b) => b.y)) - 10;
      const width = Math.max(...boxes.map((b) => b.x + b.width)) - left + 10;
      const height = Math.max(...boxes.map((b) => b.y + b.height)) - top + 10;
      const shown = boxes.length
        ? [left, top, width, height]
        : [0, 0, view.layer.width, view.layer.height + (options.note ? NOTE + 8 : 0)];
      svg.setAttribute("viewBox", shown.join(" "));
    },
    /** Where a pointer is, in units of the layer. @param {MouseEvent} event @returns {[number, number]} */
    point(event) {
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());
      return [x, y];
    },
  };

  addWays(box, view, options);
  return view;
}
