// Approving and rejecting, and choosing between two people's words.

import { h, sheet } from "./dom.js";
import { t } from "./texts.js";
import { openFindings, isWhy } from "./claims.js";
import { nameOf } from "./view.js";

const close = () => t("dialog.close");

/**
 * askApproval lists what is open. It gives null, or {note, accept: [{key, finding, reason}]};
 * fix(key, finding) puts in what the article says.
 */
export function askApproval(claims, fix) {
  return new Promise((resolve) => {
    let number = 0;
    const open = claims.flatMap((c) => {
      if (!isWhy(c)) number++;
      const list = openFindings(c);
      return list.length ? [{ c, list, name: nameOf(c, number) }] : [];
    });
    const groups = open.map((o) => claimGroup(o, (finding) => { fix(o.c.key, finding); dialog.close("again"); }, refresh));
    const reasons = groups.flatMap((g) => g.reasons);
    const note = h("textarea", { id: "approve-note", maxLength: 1000, rows: 2, "data-testid": "approve-note" });
    const go = h("button.button.primary", { type: "submit", "data-testid": "approve-go" }, t("review.approve_go"));
    const told = h("p.note", { "data-testid": "approve-told", id: "approve-told" });
    const form = h("form", { onsubmit: (e) => {
      e.preventDefault();
      const missing = reasons.find((r) => !r.reason.value.trim());
      if (missing) return missing.reason.focus();
      dialog.result = { note: note.value.trim(), accept: reasons.map((r) => ({ key: r.c.key, finding: r.finding, reason: r.reason.value.trim() })) };
      dialog.close("done");
    } },
    open.length ? h("p", {}, t("review.open", { n: reasons.length })) : h("p", {}, t("review.none_open")),
    h("div.open-findings", {}, groups.map((g) => g.el)),
    h("p.field", {}, h("label", { for: "approve-note" }, t("review.note")), note),
    h("div.sheet-foot", {}, told, h("button.button", { type: "button", onclick: () => dialog.close("") }, t("dialog.cancel")), go));
    const dialog = sheet(t("review.approve_title"), close(), form);
    dialog.dataset.testid = "approve-dialog";
    function refresh() {
      const left = reasons.filter((r) => !r.reason.value.trim()).length;
      go.setAttribute("aria-disabled", String(left > 0));
      go.setAttribute("aria-describedby", "approve-told");
      told.textContent = left ? t("review.left", { n: left }) : "";
    }
    refresh();
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "again" ? "again" : dialog.result ?? null));
    (reasons[0]?.reason ?? go).focus();
  });
}

let rowNumber = 0;

function claimGroup({ c, list, name }, onFix, refresh) {
  const reasons = list.map((finding) => {
    const reason = h("input", { id: `reason-${++rowNumber}`, maxLength: 1000, "data-testid": "approve-reason", oninput: () => {
      el.classList.toggle("settled", reasons.every((r) => r.reason.value.trim()));
      refresh();
    } });
    return { c, finding, reason };
  });
  const el = h("div.open-finding", { "data-testid": "open-finding" }, h("p.label", {}, name), h("q", { dir: "auto" }, c.text),
    reasons.map(({ finding, reason }) => [
      h("p.says", { dir: "auto" }, finding.stale ? t(`stale.${finding.stale.change}`, { n: finding.stale.revision }) : finding.message),
      finding.expected && finding.found && !c.locked ? h("p.remedy", {}, h("button.button.small.fix", { type: "button", "data-testid": "approve-fix", onclick: () => onFix(finding) }, t("finding.use", { words: finding.expected }))) : null,
      h("p.field", {}, h("label", { for: reason.id }, t("review.reason_for")), reason),
    ]).flat());
  return { el, reasons };
}

/** askRejection gives the reason, or null. */
export function askRejection() {
  return new Promise((resolve) => {
    const reason = h("textarea", { id: "reject-reason", required: true, maxLength: 1000, rows: 3, "data-testid": "reject-reason" });
    const form = h("form", { onsubmit: (e) => {
      e.preventDefault();
      if (!reason.value.trim()) return reason.focus();
      dialog.result = reason.value.trim();
      dialog.close("done");
    } }, h("p", {}, t("review.reject_about")), h("p.field", {}, h("label", { for: "reject-reason" }, t("review.reject_reason")), reason),
    h("div.sheet-foot", {}, h("button.button", { type: "button", onclick: () => dialog.close("") }, t("dialog.cancel")), h("button.button.danger", { type: "submit", "data-testid": "reject-go" }, t("review.reject_go"))));
    const dialog = sheet(t("review.reject_title"), close(), form);
    dialog.addEventListener("close", () => resolve(dialog.result ?? null));
    reason.focus();
  });
}

/** askWords lets a person choose between their words and those of another; null puts it off. */
export function askWords(conflicts, claims, who) {
  return new Promise((resolve) => {
    const groups = conflicts.map((conflict, i) => wordsChoice(conflict, claims, who, i));
    const form = h("form", { onsubmit: (e) => {
      e.preventDefault();
      dialog.result = conflicts.map((c, i) => [c.key, groups[i].querySelector("input:checked").value === "mine" ? c.mine : c.theirs]);
      dialog.close("done");
    } }, h("p", {}, t("merge.about", { who })), ...groups, h("p.note", {}, t("merge.kept")),
    h("div.sheet-foot", {}, h("button.button.primary", { type: "submit", "data-testid": "merge-go" }, t("merge.go"))));
    const dialog = sheet(t("merge.title"), t("merge.later"), form);
    dialog.dataset.testid = "merge-dialog";
    dialog.addEventListener("close", () => resolve(dialog.result ?? null));
    form.querySelector("input:checked").focus();
  });
}

function wordsChoice(conflict, claims, who, i) {
  const takeaways = claims.filter((c) => !isWhy(c));
  const c = claims.find((x) => x.key === conflict.key);
  const choice = (value, label, words) => h("label", {},
    h("input", { type: "radio", name: `merge-${i}`, value, checked: value === (conflict.mine === null ? "theirs" : "mine"), "data-testid": `merge-${value}` }),
    h("span.who", {}, label), h("span.what", { dir: "auto" }, words ?? t("merge.removed")));
  return h("fieldset.choice-pair", {}, h("legend", {}, c ? nameOf(c, takeaways.indexOf(c) + 1) : ""),
    choice("mine", t("merge.mine"), conflict.mine), choice("theirs", t("merge.theirs", { who }), conflict.theirs));
}

/** askReplace asks before words that a person wrote are drafted again: "lock", "all" or null. */
export function askReplace(n) {
  return new Promise((resolve) => {
    const pick = (value, look = "button.button") => h(look, { type: "button", "data-testid": `replace-${value}`, onclick: () => dialog.close(value) }, t(`again.${value}`));
    const dialog = sheet(t("again.title"), close(), h("p", {}, t("again.about", { n })),
      h("div.sheet-foot", {}, h("button.button", { type: "button", onclick: () => dialog.close("") }, t("dialog.cancel")), pick("all"), pick("lock", "button.button.primary")));
    dialog.addEventListener("close", () => resolve(dialog.returnValue || null));
  });
}
