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

/**
 * told are the findings that say something: where another rule says what is wrong
 * with words, that nothing supports them says no more.
 */
export function told(c) {
  const wrong = (c.findings ?? []).filter((f) => f.verdict === "fail");
  return (c.findings ?? []).filter((f) => f.rule !== "support" || f.verdict !== "warn" || !wrong.some((o) => o.start < f.end && f.start < o.end));
}

/** openFindings are the failing findings that nobody let stand, and that the article changed. */
export function openFindings(c) {
  const open = (c.findings ?? []).filter((f) => f.verdict === "fail" && !c.accepted.some((a) => covers(a, f)));
  if (c.stale && !c.accepted.some((a) => a.rule === "stale")) open.unshift({ rule: "stale", verdict: "fail", found: "", expected: "", message: "", stale: c.stale });
  return open;
}

/** verdictOf is the gravest of what is open about a claim; what was let stand is "accepted". */
export function verdictOf(c) {
  const findings = told(c);
  if (openFindings(c).length) return "fail";
  const open = findings.filter((f) => !c.accepted.some((a) => covers(a, f))).map((f) => f.verdict);
  if (open.includes("warn")) return "warn";
  if (c.accepted.length) return "accepted";
  return ["unknown", "pass"].find((v) => open.includes(v)) ?? "unknown";
}

/** holds tells whether a claim has what a person let stand. */
export const holds = (c, a) => (a.rule === "stale" ? Boolean(c.stale) : (c.findings ?? []).some((f) => f.verdict !== "pass" && covers(a, f)));

/** letStand is what was let stand about a stored claim, and of what is here that which still stands for something in it. */
export const letStand = (stored, here) => stored.accepted.concat(here.filter((a) => holds(stored, a) && !stored.accepted.some((b) => covers(a, b))));

/** isFinal tells whether a summary of a status is done with: approved or rejected. */
export const isFinal = (status) => status === "approved" || status === "rejected";

/** sameWords tells whether two texts are the same when they are stored. */
export const sameWords = (a, b) => a === b || clean(a) === clean(b);

const byID = (list) => new Map(list.filter((c) => c.id).map((c) => [c.id, c]));

/** changes are what makes a list of claims out of the one that is stored. */
export function changes(stored, mine) {
  const was = byID(stored), kept = mine.filter((c) => was.has(c.id));
  const rewritten = kept.filter((c) => clean(c.text) && !sameWords(c.text, was.get(c.id).text));
  const gone = stored.filter((c) => !kept.some((m) => m.id === c.id));
  const opened = kept.filter((c) => was.get(c.id).locked && (!c.locked || rewritten.includes(c)));
  return [
    ...[...opened, ...gone.filter((c) => c.locked)].map((c) => ({ op: "unlock", claim: c.id })),
    ...gone.map((c) => ({ op: "remove", claim: c.id })),
    ...rewritten.map((c) => ({ op: c.origin === "human" ? "edit" : "use", claim: c.id, text: clean(c.text) })),
    ...order(stored, kept), ...additions(mine, was), ...kept.flatMap((c) => acceptances(c, was.get(c.id))),
    ...kept.filter((c) => c.locked && (!was.get(c.id).locked || opened.includes(c))).map((c) => ({ op: "lock", claim: c.id })),
  ];
}

function acceptances(c, was) {
  const given = c.accepted.filter((a) => holds(c, a) && !was.accepted.some((b) => covers(b, a)));
  return given.map((a) => ({ op: "accept", claim: c.id, rule: a.rule, found: a.found ?? "", reason: a.reason }));
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
  const was = byID(base), their = byID(theirs);
  mine = arrived(mine, was, their);
  const my = byID(mine), conflicts = [];
  const moved = order(base, mine.filter((c) => was.has(c.id))).length > 0;
  const [first, second] = moved ? [mine, theirs] : [theirs, mine];
  const out = [];
  for (const c of first) add(out, c.id ? mergeOne(was.get(c.id), my.get(c.id), their.get(c.id), conflicts) : c, out.length);
  const seen = new Set(first.map((c) => c.id).filter(Boolean));
  let at = 0;
  for (const c of second) {
    const here = out.findIndex((o) => (c.id && seen.has(c.id) ? o.key === (my.get(c.id) ?? c).key : false));
    if (here >= 0) at = here + 1;
    else if (!seen.has(c.id) && add(out, c.id ? mergeOne(was.get(c.id), my.get(c.id), their.get(c.id), conflicts) : c, at)) at++;
  }
  out.sort((a, b) => Number(isWhy(b)) - Number(isWhy(a)));
  return { claims: out, conflicts };
}

function add(list, c, at) {
  if (c) list.splice(at, 0, c);
  return Boolean(c);
}

/** arrived gives claims that I added, and that are stored already, the IDs that they have there. */
function arrived(mine, was, their) {
  const fresh = [...their.values()].filter((c) => !was.has(c.id) && !isWhy(c) && !mine.some((m) => m.id === c.id));
  return mine.map((c) => {
    if (was.has(c.id) || their.has(c.id)) return c;
    if (isWhy(c)) return was.has("why") || their.has("why") ? { ...c, id: "why" } : c;
    const i = fresh.findIndex((f) => f.text === c.sent || sameWords(f.text, c.text));
    return i < 0 ? c : { ...c, id: fresh.splice(i, 1)[0].id };
  });
}

function mergeOne(was, mine, theirs, conflicts) {
  if (!was && !(mine && theirs)) return mine ?? theirs;
  const before = was?.text ?? mine.sent ?? "";
  const iWrote = mine && !sameWords(mine.text, before), theyWrote = theirs && !sameWords(theirs.text, before);
  const theyLocked = Boolean(theirs?.locked && !was?.locked);
  const words = mine && clean(mine.text) ? mine.text : null; // none are as good as a removal
  if (!theirs) {
    if (!iWrote || !words) return null;
    conflicts.push({ key: mine.key, mine: words, theirs: null });
    return { ...mine, id: null, sent: undefined };
  }
  if (!mine) {
    if (!theyWrote && !theyLocked) return null;
    conflicts.push({ key: theirs.key, mine: null, theirs: theirs.text });
    return theirs;
  }
  const told = mine.accepted.filter((a) => ![...theirs.accepted, ...(was?.accepted ?? [])].some((b) => covers(a, b)));
  const out = { ...theirs, key: mine.key, locked: mine.locked === Boolean(was?.locked) ? theirs.locked : mine.locked };
  if (!iWrote || sameWords(mine.text, theirs.text)) {
    if (sameWords(mine.text, theirs.text)) out.text = mine.text;
    return { ...out, accepted: letStand(theirs, told) };
  }
  if (theyWrote || theyLocked) conflicts.push({ key: mine.key, mine: words, theirs: theirs.text });
  const { text, origin, findings, evidence, support } = mine;
  return { ...out, text, origin, findings, evidence, support, accepted: theirs.accepted.concat(told), locked: out.locked && !theyLocked };
}
