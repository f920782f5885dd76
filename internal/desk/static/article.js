// The article: what claims rest on, and what rests on what is selected.

import { h, moment } from "./dom.js";
import { t, word } from "./texts.js";
import { dirOf } from "./house.js";

const tags = { heading: "h2", quote: "blockquote" };

/** buildArticle makes the article's elements, as the page does when it brings the text. */
export function buildArticle(a) {
  const points = Array.from(a.text);
  const cut = (from, to) => points.slice(from, to).join("");
  const bySentence = new Map(a.sentences.map((s) => [s.id, s]));
  const paragraphs = a.paragraphs.map((p) => {
    const parts = p.sentences.map((id, i) => {
      const s = bySentence.get(id), next = bySentence.get(p.sentences[i + 1]);
      return [h("span.s", { id: `s${id}`, "data-s": id }, s.text), next ? cut(s.end, next.start) : ""];
    });
    return h(`${tags[p.kind] ?? "p"}.para`, { "data-kind": p.kind }, ...parts.flat());
  });
  for (const s of [...(a.sections ?? [])].reverse()) {
    paragraphs.splice(s.first, 0, h("h2.section", {}, [s.time ? moment(s.time) : s.clock, s.title].filter(Boolean).join(" · ")));
  }
  const link = /^https?:\/\//.test(a.url) ? h("span", {}, h("a", { href: a.url, target: "_blank", rel: "noreferrer noopener" }, t("article.original"))) : null;
  return h("article.article", { lang: a.lang, dir: dirOf(a.lang), "data-testid": "article" },
    h("header.article-head", {},
      a.site ? h("p.kicker", {}, a.site) : null,
      h("h1", {}, a.title),
      h("p.byline", {}, a.byline ? h("span", { dir: "auto" }, a.byline) : null, a.published ? h("span", { dir: "auto" }, moment(a.published)) : null, link)),
    h("div.article-text", {}, paragraphs), a.omitted?.length ? leftOut(a.omitted) : null);
}

// What the desk says inside an article is in the language of the desk.
const own = () => ({ lang: document.documentElement.lang, dir: dirOf(document.documentElement.lang) });

const leftOut = (list) => h("details.omitted", own(), h("summary", {}, t("article.omitted", { n: list.length })),
  h("ul", {}, list.map((o) => h("li", {}, h("span.label", {}, word("omitted", o.kind)), " ", h("bdi", {}, o.text)))));

/** roughArticle shows a text as it was brought, until it is read. */
export function roughArticle(text) {
  const parts = text.split(/\n\s*\n|\n/).map((p) => p.trim()).filter(Boolean);
  return h("article.article.rough", { dir: "auto", "data-testid": "article" }, h("header.article-head", {}, h("h1", { dir: "auto" }, parts[0] ?? "")),
    h("div.article-text", {}, parts.slice(1).map((p) => h("p.para", { dir: "auto" }, p))));
}

/** ArticlePane knows which claims rest on which sentences. */
export class ArticlePane extends EventTarget {
  #pane;
  #backs = new Map(); // sentence -> [{key, label, name}]

  constructor(pane) {
    super();
    this.#pane = pane;
    document.addEventListener("selectionchange", () => this.#selected());
    pane.addEventListener("click", (e) => this.#clicked(e));
  }

  get here() { return this.#pane.querySelector(".article:not(.rough)") !== null; }

  /** show puts the article's elements in place. */
  show(article) { this.#pane.replaceChildren(article); }

  sentence(id) { return this.#pane.querySelector(`.s[data-s="${Number(id)}"]`); }

  /** cover marks what claims rest on, and what none rests on. */
  cover(claims) {
    this.#backs.clear();
    for (const c of claims) {
      for (const id of c.sentences) this.#backs.set(id, [...(this.#backs.get(id) ?? []), c]);
    }
    let bare = false;
    for (const p of this.#pane.querySelectorAll(".para")) {
      const found = new Set();
      for (const s of p.querySelectorAll(".s")) for (const c of this.#backs.get(Number(s.dataset.s)) ?? []) found.add(c);
      const resting = claims.filter((c) => found.has(c));
      this.#margin(p, resting);
      const uncovered = !resting.length && p.dataset.kind !== "heading" && claims.length > 0;
      p.classList.toggle("uncovered", uncovered);
      p.querySelector(".bare")?.remove();
      if (uncovered) p.append(h("span.bare.hidden", { lang: document.documentElement.lang }, ` (${t("article.uncovered")})`));
      bare ||= uncovered;
    }
    this.#legend(bare);
  }

  #margin(p, resting) {
    const names = resting.map((c) => `${c.key}:${c.label}`).join(" ");
    if ((p.dataset.backs ?? "") === names && p.querySelector(".gutter")) return;
    p.dataset.backs = names;
    p.querySelector(".gutter")?.remove();
    if (!resting.length) return;
    p.prepend(h("span.gutter", {}, resting.map((c) =>
      h("button", { type: "button", "data-key": c.key, "aria-label": t("article.backs", { label: c.label, claims: c.name }), title: t("article.backs", { label: c.label, claims: c.name }) }, c.label))));
  }

  // The legend keeps its place as long as there may be something to tell.
  #legend(bare) {
    let legend = this.#pane.querySelector(".legend");
    if (!legend) {
      legend = h("p.legend", own(), h("i", { "aria-hidden": "true" }), t("article.legend"));
      this.#pane.querySelector(".article-head")?.append(legend);
    }
    legend.classList.toggle("off", !bare);
  }

  /** point highlights sentences, and scrolls to the first of them when asked. */
  point(ids, { scroll = false, key = "" } = {}) {
    for (const s of this.#pane.querySelectorAll(".s.ev")) s.classList.remove("ev");
    for (const b of this.#pane.querySelectorAll(".gutter button")) b.classList.toggle("on", b.dataset.key === key);
    const found = ids.map((id) => this.sentence(id)).filter(Boolean);
    for (const s of found) s.classList.add("ev");
    if (scroll && found.length) this.#bring(found.reduce((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? a : b)));
  }

  #bring(el) {
    if (!this.#pane.checkVisibility()) return;
    const view = this.#pane.scrollHeight > this.#pane.clientHeight + 1 ? this.#pane.getBoundingClientRect() : { top: 0, bottom: innerHeight };
    const at = el.getBoundingClientRect();
    if (at.top >= view.top + 24 && at.bottom <= view.bottom - 24) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    el.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  }

  // Text that is selected, or a sentence that is clicked: which claims rest on it?

  #selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !this.#pane.contains(selection.anchorNode)) return this.#light([]);
    const range = selection.getRangeAt(0);
    this.#light([...this.#pane.querySelectorAll(".s")].filter((s) => range.intersectsNode(s)));
  }

  #light(sentences) {
    const keys = new Set(sentences.flatMap((s) => (this.#backs.get(Number(s.dataset.s)) ?? []).map((c) => c.key)));
    this.dispatchEvent(new CustomEvent("rest", { detail: { keys: [...keys], chosen: sentences.length > 0 } }));
  }

  #clicked(e) {
    const button = e.target.closest(".gutter button");
    if (button) return this.dispatchEvent(new CustomEvent("go", { detail: { key: button.dataset.key } }));
    const s = e.target.closest(".s");
    if (s && getSelection().isCollapsed) this.#light([s]);
  }
}
