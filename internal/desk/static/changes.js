// What a correction would change: it is taken here, or goes back to the field.

import { state } from "./page.js";
import { byID, h } from "./dom.js";
import { t } from "./texts.js";
import { Problem, call, newKey } from "./api.js";
import { correction } from "./correction.js";
import { articleOf } from "./intake.js";
import { messageOf, signIn, signedOut } from "./session.js";

const form = byID("take"), go = byID("take-go"), problem = byID("take-problem");
const kept = correction(state.id);
const key = newKey(); // of the one change that this page makes
const { text, html } = form.elements;
kept.set({ text: text.value, html: html.value });

async function take() {
  problem.hidden = true;
  working(true);
  try {
    const { revision, sha256 } = state; // what was shown, and nothing else
    const path = `/v1/articles/${encodeURIComponent(state.article)}/revisions?${new URLSearchParams({ revision, sha256 })}`;
    const { data } = await call("POST", path, { body: articleOf({ text: text.value, html: html.value }), key });
    kept.clear();
    location.replace(pathOf(data)); // going back leads to the empty field
  } catch (e) {
    if (!(e instanceof Problem)) throw e;
    working(false);
    problem.hidden = false;
    if (e.code === "version_conflict") return lookAgain();
    problem.replaceChildren(h("p", {}, e.code === "offline" ? t("problem.offline") : messageOf(e), signedOut(e) && " ", signedOut(e) ? signIn() : ""));
    go.focus();
  }
}

/** lookAgain offers the preview anew: what was shown is not what would be stored any more. */
function lookAgain() {
  const again = h("button.button.primary", { type: "button", "data-testid": "take-again" }, t("preview.again"));
  again.addEventListener("click", () => form.submit());
  go.disabled = true;
  problem.replaceChildren(h("p", {}, t("preview.moved")), h("p", {}, again));
  again.focus();
}

function pathOf({ changed, diff, article }) {
  const summary = `/summaries/${encodeURIComponent(state.id)}`;
  if (!changed) return `${summary}/changes?same=1`;
  return diff ? `${summary}/changes?from=${article.revision - 1}&to=${article.revision}` : summary;
}

function working(on) {
  go.disabled = on;
  go.textContent = t(on ? "preview.taking" : "preview.take");
}

go.addEventListener("click", take);
form.addEventListener("submit", (e) => { // back to the field: from what is kept, so that the preview is not in the way later
  if (kept.get()?.text !== text.value) return;
  e.preventDefault();
  location.replace(location.pathname);
});
addEventListener("pageshow", () => working(false));
working(false);
