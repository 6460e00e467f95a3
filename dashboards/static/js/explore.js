// Opens the explorable form of a chart. The 1.5 MB library is loaded only when a reader asks for it.

import { loadData, loadScript } from "./load.js";

/** The same for every chart: nothing is sent anywhere, and no sign of a maker. */
const CONFIG = {
  responsive: true,
  displaylogo: false,
  showSendToCloud: false,
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
};

/** @type {Promise<void> | null} */
let library = null;

/** @returns {Promise<any>} */
async function loadLibrary() {
  library ??= loadScript("static/plotly.min.js");
  try {
    await library;
  } catch (error) {
    library = null;
    throw error;
  }
  return /** @type {any} */ (window).Plotly;
}

/**
 * Return a figure with the colours of the theme the reader has.
 * @param {any} figure
 */
function coloured(figure) {
  const style = getComputedStyle(document.documentElement);
  const text = JSON.stringify(figure).replace(/"var\(--([a-z0-9-]+)\)"/g, (_, token) =>
    JSON.stringify(style.getPropertyValue(`--${token}`).trim()),
  );
  return JSON.parse(text);
}

/** @param {HTMLElement} box */
function startExplore(box) {
  const name = box.dataset.explore || "";
  const button = box.querySelector("button");
  const status = box.querySelector("[role=status]");
  const plot = document.getElementById(`${name}-plot`);
  if (!button || !status || !plot) return;
  box.hidden = false;
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-expanded") === "true") {
      plot.replaceChildren();
      button.setAttribute("aria-expanded", "false");
      button.textContent = "Explore this chart";
      return;
    }
    status.textContent = "Loading the chart";
    try {
      const [plotly, figures] = await Promise.all([loadLibrary(), loadData(box.dataset.figures || "")]);
      const figure = coloured(figures[name]);
      const inner = document.createElement("div");
      inner.id = `${name}-chart`;
      plot.replaceChildren(inner);
      await plotly.newPlot(inner, figure.data, figure.layout, CONFIG);
      button.setAttribute("aria-expanded", "true");
      button.textContent = "Close the chart";
      status.textContent = "The chart is open. The table on this page holds the same numbers.";
    } catch {
      status.textContent = "The chart could not be loaded. The picture and the table hold the same numbers.";
    }
  });
}

export function startExploring() {
  document.querySelectorAll("[data-explore]").forEach((box) => startExplore(/** @type {HTMLElement} */ (box)));
}
