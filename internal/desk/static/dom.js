// Making elements. Text becomes text nodes only: nothing here takes markup.

const SVG = "http://www.w3.org/2000/svg";

/** byID finds an element of the page. */
export const byID = (id) => document.getElementById(id);

/** h makes an element: h("button.small", { onclick, disabled, "aria-label": "…" }, child, "text"). */
export function h(name, props = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const el = document.createElement(tag);
  if (classes.length) el.className = classes.join(" ");
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) el.addEventListener(key.slice(2), value);
    else if (key in el && !key.startsWith("aria") && key !== "list") el[key] = value;
    else el.setAttribute(key, value === true ? "" : value);
  }
  el.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return el;
}

// Paths on 20 by 20.
const paths = {
  lock: ["M5 9.5h10v7H5z", "M7 9.5V6.8a3 3 0 0 1 6 0v2.7"],
  open: ["M5 9.5h10v7H5z", "M7 9.5V6.3a3 3 0 0 1 5.6-1.5"],
  again: ["M16 10a6 6 0 1 1-1.8-4.3", "M16.2 3v3.4h-3.4"],
  others: ["M4 5.5h12", "M4 10h12", "M4 14.5h7"],
  up: ["M10 16V4.5", "M5 9l5-5 5 5"],
  down: ["M10 4v11.5", "M5 11l5 5 5-5"],
  remove: ["M5 5l10 10", "M15 5L5 15"],
  close: ["M5 5l10 10", "M15 5L5 15"],
  undo: ["M4 8h8a4 4 0 0 1 0 8H8", "M7 4.5L3.5 8 7 11.5"],
  redo: ["M16 8H8a4 4 0 0 0 0 8h4", "M13 4.5L16.5 8 13 11.5"],
};

/** icon draws one of the icons. Its meaning is said elsewhere. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  for (const d of paths[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** iconButton is a button with an icon and a name. */
export function iconButton(name, label, props = {}) {
  return h("button.icon-button", { type: "button", "aria-label": label, title: label, ...props }, icon(name));
}

/** shape is the sign that goes with a verdict or a status. */
export const shape = () => h("span.shape", { "aria-hidden": "true" });

/** say puts a line into a live region, also when it is the same line again. */
function say(id, text) {
  const region = byID(id);
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 30);
}

let queue = [];

/** announce tells something to those who cannot see it, in turn with what is told at the same time. */
export function announce(text) {
  queue.push(text);
  if (queue.length > 1) return;
  setTimeout(() => {
    say("live", queue.join(" "));
    queue = [];
  }, 50);
}

/** alertNow tells something at once. */
export const alertNow = (text) => say("alert", text);

/** moment shows a time in the reader's zone, and a day whose hour nobody said as that day. */
export function moment(when) {
  const date = new Date(when);
  if (/^\d{4}-\d\d-\d\d(T00:00:00(\.0+)?Z)?$/.test(when)) return new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeZone: "UTC" }).format(date);
  const today = date.toDateString() === new Date().toDateString();
  const style = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(document.documentElement.lang, style).format(date);
}

/** sheet opens a dialog with a title and gives it back; it is removed when it closes. */
export function sheet(title, closeLabel, ...children) {
  const head = h("h2", { id: "sheet-title" }, title);
  const dialog = h("dialog", { "aria-labelledby": "sheet-title" },
    h("header.sheet-head", {}, head, iconButton("close", closeLabel, { onclick: () => dialog.close("") })),
    h("div.sheet-body", {}, ...children));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
