// Article or draft: on a narrow page one at a time.

import { byID } from "./dom.js";

const names = ["article", "draft"];

/** tabs makes the two panes tabs where there is no room for both; it gives a function that shows one. */
export function tabs(desk) {
  const list = desk.querySelector(".tabs"), narrow = matchMedia("(max-width: 56rem)");
  list.hidden = false;
  const show = (name, focus = false) => {
    desk.dataset.tab = name;
    for (const n of names) {
      const tab = byID(`tab-${n}`);
      tab.setAttribute("aria-selected", String(n === name));
      tab.tabIndex = n === name ? 0 : -1;
    }
    if (focus) byID(`tab-${name}`).focus();
  };
  const roles = () => {
    for (const n of names) {
      const pane = byID(`pane-${n}`);
      if (narrow.matches) pane.setAttribute("role", "tabpanel");
      else pane.removeAttribute("role");
    }
  };
  for (const n of names) byID(`tab-${n}`).addEventListener("click", () => show(n));
  list.addEventListener("keydown", (e) => {
    if (!["ArrowLeft", "ArrowRight"].includes(e.key)) return;
    e.preventDefault();
    show(desk.dataset.tab === "draft" ? "article" : "draft", true);
  });
  narrow.addEventListener("change", roles);
  roles();
  show("draft");
  return (name) => { if (narrow.matches) show(name); };
}
