// What takes longer than a key press: drafting again, alternatives, approving,
// rejecting, copying. Words are stored before anything of it begins.

import { alertNow, announce } from "./dom.js";
import { t } from "./texts.js";
import { Problem, call, follow, newKey } from "./api.js";
import { nameOf } from "./view.js";
import { askApproval, askRejection, askReplace } from "./review.js";
import { copyAs } from "./copy.js";
import { messageOf, signIn, signedOut } from "./session.js";

/** Work is done on the desk: {draft, view, actor, show(), fix(key, finding), numberOf(claim)}. */
export class Work {
  busy = new Set(); // keys of the claims that are drafted again
  unlocked = false; // final copy is edited on purpose
  #desk;

  constructor(desk) { this.#desk = desk; }

  async #guarded(fn) {
    const { draft, view } = this.#desk;
    try {
      await fn();
      view.notice("problem");
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
      if (e.code === "version_conflict") await draft.catchUp();
      const message = e.offline ? t("save.offline") : messageOf(e);
      view.notice("problem", message, "failed", ...(signedOut(e) ? [signIn()] : []));
      alertNow(message);
    }
  }

  /** stored makes sure that everything is stored first. */
  async #stored() {
    const { draft } = this.#desk;
    draft.dropEmpty();
    return (await draft.save(true)) && draft.pendingChanges.length === 0;
  }

  /** againAll drafts all again but the locked; what a person wrote is asked about first. */
  againAll() {
    const { draft } = this.#desk;
    const own = draft.claims.filter((c) => c.origin === "human" && !c.locked && c.text.trim());
    const open = () => draft.claims.filter((c) => !c.locked).map((c) => c.key);
    if (!own.length) return this.again(open());
    return askReplace(own.length).then((how) => {
      if (!how) return;
      if (how === "lock") for (const c of own) draft.setLocked(c.key, true);
      return this.again(open());
    });
  }

  /** again drafts claims again: a new version. */
  async again(keys) {
    const { draft } = this.#desk;
    if (this.busy.size || !keys.length || !(await this.#stored())) return;
    const ids = keys.map((k) => draft.claim(k)?.id).filter(Boolean);
    if (!ids.length) return; // they had no words, and are gone: none would mean all
    this.busy = new Set(keys);
    this.#desk.show();
    announce(t("again.working", { n: keys.length }));
    await this.#guarded(() => draft.meanwhile(async () => {
      const answer = await call("POST", `${draft.path}/regenerate`, { body: { claims: ids }, version: draft.base.version, key: newKey(), prefer: "respond-async" });
      const next = answer.status === 202 ? await outcome(answer.data.id) : answer.data;
      await draft.rebase(next, true);
      for (const c of keys.map((k) => draft.claim(k)).filter(Boolean)) announce(`${nameOf(c, this.#desk.numberOf(c))}: ${c.text}.`);
    }));
    this.busy = new Set();
    this.#desk.show();
  }

  /** alternatives offers other words for a claim. */
  async alternatives(c) {
    const { draft, view } = this.#desk;
    if (this.busy.size || !(await this.#stored())) return;
    const claim = draft.claim(c.key)?.id;
    if (!claim) return; // it had no words, and is gone
    this.busy = new Set([c.key]);
    this.#desk.show();
    await this.#guarded(async () => {
      const { data } = await call("POST", `${draft.path}/alternatives`, { body: { claim, n: 3 }, key: newKey() });
      this.busy = new Set();
      this.#desk.show();
      view.row(c.key).showOthers(data.claims, data.claims.length ? t("others.pick") : t("others.none"));
    });
    this.busy = new Set();
    this.#desk.show();
  }

  /** approve asks about what is open, stores the reasons, and approves. */
  async approve() {
    const { draft } = this.#desk, words = () => JSON.stringify(draft.claims.map((c) => [c.id, c.text]));
    for (;;) {
      if (!(await this.#stored())) return;
      const seen = words();
      const answer = await askApproval(draft.claims, this.#desk.fix);
      if (answer === "again") continue;
      if (!answer) return;
      for (const { key, finding, reason } of answer.accept) draft.accept(key, finding, reason, this.#desk.actor);
      if (!(await this.#stored())) return;
      if (words() !== seen) continue; // somebody wrote in the meantime: what is approved has to be seen first
      const sent = structuredClone(draft.claims);
      return this.#guarded(async () => {
        const { data } = await call("POST", `${draft.path}/approve`, { body: { note: answer.note }, version: draft.base.version, key: newKey() });
        this.unlocked = false;
        draft.adopt(data, sent);
        this.#desk.view.head.scrollIntoView({ block: "center" });
        announce(t("review.now_approved"));
      });
    }
  }

  /** reject asks for the reason. */
  async reject() {
    const { draft } = this.#desk;
    const reason = await askRejection();
    if (!reason || !(await this.#stored())) return;
    const sent = structuredClone(draft.claims);
    await this.#guarded(async () => {
      const { data } = await call("POST", `${draft.path}/reject`, { body: { reason }, version: draft.base.version, key: newKey() });
      this.unlocked = false;
      draft.adopt(data, sent);
      this.#desk.view.head.scrollIntoView({ block: "center" });
      announce(t("review.now_rejected"));
    });
  }

  /** copy puts the summary on the clipboard. */
  async copy(form) {
    const { draft, view } = this.#desk;
    const done = await copyAs(form, draft.base, draft.claims);
    const text = done ? t(draft.base.status === "approved" ? "copy.done" : "copy.done_draft") : t("copy.refused");
    announce(text);
    view.notice("copied", text);
    setTimeout(() => view.notice("copied"), 5000);
  }
}

/** outcome follows a job to its end. */
async function outcome(job) {
  for await (const { name, data } of follow(job)) {
    if (name === "done") return data;
    if (name === "error") throw new Problem({ status: 500, code: data.code, detail: data.message, retryable: false });
  }
  throw new Problem({ retryable: true });
}
