// The article that was brought, kept in this tab until it is drafted.

const place = "nutgraf:intake";

/** intake keeps {text, html, job} over a reload; a tab that closes takes it along. */
export const intake = {
  get() {
    try {
      return JSON.parse(sessionStorage.getItem(place));
    } catch {
      return null;
    }
  },
  set(value) {
    try {
      sessionStorage.setItem(place, JSON.stringify(value));
    } catch {
      // Too large to keep: it is still in the field.
    }
  },
  /** sent keeps the run that drafts it as well. */
  sent(job) { if (this.get()) this.set({ ...this.get(), job }); },
  clear: () => sessionStorage.removeItem(place),
};

/** isAddress tells whether a text is one web address. */
export const isAddress = (text) => /^https?:\/\/\S+$/i.test(text.trim());

/** articleOf is an article as the service takes it, of what was pasted. */
export function articleOf({ text, html }) {
  if (isAddress(text)) return { url: text.trim() };
  return html ? { html } : { text };
}
