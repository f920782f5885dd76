// Versions side by side: an older one can be made the newest again.

import { state } from "./page.js";
import { byID, h, sheet } from "./dom.js";
import { t } from "./texts.js";
import { Problem, call, newKey } from "./api.js";
import { messageOf, signIn, signedOut } from "./session.js";

const problem = byID("restore-problem");

function ask(version) {
  return new Promise((resolve) => {
    const dialog = sheet(t("versions.restore_title"), t("dialog.close"), h("p", {}, t("versions.restore_about", { n: version })),
      h("div.sheet-foot", {}, h("button.button", { type: "button", onclick: () => dialog.close("") }, t("dialog.cancel")),
        h("button.button.primary", { type: "button", "data-testid": "restore-go", onclick: () => dialog.close("go") }, t("versions.restore_go"))));
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "go"));
  });
}

async function restore(button) {
  const version = Number(button.dataset.restore);
  if (!(await ask(version))) return button.focus();
  problem.hidden = true;
  button.disabled = true;
  try {
    await call("POST", `/v1/summaries/${encodeURIComponent(state.id)}/restore`, { body: { version }, version: state.newest, key: newKey() });
    location.assign(`/summaries/${encodeURIComponent(state.id)}`);
  } catch (e) {
    if (!(e instanceof Problem)) throw e;
    button.disabled = false;
    const message = e.code === "offline" ? t("versions.offline") : e.code === "version_conflict" ? t("versions.conflict") : messageOf(e);
    problem.replaceChildren(message, " ", signedOut(e) ? signIn() : "");
    problem.hidden = false;
  }
}

for (const button of document.querySelectorAll("[data-restore]")) {
  button.hidden = !state.edit;
  button.addEventListener("click", () => restore(button));
}
