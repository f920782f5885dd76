// The draft that is worked on: its words, their history, and how they get to
// the service without anything being lost on the way.

import { Problem, call, newKey } from "./api.js";
import { changes, covers, isWhy, listOf, merge } from "./claims.js";
import { clean } from "./house.js";
import { History } from "./history.js";
import { Memory } from "./memory.js";
import { signedOut } from "./session.js";

const PREVIEW_AFTER = 120; // ms after the last key
const SAVE_AFTER = 2500;
const ANSWER_WITHIN = 30000; // what is not answered by then is sent again, with the same key

/**
 * Draft tells of itself by events: "claims" (detail.keys changed, all when
 * absent), "state" (see state), "conflict" (detail: conflicts, done(choices)),
 * "summary" (a new version).
 */
export class Draft extends EventTarget {
  base; // the newest version that is known
  claims; // as they stand here
  state = "saved"; // "saved", "unsaved", "saving", "offline", "failed", "conflict", "out" (signed out)
  message = ""; // what failed
  restored = false; // whether words came back from before a reload
  #history = new History();
  #fresh = 0;
  #timers = {};
  #saving = null;
  #retries = 0;
  #pending = null; // {key, version, body, sent} of the change whose answer is waited for
  #previewing = null;
  #memory;
  #conflicts = null; // that a person put off

  /** With reading, the summary is only looked at: nothing that was kept is taken up. */
  constructor(summary, reading = false) {
    super();
    this.base = summary;
    this.claims = listOf(summary);
    if (reading) return;
    this.#memory = new Memory(summary.id, (told) => this.#heard(told));
    this.#recall();
    addEventListener("online", () => this.save());
    addEventListener("focus", () => { if (["offline", "out"].includes(this.state)) this.save(); });
    addEventListener("pagehide", () => this.#remember());
  }

  get path() { return `/v1/summaries/${encodeURIComponent(this.base.id)}`; }
  get stored() { return listOf(this.base); }
  get pendingChanges() { return changes(this.stored, this.claims); }
  get canUndo() { return this.#history.canUndo; }
  get canRedo() { return this.#history.canRedo; }
  claim(key) { return this.claims.find((c) => c.key === key); }

  // What a person does.

  setText(key, text, origin = "human") {
    const c = this.claim(key);
    if (!c || c.locked || c.text === text) return;
    this.#history.step(this.claims, origin === "human" ? key : null);
    c.text = text;
    const stored = this.stored.find((s) => s.id === c.id);
    if (stored && clean(text) === stored.text) Object.assign(c, { origin: stored.origin, findings: stored.findings, evidence: stored.evidence, support: stored.support, stale: stored.stale });
    else Object.assign(c, { origin, checking: true });
    this.#changed([key]);
  }

  add(text = "", at = this.claims.length) {
    this.#step();
    const key = `new-${Date.now().toString(36)}-${++this.#fresh}`;
    this.claims.splice(at, 0, { key, id: null, text, origin: "human", locked: false, evidence: [], findings: [], accepted: [], support: null, stale: null });
    this.#changed();
    return key;
  }

  addWhy() {
    this.#step();
    this.claims.unshift({ key: "why", id: null, text: "", origin: "human", locked: false, evidence: [], findings: [], accepted: [], support: null, stale: null });
    this.#changed();
    return "why";
  }

  remove(key) {
    const i = this.claims.findIndex((c) => c.key === key);
    if (i < 0 || this.claims[i].locked) return;
    this.#step();
    this.claims.splice(i, 1);
    this.#changed();
  }

  /** dropEmpty removes claims without words: all, or the one of the key. It tells whether there was one. */
  dropEmpty(key) {
    const empty = (c) => !c.text.trim() && (key === undefined || c.key === key);
    if (!this.claims.some(empty)) return false;
    this.#step();
    this.claims = this.claims.filter((c) => !empty(c));
    this.#changed();
    return true;
  }

  /** move puts a takeaway at another index among the takeaways. */
  move(key, to) {
    const first = this.claims.findIndex((c) => !isWhy(c));
    const from = this.claims.findIndex((c) => c.key === key);
    const target = Math.max(first, Math.min(first + to, this.claims.length - 1));
    if (from < first || target === from) return false;
    this.#step();
    const [c] = this.claims.splice(from, 1);
    this.claims.splice(target, 0, c);
    this.#changed();
    return true;
  }

  setLocked(key, locked) {
    const c = this.claim(key);
    if (!c || !c.text.trim()) return;
    this.#step();
    c.locked = locked;
    this.#changed([key]);
  }

  accept(key, finding, reason, by) {
    const c = this.claim(key);
    if (!c || c.accepted.some((a) => covers(a, finding))) return;
    this.#step();
    c.accepted.push({ rule: finding.rule, found: finding.found ?? "", reason, by, at: new Date().toISOString() });
    this.#changed([key]);
  }

  undo() { this.#travel(this.#history.back(this.claims)); }
  redo() { this.#travel(this.#history.forth(this.claims)); }

  #travel(then) {
    if (!then) return;
    const ids = new Map(this.claims.filter((c) => c.id).map((c) => [c.key, c.id]));
    this.claims = then.map((c) => ({ ...c, id: c.id ?? ids.get(c.key) ?? null }));
    this.#changed();
  }

  #step() { this.#history.step(this.claims); }

  #changed(keys) {
    this.#tell("claims", { keys });
    this.#set(this.#conflicts ? "conflict" : "unsaved");
    this.#later("remember", 80, () => this.#remember());
    this.#later("preview", PREVIEW_AFTER, () => this.preview());
    this.#later("save", SAVE_AFTER, () => this.save());
  }

  #later(name, ms, fn) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(fn, ms);
  }

  #tell(name, detail = {}) { this.dispatchEvent(new CustomEvent(name, { detail })); }

  #set(state, message = "") {
    this.state = state;
    this.message = message;
    this.#tell("state");
  }

  // Findings of words that are not stored yet.

  async preview() {
    this.#previewing?.abort();
    const stored = new Map(this.stored.map((c) => [c.id, c.text]));
    const written = this.claims.filter((c) => c.text.trim());
    if (!written.some((c) => stored.get(c.id) !== clean(c.text))) return;
    const sent = written.map((c) => ({ id: c.key, text: clean(c.text), cites: (c.evidence ?? []).map((e) => e.sentence) }));
    const abort = this.#previewing = new AbortController();
    try {
      const { data } = await call("POST", `${this.path}/preview`, { body: { claims: sent }, signal: abort.signal });
      this.#found(new Map(data.claims.map((c) => [c.id, c])), stored);
    } catch (e) {
      if (e.name === "AbortError") return;
      for (const c of this.claims) c.checking = false;
      this.#tell("claims", { keys: this.claims.map((c) => c.key), settled: true });
    }
  }

  #found(results, stored) {
    const keys = [];
    for (const c of this.claims) {
      const r = results.get(c.key);
      if (!r || clean(c.text) !== r.text || stored.get(c.id) === r.text) continue;
      Object.assign(c, { findings: r.findings, evidence: r.evidence, support: r.support, stale: r.stale ?? null, checking: false });
      c.accepted = c.accepted.filter((a) => r.findings.some((f) => covers(a, f)));
      keys.push(c.key);
    }
    this.#tell("claims", { keys, settled: true });
  }

  // Storing.

  /**
   * save stores what there is to store; it gives true when all is stored. While a
   * choice between two people's words is put off, only asking stores anything.
   */
  async save(asking = false) {
    clearTimeout(this.#timers.save);
    if (this.#conflicts && !(asking && (await this.#settle(this.#conflicts)))) return false;
    this.#saving ??= this.#saveAll().finally(() => { this.#saving = null; });
    return this.#saving;
  }

  async #saveAll() {
    for (let last = "", same = 0; same < 3; ) {
      const todo = this.pendingChanges;
      if (!todo.length) {
        this.#retries = 0;
        this.#forget();
        this.#set("saved");
        return true;
      }
      const now = JSON.stringify(todo);
      same = now === last ? same + 1 : 0;
      last = now;
      this.#set("saving");
      if (!(await this.#store(todo))) return false;
    }
    this.#set("unsaved");
    this.#saveLater();
    return false;
  }

  #saveLater() { this.#later("save", Math.min(1000 * 2 ** this.#retries++, 20000), () => this.save()); }

  /** #store sends changes; those whose answer never came go first, as they were. */
  async #store(todo) {
    if (this.#pending?.version !== this.base.version) {
      this.#pending = { key: newKey(), version: this.base.version, body: { changes: todo }, sent: structuredClone(this.claims) };
    }
    const { key, version, body, sent } = this.#pending;
    try {
      const { data } = await call("PATCH", this.path, { body, version, key, timeout: ANSWER_WITHIN });
      this.#pending = null;
      this.adopt(data, sent);
      return true;
    } catch (e) {
      return this.#refused(e);
    }
  }

  async #refused(e) {
    if (!(e instanceof Problem)) throw e;
    if (e.status === 412 || e.code === "version_conflict") {
      this.#pending = null;
      return this.catchUp();
    }
    this.#remember();
    if (e.offline || e.retryable) {
      this.#saveLater();
      this.#set("offline", e.message);
    } else {
      if (!signedOut(e)) this.#pending = null;
      this.#set(signedOut(e) ? "out" : "failed", e.message);
    }
    return false;
  }

  /** adopt takes a new version that was made of the claims that were sent. */
  adopt(summary, sent = this.claims) {
    const now = listOf(summary);
    const places = sent.filter((c) => c.text.trim());
    if (places.length === now.length) places.forEach((c, i) => this.#takeOver(this.claim(c.key), c, now[i]));
    this.base = summary;
    this.#tell("summary");
    this.#tell("claims");
    this.#memory.tell({ saved: summary });
    if (!this.pendingChanges.length) {
      this.#forget();
      this.#set("saved");
    }
  }

  #takeOver(mine, sent, now) {
    if (!mine) return;
    mine.id = now.id;
    if (mine.text !== sent.text) return;
    const { key, locked } = mine;
    const since = mine.accepted.filter((a) => ![...sent.accepted, ...now.accepted].some((b) => covers(a, b)));
    Object.assign(mine, now, { key, locked, accepted: now.accepted.concat(since), checking: false });
  }

  /** catchUp gets the newest version and puts it together with what is here. */
  async catchUp() {
    try {
      const { data } = await call("GET", this.path, { timeout: ANSWER_WITHIN });
      return await this.rebase(data);
    } catch (e) {
      return this.#refused(e instanceof Problem && e.status === 412 ? new Problem({ retryable: true }) : e);
    }
  }

  /** rebase puts what is here on top of a newer version; false when a choice is put off. */
  async rebase(summary) {
    const { claims, conflicts } = merge(this.stored, this.claims, listOf(summary));
    this.#step();
    this.base = summary;
    this.claims = claims;
    this.#tell("summary");
    this.#tell("claims");
    this.#remember();
    if (conflicts.length) return this.#settle(conflicts);
    if (!this.pendingChanges.length) this.#set("saved");
    return true;
  }

  /** A person chooses between their words and those of another, or puts it off. */
  async #settle(conflicts) {
    this.#conflicts = conflicts;
    this.#set("conflict");
    const choices = await new Promise((done) => this.#tell("conflict", { conflicts, done }));
    if (!choices) return false;
    this.#conflicts = null;
    for (const [key, text] of choices) this.#choose(key, text);
    this.#tell("claims");
    this.#set("unsaved");
    this.#later("preview", 0, () => this.preview());
    return true;
  }

  #choose(key, text) {
    if (text === null) this.claims = this.claims.filter((c) => c.key !== key);
    const c = this.claim(key);
    const stored = c && this.stored.find((s) => s.id === c.id);
    if (stored && stored.text === text) Object.assign(c, stored, { key });
    else if (c) Object.assign(c, { text, checking: true });
  }

  // What survives a reload, and what other tabs are told.

  #remember() {
    if (!this.pendingChanges.length) return;
    const slim = (c) => ({ key: c.key, id: c.id, text: c.text, origin: c.origin, locked: c.locked, accepted: c.accepted, evidence: c.evidence });
    this.#memory.keep({ version: this.base.version, base: this.stored.map(slim), claims: this.claims.map(slim) });
  }

  #forget() { this.#memory.forget(); }

  #recall() {
    const words = this.#memory.recall();
    if (!words || words.version > this.base.version) return;
    const known = new Map(this.claims.map((c) => [c.id, c]));
    const mine = words.claims.map((c) => ({ ...emptyClaim, ...(known.get(c.id)?.text === c.text ? known.get(c.id) : {}), ...c }));
    const { claims, conflicts } = merge(words.base, mine, this.claims);
    this.claims = claims;
    this.restored = this.pendingChanges.length > 0;
    if (!this.restored) return this.#forget();
    this.state = conflicts.length ? "conflict" : "unsaved";
    setTimeout(async () => {
      await this.preview();
      if (!conflicts.length || (await this.#settle(conflicts))) this.save();
    });
  }

  #heard({ words, saved }) {
    if (saved && saved.version > this.base.version) {
      const { claims } = merge(this.stored, this.claims, listOf(saved));
      Object.assign(this, { base: saved, claims });
      this.#tell("summary");
    } else if (words && words.version === this.base.version) {
      const known = new Map(this.claims.map((c) => [c.key, c]));
      this.#step();
      this.claims = words.claims.map((c) => ({ ...emptyClaim, ...known.get(c.key), ...c, checking: false }));
      this.#later("preview", PREVIEW_AFTER, () => this.preview());
    } else return;
    this.#tell("claims");
    if (!this.pendingChanges.length) this.#set("saved");
  }
}

const emptyClaim = { findings: [], evidence: [], accepted: [], support: null, stale: null, locked: false };
