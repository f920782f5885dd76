// Keyboard and drag on the desk. What the keys are is told by the help sheet.

import { singleKeysOn, typing } from "./page.js";
import { openFindings } from "./claims.js";

const withAlt = { ArrowUp: "up", ArrowDown: "down", KeyL: "lock", KeyR: "again", KeyO: "others", Delete: "remove", Backspace: "remove" };

/** keyboard listens to the keys of the desk. */
export function keyboard(desk) {
  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.isComposing || !desk.ready() || document.querySelector("dialog[open], .menu")) return;
    const done = e.altKey && !e.ctrlKey && !e.metaKey ? altKey(desk, e) : e.ctrlKey || e.metaKey ? controlKey(desk, e) : plainKey(desk, e);
    if (done) e.preventDefault();
  });
}

function altKey(desk, e) {
  const row = e.target.closest?.("ng-claim"), key = row?.key ?? desk.active();
  if (e.code === "KeyC") desk.act.copy();
  else if (e.code === "KeyN" && desk.editable()) desk.act.add();
  else if (e.code === "Period" && desk.editable()) return fixFirst(desk, key);
  else if (withAlt[e.code] && row && desk.editable()) return press(row, withAlt[e.code]);
  else return false;
  return true;
}

function press(row, what) {
  const button = row.querySelector(`[data-do="${what}"]`);
  if (button.disabled || button.hidden) return true;
  button.click();
  return true;
}

function fixFirst(desk, key) {
  const c = desk.draft().claim(key);
  const finding = (c?.findings ?? []).find((f) => f.expected && f.found && f.verdict !== "pass");
  if (finding) desk.fix(key, finding);
  return true;
}

function controlKey(desk, e) {
  const key = e.key.toLowerCase();
  if (key === "s" && desk.editable()) desk.draft().save(true);
  else if (key === "enter" && !desk.view.button("approve").hidden) desk.act.approve();
  else if (key === "z" && desk.editable()) desk.act[e.shiftKey ? "redo" : "undo"]();
  else if (key === "y" && desk.editable()) desk.act.redo();
  else return false;
  return true;
}

function plainKey(desk, e) {
  if (typing(e) || !singleKeysOn()) return false;
  if (e.key === "j" || e.key === "k") step(desk, e.key === "j" ? 1 : -1);
  else if (e.key === "f") nextFinding(desk);
  else if (e.key === "a") desk.showTab(document.getElementById("desk").dataset.tab === "draft" ? "article" : "draft");
  else if (e.key === "Enter" && e.target.tagName === "NG-CLAIM") desk.look(e.target.key);
  else return false;
  return true;
}

function step(desk, by) {
  const keys = desk.view.rows.map((r) => r.key), at = keys.indexOf(desk.active());
  const next = keys[at < 0 ? (by > 0 ? 0 : keys.length - 1) : Math.max(0, Math.min(keys.length - 1, at + by))];
  if (next) desk.look(next, false);
}

/** nextFinding goes to the next claim with something open. */
export function nextFinding(desk) {
  const claims = desk.draft().claims, at = claims.findIndex((c) => c.key === desk.active());
  const order = [...claims.slice(at + 1), ...claims.slice(0, at + 1)];
  const next = order.find((c) => openFindings(c).length) ?? order.find((c) => (c.findings ?? []).some((f) => f.verdict === "warn"));
  if (!next) return;
  desk.look(next.key, false);
  desk.view.row(next.key).toggle(true);
}

/** dragging moves takeaways by their handles. */
export function dragging(view, { editable, move }) {
  let dragged = null, target = null;
  const clear = () => {
    for (const row of view.rows) row.classList.remove("dragged", "drop-before", "drop-after");
    target = null;
  };
  view.list.addEventListener("dragstart", (e) => {
    const row = e.target.closest?.(".grip")?.closest("ng-claim");
    if (!row || !editable()) return;
    dragged = row;
    e.dataTransfer.effectAllowed = "move";
    e.dataTransfer.setData("text/plain", row.field.value);
    e.dataTransfer.setDragImage(row, 16, 16);
    requestAnimationFrame(() => row.classList.toggle("dragged", dragged === row));
  });
  view.list.addEventListener("dragover", (e) => {
    const row = e.target.closest?.("ng-claim");
    if (!dragged || !row) return;
    e.preventDefault();
    const box = row.getBoundingClientRect(), after = e.clientY > box.top + box.height / 2;
    for (const r of view.rows) r.classList.remove("drop-before", "drop-after");
    if (row !== dragged) row.classList.add(after ? "drop-after" : "drop-before");
    target = { row, after };
  });
  view.list.addEventListener("drop", (e) => {
    if (!dragged || !target) return;
    e.preventDefault();
    const rows = [...view.list.children], from = rows.indexOf(dragged);
    let to = rows.indexOf(target.row) + (target.after ? 1 : 0);
    if (from < to) to--;
    move(dragged.key, to);
  });
  view.list.addEventListener("dragend", () => { clear(); dragged = null; });
}
