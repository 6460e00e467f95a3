// Opens the explorable form of a chart. The 1.5 MB library is loaded only when a reader asks for it.

/** @type {Promise<any> | null} */
let library = null;

/** @returns {Promise<any>} */
function loadLibrary() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = "../static/plotly.min.js";
    script.onload = () => resolve(/** @type {any} */ (window).Plotly);
    script.onerror = () => {
      library = null;
      reject(new Error("not loaded"));
    };
    document.head.append(script);
  });
  return library;
}

/**
 * Read a figure, with the colours of the theme the reader has.
 * @param {string} name
 */
function readFigure(name) {
  const style = getComputedStyle(document.documentElement);
  const text = document.getElementById(`${name}-figure`)?.textContent || "{}";
  const coloured = text.replace(/"var\(--([a-z0-9-]+)\)"/g, (_, token) =>
    JSON.stringify(style.getPropertyValue(`--${token}`).trim()),
  );
  return JSON.parse(coloured);
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
      const plotly = await loadLibrary();
      const figure = readFigure(name);
      const inner = document.createElement("div");
      plot.replaceChildren(inner);
      await plotly.newPlot(inner, figure.data, figure.layout, {
        responsive: true,
        displaylogo: false,
        showSendToCloud: false,
        modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
      });
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
