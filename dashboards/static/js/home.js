// The first page. Belongs here: the places that its search knows, which are those in its list.
import { all, find } from "./dom.js";
import { startSearch } from "./search.js";

const places = /** @type {HTMLAnchorElement[]} */ (all("#area-list a")).map((link) => ({
  name: link.textContent || "",
  told: link.dataset.told || "",
  href: link.href,
}));
startSearch(find("search-box"), places, JSON.parse(find("search-words").textContent || "{}"));
