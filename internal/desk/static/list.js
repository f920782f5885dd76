// The list of summaries: its days are those of the reader.

import "./page.js";
import { byID } from "./dom.js";
import { keepZone } from "./zone.js";

const form = document.querySelector(".list-filter"); // not there while the list is empty
// An address without what was not asked for.
form?.addEventListener("submit", () => {
  for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
});
addEventListener("pageshow", () => {
  for (const field of form?.elements ?? []) field.disabled = false;
});

keepZone(byID("list").dataset.zone);
