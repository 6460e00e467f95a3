// The state of a page in its address, so that a link shows what its sender saw.

/** @returns {Record<string, string>} */
export function readAddress() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

let wait = 0;

/** Write the state soon: browsers refuse a page that does so on every step of a held key. @param {Record<string, string>} state */
export function writeSoon(state) {
  clearTimeout(wait);
  wait = setTimeout(() => writeAddress(state), 150);
}

/**
 * Replace the state in the address; empty values are left out.
 * @param {Record<string, string>} state
 */
export function writeAddress(state) {
  const kept = Object.entries(state).filter(([, value]) => value);
  history.replaceState(null, "", kept.length ? `#${new URLSearchParams(kept)}` : location.pathname + location.search);
}
