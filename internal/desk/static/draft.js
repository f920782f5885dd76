// The draft that is worked on: its words, their history, and how they get to
// the service without anything being lost on the way.

import { Problem, call, newKey } from "./api.js";
import { changes, covers, holds, isFinal, isWhy, letStand, listOf, merge, sameWords } from "./claims.js";
import { clean } from "./house.js";
import { History } from "./history.js";
import { Memory } from "./memory.js";
import { signedOut } from "./session.js";

const PREVIEW_AFTER = 120; // ms after the last key
const SAVE_AFTER = 2500;
const STAND_IN_AFTER = 10000; // a tab that was told of words stores them when the other has not by then
const WORKS_AT_MOST = 300000; // a tab that has not said by then that its work ended is gone
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
  #told = new Map(); // the words that this tab told last, by key
  #known = new Map(); // those that the other tabs surely know
  #held = 0; // how much is under way that a new version would spoil
  #elsewhere = 0; // until when (ms) another tab may be at such work

  #actor;
  #waits = false; // whether kept words wait until final copy is edited
  #reviews; // whether findings may be let stand here

  /** The actor is who works on it. With reading, the summary is only looked at: nothing that was kept is taken up. */
  constructor(summary, { actor, reading, reviews }) {
    super();
    [this.#actor, this.#reviews] = [actor, reviews];
    this.base = summary;
    this.claims = listOf(summary);
    this.#known = this.#told = this.#words();
    if (reading) return;
    this.#memory = new Memory(summary.id, actor, (what, knew) => this.#heard(what, knew));
    if (this.final) this.#waits = true;
    else this.#recall();
    addEventListener("online", () => this.save());
    addEventListener("focus", () => { if (["offline", "out"].includes(this.state)) this.save(); });
    addEventListener("pageshow", (e) => { if (e.persisted) this.save(); });
    addEventListener("pagehide", () => {
      if (this.#timers.remember || this.#held) this.#remember(false);
    });
    addEventListener("beforeunload", (e) => { if (!this.#memory.kept && this.pendingChanges.length) e.preventDefault(); });
  }

  get path() { return `/v1/summaries/${encodeURIComponent(this.base.id)}`; }
  get stored() { return listOf(this.base); }
  get final() { return isFinal(this.base.status); }
  get pendingChanges() { return changes(this.stored, this.claims).filter((c) => c.op !== "accept" || this.#own(c)); }
  get canUndo() { return this.#history.canUndo; }
  get canRedo() { return this.#history.canRedo; }
  claim(key) { return this.claims.find((c) => c.key === key); }

  // What a person does.

  setText(key, text, origin = "human") {
    const c = this.claim(key);
    if (!c || c.locked || c.text === text) return;
    this.#history.step(this.claims, origin === "human" ? key : null);
    c.text = text;
    if (!this.#settled(c)) Object.assign(c, { origin, checking: true });
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
    this.claims = then.map((c) => ({ ...c, id: ids.get(c.key) ?? c.id }));
    for (const c of this.claims) {
      const stored = this.stored.find((s) => s.id === c.id)?.accepted ?? [];
      c.accepted = c.accepted.filter((a) => (this.#reviews && a.by === this.#actor) || stored.some((b) => covers(a, b)));
      this.#settled(c);
    }
    this.#changed();
  }

  /** #settled gives a claim what is known of its words when they are those that are stored, and tells whether they are. */
  #settled(c) {
    const stored = this.stored.find((s) => s.id === c.id);
    if (!stored || !sameWords(c.text, stored.text)) return false;
    const { origin, findings, evidence, support, stale } = stored;
    Object.assign(c, { origin, findings, evidence, support, stale, accepted: letStand(stored, c.accepted), checking: false });
    return true;
  }

  /** #own tells whether what a change lets stand was let stand here, by the person who works. */
  #own({ claim, rule, found }) {
    const told = this.claims.find((c) => c.id === claim)?.accepted ?? [];
    return this.#reviews && told.some((a) => a.by === this.#actor && covers(a, { rule, found }));
  }

  #step() { this.#history.step(this.claims); }

  #changed(keys) {
    this.#waits = false;
    this.#tell("claims", { keys });
    this.#set(this.#conflicts ? "conflict" : "unsaved");
    this.#timers.remember ??= setTimeout(() => this.#remember(), 80);
    this.#later("preview", PREVIEW_AFTER, () => this.preview());
    this.#later("save", SAVE_AFTER, () => this.save());
  }

  #later(name, ms, fn) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(fn, ms);
  }

  #tell(name, detail = {}) { this.dispatchEvent(new CustomEvent(name, { detail })); }

  #set(state, message = "") {
    if (state === "saved" && this.claims.some((c) => c.id && !clean(c.text))) state = "unsaved"; // its words are still there
    this.state = state;
    this.message = message;
    this.#tell("state");
  }

  // Findings of words that are not stored yet.

  async preview() {
    this.#previewing?.abort();
    const stored = new Map(this.stored.map((c) => [c.id, c.text]));
    const written = this.claims.filter((c) => c.text.trim());
    if (!written.some((c) => !sameWords(c.text, stored.get(c.id) ?? ""))) return;
    const sent = written.map((c) => ({ id: c.key, text: clean(c.text), cites: (c.evidence ?? []).map((e) => e.sentence) }));
    const abort = this.#previewing = new AbortController();
    const late = setTimeout(() => abort.abort(), ANSWER_WITHIN);
    try {
      const { data } = await call("POST", `${this.path}/preview`, { body: { claims: sent }, signal: abort.signal });
      this.#found(new Map(data.claims.map((c) => [c.id, c])), stored);
    } catch (e) {
      if (abort !== this.#previewing) return;
      for (const c of this.claims) c.checking = false;
      this.#tell("claims", { keys: this.claims.map((c) => c.key), settled: true });
    } finally {
      clearTimeout(late);
    }
  }

  #found(results, stored) {
    const keys = [];
    for (const c of this.claims) {
      const r = results.get(c.key);
      if (!r || clean(c.text) !== r.text || sameWords(stored.get(c.id) ?? "", r.text)) continue;
      Object.assign(c, { findings: r.findings, evidence: r.evidence, support: r.support, stale: r.stale ?? null, checking: false });
      c.accepted = c.accepted.filter((a) => holds(c, a));
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
    const wait = this.#elsewhere - Date.now();
    if (wait > 0) this.#later("save", wait, () => this.save());
    if (this.#held || wait > 0) return !this.pendingChanges.length;
    if (this.#conflicts && !(asking && (await this.#settle()))) return false;
    this.#saving ??= this.#saveAll().finally(() => { this.#saving = null; });
    return this.#saving;
  }

  /** meanwhile does what a new version would spoil: words that are written in the meantime, here or in other tabs, are stored after it. */
  async meanwhile(work) {
    this.#held++;
    this.#remember();
    try {
      return await work();
    } finally {
      this.#held--;
      this.#remember();
      if (this.pendingChanges.length) this.#later("save", SAVE_AFTER, () => this.save());
    }
  }

  async #saveAll() {
    for (let last = "", same = 0; same < 3; ) {
      const todo = this.pendingChanges;
      if (!todo.length) {
        this.#retries = 0;
        this.#remember();
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
      for (const c of this.claims) if (clean(c.text)) c.sent = clean(c.text); // whether it arrived may be known later only
      this.#remember();
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
  adopt(summary, sent) {
    const now = listOf(summary), fresh = now.filter((n) => !sent.some((c) => c.id === n.id));
    for (const c of sent) {
      const stored = now.find((n) => n.id === c.id) ?? (clean(c.text) ? fresh.shift() : null);
      if (stored) this.#takeOver(this.claim(c.key), c, stored);
    }
    if (summary.version >= this.base.version) this.base = summary;
    this.#tell("summary");
    this.#tell("claims");
    this.#remember();
    if (!this.pendingChanges.length) this.#set("saved");
  }

  #takeOver(mine, sent, now) {
    if (!mine) return;
    mine.id = now.id;
    if (mine.text !== sent.text || !clean(mine.text)) return;
    const { key, locked, text } = mine;
    const accepted = letStand(now, mine.accepted);
    Object.assign(mine, now, { key, locked, text: sameWords(text, now.text) ? text : now.text, accepted, checking: false });
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

  /**
   * rebase puts what is here on top of a newer version; false when a choice is put
   * off. Undo takes back what was done here, not what others did: drafting again is
   * done here.
   */
  async rebase(summary, here = false) {
    const before = this.stored, { claims, conflicts } = merge(before, this.claims, listOf(summary));
    if (here) this.#step();
    else this.#lay(before, summary);
    this.base = summary;
    this.claims = claims;
    if (conflicts.length) this.#conflicts = [...(this.#conflicts ?? []).filter((o) => !conflicts.some((c) => c.key === o.key)), ...conflicts];
    this.#tell("summary");
    this.#tell("claims");
    this.#remember();
    if (!this.final) this.takeUp();
    if (conflicts.length) return this.#settle();
    if (!this.pendingChanges.length) this.#set("saved");
    return true;
  }

  /** #lay puts what others did since a version under the states that undo goes back to. */
  #lay(before, summary) {
    const ids = new Map(this.claims.filter((c) => c.id).map((c) => [c.key, c.id]));
    this.#history.each((then) => merge(before, then.map((c) => ({ ...c, id: ids.get(c.key) ?? c.id })), listOf(summary)).claims);
  }

  /** A person chooses between their words and those of another, or puts it off. */
  async #settle() {
    const conflicts = this.#conflicts = this.#asTheyStand(this.#conflicts);
    this.#set("conflict");
    const choices = conflicts.length ? await new Promise((done) => this.#tell("conflict", { conflicts, done })) : [];
    if (!choices) return false;
    this.#step();
    this.#conflicts = null;
    for (const [key, text] of choices) this.#choose(key, text);
    this.#tell("claims");
    this.#remember();
    this.#set("unsaved");
    this.#later("preview", 0, () => this.preview());
    return true;
  }

  /** #asTheyStand are conflicts with the words of now: both may have gone on since. */
  #asTheyStand(conflicts) {
    return conflicts.flatMap(({ key, mine }) => {
      const c = this.claim(key), theirs = this.stored.find((s) => s.id === (c?.id ?? key))?.text ?? null;
      if (!c || !clean(c.text)) return { key, mine: null, theirs };
      if (theirs === null || !sameWords(c.text, theirs)) return { key, mine: c.text, theirs };
      return mine === null ? { key, mine, theirs } : []; // they agree by now
    });
  }

  #choose(key, text) {
    if (text === null) this.claims = this.claims.filter((c) => c.key !== key);
    const c = this.claim(key);
    const at = this.stored.findIndex((s) => s.id === (c?.id ?? key)), stored = this.stored[at];
    if (!c && stored && text !== null) this.claims.splice(at, 0, stored);
    else if (c && stored?.text === text) Object.assign(c, stored, { key });
    else if (c) Object.assign(c, { text, checking: true });
  }

  // What survives a reload, and what other tabs are told.

  /** takeUp brings back words that were kept when the summary was approved or rejected. */
  takeUp() {
    if (!this.#waits) return;
    this.#waits = false;
    this.#recall();
    this.#tell("claims");
    this.#set(this.state);
  }

  /** #remember keeps what is not stored, and tells the other tabs how things stand: working is whether a new version would spoil something. */
  #remember(working = this.#held > 0) {
    if (this.#waits) return;
    clearTimeout(this.#timers.remember);
    this.#timers.remember = null;
    const slim = (c) => ({ key: c.key, id: c.id, text: c.text, origin: c.origin, locked: c.locked, accepted: c.accepted, evidence: c.evidence, sent: c.sent });
    const claims = this.claims.map(slim), conflicts = this.#conflicts;
    this.#memory.keep(this.pendingChanges.length || conflicts ? { base: this.stored.map(slim), claims, conflicts } : null);
    this.#memory.tell({ summary: this.base, claims, conflicts, working });
    this.#told = this.#words();
  }

  #words() { return new Map(this.claims.map((c) => [c.key, c.text])); }

  #recall() {
    const words = this.#memory.recall();
    if (!words) return;
    const mine = words.claims.map((c) => ({ ...emptyClaim, ...c }));
    const { claims, conflicts } = merge(words.base, mine, this.claims);
    this.claims = claims;
    for (const c of claims) this.#settled(c);
    const open = [...(words.conflicts ?? []), ...conflicts.filter((c) => !words.conflicts?.some((w) => w.key === c.key))];
    this.#conflicts = open.length ? open : null;
    this.restored = Boolean(this.pendingChanges.length || this.#conflicts);
    if (!this.restored) return this.#memory.keep(null);
    this.state = this.#conflicts ? "conflict" : "unsaved";
    setTimeout(() => {
      this.preview();
      this.save(true);
    });
  }

  /** #heard takes what another tab tells. What was written here, and that tab did not know, stays. */
  #heard({ summary, claims, conflicts, working }, knew) {
    this.#elsewhere = working ? Date.now() + WORKS_AT_MOST : 0;
    if (knew) this.#known = this.#told;
    this.#history.step(this.claims, "another tab");
    if (summary.version < this.base.version) {
      const merged = merge(listOf(summary), claims.map((c) => ({ ...emptyClaim, ...c })), this.claims);
      this.claims = merged.claims;
      conflicts = merged.conflicts.length ? merged.conflicts : this.#conflicts;
      this.#timers.remember ??= setTimeout(() => this.#remember(), 80);
    } else {
      if (summary.version > this.base.version) this.#lay(this.stored, summary);
      this.base = summary;
      conflicts = this.#mirror(claims, conflicts);
    }
    this.#conflicts = conflicts;
    for (const c of this.claims) this.#settled(c);
    this.#tell("summary");
    this.#tell("claims");
    const pending = this.pendingChanges.length > 0;
    this.#set(conflicts ? "conflict" : pending ? "unsaved" : "saved");
    if (pending) this.#later("preview", PREVIEW_AFTER, () => this.preview());
    if (pending) this.#later("save", STAND_IN_AFTER, () => this.save());
    if (!this.final) this.takeUp();
  }

  #mirror(theirs, conflicts) {
    const known = this.#known, keys = new Map(), stored = new Map(this.stored.map((c) => [c.id, c.text]));
    const kept = new Set(), own = (c) => known.get(c.key) !== c.text && !sameWords(c.text, stored.get(c.id) ?? "");
    const list = theirs.map((c) => {
      const mine = this.claim(c.key) ?? this.claims.find((m) => c.id && m.id === c.id), key = mine?.key ?? c.key;
      keys.set(c.key, key);
      if (mine && own(mine)) {
        kept.add(key);
        return { ...mine, id: c.id ?? mine.id };
      }
      return { ...emptyClaim, ...(mine?.text === c.text ? mine : {}), ...c, key };
    });
    list.push(...this.claims.filter((c) => !c.id && !known.has(c.key) && !list.some((o) => o.key === c.key)));
    this.#known = new Map(theirs.map((c) => [keys.get(c.key), c.text]));
    this.#told = new Map([...this.#known].map(([key, text]) => [key, kept.has(key) ? this.#told.get(key) : text]));
    this.claims = list;
    return conflicts?.map((c) => ({ ...c, key: keys.get(c.key) ?? c.key })) ?? null;
  }
}

const emptyClaim = { findings: [], evidence: [], accepted: [], support: null, stale: null, locked: false };
