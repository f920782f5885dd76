package article

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits of the reading of style sheets.
const (
	mostStyleBytes = 1 << 20 // of all style elements together
	mostStyleRules = 20000
	mostPerName    = 12 // rules that are looked at for one class or id
	mostPerRule    = 6  // classes and ids of a rule that is read
)

// styleSheet holds the rules of a page's style elements that could hide text,
// by the class (".x") or id ("#x") that their selector ends with. Only simple
// selectors are read: "tag", ".class" and "#id" without spaces, in any number.
type styleSheet struct {
	byName map[string][]styleRule
	rules  int
}

type styleRule struct {
	tag    string   // "" for any element
	names  []string // ".class" and "#id", all of them needed
	decls  declarations
	weight int // specificity: the higher one wins, and the later one of two
}

// declarations are the properties that can hide text, with their values in
// lower case and without spaces.
type declarations map[string]string

// styleSheetOf reads the style elements of a page.
func styleSheetOf(doc *html.Node) *styleSheet {
	s := &styleSheet{byName: map[string][]styleRule{}}
	budget := mostStyleBytes
	for d := range doc.Descendants() {
		if d.DataAtom != atom.Style || d.FirstChild == nil || printOnly(attr(d, "media")) {
			continue
		}
		css := d.FirstChild.Data
		if budget -= len(css); budget < 0 {
			break
		}
		s.read(withoutComments(strings.ToLower(css)), false, false)
	}
	return s
}

func printOnly(media string) bool {
	return strings.Contains(media, "print") && !strings.Contains(media, "screen")
}

// everyScreen knows "@media screen", "@media all" and "@layer": what they hold is
// for all who read the page on a screen.
func everyScreen(selectors string) bool {
	switch strings.Join(strings.Fields(selectors), " ") {
	case "@media screen", "@media only screen", "@media all":
		return true
	}
	return strings.HasPrefix(selectors, "@layer")
}

// withoutComments drops what is between "/*" and "*/".
func withoutComments(css string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(css, "/*")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, css, _ = strings.Cut(rest, "*/")
	}
}

// read reads rules. Those for some screens only, in "@media", can show what
// other rules hide, but do not hide: it is not known which screen it is. What is
// nested deeper than one level is not read.
func (s *styleSheet) read(css string, some, nested bool) {
	for s.rules < mostStyleRules {
		open := strings.IndexByte(css, '{')
		if open < 0 {
			return
		}
		selectors, end := css[:open], blockEnd(css, open)
		if semicolon := strings.LastIndexByte(selectors, ';'); semicolon >= 0 {
			selectors = selectors[semicolon+1:] // "@import …;" before it
		}
		inner := css[open+1 : end]
		css = css[min(end+1, len(css)):]
		selectors = strings.TrimSpace(selectors)
		switch {
		case !strings.HasPrefix(selectors, "@"):
			s.add(selectors, declarationsOf(inner), some)
		case nested || printOnly(selectors):
		case everyScreen(selectors):
			s.read(inner, false, true)
		case strings.HasPrefix(selectors, "@media"):
			s.read(inner, true, true)
		}
	}
}

// blockEnd returns where the block that opens at css[open] closes.
func blockEnd(css string, open int) int {
	depth := 0
	for i := open; i < len(css); i++ {
		switch css[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(css)
}

func (s *styleSheet) add(selectors string, decls declarations, some bool) {
	if some {
		decls = decls.showing()
	}
	if len(decls) == 0 {
		return
	}
	for selector := range strings.SplitSeq(selectors, ",") {
		rule, ok := simpleSelector(strings.TrimSpace(selector))
		if !ok {
			continue
		}
		rule.decls = decls
		last := rule.names[len(rule.names)-1]
		if list := s.byName[last]; len(list) < mostPerName {
			s.byName[last] = append(list, rule)
			s.rules++
		}
	}
}

// simpleSelector reads "tag.class#id".
func simpleSelector(selector string) (styleRule, bool) {
	if strings.ContainsAny(selector, " >+~:[]*()\\\t\n&") {
		return styleRule{}, false
	}
	first := strings.IndexAny(selector, ".#")
	if first < 0 {
		return styleRule{}, false
	}
	rule := styleRule{tag: selector[:first]}
	for rest := selector[first:]; rest != ""; {
		end := strings.IndexAny(rest[1:], ".#") + 1
		if end == 0 {
			end = len(rest)
		}
		if end < 2 || len(rule.names) == mostPerRule {
			return styleRule{}, false
		}
		rule.names = append(rule.names, rest[:end])
		rule.weight += 10
		if rest[0] == '#' {
			rule.weight += 90
		}
		rest = rest[end:]
	}
	if rule.tag != "" {
		rule.weight++
	}
	return rule, true
}

// of returns what the sheet declares for an element, nil for nothing.
func (s *styleSheet) of(n *html.Node) declarations {
	if len(s.byName) == 0 || len(n.Attr) == 0 {
		return nil
	}
	names := namesOf(n)
	var out declarations
	var weights map[string]int
	for _, name := range names {
		for _, rule := range s.byName[name] {
			if !rule.matches(n, names) {
				continue
			}
			if out == nil {
				out, weights = declarations{}, map[string]int{}
			}
			for key, value := range rule.decls {
				if rule.weight >= weights[key] {
					out[key], weights[key] = value, rule.weight
				}
			}
		}
	}
	return out
}

// mostNames bounds the class names of an element that are looked at.
const mostNames = 40

// namesOf returns the classes and the id of an element as ".class" and "#id".
func namesOf(n *html.Node) []string {
	var out []string
	for class := range strings.FieldsSeq(strings.ToLower(attr(n, "class"))) {
		if len(out) < mostNames {
			out = append(out, "."+class)
		}
	}
	if id := strings.ToLower(attr(n, "id")); id != "" {
		out = append(out, "#"+id)
	}
	return out
}

func (r styleRule) matches(n *html.Node, names []string) bool {
	if r.tag != "" && r.tag != n.Data {
		return false
	}
	for _, want := range r.names {
		found := false
		for _, name := range names {
			found = found || name == want
		}
		if !found {
			return false
		}
	}
	return true
}
