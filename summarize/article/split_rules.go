package article

import (
	"bytes"
	"embed"
	"slices"
	"strings"
	"sync"

	"github.com/nutgraf/nutgraf/summarize/lang"
	"go.yaml.in/yaml/v3"
)

//go:embed data/splitting
var splittingFiles embed.FS

//go:embed data/suppressions.yaml
var suppressionData []byte

// splitting is what the splitter knows beyond the language's abbreviations.
type splitting struct {
	// Closing abbreviations often end a sentence as well ("a.m", "Inc").
	Closing []string `yaml:"closing"`
	// Ends are those of them that end one before any capital, although they
	// have capitals ("A.D"): after the others a name can follow ("U.S").
	Ends []string `yaml:"ends"`
	// Continues are capitalised words that do not begin a sentence after a
	// closing abbreviation ("Monday" after "a.m.").
	Continues []string `yaml:"continues"`
	// Ordinals: a number with a stop is an ordinal ("3. Oktober").
	Ordinals bool `yaml:"ordinals"`
	// Stops are further full stops: ":" in Armenian, ";" in Greek.
	Stops string `yaml:"stops"`
	// Starters begin sentences, beside the language's most frequent words.
	Starters []string `yaml:"starters"`
	// Leans are words that hang on the sentence before when they open a bracket
	// ("Which").
	Leans []string `yaml:"leans"`
	// Domains are the last parts of host names as they are written in names
	// ("Com").
	Domains []string `yaml:"domains"`
	// Says are verbs that tell who spoke, after a quotation.
	Says []string `yaml:"says"`
	// GoesOn are the words that carry a sentence on after a quotation.
	GoesOn []string `yaml:"goes_on"`
}

// splittingFor reads the language's file; a language without one has no data.
func splittingFor(code string) (d splitting, known bool) {
	name := "data/splitting/" + code + ".yaml"
	data, err := splittingFiles.ReadFile(name)
	if err != nil {
		return d, false
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&d); err != nil {
		panic("article: " + name + ": " + err.Error())
	}
	return d, true
}

// suppressions are Unicode's lists of abbreviations, by language.
var suppressions = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	if err := yaml.Unmarshal(suppressionData, &out); err != nil {
		panic("article: data/suppressions.yaml: " + err.Error())
	}
	return out
})

// rules are the splitter's rules for one language, made for look-up.
type rules struct {
	abbreviations map[string]bool
	closing       map[string]bool
	ends          map[string]bool
	continues     map[string]bool
	starters      map[string]bool // words that begin sentences, lower case
	says          map[string]bool
	quoteGoesOn   []string
	stops         map[rune]bool
	domains       map[string]bool
	leans         map[string]bool
	ordinals      bool
}

var ruleCache sync.Map // code -> *rules, read only once it is in

func rulesFor(tag string) *rules {
	code := lang.Primary(tag)
	if r, ok := ruleCache.Load(code); ok {
		return r.(*rules)
	}
	l := lang.For(code)
	if len(l.Common) == 0 && code != "und" {
		if _, known := splittingFor(code); !known {
			return rulesFor("und")
		}
	}
	r, _ := ruleCache.LoadOrStore(code, makeRules(l))
	return r.(*rules)
}

func makeRules(l *lang.Language) *rules {
	d, _ := splittingFor(l.Code)
	all, _ := splittingFor("und")
	abbreviations := slices.Concat(l.Abbreviations, suppressions()[l.Code])
	if l.Code != "en" {
		abbreviations = append(abbreviations, all.Closing...)
	}
	r := &rules{
		abbreviations: set(abbreviations), closing: set(slices.Concat(d.Closing, d.Ends)), ends: set(d.Ends), continues: set(d.Continues),
		starters: set(slices.Concat(l.Common, d.Starters)), says: set(slices.Concat(d.Says, l.Attribution)), quoteGoesOn: d.GoesOn,
		stops: map[rune]bool{}, domains: set(all.Domains), leans: set(d.Leans), ordinals: d.Ordinals,
	}
	for _, stop := range d.Stops {
		r.stops[stop] = true
	}
	return r
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
	return r.abbreviations[word] || r.abbreviations[strings.ToLower(word)] || r.closes(word)
}

// closes reports that word is an abbreviation that may end a sentence.
func (r *rules) closes(word string) bool {
	return r.closing[word] || r.closing[strings.ToLower(word)]
}

// EndsInAbbreviation reports whether the full stop at the end of a text belongs
// to an abbreviation of the language ("Inc.", "a.m.").
func EndsInAbbreviation(text, lang string) bool {
	text, stop := strings.CutSuffix(text, ".")
	word := rulesFor(lang).abbreviated(text)
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
