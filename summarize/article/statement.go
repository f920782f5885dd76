package article

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/lang"
	"go.yaml.in/yaml/v3"
)

//go:embed data/statements.yaml
var statementData []byte

type statementWords struct {
	Address map[string][]string `yaml:"address"`
	Opens   map[string][]string `yaml:"opens"`
	Finite  map[string][]string `yaml:"finite"`
}

var statementTable = sync.OnceValue(func() statementWords {
	var t statementWords
	if err := yaml.Unmarshal(statementData, &t); err != nil {
		panic("article: data/statements.yaml: " + err.Error())
	}
	return t
})

// statements tell what a paper says to its reader from what a story says.
type statements struct {
	said       *lang.Phrases // whose word it is
	attributed *lang.Phrases // the same, or that something is not so
	finite     *lang.Phrases
	address    *lang.Phrases
	opens      *lang.Phrases
	described  map[string]bool // languages whose address words are known
}

func statementsOf(languages ...*lang.Language) *statements {
	s := &statements{described: map[string]bool{}}
	var said, attributed, finite, address, opens [][]string
	t := statementTable()
	for _, l := range languages {
		said = append(said, l.Attribution)
		attributed = append(attributed, l.Attribution, l.Negations)
		finite = append(finite, t.Finite[l.Code])
		address = append(address, t.Address[l.Code])
		opens = append(opens, t.Opens[l.Code])
		s.described[l.Code] = len(t.Address[l.Code]) > 0
	}
	s.said = lang.NewPhrases(said...)
	s.attributed, s.finite = lang.NewPhrases(attributed...), lang.NewPhrases(finite...)
	s.address, s.opens = lang.NewPhrases(address...), lang.NewPhrases(opens...)
	return s
}

// Bounds of what may follow a phrase of furniture in a sentence, in words.
const (
	afterCall = 16 // after a verb that asks
	afterName = 4  // after a mere name, "privacy policy"
)

// states reports that a block of whole sentences that begins with phrase p of
// furniture says something of its own in rest: then it is the story's.
func (s *statements) states(p phrase, rest string) bool {
	words := lang.Words(rest)
	first, more := firstSentence(rest)
	if s.says(more) {
		return true
	}
	if s.calls(p) {
		return s.said.In(lang.Words(afterClause(first)))
	}
	limit := afterName
	if opening := lang.Words(p.text); len(opening) > 0 && s.opens.At(opening, 0) > 0 {
		limit = afterCall
	}
	return len(words) > limit || s.attributed.In(words) || s.finite.In(words) || strings.ContainsFunc(rest, unicode.IsDigit)
}

// headlines reports that a block without a stop is a clause about what a phrase
// names, "More from the fund went to Ashby".
func (s *statements) headlines(p phrase, rest string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
	return unicode.IsLower(r) && !s.calls(p) && s.opens.At(lang.Words(p.text), 0) == 0 && s.finite.In(lang.Words(rest))
}

// says reports that the sentences after the first hold a statement: one is not
// short, and speaks to nobody.
func (s *statements) says(more string) bool {
	for _, sp := range Split(more, "und") {
		words := lang.Words(more[sp.Start:sp.End])
		if len(words) > afterName && !s.address.In(words) || s.attributed.In(words) && !s.address.In(words) {
			return true
		}
	}
	return false
}

// calls reports that a phrase can only be a call to the reader. In languages
// without address words, three words are enough.
func (s *statements) calls(p phrase) bool {
	if s.address.In(lang.Words(p.text)) {
		return true
	}
	return !s.described[p.lang] && p.words >= 3
}

// afterClause returns what follows the first comma, dash or colon.
func afterClause(text string) string {
	k := strings.IndexAny(text, ",;:—–،，；：")
	if k < 0 {
		return ""
	}
	return text[k:]
}

// firstSentence cuts text after its first sentence.
func firstSentence(text string) (first, more string) {
	spans := Split(text, "und")
	if len(spans) < 2 {
		return text, ""
	}
	return text[:spans[1].Start], text[spans[1].Start:]
}

// claimsRight reports that what follows "copyright" or "(c)" is a year, a sign
// or a name.
func claimsRight(rest string) bool {
	rest = strings.TrimLeft(rest, " :,-–—|.")
	for _, by := range []string{"by ", "(c) "} {
		if after, ok := cutFold(rest, by); ok {
			rest = after
		}
	}
	for _, r := range rest {
		return r == '©' || r == 'ⓒ' || unicode.IsDigit(r) || unicode.IsUpper(r) || unicode.Is(unicode.Lo, r)
	}
	return true
}
