package ground

import "sync"

// quotationWords is data/quotation/<code>.yaml: how a language tells who speaks.
type quotationWords struct {
	Verbs       []string `yaml:"verbs"`       // forms of verbs whose subject is the speaker
	By          []string `yaml:"by"`          // what stands before the speaker: "according to"
	Pronouns    []string `yaml:"pronouns"`    // that stand for a speaker
	Helpers     []string `yaml:"helpers"`     // may stand between the speaker and the verb
	Passive     []string `yaml:"passive"`     // before a verb: its subject is not the speaker
	Roles       []string `yaml:"roles"`       // what people are, and small words between a role and a name
	Determiners []string `yaml:"determiners"` // before what is not a name
	Titles      []string `yaml:"titles"`      // before names
	Links       []string `yaml:"links"`       // inside names
	Before      []string `yaml:"before"`      // prepositions: what follows is not the speaker
	Joiners     []string `yaml:"joiners"`     // between two speakers
	NotNames    []string `yaml:"not_names"`   // have a capital and are no speakers
	First       []string `yaml:"first"`       // pronouns of one who speaks of himself
	// CapitalNouns says that all nouns have capitals, so that one of them alone is
	// no name until the article has it as one.
	CapitalNouns bool `yaml:"capital_nouns"`

	once  sync.Once
	ready *quoteSpeech
}

// quoteSpeech is what the words of a language do in telling who speaks.
type quoteSpeech struct {
	is    map[string]speechRole
	by    [][]string
	first map[string]bool
	nouns bool // all have capitals
}

type speechRole uint16

const (
	asVerb speechRole = 1 << iota
	asPronoun
	asHelper
	asPassive
	asOffice
	asDeterminer
	asTitle
	asLink
	asPreposition
	asJoiner
	asNotName
)

// speech is made once for a language, and does not change.
func (w *quotationWords) speech() *quoteSpeech {
	w.once.Do(func() { w.ready = newQuoteSpeech(w) })
	return w.ready
}

func newQuoteSpeech(w *quotationWords) *quoteSpeech {
	s := &quoteSpeech{is: map[string]speechRole{}, first: map[string]bool{}, nouns: w.CapitalNouns}
	for r, list := range map[speechRole][]string{
		asVerb: w.Verbs, asPronoun: w.Pronouns, asHelper: w.Helpers, asPassive: w.Passive, asOffice: w.Roles, asDeterminer: w.Determiners,
		asTitle: w.Titles, asLink: w.Links, asPreposition: w.Before, asJoiner: w.Joiners, asNotName: w.NotNames,
	} {
		for _, x := range list {
			s.is[fold(x)] |= r
		}
	}
	for _, x := range w.First {
		s.first[fold(x)] = true
	}
	cutter := &words{stem: func(n string) string { return n }}
	for _, phrase := range w.By {
		var norms []string
		for _, t := range cutter.cut(phrase).tokens {
			norms = append(norms, t.norm)
		}
		s.by = append(s.by, norms)
	}
	return s
}

func (s *quoteSpeech) has(t *token, r speechRole) bool { return t.kind == word && s.is[t.norm]&r != 0 }

// name reports whether a token can be of the name of a speaker.
func (s *quoteSpeech) name(t *token) bool {
	return t.kind == word && t.capital && s.is[t.norm]&(asPronoun|asNotName|asDeterminer|asPreposition|asJoiner|asHelper) == 0
}
