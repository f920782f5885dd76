// Properties of claims.js and history.js over random drafts, as a function of the
// modules, a seed and the number of rounds. It gives the first case that breaks one.
({ changes, merge, holds, covers, isWhy }, { clean }, { History }, seed, rounds) => {
  const random = (n) => { // mulberry32
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
  const chance = (percent) => random(100) < percent;
  let words = 0, ids = 0;
  const text = (who) => `${who}${++words}` + ["", " ", "\u00a0x", "  two  words", "\ufeffy", "\u202ez", "\ud800", "é\u2028f", "\u0085g"][random(9)];
  const finding = (c) => ({ rule: "number", found: c.text.slice(0, 2), verdict: "fail" });
  const made = (id, words, more = {}) => {
    const c = { key: id, id, text: words, origin: "model", locked: chance(20), evidence: [], accepted: [], support: null, stale: null, ...more };
    return { ...c, findings: [finding(c)] };
  };
  const drafted = () => {
    const list = Array.from({ length: random(6) }, () => made(`t${++ids}`, clean(text("s"))));
    return chance(70) ? [made("why", clean(text("s"))), ...list] : list;
  };

  // What a person does to a list.
  const edited = (list, who, steps) => {
    list = structuredClone(list);
    for (; steps > 0; steps--) {
      const c = list[random(Math.max(1, list.length))], i = list.indexOf(c), first = list.findIndex((o) => !isWhy(o));
      const what = random(8);
      if (what <= 2 && c && !c.locked) Object.assign(c, { text: text(who), origin: "human" });
      else if (what === 3) list.splice((first < 0 ? list.length : first) + random(list.length + 1), 0, made(null, text(who), { key: `new-${who}${++ids}`, locked: false, origin: "human" }));
      else if (what === 4 && c && !c.locked) list.splice(i, 1);
      else if (what === 5 && first >= 0 && i >= first) list.splice(first + random(list.length - first), 0, ...list.splice(i, 1));
      else if (what === 6 && c?.id) c.locked = !c.locked;
      else if (what === 7 && c?.id && holds(c, finding(c)) && !c.accepted.length) c.accepted.push({ ...finding(c), reason: `because ${who}${++words}` });
      else if (what === 7 && !list.some(isWhy)) list.unshift(made(null, text(who), { key: "why", locked: false, origin: "human" }));
    }
    return list;
  };

  // The service, as far as the desk relies on it.
  const stored = (list, todo) => {
    list = structuredClone(list);
    const find = (id) => list.find((c) => c.id === id) ?? fail(`no claim ${id}`);
    const open = (id) => (find(id).locked ? fail(`${id} is locked`) : find(id));
    const fail = (why) => { throw new Error(`${why}: ${JSON.stringify(todo)}`); };
    for (const c of todo) {
      const first = Number(list.some(isWhy));
      if (c.op === "edit" || c.op === "use") Object.assign(open(c.claim), { text: c.text });
      else if (c.op === "remove") list.splice(list.indexOf(open(c.claim)), 1);
      else if (c.op === "lock" || c.op === "unlock") find(c.claim).locked = c.op === "lock";
      else if (c.op === "accept") find(c.claim).accepted.push(c);
      else if (c.op === "order") {
        if ([...c.claims].sort().join() !== list.slice(first).map((o) => o.id).sort().join()) fail("order");
        list = [...list.slice(0, first), ...c.claims.map(find)];
      } else if (c.claim === "why") first ? fail("two whys") : list.unshift(made("why", c.text, { locked: false }));
      else if (c.at < 0 || c.at > list.length - first) fail("at");
      else list.splice(first + c.at, 0, made(`t${++ids}`, c.text, { locked: false }));
    }
    return list;
  };

  const plain = (list) => list.filter((c) => clean(c.text)).map((c) => `${isWhy(c) ? "why " : ""}${clean(c.text)} ${c.locked}`);
  const same = (what, a, b) => { if (JSON.stringify(a) !== JSON.stringify(b)) throw new Error(`${what}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`); };
  const unique = (list) => {
    for (const name of ["key", "id"]) {
      const all = list.map((c) => c[name]).filter(Boolean);
      same(`one of each ${name}`, all, [...new Set(all)]);
    }
  };
  // Those of one list that stand in another stand in the same order.
  const ordered = (what, list, other) => {
    const keys = (from, of) => from.filter((c) => !isWhy(c) && c.id && of.some((o) => o.id === c.id)).map((c) => c.id);
    same(what, keys(list, other), keys(other, list));
  };

  const oneRound = () => {
    const base = drafted();
    same("no change", changes(base, structuredClone(base)), []);
    const mine = edited(base, "m", random(6)), written = edited(base, "o", random(6));
    same("mine are stored", plain(stored(base, changes(base, mine))), plain(mine));
    const theirs = stored(base, changes(base, written)).map((c) => ({ ...c, text: clean(c.text), key: c.id }));
    same("nothing is left", changes(theirs, structuredClone(theirs)), []);

    const { claims, conflicts } = merge(base, mine, theirs);
    unique(claims);
    const here = [...claims.map((c) => c.text), ...conflicts.flatMap((c) => [c.mine, c.theirs])].filter((x) => x !== null).map(clean);
    for (const [list, who] of [[mine, "m"], [theirs, "o"]]) {
      for (const c of list) if (c.text.startsWith(who) && !here.includes(clean(c.text))) throw new Error(`lost: ${c.text}`);
    }
    for (const c of mine) if (c.id) for (const a of c.accepted) {
      const m = claims.find((o) => o.id === c.id);
      if (m && m.text === c.text && !m.accepted.some((b) => covers(a, b))) throw new Error(`a reason is lost: ${a.reason}`);
    }
    const moved = changes(base, mine).some((c) => c.op === "order");
    ordered(moved ? "my order" : "their order", claims, moved ? mine : theirs);
    const after = stored(theirs, changes(theirs, claims));
    same("the merged are stored", plain(after), plain(claims.map((c) => ({ ...c, locked: Boolean(c.id && c.locked) })))); // what is added is locked after

    // What was sent arrived, and nobody said so; I went on writing.
    const sent = mine.map((c) => ({ ...c, sent: clean(c.text) })), there = stored(base, changes(base, mine)).map((c) => ({ ...c, key: c.id }));
    const again = merge(base, sent, there);
    same("nothing is doubled", plain(again.claims), plain(mine));
    same("nothing to choose", again.conflicts, []);
    same("nothing to do", changes(there, again.claims).filter((c) => c.op !== "accept"), []);
    const on = sent.map((c) => (!c.locked && chance(50) ? { ...c, text: text("m") } : c));
    same("went on", plain(merge(base, on, there).claims), plain(on));

    const history = new History(), states = [base];
    for (let n = random(8); n > 0; n--) {
      history.step(states.at(-1));
      states.push(edited(states.at(-1), "m", 2));
    }
    let now = states.at(-1);
    for (let i = states.length - 2; i >= 0; i--) same("undo", (now = history.back(now)), states[i]);
    same("nothing before", history.back(now), null);
    for (let i = 1; i < states.length; i++) same("redo", (now = history.forth(now)), states[i]);
  };

  for (let n = 0; n < rounds; n++) {
    const from = seed;
    try {
      oneRound();
    } catch (e) {
      return `seed ${from}: ${e.stack}`;
    }
  }
  return "";
}
