package article

import (
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// phrase is an opening of furniture, ready for comparison.
type phrase struct {
	kind  string
	text  string // lower case, without its colon or space
	colon bool   // counts with a colon after it, or alone
	space bool   // a word that common sentences begin with too ("by ")
	words int    // how telling it is: ideographs count half a word
	lang  string // language that it is of
}

// phraseTable holds the furniture of a language, by first character.
type phraseTable struct {
	byFirst map[rune][]phrase
	*statements
}

// phrasesFor makes the table of a language; English is known everywhere.
func phrasesFor(l *lang.Language) *phraseTable {
	t := &phraseTable{byFirst: map[rune][]phrase{}, statements: statementsOf(l, lang.For("en"))}
	t.add(l)
	if l.Code != "en" {
		t.add(lang.For("en"))
	}
	for _, list := range t.byFirst {
		sort.SliceStable(list, func(i, j int) bool { return len(list[i].text) > len(list[j].text) })
	}
	return t
}

// allPhrases holds the furniture of every language.
var allPhrases = sync.OnceValue(func() *phraseTable {
	var all []*lang.Language
	for _, code := range lang.Codes() {
		all = append(all, lang.For(code))
	}
	t := &phraseTable{byFirst: map[rune][]phrase{}, statements: statementsOf(all...)}
	for _, l := range all {
		t.add(l)
	}
	return t
})

func (t *phraseTable) add(l *lang.Language) {
	kinds := make([]string, 0, len(l.Furniture))
	for kind := range l.Furniture {
		kinds = append(kinds, kind)
	}
	sort.Strings(kinds)
	for _, kind := range kinds {
		for _, s := range l.Furniture[kind] {
			p := phrase{kind: kind, lang: l.Code, text: strings.TrimRight(s, " :："), space: strings.HasSuffix(s, " ")}
			p.colon = strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：")
			p.words = len(strings.Fields(p.text))
			if n := utf8.RuneCountInString(p.text); wide(lastRune(p.text)) {
				p.words = (n + 1) / 2
			}
			r, _ := utf8.DecodeRuneInString(p.text)
			t.byFirst[r] = append(t.byFirst[r], p)
		}
	}
}

// longestFurniture bounds a block of furniture, in bytes.
const longestFurniture = 900

// kind says what furniture a block is by its opening, "" for none.
func (t *phraseTable) kind(text string) string {
	p, _ := t.match(text)
	return p.kind
}

// every says what furniture a short block is whose sentences are all furniture.
func (t *phraseTable) every(text string) string {
	if columns(text) > 200 {
		return ""
	}
	kind, all := "", true
	for _, s := range Split(text, "und") {
		sentence := text[s.Start:s.End]
		if kind = t.kind(sentence); kind == "" {
			all = all && headerLine(strings.TrimRight(sentence, "."))
		}
	}
	if all {
		return kind
	}
	return ""
}

// relatedHeading reports that a block names other articles and none of them:
// the list below it is theirs.
func (t *phraseTable) relatedHeading(text string) bool {
	p, rest := t.match(text)
	return p.kind == "related" && !hasContent(rest)
}

// after returns what follows the opening of a block of that kind.
func (t *phraseTable) after(kind, text string) string {
	for _, part := range append(splitParts(text), text) {
		if p, rest := t.match(part); p.kind == kind {
			return strings.Trim(rest, " :：-–—|•·,")
		}
	}
	return text
}

// match returns the phrase that a block of furniture begins with, the zero
// phrase for none, and what follows it.
func (t *phraseTable) match(text string) (p phrase, rest string) {
	if len(text) > longestFurniture {
		return phrase{}, ""
	}
	if p, rest = t.matchOpening(text); p.kind == "" && strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") {
		return t.matchOpening(strings.Trim(text, "()"))
	}
	return p, rest
}

func (t *phraseTable) matchOpening(text string) (p phrase, rest string) {
	text = strings.TrimLeftFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '©' && r != '(' && r != '（' && r != '【'
	})
	for _, p := range t.opening(text) {
		if rest, ok := cutFold(text, p.text); ok && ends(p.text, rest) && p.fits(text, rest, t) {
			return p, rest
		}
	}
	return phrase{}, ""
}

// opening returns the phrases that begin with the first character of text.
func (t *phraseTable) opening(text string) []phrase {
	r, _ := utf8.DecodeRuneInString(text)
	return t.byFirst[unicode.ToLower(r)]
}

// cutFold cuts a prefix in lower case off a text in any case.
func cutFold(text, prefix string) (rest string, ok bool) {
	for _, want := range prefix {
		r, n := utf8.DecodeRuneInString(text)
		r = unicode.ToLower(r)
		if r == '’' {
			r = '\''
		}
		if r != want && !(r == 'i' && want == 'ı') {
			return "", false
		}
		text = text[n:]
	}
	return text, true
}

func lowered(s string) string {
	return strings.ReplaceAll(strings.ToLower(s), "’", "'")
}

// ends reports that a word ends between a and b.
func ends(a, b string) bool {
	r, _ := utf8.DecodeRuneInString(b)
	return b == "" || wide(lastRune(a)) || !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '\'' && r != '-' || lastRune(a) == '/' || lastRune(a) == '©'
}
