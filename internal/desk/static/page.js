// What every page does: theme, times, help, shortcuts.

import { byID, moment } from "./dom.js";
import "./session.js";

const root = document.documentElement;

function toggleTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
}

const singleKeys = byID("single-keys");
const remembered = "nutgraf:single-keys";

/** singleKeysOn tells whether shortcuts of one key are wanted. */
export const singleKeysOn = () => localStorage.getItem(remembered) !== "off";

/** typing tells whether a key goes into a field. */
export function typing(event) {
  const el = event.target;
  return el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName);
}

/** openHelp shows the help sheet. */
export function openHelp() {
  const help = byID("help");
  if (help && !help.open) help.showModal();
}

let waitingForG = 0;

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event) || document.querySelector("dialog[open]") || !singleKeysOn()) return;
  const afterG = Date.now() - waitingForG < 1200;
  waitingForG = 0;
  if (event.key === "?") openHelp();
  else if (afterG && event.key === "d") location.assign("/");
  else if (afterG && event.key === "s") location.assign("/summaries");
  else if (event.key === "g") waitingForG = Date.now();
  else if (event.key === "t") toggleTheme();
  else return;
  event.preventDefault();
}

// Keys as they are called on the keyboard at hand.
if (/^(Mac|iP)/.test(navigator.platform)) {
  for (const el of document.querySelectorAll("kbd")) el.textContent = { Ctrl: "⌘", Alt: "⌥", Shift: "⇧" }[el.textContent] ?? el.textContent;
}
for (const el of document.querySelectorAll("time[datetime]")) el.textContent = moment(el.dateTime);
byID("theme").addEventListener("click", toggleTheme);
byID("help-open").addEventListener("click", (event) => {
  if (!byID("help")) return;
  event.preventDefault();
  openHelp();
});
byID("help")?.querySelector("[data-close]").addEventListener("click", () => byID("help").close());
if (singleKeys) {
  singleKeys.checked = singleKeysOn();
  singleKeys.addEventListener("change", () => localStorage.setItem(remembered, singleKeys.checked ? "on" : "off"));
}
document.addEventListener("keydown", onKey);

// A tooltip that covers something goes away by Escape with what it belongs to:
// titles are shown by the browser, which sees to that.

/** state is what the page brings for its script. */
export const state = JSON.parse(byID("state")?.textContent ?? "null");
