// The small page inside another site's page: one view, one area, as its address asks (`#view=trend&area=E05…`).
import { readAddress } from "./address.js";
import { all, draw, find } from "./dom.js";
import { words } from "./save.js";
import { startViews } from "./views.js";

function show() {
  const { view, area } = readAddress();
  const parts = all("[data-part]");
  const known = parts.some((part) => part.dataset.part === view);
  for (const part of parts) part.hidden = known && part.dataset.part !== view;
  all(".cursor").forEach((old) => old.remove());
  const own = area ? `[data-code="${CSS.escape(area)}"]` : ":not(*)";
  const shape = /** @type {SVGPathElement | null} */ (document.querySelector(`path${own}`));
  const row = document.querySelector(`tr${own}`);
  const d = shape?.getAttribute("d");
  if (d)
    shape?.ownerSVGElement?.append(draw("path", { d, class: "cursor halo" }), draw("path", { d, class: "cursor" }));
  find("area-said").textContent = row ? words(row) : "";
}

addEventListener("hashchange", show);
show();
startViews();
