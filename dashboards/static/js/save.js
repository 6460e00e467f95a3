// Files made from what a page shows: a table as CSV, a picture as SVG or PNG.
// Belongs here: what stands in such a file. Does not belong here: buttons (`views.js`).
import { all, draw } from "./dom.js";
import { bake, patternsOf, wrapped } from "./looks.js";

const MARGIN = 16;

/** What every file says about itself, as the page says it. */
export function pageNotes() {
  const words = (/** @type {string} */ found) => document.querySelector(found)?.textContent?.trim() || "";
  return { source: words("footer .cite"), note: words(".synthetic") };
}

/**
 * The words of an element without its signs and drawings.
 * @param {Node} node
 * @returns {string}
 */
export function words(node) {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element) || node.getAttribute("aria-hidden") || node instanceof SVGElement) return "";
  return Array.from(node.childNodes, words).join(" ").replace(/\s+/g, " ").trim();
}

/**
 * One field of a CSV: a number as a number, nothing for a dash, and no text that a spreadsheet takes for a formula.
 * @param {string} text
 */
function field(text) {
  const number = text.replace(/^\u2212/, "-").replace(/(\d),(?=\d{3})/g, "$1");
  if (/^-?\d+(\.\d+)?(e-?\d+)?$/.test(number)) return number;
  if (text === "–") return "";
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * Return the rows of a table that are shown as CSV (RFC 4180). `data-value` of a cell stands for its words; parted by
 * `|` it gives several columns. What the page says about itself stands in columns at the end of each row.
 * @param {HTMLTableElement} table
 */
export function tableCsv(table) {
  const { source, note } = pageNotes();
  const rows = [
    ...Array.from(table.tHead?.rows || []).slice(-1),
    ...Array.from(table.tBodies, (body) => [...body.rows]).flat(),
  ];
  const lines = rows
    .filter((row) => !row.hidden)
    .map((row, number) => {
      const cells = Array.from(row.cells).flatMap((cell) => {
        const own = cell.dataset.value?.split("|") || [words(cell)];
        return [...own, ...Array(cell.colSpan - 1).fill("")];
      });
      if (note) cells.push(number ? note : "Synthetic");
      return [...cells, number ? source : "Source"].map(field).join(",");
    });
  return lines.map((line) => `${line}\r\n`).join("");
}

/**
 * Return a picture that stands for itself: title, key, source and warning inside, nothing from elsewhere.
 * @param {SVGSVGElement} svg
 * @param {{title: string, key?: Element | null, source?: string, note?: string}} about `key` is a list with a drawing in each entry
 */
export function pictureText(svg, { title, key, source, note }) {
  const page = pageNotes();
  const box = svg.viewBox.baseVal;
  const width = Math.min(Math.max(box.width, 480), 900);
  const root = getComputedStyle(document.documentElement);
  const ink = getComputedStyle(document.body).color;
  const made = draw("svg", { width, "font-family": "system-ui, sans-serif", "font-size": "16px" });
  made.append(
    draw("title", {}, title),
    draw("rect", { width: "100%", height: "100%", fill: root.getPropertyValue("--page") || "#fff" }),
  );
  let y = MARGIN;
  const write = (/** @type {string} */ text, /** @type {number} */ size, /** @type {number} */ weight) => {
    for (const line of wrapped(text, size, width - 2 * MARGIN)) {
      y += size * 1.35;
      made.append(draw("text", { x: MARGIN, y, fill: ink, "font-size": size, "font-weight": weight }, line));
    }
  };
  const used = new Set();
  const put = (/** @type {Element} */ from, /** @type {Record<string, number | string>} */ place) => {
    const copy = /** @type {Element} */ (from.cloneNode(true));
    bake(from, copy, used);
    for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
    made.append(copy);
  };
  write(title, 18, 700);
  const inner = width - 2 * MARGIN;
  const height = (inner * box.height) / box.width;
  put(svg, { x: MARGIN, y: y + 10, width: inner, height, overflow: "visible" });
  y += height + 20;
  for (const entry of key?.children || []) {
    const swatch = entry.querySelector("svg");
    if (swatch) put(swatch, { x: MARGIN, y: y + 3, width: 28, height: 20 });
    made.append(
      draw("text", { x: MARGIN + 38, y: y + 18, fill: ink, "font-size": 14 }, all("span", entry).map(words).join(": ")),
    );
    y += 24;
  }
  if (!svg.querySelector("text.note")) write(note ?? page.note, 13, 700);
  write(source ?? page.source, 12, 400);
  made.prepend(patternsOf(used));
  made.setAttribute("height", String(Math.ceil(y + MARGIN)));
  made.setAttribute("viewBox", `0 0 ${width} ${Math.ceil(y + MARGIN)}`);
  return new XMLSerializer().serializeToString(made);
}

/** @param {string} name @param {Blob} blob */
function save(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {string} name of the file
 * @param {string} text
 * @param {string} type for example `text/csv`
 */
export function saveText(name, text, type) {
  save(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/**
 * Draw a picture twice as large as it says and save it.
 * @param {string} name of the file
 * @param {string} text from `pictureText`
 */
export async function savePng(name, text) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth * 2, image.naturalHeight * 2];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  if (blob) save(name, blob);
}
