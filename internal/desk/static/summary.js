// The desk: a summary and its article, worked on side by side.

import { state } from "./page.js";
import { alertNow, announce, byID, h } from "./dom.js";
import { t } from "./texts.js";
import { isWhy, openFindings } from "./claims.js";
import { placeOf } from "./house.js";
import { Problem, call } from "./api.js";
import { ArticlePane, buildArticle } from "./article.js";
import { Draft } from "./draft.js";
import { DraftView, nameOf, saveState } from "./view.js";
import { askWords } from "./review.js";
import { copyMenu } from "./copy.js";
import { dragging, keyboard, nextFinding } from "./keys.js";
import { tabs } from "./tabs.js";
import { watchRun } from "./running.js";
import { Work } from "./work.js";
import { intake } from "./intake.js";
import { beforeLeaving, signIn } from "./session.js";

const desk = byID("desk");
const pane = new ArticlePane(byID("pane-article"));
const view = new DraftView(byID("draft"), (name) => act[name]());
const showTab = tabs(desk);

let draft = null;
let active = null; // key of the claim that is looked at
let shownText = ""; // SHA-256 of the article on the left
const work = new Work({ view, actor: state.actor, show, fix, numberOf, get draft() { return draft; } });

const reading = state.old || !state.edit; // nothing can be changed here
const summary = () => draft.base;
const editable = () => draft !== null && !reading && (!draft.final || work.unlocked);
const takeaways = () => draft.claims.filter((c) => !isWhy(c));

function numberOf(c) { return takeaways().indexOf(c) + 1; }

// Showing.

function show() {
  const s = summary();
  for (const c of draft.claims) c.busy = work.busy.has(c.key);
  view.labels(s.labels, s.lang);
  const final = reading || (draft.final && !work.unlocked);
  view.claims(draft.claims, { house: state.profile, lang: s.lang, editable: editable(), stand: editable() && state.review, final });
  const on = editable() && work.busy.size === 0;
  view.enable({
    undo: !editable() ? "hidden" : draft.canUndo, redo: !editable() ? "hidden" : draft.canRedo, cancel: "hidden",
    add: editable() ? on : "hidden", addWhy: editable() && !draft.claims.some(isWhy) ? on : "hidden", againAll: editable() && state.text ? on : "hidden",
    approve: final || !state.review ? "hidden" : on, reject: final || !state.review ? "hidden" : on, copy: true,
  });
  cover();
}

function cover() {
  pane.cover(draft.claims.filter((c) => c.text.trim()).map((c) => ({
    key: c.key, label: isWhy(c) ? t("claim.why_mark") : String(numberOf(c)), name: nameOf(c, numberOf(c)), sentences: (c.evidence ?? []).map((e) => e.sentence),
  })));
}

function showSummary() {
  const s = summary();
  document.title = `${s.article.title} · nutgraf`;
  view.headline(s.article.title, s.article.lang);
  view.facts(s);
  view.about(s);
  view.notice("old", state.old ? t("draft.old", { n: s.version, newest: state.newest }) : "", "", link(`/summaries/${encodeURIComponent(s.id)}`, t("draft.to_newest")));
  view.notice("rights", state.review ? "" : t(state.edit ? "draft.may_edit" : "draft.may_read"));
  const facts = { who: s.actor, when: when(s.at), n: s.version, reason: s.note };
  showFinal("approved", t("review.approved", facts) + (s.note ? ` “${s.note}”` : ""));
  showFinal("rejected", t("review.rejected", facts));
  const stale = draft.claims.filter((c) => c.stale).length;
  view.notice("stale", stale ? t("draft.stale", { n: stale }) : "", "stale", link(`/summaries/${encodeURIComponent(s.id)}/changes`, t("draft.changes")));
  view.notice("partial", s.coverage.complete ? "" : t("draft.partial", { read: s.coverage.sentences_read, n: s.coverage.sentences }), "warn");
  view.notice("warnings", (s.warnings ?? []).map((w) => w.message), "warn");
}

/** showFinal says that a summary is approved or rejected, and lets it be edited all the same. */
function showFinal(status, text) {
  const edit = button("edit-approved", t("review.edit_again"), () => {
    work.unlocked = true;
    draft.takeUp();
    tellRestored();
    showSummary();
    show();
    view.rows[0]?.field.focus();
  });
  const shown = summary().status === status && !work.unlocked;
  const changed = `/summaries/${encodeURIComponent(summary().id)}/versions?a=1&b=${summary().version}`;
  view.notice(status, shown ? text : "", status, status === "approved" && summary().version > 1 ? h("p", {}, link(changed, t("review.changed"))) : "", ...(reading ? [] : [edit]));
}

/** showRevision gets the article again when the summary is about another revision of it. */
async function showRevision() {
  const { sha256 } = summary().article;
  if (!state.text || sha256 === shownText) return;
  shownText = sha256;
  try {
    const { data } = await call("GET", `${draft.path}/article?version=${summary().version}`);
    pane.show(buildArticle(data));
    cover();
  } catch (e) {
    if (!(e instanceof Problem)) throw e;
    shownText = "";
  }
}

const when = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));

const button = (testid, label, onclick) => h("button.button.small", { type: "button", "data-testid": testid, onclick }, label);
const link = (href, label) => h("a", { href }, label);

function showState() {
  const words = { saved: t("save.saved", { n: summary().version }), unsaved: t("save.unsaved"), saving: t("save.saving"), offline: t("save.offline"), failed: t("save.failed", { why: draft.message }), conflict: t("save.conflict"), out: t("session.ended") };
  saveState(draft.state, reading ? "" : draft.state === "out" ? words.unsaved : words[draft.state] ?? "");
  const told = ["offline", "failed", "conflict", "out"].includes(draft.state);
  if (draft.state !== "saving") noticeSave(told ? words[draft.state] : "");
  if (told && draft.state !== "conflict") alertOnce(words[draft.state]);
  else alerted = "";
}

// The notice stays as it is while its words are the same: a click on it begins a
// save by leaving the field, and must still find its button.
let noticed = "";
function noticeSave(text) {
  if (text === noticed) return;
  noticed = text;
  view.notice("save", text, draft.state === "failed" ? "failed" : "warn", draft.state === "out" ? signIn()
    : button("save-now", t(draft.state === "conflict" ? "merge.choose" : "problem.retry"), () => draft.save(true)));
}

let alerted = "";
function alertOnce(text) {
  if (text !== alerted) alertNow(text);
  alerted = text;
}

// Looking at a claim.

function look(key, { scroll = true } = {}) {
  active = key;
  for (const row of view.rows) row.classList.toggle("active", row.key === key);
  const c = draft?.claim(key);
  if (c) pane.point((c.evidence ?? []).map((e) => e.sentence), { scroll, key });
}

function focusClaim(key, onWords = true) {
  showTab("draft");
  const row = view.row(key);
  if (!row) return;
  (onWords ? row.field : row).focus();
  row.scrollIntoView({ block: "nearest" });
}

pane.addEventListener("rest", ({ detail: { keys, chosen } }) => {
  for (const row of view.rows) row.classList.toggle("lit", chosen && keys.includes(row.key));
  if (!chosen || !draft) return;
  const names = draft.claims.filter((c) => keys.includes(c.key)).map((c) => nameOf(c, numberOf(c)));
  announce(names.length ? t("article.rest", { claims: names.join(", ") }) : t("article.rest_none"));
});
pane.addEventListener("go", ({ detail: { key } }) => focusClaim(key));

// What the buttons do.

const act = {
  undo: () => draft.undo(),
  redo: () => draft.redo(),
  cancel: () => running?.cancel(),
  open: () => nextFinding(hands),
  add: () => focusClaim(draft.add()),
  addWhy: () => focusClaim(draft.addWhy()),
  againAll: () => work.againAll(),
  approve: () => work.approve(),
  reject: () => work.reject(),
  copy: () => copyMenu(view.button("copy"), view.actions, (form) => work.copy(form)),
};

const doing = {
  left: (c) => {
    if (!editable()) return;
    if (draft.dropEmpty(c.key) && c.id) announce(t("claim.removed"));
    draft.save();
  },
  cite: (_, { sentence }) => { showTab("article"); pane.point([sentence], { scroll: true, key: active }); },
  lock: (c) => {
    draft.setLocked(c.key, !c.locked);
    announce(t(c.locked ? "claim.now_locked" : "claim.now_unlocked"));
  },
  up: (c) => move(c, -1),
  down: (c) => move(c, 1),
  remove: (c) => {
    const next = draft.claims[draft.claims.indexOf(c) + 1] ?? draft.claims[draft.claims.indexOf(c) - 1];
    draft.remove(c.key);
    announce(t("claim.removed"));
    if (next) focusClaim(next.key, false);
  },
  fix: (c, { finding }) => fix(c.key, finding),
  accept: (c, { finding, reason }) => draft.accept(c.key, finding, reason, state.actor),
  again: (c) => work.again([c.key]),
  others: (c) => work.alternatives(c),
  use: (c, { other }) => {
    draft.setText(c.key, other.text, other.origin);
    Object.assign(draft.claim(c.key), { evidence: other.evidence, findings: other.findings, support: other.support, checking: false });
    view.row(c.key).showOthers(null);
    focusClaim(c.key);
  },
};

function move(c, by) {
  if (!draft.move(c.key, numberOf(c) - 1 + by)) return;
  announce(t("claim.moved", { n: numberOf(draft.claim(c.key)), of: takeaways().length }));
  view.row(c.key).scrollIntoView({ block: "nearest" });
}

function fix(key, finding) {
  const c = draft.claim(key);
  const at = placeOf(finding, c.text);
  if (!at || c.locked) return;
  draft.setText(key, c.text.slice(0, at[0]) + finding.expected + c.text.slice(at[1]));
  announce(t("finding.used", { words: finding.expected }));
  focusClaim(key);
}

// A press and its release must meet the same button: what would move it in between
// comes after.

const PRESS = 600; // ms that a click may take
const moving = [];
let pressed = 0;
function released() {
  clearTimeout(pressed);
  pressed = 0;
  setTimeout(() => moving.splice(0).forEach((fn) => fn()));
}
addEventListener("pointerdown", () => { clearTimeout(pressed); pressed = setTimeout(released, PRESS); }, true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, released, true);

function still(fn) {
  if (pressed) moving.push(fn);
  else fn();
}

// Words on their way.

function listen() {
  draft.addEventListener("claims", ({ detail: { keys, settled } }) => still(() => {
    show();
    if (active && (!keys || keys.includes(active))) look(active, { scroll: false });
    const c = settled && keys.includes(active) && draft.claim(active);
    if (c) tellFindings(c);
  }));
  draft.addEventListener("state", showState);
  draft.addEventListener("summary", () => still(() => { showSummary(); show(); showRevision(); }));
  draft.addEventListener("conflict", async ({ detail: { conflicts, done } }) => done(await askWords(conflicts, draft.claims, summary().actor === state.actor ? t("merge.you") : summary().actor)));
}

let lastTold = "";
function tellFindings(c) {
  const row = view.row(c.key), open = openFindings(c);
  const now = `${c.key}:${open.map((f) => f.message).join()}`;
  if (open.length) unfold(row);
  if (now === lastTold) return;
  lastTold = now;
  announce(open.length ? open.map((f) => f.message).join(". ") : t("claim.now_fine"));
}

byID("draft").addEventListener("ng-words", ({ detail: { key, text } }) => {
  if (draft) draft.setText(key, text);
});
byID("draft").addEventListener("ng-do", ({ detail }) => {
  const c = draft?.claim(detail.key);
  if (c && (editable() || ["cite", "left"].includes(detail.what))) doing[detail.what](c, detail);
});
byID("draft").addEventListener("focusin", (e) => {
  const row = e.target.closest("ng-claim");
  if (!row || !draft || row.key === active) return;
  look(row.key);
  if (openFindings(draft.claim(row.key)).length) unfold(row);
});

/** unfold shows the findings of a row, where they can be seen. */
function unfold(row) {
  if (!row.open) setTimeout(() => row.scrollIntoView({ block: "nearest" }), 150); // after the click that led here
  row.toggle(true);
}

function begin(s, openAll) {
  draft = new Draft(s, { actor: state.actor, reading, reviews: state.review });
  shownText = s.article.sha256;
  listen();
  showSummary();
  show();
  if (openAll) for (const c of draft.claims) if (openFindings(c).length) view.row(c.key).toggle(true);
  tellRestored();
  showState();
}

function tellRestored() {
  if (!draft.restored) return;
  view.notice("restored", t("save.restored"));
  announce(t("save.restored"));
}

const hands = { view, look: focusClaim, showTab, act, editable, ready: () => draft !== null, active: () => active, draft: () => draft, doing, fix };
keyboard(hands);
dragging(view, { editable, move: (key, to) => draft.move(key, to) && announce(t("claim.moved", { n: to + 1, of: takeaways().length })) });

beforeLeaving(async () => {
  if (editable()) await draft.save(true);
  return true; // what could not be stored is kept for the person
});

/** drafted drops the article that was brought, when its run was over before its page was there. */
async function drafted() {
  const job = intake.get()?.job;
  if (!job) return;
  try {
    const { data } = await call("GET", `/v1/jobs/${encodeURIComponent(job)}`);
    if (data.state === "done") intake.clear();
  } catch (e) {
    if (!(e instanceof Problem)) throw e;
  }
}

let running = null;
if (state.summary) {
  begin(state.summary, true);
  drafted();
} else running = watchRun({ state, view, pane, done: (s) => { running = null; begin(s, false); } });
