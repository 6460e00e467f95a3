// Loading data that the build wrote as scripts, because a page opened from a folder may not fetch a file.
// Each of them sets one entry of `window.evidence`. Does not belong here: what the data mean.

/** @type {Record<string, Promise<any>>} */
const asked = {};

/** The way from this page to the site's root: `` or `../`. */
export const root = document.documentElement.dataset.root || "";

/**
 * Add a script to the page and wait for it.
 * @param {string} path from the site's root
 * @returns {Promise<void>}
 */
export function loadScript(path) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = root + path;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${path} could not be loaded`));
    document.head.append(script);
  });
}

/**
 * Return the data of `static/data/<name>.js`, loaded once.
 * @param {string} name for example `shapes/ward` or `indicators/social_rented_share`
 * @returns {Promise<any>}
 */
export function loadData(name) {
  const known = /** @type {any} */ (window).evidence;
  asked[name] ??= known?.[name]
    ? Promise.resolve(known[name])
    : loadScript(`static/data/${name}.js`).then(() => /** @type {any} */ (window).evidence[name]);
  return asked[name];
}
