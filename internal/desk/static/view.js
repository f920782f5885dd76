// The draft's side of the page: the claims in their places, what is known of the
// summary, and the buttons. It changes nothing itself.

import "./claim.js";
import { byID, h, iconButton, moment, shape } from "./dom.js";
import { t, word } from "./texts.js";
import { isFinal, isWhy, openFindings } from "./claims.js";
import { dirOf } from "./house.js";

/** DraftView shows claims and a summary in the element #draft. */
export class DraftView {
  head = h("div.draft-head");
  notices = h("div.notices"); // where the summary stands
  remarks = h("div.notices"); // what to know of the draft
  messages = h("div.notices.messages"); // what just happened, always in view
  #headline = h("h1.draft-title", { dir: "auto" }); // of the article, where that is not in view
  #rows = new Map();
  #whyTitle = h("h2.part");
  #whyBox = h("div.why-box");
  #title = h("h2.part");
  #list = h("div.claims", { "data-testid": "takeaways" });
  #about = h("details.about", { "data-testid": "about" });
  #disclosure = h("p.disclosure", { "data-testid": "disclosure" });
  #adders;
  #final = h("span.final", { hidden: true }); // what became of it, where the buttons were
  #buttons = {};
  #status = "";
  #actions;
  #do;

  constructor(root, onDo) {
    this.#do = onDo;
    this.#adders = h("div.add-row", {},
      this.#button("addWhy", "button.quiet.small", t("draft.add_why")), this.#button("add", "button.quiet.small", t("draft.add")),
      this.#button("againAll", "button.quiet.small", t("draft.again_all")));
    this.#actions = h("div.actions", { role: "group", "aria-label": t("draft.actions") }, this.messages,
      this.#iconButton("undo", t("help.undo")), this.#iconButton("redo", t("help.redo")),
      this.#final, this.#button("cancel", "button", t("draft.cancel")), this.#button("open", "button.quiet.problems", "", { title: t("help.finding") }),
      h("span.spread"),
      this.#button("reject", "button.quiet", t("review.reject")), this.#button("copy", "button", t("copy.open")), this.#button("approve", "button.primary", t("review.approve")));
    this.#buttons.copy.setAttribute("aria-haspopup", "menu");
    root.replaceChildren(this.#headline, this.head, this.notices, this.#whyTitle, this.#whyBox, this.#title, this.#list, this.#adders, this.remarks, this.#disclosure, this.#about, this.#actions);
  }

  get actions() { return this.#actions; }
  /** keepPlaces holds the room of claims that are to come, so that nothing jumps. */
  keepPlaces() { this.#list.parentElement.classList.add("kept"); }

  get list() { return this.#list; }
  button(name) { return this.#buttons[name]; }
  row(key) { return this.#rows.get(key); }
  get rows() { return [...this.#whyBox.children, ...this.#list.children]; }

  #button(name, look, label, more = {}) {
    this.#buttons[name] = h(`button.${look}`, { type: "button", "data-testid": `act-${name}`, onclick: () => this.#do(name), ...more }, label);
    return this.#buttons[name];
  }

  #iconButton(name, label) {
    this.#buttons[name] = iconButton(name, label, { "data-testid": `act-${name}`, onclick: () => this.#do(name) });
    return this.#buttons[name];
  }

  /** enable sets which buttons can be used: {name: true, false or "hidden"}. */
  enable(which) {
    for (const [name, on] of Object.entries(which)) {
      this.#buttons[name].hidden = on === "hidden";
      this.#buttons[name].disabled = on === false;
    }
    // What a person came for is the loudest: approving, and then copying.
    const final = which.approve === "hidden" && isFinal(this.#status);
    this.#buttons.copy.classList.toggle("primary", final && this.#status === "approved");
    this.#final.hidden = !final;
    if (final) this.#final.replaceChildren(status(this.#status));
  }

  headline(title, lang) { Object.assign(this.#headline, { textContent: title, lang }); }

  labels(labels, lang) {
    this.#whyTitle.textContent = labels.why;
    this.#title.textContent = labels.takeaways;
    this.#whyTitle.lang = this.#title.lang = lang;
    this.#whyTitle.dir = this.#title.dir = dirOf(lang);
  }

  /** claims puts claims into their rows; rows move and keep their focus. */
  claims(claims, { house, lang, editable, stand = editable, final = false }) {
    const held = document.activeElement, takeaways = claims.filter((c) => !isWhy(c));
    const caret = held?.tagName === "TEXTAREA" ? [held.selectionStart, held.selectionEnd] : null;
    for (const [key, row] of this.#rows) {
      if (claims.some((c) => c.key === key)) continue;
      row.remove();
      this.#rows.delete(key);
    }
    this.#place(this.#whyBox, claims.filter(isWhy));
    this.#place(this.#list, takeaways);
    claims.forEach((c) => {
      const number = takeaways.indexOf(c) + 1;
      this.#rows.get(c.key).show(c, { name: nameOf(c, number), number, last: number === takeaways.length, house, lang, editable, stand, final });
    });
    const open = editable ? claims.reduce((n, c) => n + openFindings(c).length, 0) : 0;
    this.#buttons.open.hidden = open === 0;
    if (open) this.#buttons.open.replaceChildren(shape(), t("claim.open", { n: open }));
    this.#whyTitle.hidden = !claims.some(isWhy);
    this.#title.hidden = this.#list.hidden = claims.length === 0;
    if (held !== document.activeElement && held?.isConnected && held !== document.body) {
      held.focus({ preventScroll: true });
      if (caret) held.setSelectionRange(...caret);
    }
  }

  #place(box, claims) {
    claims.forEach((c, i) => {
      if (!this.#rows.has(c.key)) this.#rows.set(c.key, document.createElement("ng-claim"));
      const row = this.#rows.get(c.key);
      if (box.children[i] !== row) box.insertBefore(row, box.children[i] ?? null);
    });
  }

  /** facts shows the line at the top. */
  facts(summary) {
    const page = `/summaries/${encodeURIComponent(summary.id)}`;
    const approved = summary.approved_version && summary.status !== "approved"
      ? h("a", { href: `${page}?version=${summary.approved_version}` }, t("draft.approved_version", { n: summary.approved_version })) : null;
    const mark = summary.article.sensitivity, saved = byID("save-state");
    this.#status = summary.status;
    this.head.replaceChildren(h("p.draft-facts", {}, status(summary.status),
      mark && mark !== "normal" ? h("strong.mark", { "data-testid": "sensitivity" }, word("sensitivity", mark)) : null,
      h("span.version", { "data-testid": "version", title: t("draft.by", { who: summary.actor, when: moment(summary.at) }) }, t("draft.version", { n: summary.version })),
      h("span.save-here", { "data-state": saved.dataset.state ?? "", hidden: saved.hidden }, saved.textContent),
      h("span.draft-links", {}, approved, h("a", { href: `${page}/versions` }, t("draft.history")), h("a.last", { href: `${page}/correct`, "data-testid": "correct" }, t("draft.correct")))));
  }

  /** running shows how the work goes. */
  running(note, part) {
    const bar = h("i");
    bar.style.width = `${Math.round(100 * part)}%`;
    this.head.replaceChildren(h("p.draft-facts", {}, status("running"), h("span", { "data-testid": "progress" }, note)), h("div.progress", { role: "progressbar", "aria-label": t("draft.running"), "aria-valuenow": Math.round(100 * part), "aria-valuemin": 0, "aria-valuemax": 100 }, bar));
  }

  /** notice puts up something to read, or takes it away; the same id replaces it. Several texts make a list. */
  notice(id, text, kind = "", ...more) {
    this.#regionOf(id).querySelector(`[data-id="${id}"]`)?.remove();
    const texts = [text].flat().filter(Boolean);
    const says = texts.length > 1 ? h("ul", {}, texts.map((x) => h("li", { dir: "auto" }, x))) : h("p", { dir: "auto" }, texts);
    if (texts.length) this.#regionOf(id).append(h("div.draft-notice", { "data-id": id, "data-kind": kind, "data-testid": `notice-${id}` }, says, ...more));
  }

  #regionOf(id) {
    if (["old", "rights", "approved", "rejected", "stale", "failed"].includes(id)) return this.notices;
    return ["partial", "warnings"].includes(id) ? this.remarks : this.messages;
  }

  /** about shows where the draft comes from. */
  about(summary) {
    const p = summary.provenance, c = summary.coverage;
    const by = p.model ? t("about.model", { model: p.model, host: p.endpoint_host ?? "" }) : word("about", p.engine);
    const rows = [["about.by", by], ["about.profile", p.profile],
      ["about.read", t("about.read_of", { read: c.sentences_read, n: c.sentences })],
      ["about.calls", p.calls ? t("about.calls_of", { n: p.calls, input: p.input_tokens ?? "?", output: p.output_tokens ?? "?" }) : t("about.no_calls")],
      ["about.cost", p.usd === null ? t("about.cost_unknown") : `$${p.usd.toFixed(4)}`],
      ["about.took", t("about.seconds", { n: (p.duration_ms / 1000).toFixed(1) })], ["about.at", moment(p.generated_at)]];
    const repairs = (summary.repairs ?? []).map((r) => h("li", {}, `${word("repair", r.outcome)}: `, h("q", { dir: "auto" }, r.before), r.after ? " → " : "", r.after ? h("q", { dir: "auto" }, r.after) : null));
    const open = this.#about.open;
    this.#about.replaceChildren(h("summary", {}, t("about.title")), h("dl", {}, rows.map(([k, v]) => [h("dt", {}, t(k)), h("dd", {}, v)]).flat()),
      ...(repairs.length ? [h("p", {}, t("about.repairs")), h("ul", {}, repairs)] : []));
    this.#about.open = open;
    this.#disclosure.textContent = summary.disclosure.label;
  }
}

/** nameOf is what a claim is called. */
export const nameOf = (c, number) => (isWhy(c) ? t("claim.why") : t("claim.takeaway", { n: number }));

const status = (name) => h("span.status", { "data-status": name, "data-testid": "status" }, shape(), word("status", name));

/** saveState shows whether words are safe: in the bar at the top, or on a phone above the draft. */
export function saveState(state, text) {
  for (const el of document.querySelectorAll("#save-state, .save-here")) {
    el.hidden = !text;
    el.dataset.state = state;
    if (el.textContent !== text) el.textContent = text;
  }
}
