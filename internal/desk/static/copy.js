// Copying the summary out, with the line that says how it was made.

import { h } from "./dom.js";
import { t } from "./texts.js";
import { isWhy } from "./claims.js";
import { clean, dirOf } from "./house.js";

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const html = (text) => text.replace(/[&<>"']/g, (c) => escapes[c]);
const markdown = (text) => text.replace(/([\\`*_[\]<>#|~])/g, "\\$1").replace(/^(\s*)([-+]|\d+[.)])(\s)/, "$1\\$2$3");

function parts(summary, claims) {
  const written = claims.filter((c) => c.text.trim());
  return {
    labels: summary.labels, lang: summary.lang, line: summary.disclosure.label,
    why: clean(written.find(isWhy)?.text ?? ""), takeaways: written.filter((c) => !isWhy(c)).map((c) => clean(c.text)),
  };
}

// What a summary looks like in each form.
const forms = {
  plain: (p) => [p.why && `${p.labels.why}\n\n${p.why}`, p.takeaways.length && `${p.labels.takeaways}\n\n${p.takeaways.map((x) => `• ${x}`).join("\n")}`, p.line].filter(Boolean).join("\n\n") + "\n",
  markdown: (p) => [p.why && `## ${markdown(p.labels.why)}\n\n${markdown(p.why)}`, p.takeaways.length && `## ${markdown(p.labels.takeaways)}\n\n${p.takeaways.map((x) => `- ${markdown(x)}`).join("\n")}`, p.line && `*${markdown(p.line)}*`].filter(Boolean).join("\n\n") + "\n",
  html: (p) => `<section lang="${html(p.lang)}"${dirOf(p.lang) === "rtl" ? ' dir="rtl"' : ""}>\n`
    + (p.why ? `  <h2>${html(p.labels.why)}</h2>\n  <p>${html(p.why)}</p>\n` : "")
    + (p.takeaways.length ? `  <h2>${html(p.labels.takeaways)}</h2>\n  <ul>\n${p.takeaways.map((x) => `    <li>${html(x)}</li>\n`).join("")}  </ul>\n` : "")
    + (p.line ? `  <p><small>${html(p.line)}</small></p>\n` : "") + "</section>\n",
};

/** copyAs puts the summary on the clipboard: "rich", "html", "markdown" or "plain". */
export async function copyAs(form, summary, claims) {
  const p = parts(summary, claims);
  const flavours = form === "rich" ? { "text/html": forms.html(p), "text/plain": forms.plain(p) } : { "text/plain": forms[form](p) };
  if (navigator.clipboard?.write && typeof ClipboardItem === "function") {
    try {
      const blobs = Object.entries(flavours).map(([type, text]) => [type, new Blob([text], { type })]);
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
      return true;
    } catch {
      // Refused by the browser: there is the older way.
    }
  }
  return copyByEvent(flavours);
}

function copyByEvent(flavours) {
  const take = (e) => {
    for (const [type, text] of Object.entries(flavours)) e.clipboardData.setData(type, text);
    e.preventDefault();
  };
  document.addEventListener("copy", take, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", take);
  return done;
}

/** copyMenu opens the menu of forms over its button. */
export function copyMenu(button, place, onPick) {
  const open = place.querySelector(".menu");
  if (open) return open.remove();
  const close = (back) => {
    menu.remove();
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
    if (back) button.focus();
  };
  const outside = (e) => { if (!menu.contains(e.target) && !button.contains(e.target)) close(false); };
  const items = ["rich", "html", "markdown", "plain"].map((form) => h("button", {
    type: "button", role: "menuitem", tabIndex: -1, "data-testid": `copy-${form}`, onclick: () => { close(true); onPick(form); },
  }, t(`copy.${form}`)));
  const menu = h("div.menu", { role: "menu", "aria-label": t("copy.open"), onkeydown: (e) => {
    const i = items.indexOf(document.activeElement), step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step) items[(i + step + items.length) % items.length].focus();
    else if (e.key === "Escape" || e.key === "Tab") close(e.key === "Escape");
    else return;
    if (e.key !== "Tab") e.preventDefault();
    e.stopPropagation();
  } }, items);
  place.append(menu);
  button.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside);
  items[0].focus();
}
