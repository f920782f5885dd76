package ground

import (
	"slices"
	"strings"
	"sync"
)

// lexicon is all that the parsers know of a language.
type lexicon struct {
	*numberWords
	known   bool // the language has data
	exact   map[string][]entry
	prefix  map[string][]entry
	heads   [1 << 12]bool // of all keys, so that most words need no look-up
	longest int           // of the keys of prefix, in bytes
	decimal rune
	units   map[string]*unit
	cut     *words
}

var lexicons sync.Map // language -> *lexicon, read only once it is in

// lexiconOf returns the language's lexicon.
func lexiconOf(code string) *lexicon {
	if v, ok := lexicons.Load(code); ok {
		return v.(*lexicon)
	}
	n := load[numberWords]("number", code)
	d := load[dateWords]("date", code)
	if n == nil && d == nil {
		if code == "" {
			return newLexicon(nil, nil)
		}
		return lexiconOf("")
	}
	v, _ := lexicons.LoadOrStore(code, newLexicon(n, d))
	return v.(*lexicon)
}

func newLexicon(n *numberWords, d *dateWords) *lexicon {
	x := &lexicon{
		numberWords: n, known: n != nil, exact: map[string][]entry{}, prefix: map[string][]entry{}, decimal: '.',
		cut: &words{stem: func(s string) string { return s }},
	}
	if n == nil {
		x.numberWords = &numberWords{Ranges: []string{"-", "–", "—"}}
	} else if n.Decimal == "," {
		x.decimal = ','
	}
	x.addUnits(load[unitNames]("number", "any"))
	x.addNumbers(x.numberWords)
	if d != nil {
		x.addDates(d)
	}
	for _, table := range []map[string][]entry{x.exact, x.prefix} {
		for _, list := range table {
			slices.SortStableFunc(list, func(a, b entry) int { return len(b.rest) - len(a.rest) })
		}
	}
	return x
}

// headBytes is how much of a word its head is made of.
const headBytes = 4

// headOf hashes the beginning of a word, so that most words need no look-up.
func headOf(s string) uint16 {
	h := uint32(len(s[:min(len(s), headBytes)]))
	for i := range min(len(s), headBytes) {
		h = h*131 + uint32(s[i])
	}
	return uint16((h ^ h>>12) & (1<<12 - 1))
}

// roles are the meanings that begin at each token, as a set of bits.
func (x *lexicon) roles(tokens []token) []uint64 {
	out := make([]uint64, len(tokens))
	for i := range tokens {
		x.eachList(tokens[i].norm, func(list []entry) bool {
			for _, e := range list {
				if out[i]&(1<<e.role) == 0 && follows(tokens[i+1:], e.rest) {
					out[i] |= 1 << e.role
				}
			}
			return true
		})
	}
	return out
}

// find returns the longest meaning of the role that begins at token i, and how
// many tokens it has; 0 when there is none.
func (x *lexicon) find(tokens []token, i int, r role) (found entry, n int) {
	x.eachList(tokens[i].norm, func(list []entry) bool {
		for _, e := range list {
			if e.role == r && follows(tokens[i+1:], e.rest) {
				found, n = e, 1+len(e.rest)
				return false
			}
		}
		return true
	})
	return found, n
}

// eachList calls f with the entries whose first word is norm, or begins it, or
// is a part of it at an apostrophe (Ekim'deki, d'euros), until it returns false.
func (x *lexicon) eachList(norm string, f func([]entry) bool) {
	if x.heads[headOf(norm)] {
		if list := x.exact[norm]; list != nil && !f(list) {
			return
		}
		for k := min(len(norm), x.longest); k >= headBytes; k-- {
			if list := x.prefix[norm[:k]]; list != nil && !f(list) {
				return
			}
		}
	}
	if at := strings.IndexByte(norm, '\''); at > 0 && at < len(norm)-1 {
		if list := x.exact[norm[:at]]; list != nil && !f(list) {
			return
		}
		if list := x.exact[norm[at+1:]]; list != nil {
			f(list)
		}
	}
}

func follows(tokens []token, want []string) bool {
	if len(tokens) < len(want) {
		return false
	}
	for i, w := range want {
		if stem, ok := strings.CutSuffix(w, "*"); ok {
			if !strings.HasPrefix(tokens[i].norm, stem) {
				return false
			}
		} else if tokens[i].norm != w {
			return false
		}
	}
	return true
}
