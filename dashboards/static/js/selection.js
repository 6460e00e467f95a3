// The chosen small areas: adding, taking away, undoing, and writing them short for an address.
// Belongs here: codes. Does not belong here: what is shown of them, figures.

/**
 * Write codes of one length short: each without the signs that it begins with as the one before.
 * @param {string[]} codes
 */
function shorten(codes) {
  let before = "";
  const kept = [...codes].sort().map((code) => {
    let same = 0;
    if (before.length === code.length) while (same < code.length && code[same] === before[same]) same++;
    before = code;
    return code.slice(same);
  });
  return kept.join(".");
}

/**
 * @param {string} text
 * @param {{has: (code: string) => boolean}} known a code that is written out stands for itself
 */
function lengthen(text, known) {
  let before = "";
  const parts = text.split(".").filter(Boolean);
  return parts.map((part) => {
    const start = known.has(part) ? 0 : Math.max(0, before.length - part.length);
    return (before = before.slice(0, start) + part);
  });
}

/**
 * Write a selection as parts of an address: wards that are chosen whole by their code, the rest area by area.
 * @param {Set<string>} chosen
 * @param {Map<string, string[]>} wards codes of the small areas of each ward
 * @returns {Record<string, string>}
 */
export function encode(chosen, wards) {
  const whole = [...wards].filter(([, codes]) => codes.every((code) => chosen.has(code)));
  const covered = new Set(whole.flatMap(([, codes]) => codes));
  return {
    wards: shorten(whole.map(([ward]) => ward)),
    areas: shorten([...chosen].filter((code) => !covered.has(code))),
  };
}

/**
 * Read a selection from the parts of an address.
 * @param {Record<string, string>} parts
 * @param {Map<string, string[]>} groups codes of the small areas of each ward and named neighbourhood
 * @param {Set<string>} known
 * @returns {{codes: string[], unknown: number}} `unknown` parts are not in this release
 */
export function decode(parts, groups, known) {
  const named = lengthen(parts.wards || "", groups);
  const areas = lengthen(parts.areas || "", known);
  const codes = [...named.flatMap((code) => groups.get(code) || []), ...areas.filter((code) => known.has(code))];
  const unknown = named.filter((code) => !groups.has(code)).length + areas.filter((code) => !known.has(code)).length;
  return { codes, unknown };
}

/** A selection that remembers what it was. */
export class Selection {
  /** @param {() => void} changed called after each change */
  constructor(changed) {
    this.changed = changed;
    /** @type {Set<string>} */
    this.chosen = new Set();
    /** @type {Set<string>[]} */
    this.past = [];
  }

  /**
   * Choose these and nothing else.
   * @param {Iterable<string>} codes
   */
  set(codes) {
    this.past.push(this.chosen);
    this.chosen = new Set(codes);
    this.changed();
  }

  /**
   * Add some, or take them away.
   * @param {string[]} codes
   * @param {boolean} [away]
   */
  change(codes, away) {
    this.set(away ? [...this.chosen].filter((code) => !codes.includes(code)) : [...this.chosen, ...codes]);
  }

  undo() {
    this.chosen = this.past.pop() || this.chosen;
    this.changed();
  }
}
