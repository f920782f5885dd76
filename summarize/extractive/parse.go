package extractive

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// parsed is one sentence with what the engine needs to know of it.
type parsed struct {
	lx    *lexicon
	text  string // without its final stop
	stop  string // the final stop, "" for none
	words []lang.Word
	roles []role
	marks []mark // punctuation outside quotations and brackets, in order

	inside []bool // for every word: it stands in a quotation or in brackets

	quotedFrom bool // it starts inside a quotation that an earlier sentence opened
	open       rune // the closing quotation mark that it leaves open, 0 for none
	stray      bool // a bracket or quotation mark has no partner
	hasQuote   bool
}

// mark is a punctuation mark at text[start:end]; next is the index of the
// first word after it.
type mark struct {
	kind       markKind
	start, end int
	next       int
}

type markKind int

const (
	comma markKind = iota
	semicolon
	colon
	dash
	bracket // a whole bracketed part, brackets included
	terminal
)

// parse reads one sentence. open is the closing quotation mark that the
// sentences before it in the paragraph have left open.
func parse(text string, lx *lexicon, open rune) *parsed {
	text = strings.ToValidUTF8(text, "\uFFFD")
	p := &parsed{lx: lx, quotedFrom: open != 0}
	p.text, p.stop = splitStop(strings.TrimSpace(text), lx)
	p.words = lang.Words(p.text)
	p.roles = lx.roles(p.words)
	p.inside = make([]bool, len(p.words))
	p.clearNames()
	p.scan(open)
	return p
}

// clearNames takes their roles from words that are a name when they are
// written with a capital, such as the month of May.
func (p *parsed) clearNames() {
	for i := 1; i < len(p.words); i++ {
		if p.plays(i, name) && p.capital(i) {
			p.roles[i] = 0
		}
	}
}

const fullStops = ".。．｡۔।"

// splitStop takes the stop off a sentence. The full stop of an abbreviation
// stays, as does any other mark.
func splitStop(text string, lx *lexicon) (body, stop string) {
	r, size := utf8.DecodeLastRuneInString(text)
	if size == 0 || !strings.ContainsRune(fullStops, r) {
		return text, ""
	}
	body = text[:len(text)-size]
	last := body[strings.LastIndexFunc(body, unicode.IsSpace)+1:]
	if strings.HasSuffix(body, ".") || r == '.' && (strings.Contains(last, ".") && hasLetter(last) || lx.abbrevs[strings.ToLower(last)]) {
		return text, ""
	}
	return body, string(r)
}

// The longest sentence that is looked at more closely. What is longer is not
// prose, and looking for clauses in it would take more than linear time.
const (
	mostWords = 300
	mostMarks = 60
)

func (p *parsed) overlong() bool { return len(p.words) > mostWords || len(p.marks) > mostMarks }

// manySentences reports whether the text is more than one sentence.
func (p *parsed) manySentences() bool {
	for _, m := range p.marks {
		if m.kind == terminal && m.next < len(p.words) {
			return true
		}
	}
	return false
}

// length counts characters as a reader counts them.
func length(s string) int {
	n := 0
	for it := graphemes.FromString(s); it.Next(); {
		n++
	}
	return n
}

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }
