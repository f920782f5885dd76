// A session: one that ended while somebody was at work, and the end of one in the
// other tabs of the browser.

import { h } from "./dom.js";
import { t } from "./texts.js";

/** signedOut tells whether a Problem means that one has to sign in again. */
export const signedOut = (problem) => problem.status === 401;

/** messageOf is what people are told of a Problem. */
export function messageOf(problem) {
  if (signedOut(problem)) return t("session.ended");
  return problem.message || t("problem.unreadable");
}

/** signIn is the way to the login, and back to this page. */
export function signIn() {
  const next = encodeURIComponent(location.pathname + location.search);
  return h("a.button.small", { href: `/login?next=${next}`, "data-testid": "sign-in" }, t("session.sign_in"));
}

const leave = document.querySelector('form[action="/logout"]'); // there for who is signed in
let before = async () => true;

/** beforeLeaving has something done before a person signs out: with false, nobody does. */
export function beforeLeaving(fn) { before = fn; }

leave?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!(await before())) return;
  sessionStorage.clear();
  leave.submit();
});

// What is shown to who is signed in is not left to be seen in other tabs, nor by
// the button Back; tabs that wait at the login go on. Words that are not stored
// are kept over the reload.
const tabs = new BroadcastChannel("nutgraf:session");
const login = document.querySelector(".page-login");
if (leave) tabs.postMessage({ actor: leave.dataset.actor });
if (login && new URLSearchParams(location.search).has("out")) tabs.postMessage("out");
tabs.onmessage = ({ data }) => {
  const other = data.actor !== undefined && data.actor !== leave?.dataset.actor; // what is written here is not theirs
  if (leave ? data === "out" || other : login && other) location.reload();
};
addEventListener("pageshow", (event) => {
  if (event.persisted && leave) location.reload();
});
