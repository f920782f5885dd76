// A corrected article is pasted. What it changes is shown before it is taken.

import { state } from "./page.js";
import { announce, byID } from "./dom.js";
import { t } from "./texts.js";
import { correction } from "./correction.js";
import { words } from "./house.js";
import { isAddress } from "./intake.js";

const form = byID("correct"), field = byID("corrected"), html = byID("corrected-html");
const note = byID("corrected-note"), problem = byID("correct-problem"), go = byID("correct-go");
const kept = correction(state.id);

let textOfHTML = field.value; // the words that belong to what the clipboard had beside them

function show() {
  const text = field.value.trim();
  note.textContent = isAddress(text) ? t("start.note_url")
    : text ? t(html.value ? "start.note_html" : "start.note_text", { n: words(text) }) : t("correct.note");
}

function changed() {
  if (field.value !== textOfHTML) html.value = "";
  kept.set({ text: field.value, html: html.value });
  show();
}

field.addEventListener("input", changed);
field.addEventListener("paste", (e) => {
  const markup = e.clipboardData.getData("text/html");
  const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
  setTimeout(() => {
    html.value = markup && whole ? markup : "";
    textOfHTML = field.value;
    changed();
  });
});

function fail(message) {
  problem.textContent = message;
  problem.hidden = false;
}

async function preview() {
  problem.hidden = true;
  if (!field.value.trim()) {
    announce(t("start.empty"));
    note.textContent = t("start.empty");
    return field.focus();
  }
  if (go.disabled) return;
  working(true);
  try { // a form that does not arrive takes its page along
    const answer = await fetch(location.pathname);
    if (answer.redirected) location.assign(answer.url); // to the login, and back here
    else form.submit();
  } catch {
    working(false);
    fail(t("problem.offline"));
  }
}

function working(on) {
  go.disabled = on;
  go.textContent = t(on ? "correct.working" : "correct.go");
}

form.addEventListener("submit", (e) => { e.preventDefault(); preview(); });
field.addEventListener("keydown", (e) => {
  if (e.key !== "Enter" || !(e.ctrlKey || e.metaKey) || e.repeat) return;
  e.preventDefault();
  preview();
});

const before = kept.get();
if (before?.text && !field.value) {
  field.value = textOfHTML = before.text;
  html.value = before.html ?? "";
}
addEventListener("pageshow", () => working(false));
show();
