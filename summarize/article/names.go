package article

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/net/html"
)

//go:embed data/clutter.yaml
var clutterData []byte

// clutterNames are the words of names that tell clutter.
type clutterNames struct {
	anywhere, alone map[string]string // word -> kind
	joined          map[string]string // words with spaces around them -> kind
	glue, never     map[string]bool
}

var clutterTable = sync.OnceValue(func() clutterNames {
	var file struct {
		Anywhere, Joined, Alone map[string][]string
		Glue, Never             []string
	}
	if err := yaml.Unmarshal(clutterData, &file); err != nil {
		panic("article: data/clutter.yaml: " + err.Error())
	}
	t := clutterNames{anywhere: byWord(file.Anywhere), alone: byWord(file.Alone), joined: byWord(file.Joined), glue: map[string]bool{}, never: map[string]bool{}}
	for _, w := range file.Glue {
		t.glue[w] = true
	}
	for _, w := range file.Never {
		t.never[w] = true
	}
	return t
})

func byWord(kinds map[string][]string) map[string]string {
	out := map[string]string{}
	for kind, words := range kinds {
		for _, w := range words {
			out[w] = kind
		}
	}
	return out
}

// nameKeys are the attributes whose names tell what an element is.
var nameKeys = map[string]bool{"class": true, "id": true, "data-component": true, "data-testid": true, "data-test-id": true, "data-qa": true, "data-type": true, "data-module": true, "data-block": true, "data-widget": true, "role": true}

// longestName bounds a name, in bytes, and mostNames their number.
const longestName = 80

// clutterKind says what clutter an element is named as, "" for none.
func clutterKind(n *html.Node) string {
	if n.Type != html.ElementNode {
		return ""
	}
	t := clutterTable()
	kind := elementKind(n)
	for _, a := range n.Attr {
		if !nameKeys[a.Key] {
			continue
		}
		seen := 0
		for name := range strings.FieldsSeq(a.Val) {
			if seen++; seen > mostNames || len(name) > longestName {
				continue
			}
			found, never := t.kind(name)
			if never {
				return ""
			}
			if kind == "" {
				kind = found
			}
		}
	}
	return kind
}

// elementKind knows the elements that pages for phones have for clutter.
func elementKind(n *html.Node) string {
	switch n.Data {
	case "amp-ad", "amp-embed", "amp-sticky-ad":
		return "advertisement"
	case "amp-consent", "amp-user-notification":
		return "cookie"
	case "amp-social-share":
		return "share"
	case "amp-sidebar":
		return "navigation"
	}
	return ""
}

// kind says what a single name tells.
func (t clutterNames) kind(name string) (kind string, never bool) {
	words := nameWords(name)
	glued, alone := 0, ""
	for _, w := range words {
		if t.never[w] {
			return "", true
		}
		if k := t.anywhere[w]; k != "" && kind == "" {
			kind = k
		}
		if k := t.alone[w]; k != "" && (alone == "" || alone == k) {
			alone = k
			glued++
		} else if t.glue[w] {
			glued++
		}
	}
	switch {
	case kind != "":
		return kind, false
	case alone != "" && glued == len(words):
		return alone, false
	}
	return t.joinedKind(words), false
}

// joinedKind looks for runs of two to four words.
func (t clutterNames) joinedKind(words []string) string {
	for i := range words {
		for n := 2; n <= 4 && i+n <= len(words); n++ {
			if kind := t.joined[strings.Join(words[i:i+n], " ")]; kind != "" {
				return kind
			}
		}
	}
	return ""
}

// nameWords cuts a name at its signs and before its capitals, in lower case.
func nameWords(name string) []string {
	var out []string
	var b strings.Builder
	lower := false
	flush := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for _, r := range name {
		if unicode.IsUpper(r) && lower || !unicode.IsLetter(r) {
			flush()
		}
		lower = unicode.IsLower(r)
		if unicode.IsLetter(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	flush()
	return out
}
