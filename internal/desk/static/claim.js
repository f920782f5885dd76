// <ng-claim>: one claim, to be read and edited in place. It shows what it is
// given and tells what a person does by events that bubble: "ng-words"
// {key, text} and "ng-do" {key, what, …}.

import { h, icon, iconButton, shape } from "./dom.js";
import { t, word } from "./texts.js";
import { covers, isWhy, openFindings, told, verdictOf } from "./claims.js";
import { findingRow, staleRow } from "./findings.js";
import { clean, dirOf, limits, measure, placeOf } from "./house.js";

const gravity = { fail: 3, warn: 2, unknown: 1, pass: 0 };

class Claim extends HTMLElement {
  key;
  open = false; // whether the findings are shown
  #parts;
  #claim;
  #at;
  #shown = ""; // what the findings' rows were made of
  #cited = "";

  /** build makes the parts once. */
  #build() {
    const field = h("textarea", { rows: 1, maxLength: 2000, spellcheck: true, "data-testid": "words", oninput: () => this.#typed() });
    const mirror = h("div.mirror", { "aria-hidden": "true" });
    const verdict = h("button.verdict", { type: "button", "data-testid": "verdict", onclick: () => this.toggle() });
    const cites = h("span.cites");
    const count = h("span.count", { "data-testid": "count" });
    const findings = h("ul.findings", { dir: dirOf(document.documentElement.lang), "data-testid": "findings" });
    const others = h("div.others", { hidden: true, "data-testid": "others" });
    const handle = h("div.grip", { "aria-hidden": "true", "data-testid": "grip" });
    const tools = this.#tools();
    const own = { dir: dirOf(document.documentElement.lang) };
    const meta = h("div.claim-meta", own, verdict, cites, count, tools);
    const wordsBox = h("div.words", {}, mirror, field);
    this.#parts = { field, mirror, verdict, cites, count, findings, others, handle, tools, words: wordsBox };
    this.classList.add("claim");
    this.setAttribute("data-testid", "claim");
    this.setAttribute("role", "group");
    this.tabIndex = -1;
    this.append(h("div.claim-main", {}, handle, h("div.claim-body", {}, wordsBox, meta, findings, others)));
    field.addEventListener("keydown", (e) => this.#key(e));
    field.addEventListener("blur", () => { if (this.isConnected && document.hasFocus()) this.#left(); });
  }

  #tools() {
    const tool = (name, what, label) => iconButton(name, t(label), { "data-do": what, "data-testid": `do-${what}`, onclick: () => this.#do(what) });
    return h("div.claim-tools", {}, tool("again", "again", "claim.again"), tool("others", "others", "claim.others"),
      tool("up", "up", "claim.up"), tool("down", "down", "claim.down"), tool("remove", "remove", "claim.remove"), tool("open", "lock", "claim.lock"));
  }

  get field() { return this.#parts.field; }

  #do(what, more = {}) { this.dispatchEvent(new CustomEvent("ng-do", { bubbles: true, detail: { key: this.key, what, ...more } })); }

  #typed() {
    const { field } = this.#parts;
    if (/[\r\n]/.test(field.value)) {
      const caret = field.selectionStart;
      field.value = field.value.replace(/\s*[\r\n]+\s*/g, " ");
      field.setSelectionRange(caret, caret);
    }
    this.dispatchEvent(new CustomEvent("ng-words", { bubbles: true, detail: { key: this.key, text: field.value } }));
  }

  #left() {
    const { field } = this.#parts;
    if (clean(field.value) !== field.value) {
      field.value = clean(field.value);
      this.#typed();
    }
    this.#do("left");
  }

  #key(e) {
    if (e.key === "Enter" && !e.ctrlKey && !e.metaKey && !e.isComposing) e.preventDefault();
    if (e.key === "Escape" && !e.isComposing) {
      e.stopPropagation();
      if (!this.#parts.others.hidden) return this.showOthers(null);
      this.focus();
    }
  }

  /** show puts a claim into the row. at: {name, number, last, house, lang, editable, stand, final}: stand is whether findings can be let stand, and nobody edits what is final. */
  show(claim, at) {
    if (!this.#parts) this.#build();
    this.#claim = claim;
    this.#at = at;
    const { field, words } = this.#parts;
    this.key = claim.key;
    this.dataset.key = claim.key;
    this.dataset.claim = claim.id ?? "";
    this.setAttribute("aria-label", at.name);
    this.classList.toggle("why", isWhy(claim));
    this.classList.toggle("locked", claim.locked);
    this.classList.toggle("waiting", Boolean(claim.waiting));
    this.classList.toggle("busy", Boolean(claim.busy));
    if (field.value !== claim.text) this.#setField(claim.text);
    field.readOnly = claim.locked || !at.editable || Boolean(claim.busy || claim.waiting);
    field.setAttribute("aria-label", at.name);
    field.placeholder = claim.waiting ? "" : t("claim.placeholder");
    words.lang = at.lang;
    field.dir = this.#parts.mirror.dir = dirOf(at.lang);
    this.firstChild.dir = dirOf(at.lang) === "rtl" ? "rtl" : "";
    this.#showTools(at);
    this.#showMeta();
    this.#showFindings();
    this.#mirror();
  }

  #setField(text) {
    const { field } = this.#parts;
    const caret = document.activeElement === field ? field.selectionStart : null;
    field.value = text;
    if (caret !== null) field.setSelectionRange(caret, caret);
  }

  #showTools(at) {
    const c = this.#claim, { tools, handle } = this.#parts;
    tools.classList.toggle("off", !at.editable || Boolean(c.waiting));
    tools.hidden = Boolean(at.final);
    const [again, others, up, down, remove, lock] = tools.children;
    lock.setAttribute("aria-pressed", String(c.locked));
    lock.title = t(c.locked ? "claim.unlock" : "claim.lock");
    lock.setAttribute("aria-label", t("claim.locked"));
    lock.replaceChildren(icon(c.locked ? "lock" : "open"));
    again.disabled = others.disabled = remove.disabled = c.locked || Boolean(c.busy);
    again.hidden = others.hidden = !c.id && !isWhy(c);
    up.hidden = down.hidden = isWhy(c);
    up.disabled = at.number === 1;
    down.disabled = at.last;
    handle.textContent = isWhy(c) ? "" : String(at.number);
    handle.hidden = isWhy(c);
    handle.draggable = at.editable;
    handle.title = at.editable ? t("claim.grip") : "";
  }

  #showMeta() {
    const c = this.#claim, { verdict, cites, count, field } = this.#parts;
    const open = openFindings(c).length, verdictName = c.waiting ? "" : c.checking && !open ? "checking" : verdictOf(c);
    verdict.dataset.verdict = verdictName;
    verdict.hidden = Boolean(c.waiting) || !c.text.trim();
    const notes = told(c).filter((f) => f.verdict === "warn").length;
    const label = c.checking ? word("verdict", "checking") : open ? t("claim.open", { n: open }) : verdictName === "warn" ? t("claim.warnings", { n: notes }) : word("verdict", verdictName);
    verdict.replaceChildren(shape(), label);
    verdict.setAttribute("aria-expanded", String(this.open));
    const cited = JSON.stringify((c.evidence ?? []).map((e) => [e.sentence, e.quote]));
    if (cited !== this.#cited) cites.replaceChildren(...(c.evidence ?? []).map((e) => h("button.cite", {
      type: "button", title: e.quote, "aria-label": t("claim.sentence", { id: e.sentence }), onclick: () => this.#do("cite", { sentence: e.sentence }),
    }, String(e.sentence))));
    this.#cited = cited;
    count.hidden = Boolean(c.waiting);
    const { least, most, unit } = limits(this.#at.house, isWhy(c), this.#at.lang);
    const n = measure(field.value, unit);
    const fit = n > most ? "out" : n < least ? "under" : "in";
    count.dataset.fit = fit;
    count.replaceChildren(h("b", {}, String(n)), ` / ${least}–${most} `, h("span.hidden", {}, t(`claim.${unit}`)), unit === "words" ? t("claim.words_short") : "");
    count.title = t(`claim.fit_${fit}`, { least, most, unit: t(`claim.${unit}`) });
  }

  /** toggle opens or closes the list of findings. */
  toggle(open = !this.open) {
    this.open = open;
    this.#parts.verdict.setAttribute("aria-expanded", String(open));
    this.#parts.findings.hidden = !open || !this.#parts.findings.firstChild;
  }

  // Rows stay the same elements while they say the same: a press that begins on one ends on it.
  #showFindings() {
    const c = this.#claim, { findings } = this.#parts;
    findings.hidden = !this.open || !findings.firstChild;
    const held = findings.contains(document.activeElement) && document.activeElement.tagName === "INPUT";
    const shown = JSON.stringify([c.findings, c.accepted, c.stale, c.locked, this.#at.editable, this.#at.stand, Boolean(c.text.trim())]);
    if (shown === this.#shown || (held && openFindings(c).length)) return;
    this.#shown = shown;
    const list = told(c).sort((a, b) => gravity[b.verdict] - gravity[a.verdict] || a.start - b.start);
    const can = { mend: this.#at.editable && !c.locked, stand: this.#at.stand, act: (what, more) => this.#do(what, more), point: (f, on) => this.#markOn(f, on) };
    const rows = openFindings(c).filter((f) => f.stale).map((f) => staleRow(f, can));
    rows.push(...list.filter((f) => f.verdict !== "pass").map((f) => findingRow(f, c.accepted.find((a) => covers(a, f)), can)));
    const passed = list.filter((f) => f.verdict === "pass");
    if (passed.length) rows.push(h("li.checked", {}, t("claim.checked", { rules: passed.map((f) => word("rule", f.rule)).join(", ") })));
    if (!c.text.trim()) rows.length = 0;
    const mended = findings.querySelector(".finding") && !rows.some((row) => row.matches(".finding"));
    findings.replaceChildren(...rows);
    this.toggle(this.open && !mended); // what passed is told to who asks
  }

  #markOn(f, on) {
    for (const mark of this.#parts.mirror.querySelectorAll("mark")) if (mark.dataset.rule === f.rule && mark.textContent === f.found) mark.classList.toggle("on", on);
  }

  // The words again, unseen, below the field: they give it its height and carry the marks.
  #mirror() {
    const text = this.#parts.field.value, c = this.#claim;
    const places = told(c).filter((f) => f.verdict === "fail" || f.verdict === "warn")
      .map((f) => ({ f, at: placeOf(f, text) })).filter((p) => p.at)
      .sort((a, b) => gravity[b.f.verdict] - gravity[a.f.verdict] || a.at[0] - b.at[0]);
    const taken = [];
    for (const p of places) if (!taken.some((o) => p.at[0] < o.at[1] && o.at[0] < p.at[1])) taken.push(p);
    taken.sort((a, b) => a.at[0] - b.at[0]);
    const parts = [];
    let from = 0;
    for (const { f, at: [start, end] } of taken) {
      const verdict = c.accepted.some((a) => covers(a, f)) ? "accepted" : f.verdict;
      parts.push(text.slice(from, start), h("mark", { "data-verdict": verdict, "data-rule": f.rule }, text.slice(start, end)));
      from = end;
    }
    this.#parts.mirror.replaceChildren(...parts, text.slice(from) + "\u200b");
  }

  /** showOthers offers alternatives to pick from; null takes them away. */
  showOthers(list, message = "") {
    const { others, field } = this.#parts;
    const had = !others.hidden;
    others.hidden = !list;
    if (!list) {
      others.replaceChildren();
      if (had && others.contains(document.activeElement)) field.focus();
      return;
    }
    others.replaceChildren(h("p.note", {}, message), ...list.map((o) => h("button.other", { type: "button", "data-testid": "other", lang: this.#at.lang, dir: dirOf(this.#at.lang), onclick: () => this.#do("use", { other: o }) },
      o.text, h("small", {}, `${word("verdict", verdictOf({ ...o, accepted: [] }))} · ${t("claim.sentences", { n: o.evidence.length, ids: o.evidence.map((e) => e.sentence).join(", ") })}`))));
    others.querySelector("button")?.focus();
  }
}

customElements.define("ng-claim", Claim);
