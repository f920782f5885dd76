package extractive

import (
	"strings"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// role is a set of the parts that a word can play in a sentence.
type role uint64

const (
	attribution role = 1 << iota
	hedge
	negation
	condition
	significance
	opener // of a clause that the sentence can do without
	connective
	pronoun // at the start of a sentence that cannot stand alone
	common
	finite
	relative
	contrast
	joiner
	pair
	modal
	temporal
	loose
	notBeforeLoose
	determiner
	apposition
	personal
	speaker
	dangling
	notParticiple
	aside
	day
	dayBlocker
	scene
	front
	bare
	name // when written with a capital
	verb // of a main clause, where one is due
	ordinal
	several
	object
	reporting // verbs that a whole statement follows
	resuming  // of the main clause, after a comma
	soft      // guarded, but free to go with a whole clause
	echo      // pointing back, at the end
	neutral
	reversal    // takes back or limits what stands before it; never cut
	consequence // participles of what follows from the main clause
	accuser     // whose word in the sentences that follow is no fact
	unspoken    // attribution that no further speech follows
	subjunctive // of reported speech
	irrealis    // a subjunctive that can be the writer's own
	weakSpeech  // attribution after a comma only
	comparative
	aboutItself // the article of itself
	backward    // pointing back, anywhere
	address     // with a capital, the polite "you"
	numeral
	than
	headless  // opens a clause that names no thing
	expletive // verbs whose "it" stands for nothing
)

// guarded are the roles of words that are never lost.
const guarded = attribution | hedge | negation | condition | contrast | reversal

// lexicon knows the phrases of one language by their first word. It is not
// changed once it is made.
type lexicon struct {
	language *lang.Language
	phrases  map[string][]phrase
	endings  struct{ participle, past, plural string }
	abbrevs  map[string]bool
	lastOnly bool     // of the commas of a sentence only the last can open a clause that goes
	has      role     // the roles that have any phrase
	reversed []string // beginnings of words that are reversals
}

type phrase struct {
	words []string
	roles role
}

func newLexicon(l *lang.Language, g grammar) *lexicon {
	lx := &lexicon{language: l, phrases: map[string][]phrase{}, abbrevs: map[string]bool{}}
	lx.lastOnly = g.LastCommaOnly
	lx.endings.participle, lx.endings.past, lx.endings.plural = g.Participle, g.Past, g.Plural
	lx.reversed = strings.Fields(g.ReversalStems)
	for _, a := range l.Abbreviations {
		lx.abbrevs[strings.ToLower(a)] = true
	}
	for _, e := range entries(l, g) {
		lx.add(e.roles, e.list)
	}
	return lx
}

type entry struct {
	roles role
	list  []string
}

// entries says which list of a language's data gives which role.
func entries(l *lang.Language, g grammar) []entry {
	return []entry{
		{attribution, l.Attribution},
		{hedge, l.Hedges},
		{negation, l.Negations},
		{condition, l.Conditions},
		{significance, l.Significance},
		{opener, l.ClauseOpeners},
		{connective, l.Connectives},
		{pronoun, l.Pronouns},
		{common, l.Common},
		{finite, strings.Fields(g.Finite)},
		{relative, strings.Fields(g.Relatives)},
		{contrast, strings.Fields(g.Contrast)},
		{joiner, strings.Fields(g.Joiners)},
		{pair, strings.Fields(g.Pairs)},
		{modal, strings.Fields(g.Modals)},
		{temporal, g.Temporal},
		{loose, g.Loose},
		{notBeforeLoose, strings.Fields(g.LooseNotAfter)},
		{determiner, strings.Fields(g.Determiners)},
		{apposition, g.Appositions},
		{personal, strings.Fields(g.Personal)},
		{speaker, strings.Fields(g.Speakers)},
		{dangling, strings.Fields(g.Dangling)},
		{notParticiple, strings.Fields(g.NotParticiple)},
		{aside, g.Asides},
		{day, g.dayPhrases()},
		{dayBlocker, strings.Fields(g.DayBlockers)},
		{scene, g.Scenes},
		{front, strings.Fields(g.Fronts)},
		{bare, strings.Fields(g.Bare)},
		{name, strings.Fields(g.Names)},
		{verb, strings.Fields(g.Finite + " " + g.Verbs)},
		{ordinal, strings.Fields(g.Ordinals)},
		{several, strings.Fields(g.Several)},
		{object, strings.Fields(g.Objects)},
		{reporting, strings.Fields(g.Reporting)},
		{resuming, strings.Fields(g.Resuming)},
		{soft, strings.Fields(g.Soft)},
		{echo, strings.Fields(g.Echoes)},
		{neutral, strings.Fields(g.Neutral)},
		{reversal, g.Reversals},
		{consequence, strings.Fields(g.Consequences)},
		{accuser, g.Accusers},
		{unspoken, g.Unspoken},
		{subjunctive, strings.Fields(g.Subjunctive)},
		{irrealis, strings.Fields(g.Irrealis)},
		{weakSpeech, strings.Fields(g.WeakSpeech)},
		{aboutItself, g.AboutItself},
		{backward, g.Backward},
		{address, strings.Fields(g.Address)},
		{numeral, strings.Fields(g.Numerals)},
		{than, strings.Fields(g.Than)},
		{comparative, strings.Fields(g.Comparatives)},
		{headless, strings.Fields(g.Headless)},
		{expletive, strings.Fields(g.Expletive)},
	}
}

func (lx *lexicon) add(roles role, list []string) {
	for _, text := range list {
		words := lang.Words(text)
		if len(words) == 0 {
			continue
		}
		p := phrase{words: make([]string, len(words)), roles: roles}
		for i, w := range words {
			p.words[i] = w.Text
		}
		lx.phrases[p.words[0]] = append(lx.phrases[p.words[0]], p)
		lx.has |= roles
	}
}

// length returns how many words the longest phrase with one of the roles that
// starts at words[i] has, 0 for none.
func (lx *lexicon) length(words []lang.Word, i int, roles role) int {
	longest := 0
	if i < 0 || i >= len(words) {
		return 0
	}
	for _, p := range lx.phrases[words[i].Text] {
		if p.roles&roles != 0 && len(p.words) > longest && p.matches(words[i:]) {
			longest = len(p.words)
		}
	}
	return longest
}

// roles returns the roles of every word: those of all phrases that it is part of.
func (lx *lexicon) roles(words []lang.Word) []role {
	out := make([]role, len(words))
	for i := range words {
		for _, p := range lx.phrases[words[i].Text] {
			if !p.matches(words[i:]) {
				continue
			}
			for j := range p.words {
				out[i+j] |= p.roles
			}
		}
		if lx.reverses(words[i].Text) {
			out[i] |= reversal
		}
	}
	return out
}

func (lx *lexicon) reverses(word string) bool {
	for _, stem := range lx.reversed {
		if strings.HasPrefix(word, stem) {
			return true
		}
	}
	return false
}

func (p phrase) matches(words []lang.Word) bool {
	if len(words) < len(p.words) {
		return false
	}
	for i, w := range p.words {
		if words[i].Text != w {
			return false
		}
	}
	return true
}
