// The words of the interface, as the page brings them.

const texts = JSON.parse(document.getElementById("texts").textContent);
const plural = new Intl.PluralRules(document.documentElement.lang);

/** has tells whether there is a text. */
export const has = (key) => Object.hasOwn(texts, key);

/** t says a text with its places filled; n chooses the plural form. */
export function t(key, values = {}) {
  const phrase = has(key) ? texts[key] : key;
  const form = typeof phrase === "string" ? phrase : (phrase[plural.select(values.n)] ?? phrase.other);
  return form.replace(/\{(\w+)\}/g, (place, name) => (Object.hasOwn(values, name) ? String(values[name]) : place));
}

/** word says what a name of the API is called. */
export function word(kind, name) {
  return has(`${kind}.${name}`) ? t(`${kind}.${name}`) : String(name).replaceAll("_", " ");
}
