// The page of an indicator: its map, its explorable charts, the files of its views, and the address.
// Belongs here: the page. Does not belong here: any of these parts.
import { readAddress, writeSoon } from "./address.js";
import { startExploring } from "./explore.js";
import { startMap } from "./map-panel.js";
import { startViews } from "./views.js";

startExploring();
startViews();

/** @param {HTMLElement} element */
async function start(element) {
  // The address is left alone until a reader changes the map: it may lead to a part of the page.
  let started = false;
  const asked = () => {
    const { level, period, layout, area } = readAddress();
    return { level, period, layout, area };
  };
  const panel = await startMap(element, asked(), ({ level, period, layout, area }) => {
    if (started) writeSoon({ level, period, layout, area });
  });
  started = true;
  addEventListener("hashchange", () => location.hash.includes("=") && panel.set(asked()));
}

const element = /** @type {HTMLElement | null} */ (document.querySelector("[data-map]"));
if (element) start(element);
