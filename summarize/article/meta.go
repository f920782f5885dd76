package article

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// meta is what an input says of itself. It is data of others: texts are cleaned
// and bounded, addresses are http and https only.
type meta struct {
	title, byline, lang, site, url string
	published, updated             time.Time

	shown   string      // the one headline that a page shows; the title can be another
	entries []liveEntry // of a live blog, as its JSON-LD gives them
}

// Bounds of the texts, in characters.
const (
	longestTitle = 400
	longestSite  = 100
	longestURL   = 2000
	longestLang  = 35
)

// clean makes the texts canonical. An update that is not after the publication
// is none: systems fill it in for every story.
func (m *meta) clean() {
	for _, s := range []*string{&m.title, &m.byline, &m.site, &m.url} {
		*s = clean(*s, &invisibles{})
	}
	m.title, m.site = shorten(m.title, longestTitle), shorten(m.site, longestSite)
	m.byline, m.lang, m.url = tidyByline(m.byline), tidyLang(m.lang), webAddress(m.url, nil)
	if fold(m.byline) == fold(m.site) {
		m.byline = ""
	}
	m.settleDates()
}

// settleDates drops an update that is not after the publication.
func (m *meta) settleDates() {
	if !m.published.IsZero() && !m.updated.After(m.published) {
		m.updated = time.Time{}
	}
}

// tidyLang returns a BCP 47 tag of "tr_TR", "en-us" and the like, "" for what is
// none.
func tidyLang(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(strings.ReplaceAll(s, "_", "-")), ",")
	subtags := strings.Split(s, "-")
	for i, t := range subtags {
		if t == "" || len(t) > 8 || strings.Trim(strings.ToLower(t), "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			return ""
		}
		switch {
		case i == 0:
			subtags[i] = strings.ToLower(t)
		case len(t) == 2:
			subtags[i] = strings.ToUpper(t)
		case len(t) == 4:
			subtags[i] = strings.ToUpper(t[:1]) + strings.ToLower(t[1:])
		}
	}
	if first := subtags[0]; len(s) > longestLang || len(first) < 2 || len(first) > 3 || strings.ContainsAny(first, "0123456789") {
		return ""
	}
	return strings.Join(subtags, "-")
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
// elements, then the elements of the page itself. from is the address of the
// page, nil when unknown.
func metaOf(doc *html.Node, from *url.URL) meta {
	s := gather(doc)
	var m meta
	s.siteOf(&m)
	headlines := []string{s.tag("og:title"), s.h1(), s.title, s.tag("twitter:title")}
	addresses := []string{s.tag("canonical"), s.tag("og:url")}
	if from != nil {
		addresses = append(addresses, from.String())
	}
	about := s.linked.about(addresses, headlines)
	s.fromAbout(&m, about)
	s.fromTags(&m)
	s.fromElements(&m)
	m.url = s.addressOf(about, from)
	if s.h1s == 1 {
		m.shown = s.h1()
	}
	return m
}

// siteOf names the site: before all else, as titles have its name in them.
func (s *sources) siteOf(m *meta) {
	if name := tidySite(s.tag("og:site_name")); strings.ToLower(name) != name && !strings.Contains(name, ".") {
		fill(&m.site, name)
	}
	for _, v := range slices.Concat(s.linked.articles, s.linked.pages) {
		fill(&m.site, s.linked.text(v["publisher"], v["isPartOf"], v["sourceOrganization"]))
	}
	fill(&m.site, s.tag("og:site_name"), s.tag("application-name"), s.tag("apple-mobile-web-app-title"), s.tag("dc.publisher"), s.tag("dcterms.publisher"), s.tag("twitter:app:name:iphone"))
	if m.site = tidySite(m.site); strings.Contains(m.site, "://") {
		m.site = ""
	}
}

// fromAbout takes what the JSON-LD object says that is about the page.
func (s *sources) fromAbout(m *meta, v map[string]any) {
	if v == nil {
		return
	}
	page := isType(v, pageTypes)
	if !page {
		m.fillTitle(s.whole(s.linked.text(v["headline"])))
		m.fillTitle(s.whole(s.linked.text(v["name"])))
	}
	var names []string
	for _, key := range []string{"author", "creator"} {
		if len(names) == 0 {
			names = s.linked.names(v[key])
		}
	}
	m.fillByline(names...)
	s.date(&m.published, first(v["datePublished"]), first(v["dateCreated"]))
	s.date(&m.updated, first(v["dateModified"]))
	fill(&m.lang, tidyLang(language(v["inLanguage"])))
	m.entries = liveEntries(v["liveBlogUpdate"])
}

// language returns the tag of an inLanguage property.
func language(v any) string {
	if m, ok := v.(map[string]any); ok {
		if code, ok := m["alternateName"].(string); ok {
			return code
		}
	}
	return first(v)
}

func first(v any) string {
	if t := texts(v); len(t) > 0 {
		return t[0]
	}
	return ""
}

// whole returns the headline that the page shows when the one given is cut.
func (s *sources) whole(headline string) string {
	cut := strings.TrimRight(headline, " .…")
	if h1 := s.h1(); len(cut) > 20 && len(h1) > len(headline) && strings.HasPrefix(fold(h1), fold(cut)) {
		return h1
	}
	return headline
}

// fillTitle sets the title to what is not the name of the site.
func (m *meta) fillTitle(values ...string) {
	for _, v := range values {
		if v = cutSite(v, m.site); v != "" && fold(v) != fold(m.site) {
			fill(&m.title, v)
		}
	}
}

// fillByline sets the byline to the names.
func (m *meta) fillByline(names ...string) {
	var kept []string
	for _, n := range names {
		if n = tidyByline(n); n != "" && fold(n) != fold(m.site) && !slices.Contains(kept, n) {
			kept = append(kept, n)
		}
	}
	fill(&m.byline, strings.Join(kept, ", "))
}

func (s *sources) fromTags(m *meta) {
	m.fillTitle(s.whole(s.tag("og:title")), s.tag("twitter:title"), s.tag("dc.title"), s.tag("dcterms.title"), s.tag("parsely-title"), s.tag("sailthru.title"), s.tag("headline"), s.tag("citation_title"))
	for _, key := range []string{"author", "article:author", "article:author_name", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author", "byl", "citation_author", "twitter:data1"} {
		if key != "twitter:data1" || isByLabel(s.tag("twitter:label1")) {
			m.fillByline(s.tags[key]...)
		}
	}
	for _, key := range publishedTags {
		s.date(&m.published, s.tag(key))
	}
	for _, key := range updatedTags {
		s.date(&m.updated, s.tag(key))
	}
	for _, v := range s.linked.pages {
		fill(&m.lang, tidyLang(language(v["inLanguage"])))
	}
	fill(&m.lang, tidyLang(s.lang), tidyLang(s.tag("og:locale")), tidyLang(s.tag("content-language")), tidyLang(s.tag("language")), tidyLang(s.tag("dc.language")), tidyLang(s.tag("dcterms.language")))
}

func isByLabel(label string) bool {
	label = strings.ToLower(label)
	return strings.Contains(label, "written") || strings.Contains(label, "author") || label == "by"
}

var (
	publishedTags = []string{
		"article:published_time", "article:published", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "article.published",
		"dc.date.issued", "dcterms.issued", "dcterms.created", "dcterms.date", "dc.date", "citation_publication_date", "citation_date", "publish-date", "publishdate", "publish_date",
		"pubdate", "publication_date", "published_at", "cxenseparse:recs:publishtime", "originalpublicationdate", "release_date", "date",
	}
	updatedTags = []string{"article:modified_time", "article:modified", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "article.updated", "lastmod", "last-modified", "revised"}
)

func (s *sources) fromElements(m *meta) {
	if s.h1s == 1 {
		m.fillTitle(s.h1())
	}
	m.fillTitle(s.title, s.h1())
	m.fillByline(s.authors...)
	if m.byline == "" {
		m.fillByline(s.shownByline)
	}
	s.date(&m.published, s.published, s.firstTime)
	s.date(&m.updated, s.updated)
}

// zoned knows a time of day with its zone.
var zoned = regexp.MustCompile(`\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d|GMT|UTC)$`)

// date sets a date. One that came without a time of day or without a zone gives
// way to one of the same day that has them.
func (s *sources) date(into *time.Time, values ...string) {
	for _, v := range values {
		exact := zoned.MatchString(strings.TrimSpace(v))
		if !into.IsZero() && (!exact || s.exact[into]) {
			continue
		}
		t, ok := parseDate(v)
		if ok && (into.IsZero() || t.Sub(*into).Abs() <= 26*time.Hour) {
			*into, s.exact[into] = t, exact
		}
	}
}
