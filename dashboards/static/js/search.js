// The search for a neighbourhood: a combobox with a list (ARIA APG) over the names on the page and over postcodes.
// Belongs here: the list, its keys, its messages. Does not belong here: how a postcode is read (`postcode.js`).
import { all, find, make } from "./dom.js";
import { loadHalf, readPostcode } from "./postcode.js";
import { filled } from "./texts.js";

/** @typedef {{ name: string, told: string, href: string }} Place */

const MOST = 8;
const plain = (/** @type {string} */ text) =>
  text
    .toLowerCase()
    .replace(/&/g, "and")
    .replace(/[^a-z\d]/g, "");

/** @param {string} text */
function pairs(text) {
  const signs = plain(text);
  return new Set(Array.from(signs, (sign, n) => sign + (signs[n + 1] || "")));
}

/**
 * How alike two names are, from 0 to 1, by the pairs of letters that they share.
 * @param {string} one @param {string} other
 */
function alike(one, other) {
  const [a, b] = [pairs(one), pairs(other)];
  return [...a].filter((pair) => b.has(pair)).length / Math.min(a.size, b.size);
}

/**
 * Start the search of a page.
 * @param {HTMLElement} box holds the field, the list and the status; `data-outward` the known halves of postcodes
 * @param {Place[]} places
 * @param {Record<string, string>} words
 */
export function startSearch(box, places, words) {
  const input = /** @type {HTMLInputElement} */ (find("search"));
  const list = find("search-list");
  const known = (box.dataset.outward || "").split(" ").filter(Boolean);
  const byCode = new Map(places.map((place) => [place.href.replace(/.*\/|\.html$/g, ""), place]));
  let active = -1;
  let asked = "";
  /** @type {Promise<void>} */
  let ready = Promise.resolve();

  /** @param {string} name @param {...(string | number)} parts */
  const say = (name, ...parts) => {
    find("search-status").textContent = filled(words[name] || "", ...parts);
  };
  /** @param {number} place */
  function point(place) {
    const options = all("[role=option]", list);
    active = options.length && place >= -1 ? ((place % options.length) + options.length) % options.length : -1;
    if (place === -1) active = -1;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  }
  /** @param {Place[]} found @param {boolean} [choose] */
  function show(found, choose = true) {
    const options = found.slice(0, MOST).map(({ name, told, href }, n) => {
      const option = make("li", { role: "option", id: `search-${n}`, "data-href": href }, name);
      if (told) option.append(" ", make("span", { class: "hint" }, told));
      return option;
    });
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    point(choose && options.length ? 0 : -1);
  }
  const codes = (/** @type {string[]} */ found) =>
    [...new Set(found)].flatMap((code) => /** @type {Place[]} */ (byCode.get(code) || []));

  /** @param {{ outward: string, inward: string }} halves */
  async function byPostcode({ outward, inward }) {
    // `LS6 2` is as yet the first half LS6 and the start of the second.
    const start = !inward && !known.includes(outward) ? outward.slice(0, -1) : outward;
    const half = await loadHalf(start, known).catch(() => null);
    if (readPostcode(asked)?.outward !== outward) return;
    if (!half) return (show([]), inward ? say("elsewhere", outward) : say("unfinished", known[0]));
    if (!inward) return (show(codes(half.wards), false), say("half", start));
    const place = half.inward[inward];
    const found = place === undefined ? [] : codes([half.wards[place], ...half.named[place]]);
    show(found);
    if (found.length) say("postcode", `${outward} ${inward}`, found[0].name);
    else say("misspelt", `${outward} ${inward}`);
  }
  async function look() {
    asked = input.value.trim();
    const wanted = plain(asked);
    const halves = known.length ? readPostcode(asked) : null;
    if (halves) return byPostcode(halves);
    const at = (/** @type {Place} */ place) => (plain(place.name).startsWith(wanted) ? 0 : 1);
    const fits = wanted ? places.filter(({ name }) => plain(name).includes(wanted)).sort((a, b) => at(a) - at(b)) : [];
    if (fits.length || !wanted) return (show(fits), say(["", "one"][fits.length] ?? "many", fits.length));
    if (known.length && /\d/.test(asked)) return (show([]), say("unfinished", known[0]));
    const near = places.map((place) => /** @type {const} */ ([alike(asked, place.name), place]));
    const best = near.filter(([score]) => score > 0.6).sort(([a], [b]) => b - a);
    show(
      best.slice(0, 3).map(([, place]) => place),
      false,
    );
    say(best.length ? "near" : "nothing", asked);
  }
  /** @param {Element | undefined} option */
  const open = (option) => {
    const href = /** @type {HTMLElement | undefined} */ (option)?.dataset.href;
    if (href) location.href = href;
  };

  input.addEventListener("input", () => (ready = look()));
  input.addEventListener("keydown", async (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !list.hidden) point(active < 0 && step < 0 ? list.children.length - 1 : active + step);
    else if (event.key === "Escape") show([]);
    else if (event.key !== "Enter") return;
    event.preventDefault();
    if (event.key !== "Enter") return;
    await ready;
    open(list.children[active]);
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => open(/** @type {Element} */ (event.target).closest("li") || undefined));
  input.addEventListener("blur", () => ((list.hidden = true), input.setAttribute("aria-expanded", "false")));
  input.addEventListener("focus", () => (ready = look()));
  box.hidden = false;
}
