// Narrows the list of neighbourhoods to those whose name holds what was typed.

/** @param {HTMLElement} box */
function startFilter(box) {
  const list = document.getElementById(box.dataset.filter || "");
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  if (!list || !input || !status) return;
  const links = Array.from(list.querySelectorAll("a"));
  box.hidden = false;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let found = 0;
    for (const link of links) {
      const fits = (link.textContent || "").toLowerCase().includes(wanted);
      found += Number(fits);
      const holder = link.closest("li, h3, p");
      if (holder) /** @type {HTMLElement} */ (holder).hidden = !fits;
    }
    for (const group of list.querySelectorAll("section")) {
      const empty = !group.querySelector("li:not([hidden]), h3:not([hidden])");
      /** @type {HTMLElement} */ (group).hidden = empty;
    }
    status.textContent = wanted ? `${found} of ${links.length} neighbourhoods` : "";
  });
}

document.querySelectorAll("[data-filter]").forEach((box) => startFilter(/** @type {HTMLElement} */ (box)));
