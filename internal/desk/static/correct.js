// A corrected article: the new text is pasted, and what it changes is shown.

import { state } from "./page.js";
import { announce, byID } from "./dom.js";
import { t } from "./texts.js";
import { Problem, call, newKey } from "./api.js";
import { words } from "./house.js";

const field = byID("corrected"), note = byID("corrected-note"), problem = byID("correct-problem"), go = byID("correct-go");
const place = `nutgraf:correct:${state.id}`; // survives a reload of this tab

let html = ""; // what the clipboard has beside the text in the field
let textOfHTML = "";
let request = null; // {key, text} of a try that did not come through

function show() {
  const text = field.value.trim();
  note.textContent = text ? t(html ? "start.note_html" : "start.note_text", { n: words(text) }) : t("correct.note");
}

function keep() {
  try {
    sessionStorage.setItem(place, JSON.stringify({ text: field.value, html }));
  } catch {
    // Too large to keep: it is still in the field.
  }
}

field.addEventListener("input", () => {
  if (html && field.value !== textOfHTML) html = "";
  keep();
  show();
});

field.addEventListener("paste", (e) => {
  const markup = e.clipboardData.getData("text/html");
  const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
  setTimeout(() => {
    html = markup && whole ? markup : "";
    textOfHTML = field.value;
    keep();
    show();
  });
});

async function send() {
  if (!field.value.trim()) {
    announce(t("start.empty"));
    note.textContent = t("start.empty");
    return field.focus();
  }
  if (go.disabled) return;
  working(true);
  problem.hidden = true;
  const article = html ? { html } : { text: field.value };
  if (request?.text !== field.value) request = { key: newKey(), text: field.value };
  try {
    const { data } = await call("POST", `/v1/articles/${encodeURIComponent(state.article)}/revisions`, { body: article, key: request.key });
    sessionStorage.removeItem(place);
    const to = `/summaries/${encodeURIComponent(state.id)}/changes`;
    location.assign(data.changed ? `${to}?from=${data.article.revision - 1}&to=${data.article.revision}` : `${to}?same=1`);
  } catch (e) {
    if (!(e instanceof Problem)) throw e;
    if (!e.offline) request = null;
    working(false);
    problem.textContent = e.code === "offline" ? t("problem.offline") : e.message || t("problem.unreadable");
    problem.hidden = false;
  }
}

function working(on) {
  go.disabled = on;
  go.textContent = t(on ? "start.working" : "correct.go");
}

byID("correct").addEventListener("submit", (e) => { e.preventDefault(); send(); });
field.addEventListener("keydown", (e) => {
  if (e.key !== "Enter" || !(e.ctrlKey || e.metaKey)) return;
  e.preventDefault();
  send();
});

const kept = JSON.parse(sessionStorage.getItem(place) ?? "null");
if (kept?.text && !field.value) {
  field.value = textOfHTML = kept.text;
  html = kept.html ?? "";
}
addEventListener("pageshow", () => working(false));
working(false);
show();
