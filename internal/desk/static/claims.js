// Claims as values: what a person did to them, and how two people's work goes
// together. Nothing here touches the page or the network.

import { clean } from "./house.js";

/** listOf makes the desk's list of claims of a summary: the why paragraph first. */
export function listOf(summary) {
  const claims = summary.why ? [summary.why] : [];
  return claims.concat(summary.takeaways).map((c) => ({ ...structuredClone(c), key: c.id, accepted: structuredClone(c.accepted ?? []) }));
}

export const isWhy = (c) => c.key === "why" || c.id === "why";

/** sameFinding tells whether a person's word stands for a finding. */
export const covers = (a, f) => a.rule === f.rule && (a.found ?? "") === (f.found ?? "");

/** openFindings are the failing findings that nobody let stand, and that the article changed. */
export function openFindings(c) {
  const open = (c.findings ?? []).filter((f) => f.verdict === "fail" && !c.accepted.some((a) => covers(a, f)));
  if (c.stale && !c.accepted.some((a) => a.rule === "stale")) open.unshift({ rule: "stale", verdict: "fail", found: "", expected: "", message: "", stale: c.stale });
  return open;
}

/** verdictOf is the gravest of what is open about a claim; what was let stand is "accepted". */
export function verdictOf(c) {
  const findings = c.findings ?? [];
  if (openFindings(c).length) return "fail";
  const open = findings.filter((f) => !c.accepted.some((a) => covers(a, f))).map((f) => f.verdict);
  if (open.includes("warn")) return "warn";
  if (c.accepted.length) return "accepted";
  return ["unknown", "pass"].find((v) => open.includes(v)) ?? "unknown";
}

/** changes are what makes a list of claims out of the one that is stored. */
export function changes(stored, mine) {
  const was = new Map(stored.map((c) => [c.id, c]));
  const kept = mine.filter((c) => was.has(c.id));
  const out = [];
  for (const c of kept) if (was.get(c.id).locked && !c.locked) out.push({ op: "unlock", claim: c.id });
  for (const c of stored) {
    if (mine.some((m) => m.id === c.id)) continue;
    if (c.locked) out.push({ op: "unlock", claim: c.id });
    out.push({ op: "remove", claim: c.id });
  }
  for (const c of kept) {
    const text = clean(c.text);
    if (text && text !== was.get(c.id).text) out.push({ op: c.origin === "human" ? "edit" : "use", claim: c.id, text });
  }
  out.push(...order(stored, kept), ...additions(mine, was));
  for (const c of kept) {
    for (const a of c.accepted) {
      if (was.get(c.id).accepted.some((b) => covers(b, a))) continue;
      out.push({ op: "accept", claim: c.id, rule: a.rule, found: a.found ?? "", reason: a.reason });
    }
  }
  for (const c of kept) if (c.locked && !was.get(c.id).locked) out.push({ op: "lock", claim: c.id });
  return out;
}

function order(stored, kept) {
  const now = kept.filter((c) => !isWhy(c)).map((c) => c.id);
  const before = stored.filter((c) => now.includes(c.id)).map((c) => c.id);
  return now.join() === before.join() ? [] : [{ op: "order", claims: now }];
}

function additions(mine, was) {
  const out = [];
  let at = 0;
  for (const c of mine) {
    const text = clean(c.text);
    const isNew = !was.has(c.id);
    if (isNew && text) out.push(isWhy(c) ? { op: "add", claim: "why", text } : { op: "add", text, at });
    if (!isWhy(c) && (!isNew || text)) at++;
  }
  return out;
}

/**
 * merge puts together what I did and what they did since the same version.
 * Where both wrote other words, mine are taken and the place is told as a
 * conflict: {key, mine, theirs}, null for a claim that was removed.
 */
export function merge(base, mine, theirs) {
  const of = (list) => new Map(list.map((c) => [c.id, c]));
  const [was, my, their] = [of(base), of(mine.filter((c) => c.id)), of(theirs)];
  const conflicts = [];
  const pick = (id) => mergeOne(was.get(id), my.get(id), their.get(id), conflicts);
  const moved = order(base, mine.filter((c) => was.has(c.id))).length > 0;
  const out = [];
  for (const c of moved ? mine : theirs) {
    const one = c.id ? pick(c.id) : c;
    if (one) out.push(one);
  }
  for (const [list, others] of moved ? [[theirs, my]] : [[mine, their]]) {
    list.forEach((c, i) => {
      if (c.id && (others.has(c.id) || out.some((o) => o.id === c.id))) return;
      const one = c.id ? pick(c.id) : c;
      if (one) out.splice(Math.min(i, out.length), 0, one);
    });
  }
  out.sort((a, b) => Number(isWhy(b)) - Number(isWhy(a)));
  return { claims: out, conflicts };
}

function mergeOne(was, mine, theirs, conflicts) {
  if (!was) return mine ?? theirs;
  const iRemoved = !mine, theyRemoved = !theirs;
  const iWrote = mine && clean(mine.text) !== was.text;
  const theyWrote = theirs && theirs.text !== was.text;
  if (iRemoved && theyRemoved) return null;
  if (iRemoved) {
    if (!theyWrote) return null;
    conflicts.push({ key: theirs.key, mine: null, theirs: theirs.text });
    return theirs;
  }
  if (theyRemoved) {
    if (!iWrote) return null;
    conflicts.push({ key: mine.key, mine: mine.text, theirs: null });
    return { ...mine, id: null };
  }
  const out = { ...theirs, key: mine.key, locked: mine.locked === was.locked ? theirs.locked : mine.locked };
  out.accepted = theirs.accepted.concat(mine.accepted.filter((a) => !theirs.accepted.some((b) => covers(a, b))));
  if (!iWrote || clean(mine.text) === theirs.text) return out;
  if (theyWrote) conflicts.push({ key: mine.key, mine: mine.text, theirs: theirs.text });
  return { ...out, text: mine.text, origin: mine.origin, findings: mine.findings, evidence: mine.evidence, support: mine.support };
}
