// The buttons below a view: its table as CSV, its picture as PNG and SVG, its code for another site.
// Belongs here: buttons and where they stand. Does not belong here: making the files (`save.js`).
import { all, make } from "./dom.js";
import { pictureText, savePng, saveText, tableCsv } from "./save.js";

/**
 * The picture of a view that a reader sees; of several the first.
 * @param {HTMLElement} view
 * @returns {SVGSVGElement | undefined}
 */
function shownPicture(view) {
  const found = /** @type {SVGSVGElement[]} */ (/** @type {unknown} */ (all("svg[role=img]", view)));
  return found.find((svg) => svg.getClientRects().length) || found[0];
}

/** @param {HTMLElement} view */
function embedCode(view) {
  const address = view.dataset.embed || "";
  const code = `<iframe src="${address}" title="${document.title.replaceAll('"', "&quot;")}" width="100%" height="640" loading="lazy" style="border:0"></iframe>`;
  const field = make("textarea", { rows: 3, readonly: "" }, code);
  const told = /^https?:/.test(address)
    ? "Code for another page"
    : `Code for another page. Put the address of this site before ${address}`;
  const box = make(
    "details",
    {},
    make("summary", { "aria-label": `Embed: ${view.dataset.title}` }, "Embed"),
    make("label", {}, told, field),
  );
  field.addEventListener("focus", () => /** @type {HTMLTextAreaElement} */ (field).select());
  return box;
}

/**
 * The table of a view, in it or elsewhere on the page.
 * @param {HTMLElement} view
 * @returns {HTMLTableElement | null}
 */
function shownTable(view) {
  const elsewhere = /** @type {HTMLTableElement | null} */ (document.getElementById(view.dataset.table || ""));
  return view.querySelector("table") || elsewhere;
}

/** @param {HTMLElement} view */
function addTools(view) {
  const page = location.pathname
    .split("/")
    .pop()
    ?.replace(/\.html$/, "");
  const name = [page, view.dataset.view].filter(Boolean).join("-");
  const tools = view.querySelector(".tools") || view.appendChild(make("div", { class: "tools" }));
  const status = make("span", { role: "status" });
  /** @type {(label: string, what: string, act: (file: string) => void | Promise<void>) => void} */
  const add = (label, what, act) => {
    const told = `Download this ${what} as ${label}: ${view.dataset.title}`;
    const button = make("button", { type: "button", "aria-label": told }, label);
    const file = `${name}.${label.toLowerCase()}`;
    button.addEventListener("click", async () => {
      await act(file);
      status.textContent = `${file} saved`;
    });
    tools.append(button);
  };
  const table = shownTable(view);
  if (table) add("CSV", "table", (file) => saveText(file, tableCsv(table), "text/csv"));
  if (shownPicture(view)) {
    const drawn = () =>
      pictureText(/** @type {SVGSVGElement} */ (shownPicture(view)), {
        title: view.dataset.title || "",
        key: view.querySelector(".legend"),
      });
    add("PNG", "picture", (file) => savePng(file, drawn()));
    add("SVG", "picture", (file) => saveText(file, drawn(), "image/svg+xml"));
  }
  if (view.dataset.embed) tools.append(embedCode(view));
  tools.append(status);
}

/** Give each view of the page its buttons. */
export function startViews() {
  all("[data-view]").forEach(addTools);
}
