// A session that ended while somebody was at work.

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
