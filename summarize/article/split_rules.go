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

//go:embed data/splitting.yaml
var splittingData []byte

// splitting is what the splitter knows beyond the language's abbreviations.
type splitting struct {
	// Closing abbreviations often end a sentence as well ("a.m", "Inc").
	Closing []string `yaml:"closing"`
	// Continues are capitalised words that do not begin a sentence after a
	// closing abbreviation ("Monday" after "a.m.").
	Continues []string `yaml:"continues"`
	// Ordinals: a number with a stop is an ordinal ("3. Oktober").
	Ordinals bool `yaml:"ordinals"`
	// ColonEnds: the colon is the full stop.
	ColonEnds bool `yaml:"colon_ends"`
	// Says are verbs that tell who spoke, after a quotation.
	Says []string `yaml:"says"`
	// GoesOn are the words that carry a sentence on after a quotation.
	GoesOn []string `yaml:"goes_on"`
}

var splittings = sync.OnceValue(func() map[string]splitting {
	out := map[string]splitting{}
	if err := yaml.Unmarshal(splittingData, &out); err != nil {
		panic("article: data/splitting.yaml: " + err.Error())
	}
	return out
})

// rules are the splitter's rules for one language, made for look-up.
type rules struct {
	abbreviations map[string]bool
	closing       map[string]bool
	continues     map[string]bool
	starters      map[string]bool // words that begin sentences, lower case
	says          map[string]bool
	quoteGoesOn   []string
	ordinals      bool
	colonEnds     bool
}

var ruleCache sync.Map // code -> *rules, read only once it is in

func rulesFor(tag string) *rules {
	code := lang.Primary(tag)
	if r, ok := ruleCache.Load(code); ok {
		return r.(*rules)
	}
	l := lang.For(code)
	if len(l.Common) == 0 && code != "und" {
		if _, known := splittings()[code]; !known {
			return rulesFor("und")
		}
	}
	r, _ := ruleCache.LoadOrStore(code, makeRules(l))
	return r.(*rules)
}

func makeRules(l *lang.Language) *rules {
	d := splittings()[l.Code]
	abbreviations := l.Abbreviations
	if l.Code != "en" {
		abbreviations = append(abbreviations[:len(abbreviations):len(abbreviations)], splittings()["und"].Closing...)
	}
	return &rules{
		abbreviations: set(abbreviations), closing: set(d.Closing), continues: set(d.Continues),
		starters: set(l.Common), says: set(append(d.Says, l.Attribution...)), quoteGoesOn: d.GoesOn,
		ordinals: d.Ordinals, colonEnds: d.ColonEnds,
	}
}

func set(words []string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}

// abbreviation reports that word, which a stop follows, is one.
func (r *rules) abbreviation(word string) bool {
	return r.abbreviations[word] || r.closing[word] ||
		r.abbreviations[strings.ToLower(word)] || r.closing[strings.ToLower(word)]
}

// EndsInAbbreviation reports whether the full stop at the end of a text belongs
// to an abbreviation of the language ("Inc.", "a.m.").
func EndsInAbbreviation(text, lang string) bool {
	text, stop := strings.CutSuffix(text, ".")
	word := lastWord(text)
	return stop && word != "" && (rulesFor(lang).abbreviation(word) || initials(word))
}

// goesOn reports that after a quotation in a script without spaces the
// sentence goes on, if only to tell who spoke.
func (r *rules) goesOn(rest string) bool {
	for _, w := range r.quoteGoesOn {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	runes := 0
	for i, c := range rest {
		if runes++; runes > 12 || !wide(c) || isCloser(c) {
			return false
		}
		if isFullStop(c) {
			return i > 0 && r.endsInSays(rest[:i])
		}
	}
	return false
}

func (r *rules) endsInSays(s string) bool {
	for i := range s {
		if r.says[s[i:]] {
			return true
		}
	}
	return false
}

// shortened reports that the stop at i belongs to an abbreviation, an initial
// or an ordinal, and does not end the sentence before next.
func (s *splitter) shortened(i int, next following) bool {
	before := s.text[s.start:i]
	word := lastWord(before)
	first := strings.TrimSpace(before) == word
	switch {
	case word == "":
		return false
	case isNumber(word):
		return s.ordinal(word, first, next)
	case s.rules.closing[word] || s.rules.closing[strings.ToLower(word)]:
		return s.carriesOn(before, word, next)
	case initials(word):
		return first || !s.starts(next)
	case s.rules.abbreviation(word):
		return true
	}
	return s.rules.abbreviation(afterLastDash(word))
}

// afterLastDash finds the abbreviation in "ex-Sen" and "mid-Dec".
func afterLastDash(word string) string {
	return word[strings.LastIndexAny(word, "-/")+1:]
}

// carriesOn decides on an abbreviation that may end a sentence. In lower case
// ("p.m", "etc", "г") it ends one before any capital, unless the sentence has
// just begun; others end one only before a word that begins sentences.
func (s *splitter) carriesOn(before, word string, next following) bool {
	if next.text == "" || next.digit || s.rules.continues[next.text] {
		return true
	}
	r, n := utf8.DecodeRuneInString(word)
	if unicode.IsUpper(r) && !strings.EqualFold(word, "p.m") && !strings.EqualFold(word, "a.m") {
		return !s.starts(next)
	}
	if n == len(word) && !endsInDigit(strings.TrimSuffix(before, word)) {
		return true
	}
	return len(before) <= 40 && !s.starts(next) && (len(before) <= 12 || n == len(word) || r >= utf8.RuneSelf)
}

func endsInDigit(s string) bool {
	return unicode.IsDigit(lastRune(strings.TrimRight(s, " ")))
}

// starts reports that next is a word that begins sentences, not names.
func (s *splitter) starts(next following) bool {
	if s.rules.continues[next.text] || next.initial {
		return false
	}
	r, n := utf8.DecodeRuneInString(next.text)
	if n == len(next.text) && r != 'I' && r != 'A' {
		return false
	}
	return s.rules.starters[strings.ToLower(next.text)]
}

// ordinal decides on a number with a stop: the label of an item, an ordinal, or
// the last word of the sentence.
func (s *splitter) ordinal(word string, first bool, next following) bool {
	if first && len(word) <= 2 {
		return true
	}
	if !s.rules.ordinals || len(word) > 3 || next.open || next.digit {
		return false
	}
	return !s.starts(next)
}

func isNumber(word string) bool {
	return strings.Trim(word, "0123456789") == ""
}

// initials knows "J", "J.K", "U.S" and "А": single capitals between stops.
func initials(word string) bool {
	letters := 0
	for rest := word; rest != ""; letters++ {
		r, n := utf8.DecodeRuneInString(rest)
		if !unicode.IsUpper(r) && !caseless(r) {
			return false
		}
		rest = rest[n:]
		if rest != "" {
			if rest[0] != '.' && rest[0] != '-' {
				return false
			}
			rest = rest[1:]
		}
	}
	return letters > 0 && letters <= 5
}

// caseless knows letters of scripts that have no capitals and whose single
// letters are abbreviations.
func caseless(r rune) bool {
	return unicode.Is(unicode.Arabic, r) || unicode.Is(unicode.Hebrew, r) || unicode.Is(unicode.Devanagari, r)
}
