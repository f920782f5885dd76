package ground

import (
	"slices"
	"strings"
	"sync"
)

// nameWords is what the rule knows of a language: data/name/<code>.yaml.
type nameWords struct {
	NounsCapital     bool `yaml:"nouns_capital"`     // every noun begins with a capital
	Bare             bool `yaml:"bare"`              // the script has no capitals
	SuffixApostrophe bool `yaml:"suffix_apostrophe"` // what follows the apostrophe of a name is an ending

	Calendar     []string `yaml:"calendar"`      // months, days and the like, which are not names
	Particles    []string `yaml:"particles"`     // small words inside a person's name
	Joints       []string `yaml:"joints"`        // small words inside a group's name
	Titles       []string `yaml:"titles"`        // stand before a name
	MaleTitles   []string `yaml:"male_titles"`   // titles of men
	FemaleTitles []string `yaml:"female_titles"` // titles of women
	Male         []string `yaml:"male"`          // pronouns
	Female       []string `yaml:"female"`
	Pronouns     []string `yaml:"pronouns"` // that say nothing of the gender
	Vague        []string `yaml:"vague"`    // callings that go with most others
	Degrees      []string `yaml:"degrees"`  // make another office of the one after them
	Former       []string `yaml:"former"`   // an office is over
	Past         []string `yaml:"past"`     // may say so too
	Groups       []string `yaml:"groups"`   // words of groups' names
	Places       []string `yaml:"places"`   // words of places' names
	Saying       []string `yaml:"saying"`   // verbs beside a speaker
	Locating     []string `yaml:"locating"` // prepositions before a place
	By           []string `yaml:"by"`       // name the doer of a passive
	Mutual       []string `yaml:"mutual"`   // make both sides do the same
	Given        []string `yaml:"given"`    // common first names
	Common       []string `yaml:"common"`   // ordinary words that begin claims
	Seats        []string `yaml:"seats"`    // those of Same that are capitals
	Sides        []string `yaml:"sides"`    // what somebody leads
	Surnames     []string `yaml:"surnames"` // of scripts without spaces

	Roles    [][]string `yaml:"roles"`    // offices and kin, each list for one
	Bearings [][]string `yaml:"bearings"` // each list for one
	Same     [][]string `yaml:"same"`     // names of one thing
	Variants [][]string `yaml:"variants"` // spellings of one name
	Short    [][]string `yaml:"short"`    // first names and their short forms

	OfficeOf []string          `yaml:"office_of"` // small words between an office and whose it is
	Speaks   map[string]string `yaml:"speaks"`    // verbs of those who speak for others, and their office

	Elisions []string `yaml:"elisions"` // articles that run into the word by an apostrophe
	Prefixes []string `yaml:"prefixes"` // that run into the word
	Endings  []string `yaml:"endings"`  // of inflected names
	Derived  []string `yaml:"derived"`  // make a people of a place, and the like

	once     sync.Once
	class    map[string]nameClass
	role     map[string][]int16 // word -> lists of Roles
	bearing  map[string]int16   // word -> list of Bearings
	same     map[string][]int16 // words joined by a space -> lists of Same
	speaks   map[string]string
	spelling map[string][]int16 // word -> lists of Variants, and of Short as negative numbers
}

// nameClass says what a word can be, as a set.
type nameClass uint32

const (
	calendarWord nameClass = 1 << iota
	particleWord
	jointWord
	titleWord
	maleTitle
	femaleTitle
	malePronoun
	femalePronoun
	otherPronoun
	roleWord
	vagueRole
	degreeWord
	formerWord
	pastWord
	groupWord
	placeWord
	bearingWord
	sayingWord
	locatingWord
	byWord
	mutualWord
	givenWord
	ordinaryWord
	sameWord  // is a name of a thing with several
	sameStart // begins one of several words
	seatWord
	sideWord
	officeJoint
)

const (
	anyTitle    = titleWord | maleTitle | femaleTitle
	anyRole     = roleWord | vagueRole
	anyPronoun  = malePronoun | femalePronoun | otherPronoun
	genericName = anyTitle | anyRole | degreeWord | formerWord | groupWord | placeWord | bearingWord | calendarWord | particleWord | jointWord
)

var noNameWords = sync.OnceValue(func() *nameWords { w := new(nameWords); w.prepare(); return w })

// prepare folds the words, once for all checkers of the language.
func (w *nameWords) prepare() { w.once.Do(w.fold) }

func (w *nameWords) fold() {
	w.class = map[string]nameClass{}
	for _, l := range []struct {
		words []string
		class nameClass
	}{
		{w.Calendar, calendarWord},
		{w.Particles, particleWord},
		{w.Joints, jointWord},
		{w.Titles, titleWord},
		{w.MaleTitles, maleTitle},
		{w.FemaleTitles, femaleTitle},
		{w.Male, malePronoun},
		{w.Female, femalePronoun},
		{w.Pronouns, otherPronoun},
		{w.Vague, vagueRole},
		{w.Degrees, degreeWord},
		{w.Former, formerWord},
		{w.Past, pastWord},
		{w.Groups, groupWord},
		{w.Places, placeWord},
		{w.Saying, sayingWord},
		{w.Locating, locatingWord},
		{w.By, byWord},
		{w.Mutual, mutualWord},
		{w.Given, givenWord},
		{w.Common, ordinaryWord},
		{w.Seats, seatWord},
		{w.Sides, sideWord},
		{w.OfficeOf, officeJoint},
	} {
		for _, s := range l.words {
			w.class[fold(s)] |= l.class
		}
	}
	w.role, w.same, w.spelling = map[string][]int16{}, map[string][]int16{}, map[string][]int16{}
	w.bearing, w.speaks = map[string]int16{}, map[string]string{}
	for verb, office := range w.Speaks {
		w.speaks[fold(verb)] = fold(office)
	}
	w.foldLists()
	w.Elisions, w.Prefixes, w.Endings = foldedList(w.Elisions), foldedList(w.Prefixes), foldedList(w.Endings)
	w.Derived = foldedList(w.Derived)
	w.Titles, w.Saying, w.Surnames = foldedList(w.Titles), foldedList(w.Saying), foldedList(w.Surnames)
}

func (w *nameWords) foldLists() {
	eachListed(w.Roles, func(s string, i int16) { w.role[s] = append(w.role[s], i); w.class[s] |= roleWord })
	eachListed(w.Bearings, func(s string, i int16) { w.bearing[s] = i; w.class[s] |= bearingWord })
	eachListed(w.Variants, func(s string, i int16) { w.spelling[s] = append(w.spelling[s], i) })
	eachListed(w.Short, func(s string, i int16) { w.spelling[s] = append(w.spelling[s], -1-i) })
	eachListed(w.Same, func(s string, i int16) {
		w.same[s] = append(w.same[s], i)
		if first, _, several := strings.Cut(s, " "); several {
			w.class[first] |= sameStart
		} else {
			w.class[s] |= sameWord
		}
	})
}

func eachListed(all [][]string, each func(string, int16)) {
	for i, list := range all {
		for _, s := range list {
			each(fold(s), int16(i))
		}
	}
}

func foldedList(words []string) []string {
	out := make([]string, len(words))
	for i, s := range words {
		out[i] = fold(s)
	}
	return out
}

// listsMeet reports whether two sets of lists have one in common.
func listsMeet(a, b []int16) bool {
	return slices.ContainsFunc(a, func(i int16) bool { return slices.Contains(b, i) })
}

// mostForms bounds the forms of a word that are tried.
const mostForms = 12

// forms appends to out what a word can be a form of: itself, and without the
// prefixes and endings of the language, at most three of them.
func (w *nameWords) forms(norm string, out []string) []string {
	out = append(out, norm)
	if len(w.Endings) == 0 && len(w.Prefixes) == 0 {
		return out
	}
	for i, round := 0, 0; round < 3; round++ {
		last := len(out)
		for ; i < last; i++ {
			out = w.shorter(out[i], out)
		}
	}
	return out
}

// leastName is how many bytes of a word must be left without its ending.
const leastName = 4

func (w *nameWords) shorter(s string, out []string) []string {
	add := func(form string, ok bool) {
		if ok && len(form) >= leastName && len(out) < mostForms && !slices.Contains(out, form) {
			out = append(out, form)
		}
	}
	for _, p := range w.Prefixes {
		form, ok := strings.CutPrefix(s, p)
		add(form, ok)
	}
	for _, e := range w.Endings {
		form, ok := strings.CutSuffix(s, e)
		add(form, ok)
	}
	return out
}
