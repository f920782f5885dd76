package ground

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// sense says what a word or phrase does to what is said with it.
type sense uint8

const (
	plainly     sense = iota // nothing: it only looks like one that does something
	accused                  // somebody is held guilty, not known to be
	reported                 // hearsay
	possible                 // it may be so
	intended                 // it is wanted or expected
	settled                  // it is as good as certain to come: "set to"
	proposed                 // it is asked for
	open                     // it is left open: "if"
	conditional              // it would be
	held                     // somebody is under suspicion
	guilty                   // a court made it a fact
	confessed                // a confession did
	punished                 // it was punished
	willBe                   // it will be
	said                     // it is somebody's word
	sourced                  // it is the word of whoever is named next: \"according to\"
	voiced                   // in a claim: it is somebody's word or view
	negated                  // what follows is not so
	denied                   // somebody says that what follows is not so
	nobody                   // the statement around is not so
	senses
)

var senseNames = [senses]string{
	"plainly", "accused", "reported", "possible", "intended", "settled", "proposed", "open", "conditional", "held", "guilty", "confessed", "punished", "future", "said", "sourced", "voiced", "negated", "denied", "nobody",
}

// cueWords is what a data file says of the cues of a language, by sense.
type cueWords struct {
	Ahead    map[string][]string `yaml:"ahead"`    // stand before what they are about; "…" is up to seven words
	Touching map[string][]string `yaml:"touching"` // stand right before it
	Around   map[string][]string `yaml:"around"`   // stand before it, or at the end of the clause
	Behind   map[string][]string `yaml:"behind"`   // stand after it
	Endings  map[string][]string `yaml:"endings"`  // end the word that they are about
	Idioms   []string            `yaml:"idioms"`   // look like cues
}

type hedgeWords struct {
	cueWords `yaml:",inline"`
}

type negationWords struct {
	Joins     []string `yaml:"joins"` // "and", "or"
	cueWords  `yaml:",inline"`
	Raising   []string `yaml:"raising"`   // verbs that pass a negation on
	Affirms   []string `yaml:"affirms"`   // say that what follows is so
	Plain     []string `yaml:"plain"`     // words of negation that ask for one in the article
	Props     []string `yaml:"props"`     // hold a negation and go with it ("did"), or say that it is so ("still")
	Rest      []string `yaml:"rest"`      // tell of the others: "the other 36"
	Contrasts []string `yaml:"contrasts"` // "but"
	Hollow    []string `yaml:"hollow"`    // tell of what is missing, stopped or left out
	Answers   []string `yaml:"answers"`   // make up for a negation: "first" for "never before"
	Prefixes  []string `yaml:"prefixes"`  // turn a word round
	Turning   []string `yaml:"turning"`   // those that hardly any other word begins with
	Irregular []string `yaml:"irregular"` // forms of one word each
}

type attributionWords struct {
	cueWords `yaml:",inline"`
	Records  []string `yaml:"records"` // whose word is a record
	Offices  []string `yaml:"offices"` // who counts what they tell of
	Orders   []string `yaml:"orders"`  // between who is told and what they are told to do
	Tells    []string `yaml:"tells"`   // verbs of telling somebody to do something
	Sides    []string `yaml:"sides"`   // whose word is one against another's
	Judging  []string `yaml:"judging"` // words of judgement and blame
}

// phrase is a cue of one or more words, folded. Between two of its pieces stand
// up to gapWords others.
type phrase struct {
	pieces [][]string
	length int
	sense  sense
	side   side
}

// side says where what a cue is about stands.
type side uint8

const (
	ahead side = iota
	touching
	around
	behind
)

// gapWords is how many words stand between the pieces of a cue at most.
const gapWords = 7

// vocabulary is what the rules of hedges, attribution, negation and direction know
// of a language. It does not change.
type vocabulary struct {
	phrases   map[string][]phrase // by first word, longest first
	endings   []ending
	suspects  map[string]bool   // first two letters of endings that negate
	bases     map[string]string // irregular form -> base
	raising   map[string]bool
	answers   map[string]bool
	affirms   map[string]bool
	plain     map[string]bool
	props     map[string]bool
	hollow    map[string]bool
	rest      map[string]bool
	contrasts map[string]bool
	prefixes  []string
	turning   []string        // those of prefixes that hardly any other word begins with
	openers   map[string]bool // words that begin a clause
	joins     map[string]bool // "and", "or"
	records   map[string]bool
	offices   map[string]bool
	orders    map[string]bool
	tells     map[string]bool
	sides     map[string]bool
	judging   map[string]bool
	poles     map[string][]pole
	pairs     []oppositePair
	stemmed   bool // poles are looked up by stem, too
	mutual    map[string]bool
	be, by    map[string]bool

	knowsHedges, knowsAttribution, knowsNegation, knowsDirection bool
}

type ending struct {
	text  string
	sense sense
}

var vocabularies sync.Map // code -> *vocabulary, read only once it is in

// newVocabulary reads the data files of a language, once.
func newVocabulary(code string, w *words) *vocabulary {
	if v, ok := vocabularies.Load(code); ok {
		return v.(*vocabulary)
	}
	v := &vocabulary{phrases: map[string][]phrase{}, bases: map[string]string{}, poles: map[string][]pole{}, suspects: map[string]bool{}, stemmed: code != "en"}
	v.openers = foldedSet(lang.For(code).ClauseOpeners)
	if d := load[hedgeWords]("hedge", code); d != nil {
		v.knowsHedges = true
		v.learn(&d.cueWords, w)
	}
	if d := load[attributionWords]("attribution", code); d != nil {
		v.knowsAttribution = true
		v.learn(&d.cueWords, w)
		v.offices, v.orders, v.tells = foldedSet(d.Offices), foldedSet(d.Orders), foldedSet(d.Tells)
		v.records, v.sides, v.judging = foldedSet(d.Records), foldedSet(d.Sides), foldedSet(d.Judging)
	}
	if d := load[negationWords]("negation", code); d != nil {
		v.knowsNegation = true
		v.learn(&d.cueWords, w)
		v.learnForms(d)
	}
	if d := load[directionWords]("direction", code); d != nil {
		v.knowsDirection = true
		v.learnOpposites(d, code, w)
	}
	for _, list := range v.phrases {
		slices.SortStableFunc(list, func(a, b phrase) int { return b.length - a.length })
	}
	slices.SortStableFunc(v.endings, func(a, b ending) int { return len(b.text) - len(a.text) })
	if !v.knowsHedges && !v.knowsNegation && !v.knowsDirection && !v.knowsAttribution {
		return v // not kept: codes can be foreign input
	}
	actual, _ := vocabularies.LoadOrStore(code, v)
	return actual.(*vocabulary)
}

func (v *vocabulary) learn(d *cueWords, w *words) {
	for s, name := range senseNames {
		for where, list := range [...][]string{ahead: d.Ahead[name], touching: d.Touching[name], around: d.Around[name], behind: d.Behind[name]} {
			for _, text := range list {
				v.addPhrase(text, sense(s), side(where), w)
			}
		}
		for _, text := range d.Endings[name] {
			e := ending{fold(text), sense(s)}
			v.endings = append(v.endings, e)
			if e.sense == negated {
				v.suspects[firstTwo(e.text)] = true
			}
		}
	}
	for _, text := range d.Idioms {
		v.addPhrase(text, plainly, ahead, w)
	}
}

func (v *vocabulary) addPhrase(text string, s sense, where side, w *words) {
	p := phrase{sense: s, side: where}
	for _, piece := range strings.Split(text, "…") {
		var norms []string
		for _, t := range w.cut(piece).tokens {
			norms = append(norms, t.norm)
		}
		p.pieces = append(p.pieces, norms)
		p.length += len(norms)
	}
	first := p.pieces[0][0]
	v.phrases[first] = append(v.phrases[first], p)
}

func (v *vocabulary) learnForms(d *negationWords) {
	v.raising, v.answers = foldedSet(d.Raising), foldedSet(d.Answers)
	v.props = foldedSet(d.Props)
	v.plain, v.hollow = foldedSet(d.Plain), foldedSet(d.Hollow)
	v.rest, v.contrasts = foldedSet(d.Rest), foldedSet(d.Contrasts)
	v.joins, v.affirms = foldedSet(d.Joins), foldedSet(d.Affirms)
	for _, p := range d.Prefixes {
		v.prefixes = append(v.prefixes, fold(p))
	}
	for _, p := range d.Turning {
		v.turning = append(v.turning, fold(p))
	}
	for _, line := range d.Irregular {
		forms := strings.Fields(fold(line))
		for _, f := range forms {
			v.bases[f] = forms[0]
		}
	}
}

func foldedSet(list []string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, s := range list {
		set[fold(s)] = true
	}
	return set
}

// hasPrefix reports whether a word looks like one that a prefix turned round.
func (v *vocabulary) hasPrefix(norm string) bool {
	for _, p := range v.turning {
		if rest, ok := strings.CutPrefix(norm, p); ok && utf8.RuneCountInString(rest) > leastRoot+1 {
			return true
		}
	}
	return false
}

// endingOf returns what the ending of a word says, and the word without it.
func (v *vocabulary) endingOf(norm string) (sense, string) {
	for _, e := range v.endings {
		if root, ok := strings.CutSuffix(norm, e.text); ok && utf8.RuneCountInString(root) >= 2 && endsInLetter(root) {
			return e.sense, root
		}
	}
	return plainly, norm
}

func endsInLetter(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r)
}

// firstTwo returns the first two letters of a word, or all of it.
func firstTwo(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	_, m := utf8.DecodeRuneInString(s[n:])
	return s[:n+m]
}
