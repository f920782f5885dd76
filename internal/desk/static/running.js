// A draft that is being made: claims come in whole, each into the row that was
// kept for it.

import { alertNow, announce, h } from "./dom.js";
import { t, word } from "./texts.js";
import { Problem, call, follow } from "./api.js";
import { buildArticle, roughArticle } from "./article.js";
import { nameOf, saveState } from "./view.js";
import { intake } from "./intake.js";
import { messageOf, signIn, signedOut } from "./session.js";

const waiting = (key) => ({ key, id: null, text: "", origin: "model", locked: false, evidence: [], findings: [], accepted: [], support: null, stale: null, waiting: true });

const toStart = () => h("a.button.small", { href: "/", "data-testid": "back-to-start" }, t("running.back"));

/** watchRun shows a run until it is done. It can be cancelled. */
export function watchRun({ state, view, pane, done }) {
  const run = new Run(state, view, pane, done);
  run.watch();
  return { cancel: () => run.cancel() };
}

class Run {
  #state; #view; #pane; #done;
  #abort = new AbortController();
  #rows = [waiting("why")];
  #lang = "";
  #part = 0.04;
  #over = false;

  constructor(state, view, pane, done) {
    [this.#state, this.#view, this.#pane, this.#done] = [state, view, pane, done];
    for (let i = 1; i <= state.profile.takeaways.count; i++) this.#rows.push(waiting(`t${i}`));
    const off = { undo: "hidden", redo: "hidden", add: "hidden", addWhy: "hidden", againAll: "hidden", reject: "hidden", copy: "hidden", approve: "hidden" };
    view.enable({ ...off, cancel: true });
    view.keepPlaces();
    view.running(t("running.reading"), this.#part);
    const brought = intake.get()?.text;
    if (brought) this.#rough(brought);
    this.#show();
  }

  async watch() {
    try {
      for await (const { name, data } of follow(this.#state.job, { signal: this.#abort.signal, onDrop: (gone) => this.#dropped(gone) })) this.#on[name]?.(data);
      if (!this.#state.summary && !this.#over && this.#state.id) this.#on.done((await call("GET", `/v1/summaries/${encodeURIComponent(this.#state.id)}`)).data);
    } catch (e) {
      if (e.name === "AbortError") return;
      if (!(e instanceof Problem)) throw e;
      this.#failed(e.status === 404 ? t("running.gone") : messageOf(e), "failed", signedOut(e) ? signIn() : toStart());
    }
  }

  // The article as it was brought, until it is read; its first line is most likely the headline.
  #rough(text) {
    this.#pane.show(roughArticle(text));
    const first = text.trim().split("\n", 1)[0];
    if (first.length <= 160) this.#view.headline(first, "");
  }

  #on = {
    accepted: (d) => {
      this.#state.id = d.summary;
      this.#rows = this.#rows.slice(0, 1).concat(Array.from({ length: d.expected }, (_, i) => this.#rows[i + 1] ?? waiting(`t${i + 1}`)));
      this.#lang = d.article.lang;
      this.#view.labels(d.labels, this.#lang);
      this.#view.headline(d.article.title, this.#lang);
      document.title = `${d.article.title} · nutgraf`;
      this.#progress(t("running.asking", { engine: word("about", d.engine) }), 0.08);
      this.#article();
    },
    plan: (d) => this.#progress(d.total > 1 ? t("running.parts", { done: 0, n: d.total }) : t("running.writing"), 0.1),
    chunk: (d) => this.#progress(t("running.parts", { done: d.done, n: d.total }), 0.1 + 0.4 * (d.done / Math.max(1, d.total))),
    repair: (d) => this.#progress(t("running.repair", { n: d.total }), this.#part),
    fallback: (d) => {
      this.#rows = this.#rows.map((r) => waiting(r.key));
      this.#view.notice("fallback", t("running.fallback", { engine: word("about", d.engine) }), "warn");
      this.#show();
    },
    why: (c) => this.#claim(c, "why"),
    takeaway: (c) => this.#claim(c, c.id),
    done: (s) => {
      intake.clear();
      this.#state.id = s.id;
      history.replaceState(null, "", `/summaries/${encodeURIComponent(s.id)}`);
      this.#state.summary = s;
      this.#article().then(() => {
        this.#done(s);
        announce(t("running.done", { n: s.takeaways.length, status: word("status", s.status) }));
      });
    },
    error: (d) => this.#failed(d.message),
  };

  #claim(c, key) {
    const at = this.#rows.findIndex((r) => r.key === key);
    const row = { ...c, key, accepted: [] };
    if (at < 0) this.#rows.push(row);
    else this.#rows[at] = row;
    const here = this.#rows.filter((r) => !r.waiting).length;
    this.#progress(t("running.writing"), 0.5 + 0.5 * (here / this.#rows.length));
    this.#show();
    announce(`${nameOf(row, this.#rows.indexOf(row))}: ${c.text}.`);
  }

  #show() {
    this.#view.claims(this.#rows, { house: this.#state.profile, lang: this.#lang, editable: false });
    const here = this.#rows.filter((r) => !r.waiting);
    if (this.#pane.here) this.#pane.cover(here.map((c) => ({ key: c.key, label: c.key === "why" ? t("claim.why_mark") : c.key.slice(1), name: nameOf(c, this.#rows.indexOf(c)), sentences: c.evidence.map((e) => e.sentence) })));
  }

  #progress(note, part) {
    this.#part = Math.max(this.#part, part);
    this.#view.running(note, this.#part);
  }

  #dropped(gone) {
    saveState(gone ? "offline" : "", gone ? t("running.dropped") : "");
  }

  /** The article is asked for as soon as it may be there, and at the end in any case. */
  async #article() {
    if (this.#pane.here) return;
    try {
      const { data } = await call("GET", `/v1/summaries/${encodeURIComponent(this.#state.id)}/article`);
      if (this.#pane.here) return;
      this.#pane.show(buildArticle(data));
      this.#pane.cover([]);
      this.#state.text = true;
      this.#show();
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
    }
  }

  async cancel() {
    this.#abort.abort();
    this.#view.enable({ cancel: false });
    try {
      await call("DELETE", `/v1/jobs/${encodeURIComponent(this.#state.job)}`);
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
    }
    this.#failed(t("running.cancelled"), "");
  }

  #failed(message, kind = "failed", remedy = toStart()) {
    const text = message || t("problem.unreadable");
    this.#over = true;
    this.#view.enable({ cancel: "hidden" });
    this.#view.head.replaceChildren();
    this.#rows = this.#rows.filter((r) => !r.waiting);
    this.#show();
    this.#view.notice("failed", text, kind, remedy);
    saveState("", "");
    alertNow(text);
  }
}
