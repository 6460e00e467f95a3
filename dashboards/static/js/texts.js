// Texts that the build wrote with gaps. Belongs here: filling them. Does not belong here: any text.

/** Put parts in place of `{}`. @param {string} text @param {...(string | number)} parts */
export const filled = (text, ...parts) => text.replace(/\{\}/g, () => String(parts.shift() ?? "")).trim();

/** `A, B and C`. @param {string[]} names */
export const listed = (names) => names.join(", ").replace(/, ([^,]*)$/, " and $1");
