// The map on which small areas are chosen: click, keyboard, and drawing round them.
// Belongs here: the map's buttons. Does not belong here: drawing shapes (`map-view.js`), the line (`lasso.js`).
import { find } from "./dom.js";
import { startLasso } from "./lasso.js";
import { makeMap } from "./map-view.js";
import { told } from "./telling.js";

/**
 * @param {import("./map-ways.js").Layer} layer from `shapes/lsoa21`
 * @param {import("./selection.js").Selection} selection
 * @param {(code: string) => void} toggle
 * @param {(code: string) => void} tell an area that the reader came to
 * @returns {{show: (chosen: Set<string>) => void, fit: (codes: string[]) => void}}
 */
export function startPicking(layer, selection, toggle, tell) {
  const box = find("map");
  const lasso = find("draw");
  const drawing = () => lasso.getAttribute("aria-pressed") === "true";
  const view = makeMap(box, {
    label: told("map"),
    hint: "map-hint",
    first: () => [...selection.chosen][0] || "",
    onMove: tell,
    onChoose: toggle,
  });
  // Whoever moves by keyboard out of what is zoomed to takes the map along.
  box.addEventListener("keydown", () => {
    const { x, y, width, height } = view.svg.viewBox.baseVal;
    const [, left, top] = layer.shapes[view.at] || ["", x, y];
    if (left < x || top < y || left > x + width || top > y + height) {
      view.svg.setAttribute("viewBox", [left - width / 2, top - height / 2, width, height].join(" "));
    }
  });
  lasso.addEventListener("click", () => {
    lasso.setAttribute("aria-pressed", String(!drawing()));
    box.classList.toggle("lassoing", drawing());
  });
  find("near").addEventListener("click", () => view.fit([...selection.chosen]));
  find("far").addEventListener("click", () => view.fit([]));
  startLasso(view, box, layer.shapes, drawing, (codes) => selection.change(codes));
  return {
    show(chosen) {
      view.show(layer, told("map_of", chosen.size));
      view.fill(
        Object.fromEntries(Object.keys(layer.shapes).map((code) => [code, chosen.has(code) ? "class-4" : "class-1"])),
        [],
      );
      view.mark([...chosen]);
    },
    fit: view.fit,
  };
}
