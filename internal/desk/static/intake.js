// The article that was brought, kept in this tab until it is drafted.

const place = "nutgraf:intake";

/** intake keeps {text, html} over a reload; a tab that closes takes it along. */
export const intake = {
  get: () => JSON.parse(sessionStorage.getItem(place) ?? "null"),
  set(value) {
    try {
      sessionStorage.setItem(place, JSON.stringify(value));
    } catch {
      // Too large to keep: it is still in the field.
    }
  },
  clear: () => sessionStorage.removeItem(place),
};
