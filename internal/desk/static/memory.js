// Words that are not stored yet: kept in the browser, and told to its other tabs.

/**
 * Memory belongs to one summary and the person who works on it. heard is called
 * with what another tab tells, and whether that tab knew what this one told last:
 * what two tabs tell at once crosses on the way.
 */
export class Memory {
  kept = true; // whether the browser has what it was last given
  #place;
  #channel;
  #me = crypto.getRandomValues(new Uint32Array(2)).join();
  #at = 0; // how often this tab told something
  #heard = {}; // the same of other tabs, as far as it was heard

  constructor(id, actor, heard) {
    this.#place = `nutgraf:words:${id}:${actor}`;
    this.#channel = new BroadcastChannel(this.#place);
    this.#channel.onmessage = ({ data: { what, me, at, heard: known } }) => {
      this.#heard[me] = at;
      heard(what, (known[this.#me] ?? 0) >= this.#at);
    };
  }

  tell(what) { this.#channel.postMessage({ what, me: this.#me, at: ++this.#at, heard: this.#heard }); }

  /** keep holds words over a reload, or forgets those that were kept when there are none. They are told next. */
  keep(words) {
    try {
      if (words) localStorage.setItem(this.#place, JSON.stringify({ ...words, heard: { ...this.#heard, [this.#me]: this.#at + 1 } }));
      else localStorage.removeItem(this.#place);
      this.kept = true;
    } catch {
      this.kept = !words; // no room, or not allowed
    }
  }

  /** recall gives what was kept, null when there is nothing, or nothing that can be read. */
  recall() {
    try {
      const words = JSON.parse(localStorage.getItem(this.#place));
      if (!Array.isArray(words?.base) || !Array.isArray(words.claims)) return null;
      this.#heard = words.heard ?? {};
      return words;
    } catch {
      return null;
    }
  }
}
