// A corrected article that was pasted, kept in this tab until it is taken.

/** correction keeps {text, html} for a summary, over a reload too. */
export function correction(id) {
  const place = `nutgraf:correct:${id}`;
  return {
    get() {
      try {
        return JSON.parse(sessionStorage.getItem(place));
      } catch {
        return null; // it is broken
      }
    },
    set(value) {
      try {
        sessionStorage.setItem(place, JSON.stringify(value));
      } catch {
        sessionStorage.removeItem(place); // too large to keep: it is still in the field
      }
    },
    clear: () => sessionStorage.removeItem(place),
  };
}
