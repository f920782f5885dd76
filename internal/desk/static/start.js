// Where an article comes in: paste, file or address.

import "./page.js";
import { announce, byID, h } from "./dom.js";
import { t } from "./texts.js";
import { Problem, call, newKey } from "./api.js";
import { words } from "./house.js";
import { articleOf, intake, isAddress } from "./intake.js";
import { messageOf, signIn, signedOut } from "./session.js";

const MOST = 10 * 1024 * 1024;
const field = byID("source"), note = byID("source-note"), problem = byID("intake-problem"), go = byID("go"), paste = byID("paste");
const choices = ["profile", "engine", "sensitivity", "for-desk", "at-once"].map(byID);

let html = ""; // what the clipboard has beside the text in the field
let textOfHTML = "";
let file = null; // {name, size, article}
let request = null; // {key, body} of a try that did not come through

function article() {
  const text = field.value.trim();
  if (file) return file.article;
  if (!text) return null;
  return articleOf({ text: field.value, html });
}

function noteOf() {
  const text = field.value.trim();
  if (file) return t("start.note_file", { name: file.name, size: size(file.size) });
  if (!text) return t("start.note_empty");
  if (isAddress(text)) return t("start.note_url");
  return t(html ? "start.note_html" : "start.note_text", { n: words(text) });
}

function show() {
  note.textContent = noteOf();
  if (file) note.append(" ", h("button.button.quiet.small", { type: "button", "data-testid": "drop-file", onclick: () => { file = null; field.readOnly = false; show(); field.focus(); } }, t("start.drop_file")));
  field.readOnly = file !== null;
}

const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

field.addEventListener("input", () => {
  if (html && field.value !== textOfHTML) html = "";
  request = null;
  intake.set({ text: field.value, html });
  show();
});

field.addEventListener("paste", (e) => {
  const markup = e.clipboardData.getData("text/html");
  const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
  setTimeout(() => {
    html = markup && whole ? markup : "";
    textOfHTML = field.value;
    intake.set({ text: field.value, html });
    show();
    if (byID("at-once").checked && article()) draft();
  });
});

// Files.

const base64 = async (blob) => {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let out = "";
  for (let i = 0; i < bytes.length; i += 0x8000) out += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(out);
};

async function take(f) {
  if (f.size > MOST) return fail(t("start.too_big", { size: size(MOST) }));
  const kind = f.name.toLowerCase().match(/\.(\w+)$/)?.[1] ?? "txt";
  const readers = {
    docx: async () => ({ docx: await base64(f) }), html: async () => ({ html: await f.text() }), htm: async () => ({ html: await f.text() }),
    md: async () => ({ markdown: await f.text() }), markdown: async () => ({ markdown: await f.text() }), txt: async () => ({ text: await f.text() }), text: async () => ({ text: await f.text() }),
  };
  if (!readers[kind]) return fail(t("start.kind_unknown"));
  file = { name: f.name, size: f.size, article: await readers[kind]() };
  field.value = file.article.text ?? file.article.markdown ?? "";
  html = "";
  problem.hidden = true;
  show();
  announce(note.textContent);
  go.focus();
}

byID("file").addEventListener("change", (e) => { if (e.target.files[0]) take(e.target.files[0]); e.target.value = ""; });
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (e) => {
    if (!e.dataTransfer?.types.includes("Files")) return;
    e.preventDefault();
    paste.classList.toggle("over", name === "dragover");
    if (name === "drop" && e.dataTransfer.files[0]) take(e.dataTransfer.files[0]);
  });
}

// Drafting.

function options() {
  const value = (id) => byID(id).value.trim() || undefined;
  const engine = value("engine");
  return { profile: value("profile"), engine: engine === "auto" ? undefined : engine, sensitivity: value("sensitivity"), desk: value("for-desk") };
}

async function draft() {
  const given = article();
  problem.hidden = true;
  if (!given) {
    note.textContent = t("start.empty");
    announce(t("start.empty"));
    return field.focus();
  }
  if (go.disabled) return;
  working(true);
  const body = { article: given, options: options() };
  const same = request && JSON.stringify(request.body) === JSON.stringify(body);
  if (!same) request = { key: newKey(), body };
  try {
    const { data, location: at } = await call("POST", "/v1/summaries", { body, key: request.key, prefer: "respond-async" });
    const job = at?.match(/\/v1\/jobs\/([^/?]+)/)?.[1] ?? data.id;
    intake.sent(job);
    location.assign(`/jobs/${encodeURIComponent(job)}`);
  } catch (e) {
    if (!(e instanceof Problem)) throw e;
    if (!e.offline) request = null;
    working(false);
    fail(e.code === "offline" ? t("problem.offline") : messageOf(e), signedOut(e) ? signIn() : null);
  }
}

function working(on) {
  go.disabled = on;
  go.textContent = t(on ? "start.working" : "start.go");
}

function fail(message, remedy = null) {
  problem.hidden = false;
  problem.replaceChildren(h("p", {}, message, remedy && " ", remedy ?? ""));
}

byID("intake").addEventListener("submit", (e) => { e.preventDefault(); draft(); });
document.addEventListener("keydown", (e) => {
  if (e.key !== "Enter" || !(e.ctrlKey || e.metaKey) || document.querySelector("dialog[open]")) return;
  e.preventDefault();
  draft();
});

// Choices are remembered, but for the sensitivity, which is a matter of each article.

const remembered = JSON.parse(localStorage.getItem("nutgraf:choices") ?? "{}");
for (const el of choices) {
  if (el.id === "sensitivity") continue;
  const was = remembered[el.id];
  if (el.type === "checkbox") el.checked = was === true;
  else if (was !== undefined && (el.tagName !== "SELECT" || [...el.options].some((o) => o.value === was))) el.value = was;
  el.addEventListener("change", () => {
    remembered[el.id] = el.type === "checkbox" ? el.checked : el.value;
    localStorage.setItem("nutgraf:choices", JSON.stringify(remembered));
  });
}

const kept = intake.get();
if (kept?.text && !field.value) {
  field.value = textOfHTML = kept.text;
  html = kept.html ?? "";
}
addEventListener("pageshow", () => {
  request = null;
  working(false);
});
show();
