package article

import (
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// sources is what a page says of itself, by where it says it.
type sources struct {
	linked linked
	tags   map[string][]string // meta and link elements, by name in lower case
	exact  map[*time.Time]bool // dates that have a time of day and a zone

	title, lang, base  string
	headings           []string // the first h1s
	h1s                int
	authors            []string // elements that are marked as the author
	shownByline        string   // element whose class is a byline's
	published, updated string   // elements that are marked as dates
	firstTime          string   // the first time element, best one after the headline
	afterHeadline      bool
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

func (s *sources) tag(key string) string {
	if v := s.tags[key]; len(v) > 0 {
		return v[0]
	}
	return ""
}

func (s *sources) h1() string {
	if len(s.headings) == 0 {
		return ""
	}
	return s.headings[0]
}

// mostTags bounds how many values of one meta element count.
const mostTags = 10

func (s *sources) addTag(key, value string) {
	if key, value = strings.ToLower(key), strings.TrimSpace(value); key != "" && value != "" && len(value) < 4000 && len(s.tags[key]) < mostTags {
		s.tags[key] = append(s.tags[key], value)
	}
}

// gather walks the page once.
func gather(doc *html.Node) *sources {
	s := &sources{tags: map[string][]string{}, exact: map[*time.Time]bool{}}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			s.element(n)
		}
	}
	return s
}

func (s *sources) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Script:
		if strings.HasPrefix(strings.ToLower(attr(n, "type")), "application/ld+json") && n.FirstChild != nil {
			s.linked.add(n.FirstChild.Data)
		}
	case atom.Meta:
		s.metaElement(n)
	case atom.Link:
		if slices.Contains(strings.Fields(strings.ToLower(attr(n, "rel"))), "canonical") {
			s.addTag("canonical", attr(n, "href"))
		}
	case atom.Base:
		fill(&s.base, attr(n, "href"))
	case atom.Html:
		fill(&s.lang, attr(n, "lang"), attr(n, "xml:lang"))
	case atom.Title:
		if n.Namespace == "" {
			fill(&s.title, firstText(n, longestTitle))
		}
	case atom.H1:
		s.headline(n)
	case atom.Article, atom.Main:
		fill(&s.lang, attr(n, "lang"))
	default:
		s.marked(n)
	}
}

func (s *sources) metaElement(n *html.Node) {
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		if k := attr(n, key); k != "" {
			s.addTag(k, attr(n, "content"))
		}
	}
}

func (s *sources) headline(n *html.Node) {
	if s.h1s++; s.h1s > mostTags {
		return
	}
	if text := firstText(n, longestTitle); text != "" {
		s.headings = append(s.headings, text)
		s.afterHeadline = true
	}
}
