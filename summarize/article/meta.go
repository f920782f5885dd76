package article

import (
	"encoding/json"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// meta is what an input says of itself.
type meta struct {
	title, byline, lang, site, url string
	published, updated             time.Time
}

func (m *meta) clean() {
	for _, s := range []*string{&m.title, &m.byline, &m.site, &m.url} {
		*s = clean(*s, &invisibles{})
	}
	m.lang = strings.ReplaceAll(m.lang, "_", "-")
}

// fill sets what is not set yet.
func fill(into *string, values ...string) {
	for _, v := range values {
		if *into == "" {
			*into = strings.Join(strings.Fields(v), " ")
		}
	}
}

func fillDate(into *time.Time, values ...string) {
	for _, v := range values {
		if into.IsZero() {
			*into, _ = parseDate(v)
		}
	}
}

// metaOf reads a page's metadata: JSON-LD first, then OpenGraph and other meta
// elements, then the elements of the page itself.
func metaOf(doc *html.Node) meta {
	var m meta
	tags := map[string]string{}
	var title, h1, langAttr, timeEl, author string
	h1s := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Script:
			if strings.EqualFold(attr(n, "type"), "application/ld+json") && n.FirstChild != nil {
				m.fromJSON(n.FirstChild.Data)
			}
		case atom.Meta:
			addMeta(tags, n)
		case atom.Link:
			if attr(n, "rel") == "canonical" {
				tags["canonical"] = attr(n, "href")
			}
		case atom.Html:
			langAttr = attr(n, "lang")
			fill(&langAttr, attr(n, "xml:lang"))
		case atom.Title:
			fill(&title, textOf(n))
		case atom.H1:
			if h1s++; h1s == 1 {
				h1 = textOf(n)
			}
		case atom.Time:
			if attr(n, "datetime") != "" {
				fill(&timeEl, attr(n, "datetime"))
			}
		default:
			if attr(n, "rel") == "author" || attr(n, "itemprop") == "author" {
				fill(&author, shorten(textOf(n), 100))
			}
		}
	}
	m.fromTags(tags)
	if h1s == 1 {
		fill(&m.title, h1)
	}
	fill(&m.title, cutSite(title, m.site), h1)
	fill(&m.byline, author)
	fill(&m.lang, langAttr)
	fillDate(&m.published, timeEl)
	return m
}

func addMeta(tags map[string]string, n *html.Node) {
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		if k := strings.ToLower(attr(n, key)); k != "" && tags[k] == "" {
			tags[k] = strings.TrimSpace(attr(n, "content"))
		}
	}
}

func (m *meta) fromTags(t map[string]string) {
	fill(&m.site, t["og:site_name"], t["application-name"])
	fill(&m.title, cutSite(t["og:title"], m.site), cutSite(t["twitter:title"], m.site), t["dc.title"], t["headline"])
	for _, k := range []string{"author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl"} {
		if v := t[k]; !strings.Contains(v, "://") {
			fill(&m.byline, v)
		}
	}
	fillDate(&m.published, t["article:published_time"], t["og:published_time"], t["datepublished"], t["parsely-pub-date"],
		t["date"], t["pubdate"], t["publishdate"], t["dc.date"], t["dc.date.issued"], t["sailthru.date"], t["article.published"])
	fillDate(&m.updated, t["article:modified_time"], t["og:updated_time"], t["datemodified"], t["last-modified"])
	fill(&m.url, t["canonical"], t["og:url"])
	fill(&m.lang, t["og:locale"], t["content-language"], t["language"])
}

// cutSite takes " | Site" and " - Site" off a page's title.
func cutSite(title, site string) string {
	for _, sep := range []string{" | ", " — ", " – ", " - ", " :: ", " · "} {
		i := strings.LastIndex(title, sep)
		if i < 0 {
			continue
		}
		rest := strings.TrimSpace(title[i+len(sep):])
		if sep == " | " || fold(rest) == fold(site) || (site == "" && len(rest) < 25 && i > 30) {
			return strings.TrimSpace(title[:i])
		}
	}
	return title
}

// articleTypes are the schema.org types whose fields count.
var articleTypes = set([]string{
	"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle",
	"ReviewNewsArticle", "LiveBlogPosting", "BlogPosting", "Report", "WebPage",
})

func (m *meta) fromJSON(data string) {
	var v any
	if json.Unmarshal([]byte(strings.TrimSpace(data)), &v) == nil {
		m.fromValue(v, 0)
	}
}

func (m *meta) fromValue(v any, depth int) {
	if depth > 5 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			m.fromValue(e, depth+1)
		}
	case map[string]any:
		if isArticleType(v["@type"]) {
			m.fromArticle(v)
		}
		m.fromValue(v["@graph"], depth+1)
		m.fromValue(v["mainEntity"], depth+1)
	}
}

func isArticleType(v any) bool {
	for _, t := range texts(v) {
		if articleTypes[t] {
			return true
		}
	}
	return false
}

func (m *meta) fromArticle(v map[string]any) {
	fill(&m.title, first(v["headline"]))
	fill(&m.byline, strings.Join(texts(v["author"]), ", "))
	fillDate(&m.published, first(v["datePublished"]))
	fillDate(&m.updated, first(v["dateModified"]))
	fill(&m.lang, first(v["inLanguage"]))
	fill(&m.site, first(v["publisher"]))
}

func first(v any) string {
	if t := texts(v); len(t) > 0 {
		return html.UnescapeString(t[0])
	}
	return ""
}

// texts returns the strings of a JSON-LD value: itself, or its name.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		if v != "" {
			return []string{v}
		}
	case []any:
		var out []string
		for _, e := range v[:min(len(v), 20)] {
			if _, nested := e.([]any); !nested {
				out = append(out, texts(e)...)
			}
		}
		return out
	case map[string]any:
		if name, ok := v["name"].(string); ok && name != "" {
			return []string{name}
		}
		if code, ok := v["alternateName"].(string); ok {
			return []string{code}
		}
	}
	return nil
}
