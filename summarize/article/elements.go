package article

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// marked notes an element that its attributes mark as author or date.
func (s *sources) marked(n *html.Node) {
	for prop := range strings.FieldsSeq(attr(n, "itemprop")) {
		switch prop {
		case "author", "creator":
			s.author(n)
		case "datePublished":
			fill(&s.published, dateOf(n))
		case "dateModified":
			fill(&s.updated, dateOf(n))
		}
	}
	if attr(n, "rel") == "author" {
		s.author(n)
	}
	class := strings.ToLower(attr(n, "class"))
	if n.DataAtom == atom.Time {
		s.timeElement(n, class)
		return
	}
	if class == "" || len(class) > 300 || besideStory(n) {
		return
	}
	switch {
	case hasToken(class, "byline", "author-name", "author__name", "byline-name", "byline__name", "article-author", "article__author", "post-author", "entry-author", "fn"):
		if text := firstText(n, longestByline); s.shownByline == "" && bylineLike(text) {
			s.shownByline = text
		}
	case strings.Contains(class, "publish") || hasToken(class, "dateline", "pubdate", "posted-on", "entry-date", "article-date", "article__date", "post-date", "timestamp"):
		s.shownDate(n, class)
	}
}

// author notes the names that an element marked as the author has.
func (s *sources) author(n *html.Node) {
	if len(s.authors) >= mostTags || besideStory(n) {
		return
	}
	left := mostBelow
	for d := range n.Descendants() {
		if left--; left < 0 {
			break
		}
		if d.Type == html.ElementNode && attr(d, "itemprop") == "name" {
			n = d
			break
		}
	}
	text := firstText(n, longestByline)
	if n.DataAtom == atom.Meta || text == "" {
		text = attr(n, "content")
	}
	if text != "" && !slices.Contains(s.authors, text) {
		s.authors = append(s.authors, text)
	}
}

// timeElement notes a time element by its class, and the first of all.
func (s *sources) timeElement(n *html.Node, class string) {
	date := dateOf(n)
	if date == "" {
		return
	}
	switch {
	case strings.Contains(class, "publish") || has(n, "pubdate"):
		fill(&s.published, date)
	case strings.Contains(class, "updat") || strings.Contains(class, "modif"):
		fill(&s.updated, date)
		return
	}
	if _, ok := parseDate(date); !ok || besideStory(n) {
		return
	}
	if s.firstTime == "" || s.afterHeadline {
		s.firstTime, s.afterHeadline = date, false
	}
}

// shownDate notes the date that an element shows.
func (s *sources) shownDate(n *html.Node, class string) {
	text := firstText(n, 100)
	if _, ok := parseDate(text); !ok || !strings.Contains(class, "publish") && len(strings.Fields(text)) > 10 {
		return
	}
	if strings.Contains(class, "updat") || strings.Contains(class, "modif") {
		fill(&s.updated, text)
		return
	}
	fill(&s.published, text)
}

// dateOf returns the date of an element: its attribute, else its text.
func dateOf(n *html.Node) string {
	for _, key := range []string{"datetime", "content", "title"} {
		if v := attr(n, key); v != "" {
			if _, ok := parseDate(v); ok {
				return v
			}
		}
	}
	return firstText(n, 100)
}

// besideStory reports that an element is in a part of the page that other stories
// have.
func besideStory(n *html.Node) bool {
	depth := 0
	for p := n.Parent; p != nil && depth < 12; p = p.Parent {
		switch p.DataAtom {
		case atom.Aside, atom.Nav, atom.Footer:
			return true
		}
		depth++
	}
	return false
}

// mostBelow is how many nodes below an element are looked at.
const mostBelow = 200

// firstText returns the text below n with single spaces, "" when it is longer
// than the limit.
func firstText(n *html.Node, limit int) string {
	var b strings.Builder
	left := mostBelow
	for d := range n.Descendants() {
		if left--; left < 0 {
			return ""
		}
		if d.Type == html.TextNode && d.Parent.DataAtom != atom.Script && d.Parent.DataAtom != atom.Style {
			b.WriteString(d.Data)
			b.WriteByte(' ')
			if b.Len() > 8*limit {
				return ""
			}
		}
	}
	text := strings.Join(strings.Fields(b.String()), " ")
	if len(text) > 4*limit {
		return ""
	}
	return text
}

// hasToken reports that a class list has one of the names, or one that ends in
// it after a sign ("c-byline", "article__byline").
func hasToken(class string, names ...string) bool {
	for token := range strings.FieldsSeq(class) {
		for _, name := range names {
			if token == name || len(name) > 3 && strings.HasSuffix(token, name) && strings.ContainsRune("-_", rune(token[len(token)-len(name)-1])) {
				return true
			}
		}
	}
	return false
}

// bylineLike reports that the text of an element reads as a byline.
func bylineLike(text string) bool {
	if text == "" {
		return false
	}
	p, _ := allPhrases().match(text)
	words := strings.Fields(text)
	return p.kind == "byline" || len(words) >= 2 && len(words) <= 5 && capitalised(words) && !endsSentence(text)
}
