package article

import (
	"strings"
	"testing"
	"testing/quick"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
)

const pageAddress = "https://courier.example/news/2026/ferry-terminal"

// metaIn reads the metadata of a page with this head and top of the body.
func metaIn(t testing.TB, head, body, address string) meta {
	t.Helper()
	doc, err := html.Parse(strings.NewReader("<!doctype html><html><head>" + head + "</head><body>" + body + "</body></html>"))
	if err != nil {
		t.Fatal(err)
	}
	m := metaOf(doc, addressGiven(address))
	m.clean()
	return m
}

func ld(json string) string { return `<script type="application/ld+json">` + json + `</script>` }

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestMetaSources(t *testing.T) {
	title, author, published := "Harbour board backs the ferry terminal", "Mara Lindqvist", at("2026-03-14T09:12:00Z")
	want := meta{title: title, byline: author, published: published}
	for name, head := range map[string]string{
		"JSON-LD":           ld(`{"@type":"NewsArticle","headline":"` + title + `","author":{"@type":"Person","name":"Mara Lindqvist"},"datePublished":"2026-03-14T09:12:00Z"}`),
		"array":             ld(`[{"@type":"BreadcrumbList"},{"@type":["Article","NewsArticle"],"headline":"` + title + `","author":["Mara Lindqvist"],"datePublished":"2026-03-14T09:12:00Z"}]`),
		"graph":             ld(`{"@graph":[{"@type":"Person","@id":"#p","name":"Mara Lindqvist"},{"@type":"NewsArticle","headline":"` + title + `","author":{"@id":"#p"},"datePublished":"2026-03-14T09:12:00Z"}]}`),
		"main entity":       ld(`{"@type":"WebPage","name":"News","mainEntity":{"@type":"https://schema.org/NewsArticle","headline":"` + title + `","author":[{"name":["Mara Lindqvist"]}],"datePublished":"2026-03-14T09:12:00Z"}}`),
		"comments":          ld("<!-- //<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"" + title + "\",\"author\":{\"name\":\"Mara Lindqvist\"},\"datePublished\":\"2026-03-14T09:12:00Z\"}\n//]]> -->"),
		"commas and breaks": ld("{\"@type\":\"NewsArticle\",\"description\":\"a\n\tb\",\"headline\":\"" + title + "\",\"author\":[{\"name\":\"Mara Lindqvist\",},],\"datePublished\":\"2026-03-14T09:12:00Z\", }"),
		"entities":          ld(`{"@type":"NewsArticle","headline":"Harbour board backs the ferry&nbsp;terminal","author":"Mara Lindqvist","datePublished":"2026-03-14T09:12:00Z"}`),
		"two objects":       ld(`{"@type":"Organization","name":"X"} {"@type":"NewsArticle","headline":"` + title + `","author":"Mara Lindqvist","datePublished":"2026-03-14T09:12:00Z"}`),
		"OpenGraph":         `<meta property="og:title" content="` + title + `"><meta property="article:author" content="Mara Lindqvist"><meta property="article:published_time" content="2026-03-14T09:12:00Z">`,
		"author's address":  `<meta property="og:title" content="` + title + `"><meta property="article:author" content="https://x.example/mara"><meta name="author" content="Mara Lindqvist"><meta property="article:published_time" content="2026-03-14T09:12:00Z">`,
		"Dublin Core":       `<meta name="DC.title" content="` + title + `"><meta name="DC.creator" content="Mara Lindqvist"><meta name="DC.date.issued" content="2026-03-14T09:12:00Z">`,
		"parsely":           `<meta name="parsely-title" content="` + title + `"><meta name="parsely-author" content="Mara Lindqvist"><meta name="parsely-pub-date" content="2026-03-14T09:12:00Z">`,
		"sailthru":          `<meta name="sailthru.title" content="` + title + `"><meta name="sailthru.author" content="Mara Lindqvist"><meta name="sailthru.date" content="2026-03-14T09:12:00Z">`,
		"microdata":         `</head><body><h1 itemprop="headline">` + title + `</h1><span itemprop="author" itemscope><a href="/x"><span itemprop="name">Mara Lindqvist</span></a></span><time itemprop="datePublished" datetime="2026-03-14T09:12:00Z">today</time>`,
		"elements":          `</head><body><h1>` + title + `</h1><p class="article__byline">By Mara Lindqvist</p><time class="published" datetime="2026-03-14T09:12:00Z">14 March</time>`,
		"date in text":      `</head><body><h1>` + title + `</h1><a rel="author">Mara Lindqvist</a><span class="published-date">Saturday, 14 March 2026 09:12 GMT</span>`,
		"the right one": ld(`[{"@type":"NewsArticle","headline":"Another story of the day","url":"https://courier.example/b","author":"Someone Else","datePublished":"2026-01-01"},
			{"@type":"NewsArticle","headline":"`+title+`","mainEntityOfPage":{"@id":"`+pageAddress+`"},"author":"Mara Lindqvist","datePublished":"2026-03-14T09:12:00Z"}]`) + `<meta property="og:title" content="` + title + `">`,
		"other stories in lists": `<meta property="og:title" content="` + title + `"><meta name="author" content="Mara Lindqvist"><meta name="date" content="2026-03-14T09:12:00Z">` + ld(`{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Another story","author":"Someone Else","datePublished":"2026-01-01"}]}`),
	} {
		got := metaIn(t, head, "", pageAddress)
		if got.title != want.title || got.byline != want.byline || !got.published.Equal(want.published) {
			t.Errorf("%s: %q, %q, %v", name, got.title, got.byline, got.published)
		}
	}
}

func TestMetaDetails(t *testing.T) {
	article := func(more string) string {
		return ld(`{"@type":"NewsArticle","headline":"Harbour board backs the ferry terminal"` + more + `}`)
	}
	for _, c := range []struct {
		name, head, got, want string
		field                 func(meta) string
	}{
		{name: "publisher by @id", head: ld(`{"@graph":[{"@type":"Organization","@id":"#o","name":"The Courier"},{"@type":"NewsArticle","headline":"A","publisher":{"@id":"#o"}}]}`), want: "The Courier", field: siteIn},
		{name: "isPartOf", head: article(`,"isPartOf":{"@type":"WebSite","name":"The Courier"}`), want: "The Courier", field: siteIn},
		{name: "slogan", head: `<meta property="og:site_name" content="The Courier | News that matters">`, want: "The Courier", field: siteIn},
		{name: "account", head: `<meta property="og:site_name" content="@courier">`, want: "courier", field: siteIn},
		{name: "title with site", head: `<title>Board backs terminal - The Courier</title><meta property="og:site_name" content="The Courier">`, want: "Board backs terminal", field: titleIn},
		{name: "site before title", head: `<title>The Courier: Board backs terminal</title><meta property="og:site_name" content="The Courier">`, want: "Board backs terminal", field: titleIn},
		{name: "section before title", head: `<title>Opinion | Why the board was right about the terminal</title>`, want: "Why the board was right about the terminal", field: titleIn},
		{name: "title is the site", head: `<title>The Courier</title><meta property="og:site_name" content="The Courier"></head><body><h1>Board backs terminal</h1>`, want: "Board backs terminal", field: titleIn},
		{name: "headline cut", head: ld(`{"@type":"NewsArticle","headline":"Harbour board backs the ferry term…"}`) + `</head><body><h1>Harbour board backs the ferry terminal after all</h1>`, want: "Harbour board backs the ferry terminal after all", field: titleIn},
		{name: "canonical", head: `<base href="/news/"><link rel="canonical" href="2026/ferry-terminal#top">`, want: pageAddress, field: addressIn},
		{name: "canonical with parameters", head: `<link rel="canonical" href="https://www.courier.example/a?id=4">`, want: "https://www.courier.example/a?id=4", field: addressIn},
		{name: "canonical is the home page", head: `<link rel="canonical" href="https://courier.example/">`, want: "", field: addressIn},
		{name: "canonical elsewhere", head: `<link rel="canonical" href="https://evil.example/news/x">`, want: "", field: addressIn},
		{name: "canonical is no page", head: `<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="` + pageAddress + `">`, want: pageAddress, field: addressIn},
		{name: "password", head: `<link rel="canonical" href="https://a:b@courier.example/x">`, want: "https://courier.example/x", field: addressIn},
		{name: "locale", head: `<meta property="og:locale" content="tr_TR">`, want: "tr-TR", field: langIn},
		{name: "script", head: `<meta http-equiv="content-language" content="ZH-hant-tw">`, want: "zh-Hant-TW", field: langIn},
		{name: "no language", head: `<meta name="language" content="English">`, want: "", field: langIn},
		{name: "language object", head: article(`,"inLanguage":{"@type":"Language","name":"Turkish","alternateName":"tr"}`), want: "tr", field: langIn},
		{name: "updated", head: article(`,"datePublished":"2026-03-14T09:12:00Z","dateModified":"2026-03-14T10:00:00Z"`), want: "2026-03-14T10:00:00Z", field: updatedIn},
		{name: "updated before published", head: article(`,"datePublished":"2026-03-14T09:12:00Z","dateModified":"2026-03-13T10:00:00Z"`), want: "", field: updatedIn},
		{name: "byline is the site", head: article(`,"author":{"@type":"Organization","name":"The Courier"},"publisher":{"name":"The Courier"}`), want: "", field: bylineIn},
		{name: "control characters", head: `<meta name="author" content="Mara&#8238; Lind&#x200b;qvist&#7;">`, want: "Mara Lindqvist", field: bylineIn},
	} {
		if got := c.field(metaIn(t, c.head, "", pageAddress)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func siteIn(m meta) string    { return m.site }
func titleIn(m meta) string   { return m.title }
func addressIn(m meta) string { return m.url }
func langIn(m meta) string    { return m.lang }
func bylineIn(m meta) string  { return m.byline }

func updatedIn(m meta) string {
	if m.updated.IsZero() {
		return ""
	}
	return m.updated.Format(time.RFC3339)
}

func TestTidyByline(t *testing.T) {
	for in, want := range map[string]string{
		"By Jane Roe and John Doe":                                "Jane Roe and John Doe",
		"By JANE ROE, Staff Writer | 3 May 2026":                  "JANE ROE",
		"Jane Roe, Political Editor":                              "Jane Roe",
		"Jane Roe, John Doe":                                      "Jane Roe, John Doe",
		"Jane Roe (@janeroe)":                                     "Jane Roe",
		"Jane Roe jane.roe@courier.example":                       "Jane Roe",
		"Analysis by Jane Roe, Courier Editor-at-large":           "Jane Roe",
		"Von Anna Müller":                                         "Anna Müller",
		"Par Luc Moreau, envoyé spécial":                          "Luc Moreau",
		"Haber: Ayşe Demir":                                       "Ayşe Demir",
		"Jane Roe 3 May 2026":                                     "Jane Roe",
		"Jane Roe and John Doe Published 9:12 AM EST May 3, 2026": "Jane Roe and John Doe",
		"https://courier.example/people/jane":                     "",
		"admin":                                                   "",
		"siteadmin":                                               "",
		"12345":                                                   "",
		"Jane Roe • Jane Roe":                                     "Jane Roe",
		"The Associated Press":                                    "The Associated Press",
		"Jane Roe, updated 3 May 2026":                            "Jane Roe",
		strings.Repeat("A very long text about it. ", 40):         "",
	} {
		if got := tidyByline(in); got != want {
			t.Errorf("tidyByline(%.50q) = %q, want %q", in, got, want)
		}
	}
}

// TestMetaHostile: whatever a page says of itself, what is kept is bounded text.
func TestMetaHostile(t *testing.T) {
	long := strings.Repeat("x\u202e\U000E0041 ", 5000)
	deep := strings.Repeat(`{"@graph":[`, 5000) + strings.Repeat("]}", 5000)
	for _, head := range []string{
		`<title>` + long + `</title><meta name="author" content="` + long + `"><meta property="og:site_name" content="` + long + `"><link rel="canonical" href="https://courier.example/` + long + `">`,
		ld(deep), ld(`{"@type":"NewsArticle","headline":{"a":[[[1]]]},"author":[[["x"]]],"datePublished":5}`), ld("[[[[["), ld(`null`), ld(`"x"`),
		ld(`{"@type":"NewsArticle","@id":"#a","author":{"@id":"#a"},"publisher":{"@id":"#a"}}`),
	} {
		m := metaIn(t, head, "", "")
		for _, s := range []string{m.title, m.byline, m.site, m.url, m.lang} {
			if utf8.RuneCountInString(s) > longestURL || strings.ContainsAny(s, "\u202e\n\x00") || strings.ContainsRune(s, 0xe0041) {
				t.Errorf("%.60q", s)
			}
		}
	}
	check := func(a, b, c string) bool {
		m := metaIn(t, ld(a)+"<meta property='"+b+"' content='"+c+"'><title>"+c+"</title>", b, c)
		return utf8.ValidString(m.title + m.byline + m.site + m.url)
	}
	if err := quick.Check(check, &quick.Config{MaxCount: 300}); err != nil {
		t.Error(err)
	}
}

// TestLanguageClaims: a page in Turkish that says it is English is Turkish; one
// that names a neighbour of the language found is taken at its word.
func TestLanguageClaims(t *testing.T) {
	texts := paragraphsByLanguage(t)
	for _, c := range []struct{ claim, lang, want string }{
		{"en", "tr", "tr"}, {"en-US", "ru", "ru"}, {"tr-TR", "tr", "tr-TR"}, {"no", "nb", "nb"}, {"nb-NO", "nb", "nb-NO"}, {"bs", "hr", "bs"}, {"", "kk", "kk"}, {"en", "und", "en"},
	} {
		body := strings.Join(texts[c.lang], "</p><p>")
		if c.lang == "und" {
			body = strings.Repeat("Anna Kowalska, Jean Dupont. ", 60)
		}
		a := read(t, `<html lang="`+c.claim+`"><body><article><p>`+body+`</p></article></body></html>`, Options{Format: HTML, KeepAll: true})
		if a.Lang != c.want {
			t.Errorf("page in %s that claims %q is read as %s, want %s", c.lang, c.claim, a.Lang, c.want)
		}
	}
}
