package ground

import (
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// Options are how claims are checked. The zero value takes all from the article.
type Options struct {
	Lang      string           // BCP 47 language of the article; "" is what it says
	ClaimLang string           // of the claims; "" is the article's
	Published time.Time        // what "Friday" goes by; zero is the article's
	Rules     map[string]Grade // how much a rule counts, by its name; see RuleNames
}

// Checker compares claims with one article. New makes it; it does not change
// and can be used by many goroutines.
type Checker struct {
	article   *article.Article
	lang      string // primary subtag
	published time.Time
	grades    map[string]Grade
	foreign   bool // the claims are in another language
	words     *words
	title     passage
	sentences []passage // of the article, in order: the one with ID n is at n-1
	index     index
	figures   *figureIndex // set by readFigures while the rules are made
	cues      *prosody     // set by readProse while the rules are made
	orders    func() *Orders
	rules     []named
}

type named struct {
	name string
	rule
}

// rule compares one claim with the article and reports what it finds. A rule
// that found something to compare, and nothing wrong, reports a pass; one that
// found nothing to compare reports nothing.
type rule interface {
	check(c *claim)
}

// makers make the rules, in the order in which findings are shown.
var makers = []struct {
	name string
	make func(*Checker) rule
}{
	{"number", newNumberRule},
	{"date", newDateRule},
	{"name", newNameRule},
	{"quotation", newQuotationRule},
	{"hedge", newHedgeRule},
	{"attribution", newAttributionRule},
	{"negation", newNegationRule},
	{"direction", newDirectionRule},
	{"support", newSupportRule},
	{"citation", newCitationRule},
	{"injection", newInjectionRule},
}

// needNoWords are the rules that judge claims in another language than the article's.
var needNoWords = map[string]bool{"injection": true}

// RuleNames lists the rules in the order in which their findings are shown.
func RuleNames() []string {
	names := make([]string, len(makers))
	for i, m := range makers {
		names[i] = m.name
	}
	return names
}

// Check compares claims with an article. It is New and Checker.Check in one.
func Check(a *article.Article, o Options, claims ...article.Claim) Report {
	return New(a, o).Check(claims...)
}

// New reads an article for checking.
func New(a *article.Article, o Options) *Checker {
	c := &Checker{article: a, lang: lang.Primary(o.Lang), published: o.Published, grades: o.Rules}
	if o.Lang == "" {
		c.lang = lang.Primary(a.Lang)
	}
	c.foreign = o.ClaimLang != "" && lang.Primary(o.ClaimLang) != c.lang
	if c.published.IsZero() {
		c.published = a.Published
	}
	c.words = newWords(c.lang)
	c.words.open = true
	c.title = c.words.cut(a.Title)
	c.sentences = make([]passage, len(a.Sentences))
	for i, s := range a.Sentences {
		c.sentences[i] = c.words.cut(s.Text)
	}
	c.words.open = false
	c.index = newIndex(c.sentences)
	c.orders = sync.OnceValue(func() *Orders { return findOrders(a, c.words) })
	for _, m := range makers {
		if c.grades[m.name] != Off && (!c.foreign || needNoWords[m.name]) {
			c.rules = append(c.rules, named{m.name, m.make(c)})
		}
	}
	return c
}

func newWords(code string) *words {
	return &words{stop: stopWords(code), stem: stemmer(code), stems: map[string]string{}}
}

var stopSets sync.Map // code -> map[string]bool, read only once it is in

// stopWords are the words of a language that say nothing about a topic.
func stopWords(code string) map[string]bool {
	if set, ok := stopSets.Load(code); ok {
		return set.(map[string]bool)
	}
	list := lang.For(code).Common
	if known := load[supportWords]("support", code); known != nil {
		list = known.Function
	}
	set := make(map[string]bool, len(list))
	for _, s := range list {
		set[fold(s)] = true
	}
	if len(list) > 0 { // codes can be foreign input
		stopSets.Store(code, set)
	}
	return set
}

// Check compares claims with the article, each for itself.
func (c *Checker) Check(claims ...article.Claim) Report {
	r := Report{Claims: make([]ClaimReport, len(claims))}
	for i, claim := range claims {
		r.Claims[i] = c.one(claim)
		r.Verdict = r.Verdict.Worse(r.Claims[i].Verdict)
	}
	return r
}

func (c *Checker) one(said article.Claim) ClaimReport {
	cl := c.read(said)
	for _, r := range c.rules {
		cl.rule, cl.grade = r.name, c.grades[r.name]
		r.check(cl)
	}
	if c.foreign {
		cl.rule, cl.grade = "support", AsFound
		cl.note(Unknown, "language", whole, "The claim is in another language than the article: its words were not compared", "", -1)
	}
	out := ClaimReport{ID: said.ID, Text: said.Text, Support: cl.support, Evidence: cl.evidenceIDs(), Findings: cl.findings}
	for _, f := range cl.findings {
		out.Verdict = out.Verdict.Worse(f.Verdict)
	}
	if out.Verdict == "" {
		out.Verdict = Unknown
	}
	return out
}
