// Words that are not stored yet: kept in the browser, and told to its other tabs.

/** Memory belongs to one summary. heard is called with what another tab tells. */
export class Memory {
  #place;
  #channel;

  constructor(id, heard) {
    this.#place = `nutgraf:words:${id}`;
    this.#channel = new BroadcastChannel(`nutgraf:${id}`);
    this.#channel.onmessage = (e) => heard(e.data);
  }

  tell(what) { this.#channel.postMessage(what); }

  keep(words) {
    try {
      localStorage.setItem(this.#place, JSON.stringify(words));
    } catch {
      // No room: the words go to the service in a moment.
    }
    this.tell({ words });
  }

  recall() { return JSON.parse(localStorage.getItem(this.#place) ?? "null"); }

  forget() { localStorage.removeItem(this.#place); }
}
