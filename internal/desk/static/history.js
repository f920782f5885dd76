// Undo and redo: how the claims stood before each step.

const MOST = 300;
const SAME_STEP = 1500; // ms between keys that belong together

/** History keeps copies of claims. */
export class History {
  #undo = [];
  #redo = [];
  #typing = { key: null, at: 0 };

  get canUndo() { return this.#undo.length > 0; }
  get canRedo() { return this.#redo.length > 0; }

  /** step is called before a change. Typing in one claim (its key) without a pause is one step. */
  step(claims, key = null) {
    const same = key !== null && this.#typing.key === key && performance.now() - this.#typing.at < SAME_STEP;
    this.#typing = { key, at: performance.now() };
    if (same) return;
    this.#undo.push(structuredClone(claims));
    if (this.#undo.length > MOST) this.#undo.shift();
    this.#redo = [];
  }

  /** back gives the claims as they stood before, null when there is nothing before. */
  back(now) { return this.#travel(now, this.#undo, this.#redo); }

  /** forth gives what back took away. */
  forth(now) { return this.#travel(now, this.#redo, this.#undo); }

  /** each lays every remembered state over what others did. */
  each(lay) {
    this.#undo = this.#undo.map(lay);
    this.#redo = this.#redo.map(lay);
  }

  #travel(now, from, to) {
    const then = from.pop();
    if (!then) return null;
    to.push(structuredClone(now));
    this.#typing = { key: null, at: 0 };
    return then;
  }
}
