// The house style, as far as it can be counted while somebody types.

const unspaced = /^(zh|ja|th|lo|km|my)\b/;
const rightToLeft = /^(ar|he|iw|fa|ur|ps|sd|ug|yi|dv|ckb)\b/;

/** dirOf is the direction of a language. */
export function dirOf(lang) {
  if (!lang || lang === "und") return "auto";
  return rightToLeft.test(lang) ? "rtl" : "ltr";
}

const segmenters = new Map();

/** graphemes counts characters as a reader does. */
export function graphemes(text) {
  if (!Intl.Segmenter) return Array.from(text).length;
  if (!segmenters.has("g")) segmenters.set("g", new Intl.Segmenter(undefined, { granularity: "grapheme" }));
  let n = 0;
  for (const _ of segmenters.get("g").segment(text)) n++;
  return n;
}

/** words counts what stands between spaces. */
export const words = (text) => (text.match(/\S+/gu) ?? []).length;

/** limits says how long a claim may be: {least, most, unit}. */
export function limits(house, isWhy, lang) {
  const un = unspaced.test(lang ?? "");
  const u = house.unspaced;
  if (isWhy) {
    return un ? { least: u.why_min_length, most: u.why_max_length, unit: "characters" }
      : { least: house.why.min_words, most: house.why.max_words, unit: "words" };
  }
  return un ? { least: u.takeaway_min_length, most: u.takeaway_max_length, unit: "characters" }
    : { least: house.takeaways.min_length, most: house.takeaways.max_length, unit: "characters" };
}

/** measure counts a text in the unit of its limits. */
export const measure = (text, unit) => (unit === "words" ? words(text) : graphemes(text.trim()));

const breaks = /[\n\t\r\u2028\u2029]/g, unseen = /[\p{Cc}\u202d\u202e]/gu; // of these the service makes spaces, or nothing

/** clean is how a claim is sent: one paragraph without spare spaces. */
export const clean = (text) => (text.toWellFormed?.() ?? text).replace(breaks, " ").replace(unseen, "").replace(/\s+/gu, " ").trim();

/** unitsOf turns an offset in code points into one in the units of a JavaScript string. */
export function unitsOf(text, points) {
  let at = 0;
  for (let n = 0; n < points && at < text.length; n++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

/** placeOf finds the words of a finding in a text: [start, end], or null. */
export function placeOf(finding, text) {
  if (!finding.found) return null;
  const start = unitsOf(text, finding.start);
  if (text.startsWith(finding.found, start)) return [start, start + finding.found.length];
  const at = text.indexOf(finding.found);
  return at < 0 ? null : [at, at + finding.found.length];
}
