// The page *Your neighbourhood*: small areas chosen on the map, in the list or by name, and their figures added up.
// Belongs here: what happens when a reader does something. Does not belong here: adding up (`sums.js`), coding
// (`selection.js`), filling tables (`results.js`), the map (`picking.js`), keeping on the device (`saved.js`).
import { readAddress, writeAddress } from "./address.js";
import { names, spoken, tick, wards, whereabouts } from "./checklist.js";
import { find } from "./dom.js";
import { loadData } from "./load.js";
import { startPicking } from "./picking.js";
import { loadHalf, readPostcode } from "./postcode.js";
import { showFigures, sizeWords } from "./results.js";
import { startSaved } from "./saved.js";
import { decode, encode, Selection } from "./selection.js";
import { say, told } from "./telling.js";
import { startViews } from "./views.js";

const group = /** @type {HTMLSelectElement} */ (find("group"));
const link = /** @type {HTMLInputElement} */ (find("link"));
const postcode = /** @type {HTMLInputElement} */ (find("postcode"));
const known = (find("by-postcode").dataset.outward || "").split(" ");

/** @param {string} id @param {() => void} act */
const onClick = (id, act) => find(id).addEventListener("click", act);

async function start() {
  /** @type {[import("./sums.js").Figures, import("./results.js").Words, any]} */
  const [figures, words, layer] = await Promise.all([
    loadData("small-areas"),
    loadData("words"),
    document.getElementById("map") && loadData("shapes/lsoa21"),
  ]);
  const places = new Map(figures.areas.map((code, place) => [code, place]));
  const groups = new Map([...wards, ...Object.entries(figures.neighbourhoods)]);
  let news = "";
  const selection = new Selection(show);
  const map = layer && startPicking(layer, selection, toggle, tell);

  function show() {
    const { chosen } = selection;
    const codes = [...chosen].sort();
    const at = codes.map((code) => places.get(code) ?? -1);
    tick(chosen);
    map?.show(chosen);
    find("figures").hidden = !codes.length;
    find("where").textContent = codes.length ? told("in_it", whereabouts(chosen), sizeWords(figures, at)) : "";
    find("list").textContent = codes.map((code) => `${names.get(code)} (${code})`).join(", ");
    showFigures(figures, at, words);
    writeAddress(encode(chosen, wards));
    link.value = location.href;
    say(["none", "one"][codes.length] || "many", news, codes.length);
    news = "";
  }

  /** @param {string} code */
  function tell(code) {
    find("here").textContent = told(selection.chosen.has(code) ? "chosen" : "not_chosen", spoken(code));
  }

  /** @param {string} name @param {string[]} codes @param {boolean} away */
  function change(name, codes, away) {
    news = told(away ? "removed" : "added", name);
    selection.change(codes, away);
  }

  /** @param {string} code */
  function toggle(code) {
    change(spoken(code), [code], selection.chosen.has(code));
  }

  /** @param {Record<string, string>} parts @param {string} [name] */
  function open(parts, name) {
    const { codes, unknown } = decode(parts, groups, new Set(names.keys()));
    if (unknown) news = told("unknown", unknown);
    else if (name) news = told("opened", name);
    selection.set(codes);
    map?.fit(codes);
  }

  async function addPostcode() {
    const { outward, inward } = readPostcode(postcode.value) || { outward: "", inward: "" };
    if (!inward) return say("whole_postcode");
    const half = await loadHalf(outward, known).catch(() => null);
    const code = half?.areas[half.inward[inward]];
    if (!code) return say("no_postcode", `${outward} ${inward}`);
    news = told("postcode", `${outward} ${inward}`, spoken(code));
    selection.change([code]);
    map?.fit(groups.get([...wards].find(([, codes]) => codes.includes(code))?.[0] || "") || [code]);
  }

  const members = () => groups.get(group.value) || [];
  onClick("add", () => {
    change(group.selectedOptions[0].text, members(), false);
    map?.fit(members());
  });
  onClick("remove", () => change(group.selectedOptions[0].text, members(), true));
  onClick("undo", () => selection.undo());
  onClick("clear", () => selection.set([]));
  onClick("copy", () => {
    link.select();
    // Unlike the clipboard of newer browsers, this works on a page opened from a folder or without encryption too.
    say(document.execCommand("copy") ? "copied" : "marked");
  });
  find("by-postcode").addEventListener("submit", (event) => {
    event.preventDefault();
    addPostcode();
  });
  find("checklist").addEventListener("change", (event) => toggle(/** @type {HTMLInputElement} */ (event.target).value));
  startSaved(
    words.place,
    () => link.value.split("#")[1] || "",
    (address, name) => open(Object.fromEntries(new URLSearchParams(address)), name),
  );
  find("tool").hidden = false;
  open(readAddress());
  startViews();
  // The link that skips to the main content changes the address too, and chooses nothing.
  addEventListener("hashchange", () => {
    const parts = readAddress();
    if (parts.wards || parts.areas) open(parts);
  });
}

start();
