// The rows below a claim: what was found, where the article says otherwise, and
// what can be done about it.

import { h, shape } from "./dom.js";
import { t, word } from "./texts.js";

/**
 * findingRow is the row of a finding. can: {mend: whether the words can be changed,
 * stand: whether it can be let stand, act(what, more), point(finding, on)}.
 */
export function findingRow(f, accepted, can) {
  const row = h("li.finding", { "data-verdict": accepted ? "accepted" : f.verdict, "data-rule": f.rule, "data-testid": "finding" }, shape(),
    h("div.finding-says", {}, h("span.hidden", {}, `${word("verdict", f.verdict)}: `), h("span.finding-message", { dir: "auto" }, f.message)));
  const remedies = !accepted && (can.mend || can.stand) && f.verdict !== "unknown" ? remediesOf(f, can) : [];
  if (f.sentence) remedies.push(sentenceButton(f.sentence, can));
  if (remedies.length) row.append(h("div.finding-do", {}, remedies));
  if (accepted) row.append(h("p.by", {}, t("finding.accepted", { who: accepted.by ?? "", reason: accepted.reason })));
  row.addEventListener("pointerenter", () => can.point(f, true));
  row.addEventListener("pointerleave", () => can.point(f, false));
  return row;
}

/** staleRow is the row of a claim whose evidence changed with the article. */
export function staleRow(f, can) {
  const was = (f.stale.was ?? []).map((e) => h("p.by", { dir: "auto" }, t("stale.was", { words: e.quote })));
  return h("li.finding", { "data-verdict": "fail", "data-rule": "stale", "data-testid": "finding" }, shape(),
    h("div.finding-says", {}, t(`stale.${f.stale.change}`, { n: f.stale.revision })), was, can.stand ? h("div.finding-do", {}, remediesOf(f, can)) : null);
}

const sentenceButton = (id, can) => h("button.button.quiet.small", { type: "button", onclick: () => can.act("cite", { sentence: id }) }, t("claim.sentence", { id }));

function remediesOf(f, can) {
  const out = [];
  if (can.mend && f.expected && f.found) {
    out.push(h("button.button.small.fix", { type: "button", "data-testid": "fix", onclick: () => can.act("fix", { finding: f }) }, t("finding.use", { words: f.expected })));
  }
  if (f.verdict === "fail" && can.stand) {
    out.push(h("button.button.quiet.small", { type: "button", "data-testid": "accept", onclick: (e) => askReason(f, e.currentTarget, can) }, t("finding.accept")));
  }
  return out;
}

/** askReason puts a field for the reason in the place of the buttons. */
function askReason(f, button, can) {
  const buttons = button.parentElement;
  const input = h("input", { maxLength: 1000, "aria-label": t("finding.reason"), placeholder: t("finding.reason"), "data-testid": "reason" });
  const form = h("form.finding-do", { onsubmit: (e) => {
    e.preventDefault();
    const reason = input.value.trim();
    if (!reason) return input.focus();
    form.remove();
    can.act("accept", { finding: f, reason });
  } }, input, h("button.button.small", { "data-testid": "accept-go" }, t("finding.accept_go")));
  input.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    e.stopPropagation();
    form.replaceWith(buttons);
    button.focus();
  });
  buttons.replaceWith(form);
  input.focus();
}
