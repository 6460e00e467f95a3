// The map page: which indicator, and the address that holds what a reader chose.
// Belongs here: the page. Does not belong here: the map (`map-panel.js`), which other pages show too.
import { readAddress, writeSoon } from "./address.js";
import { find } from "./dom.js";
import { startMap } from "./map-panel.js";
import { startViews } from "./views.js";

const element = /** @type {HTMLElement | null} */ (document.querySelector("[data-map]"));

/** What the address asks for, but for an indicator that is not offered. @param {HTMLSelectElement} select */
function asked(select) {
  const { indicator, level, period, layout, area } = readAddress();
  const offered = Array.from(select.options, (option) => option.value);
  return { ...(offered.includes(indicator) && { indicator }), level, period, layout, area };
}

/** @param {HTMLElement} element */
async function start(element) {
  const select = /** @type {HTMLSelectElement} */ (find("indicator"));
  const panel = await startMap(element, asked(select), (state) => {
    select.value = state.indicator;
    writeSoon(state);
  });
  select.addEventListener("change", () => panel.set({ indicator: select.value }));
  addEventListener("hashchange", () => panel.set(asked(select)));
  startViews();
}

if (element) start(element);
