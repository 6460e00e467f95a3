// Selections kept on this device under a name. Nothing leaves the device.
import { find, make } from "./dom.js";
import { say, told } from "./telling.js";

/**
 * @param {string} place selections of another place are kept apart
 * @param {() => string} address the selection as it is
 * @param {(address: string, name: string) => void} open
 */
export function startSaved(place, address, open) {
  const key = `neighbourhoods-${place}`;
  const list = find("saved-list");
  const input = /** @type {HTMLInputElement} */ (find("saved-name"));
  /** @returns {Record<string, string>} */
  const read = () => JSON.parse(localStorage.getItem(key) || "{}");

  /** @param {Record<string, string>} kept */
  function write(kept) {
    localStorage.setItem(key, JSON.stringify(kept));
    show();
  }

  /** @param {string} name @param {string} text @param {() => void} act */
  function button(name, text, act) {
    const made = make("button", { type: "button", "aria-label": `${told(text)} ${name}` }, told(text));
    made.addEventListener("click", act);
    return made;
  }

  function show() {
    const kept = read();
    const lines = Object.keys(kept)
      .sort()
      .map((name) => {
        const remove = () => {
          const { [name]: _, ...others } = read();
          write(others);
          say("gone", name);
          input.focus();
        };
        return make(
          "li",
          {},
          `${name} `,
          button(name, "open", () => open(kept[name], name)),
          " ",
          button(name, "remove", remove),
        );
      });
    list.replaceChildren(...lines);
  }

  try {
    show();
  } catch {
    // A browser that forbids storage, or what another page left there: the link still holds the selection.
    find("saved").hidden = true;
    return;
  }
  find("save").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = input.value.trim();
    if (!name || !address()) return say(name ? "choose" : "name");
    try {
      write({ ...read(), [name]: address() });
      say("saved", name);
    } catch {
      say("forbidden");
    }
  });
}
