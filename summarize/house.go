package summarize

import (
	"cmp"
	"fmt"
	"strings"
	"sync"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/extractive"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/internal/memo"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// house is a profile resolved for one article: its language, its script and
// its length decided.
type house struct {
	profile *Profile
	lang    string // of the summary; "und" when the article's is not known
	words   *lang.Language
	article *article.Article
	count   int  // takeaways wanted
	short   bool // the article is short
	unit    func(string) int
	unitOf  string // "words" or "characters"
	takeMin int
	takeMax int
	whyMin  int
	whyMax  int

	replaced map[string]string // claims that are to be written again, by ID; nil for none

	banned  *lang.Phrases
	orders  func() *ground.Orders // what the article tells a machine, found when first asked for
	gists   memo.Memo[string, gist]
	reports memo.Memo[reportKey, ground.ClaimReport]

	// The article as it is checked against, and the claims in its own words:
	// both are made when they are first needed.
	checker     func() *ground.Checker
	substitutes func() []article.Claim
}

// unspaced are the languages that are written without spaces.
var unspaced = map[string]bool{"zh": true, "ja": true, "th": true, "lo": true, "km": true, "my": true}

func newHouse(p *Profile, a *article.Article) *house {
	h := &house{profile: p, lang: a.Lang, article: a, count: p.Takeaways.Count}
	if p.Language != articleLanguage {
		h.lang = p.Language
	}
	h.words = lang.For(h.lang)
	h.unit, h.unitOf = wordCount, "words"
	h.takeMin, h.takeMax = p.Takeaways.MinLength, p.Takeaways.MaxLength
	h.whyMin, h.whyMax = p.Why.MinWords, p.Why.MaxWords
	if unspaced[lang.Primary(h.lang)] {
		h.unit, h.unitOf = graphemeCount, "characters"
		h.takeMin, h.takeMax = p.Unspaced.TakeawayMinLength, p.Unspaced.TakeawayMaxLength
		h.whyMin, h.whyMax = p.Unspaced.WhyMinLength, p.Unspaced.WhyMaxLength
	}
	h.banned = lang.NewPhrases(p.Banned)
	h.orders = func() *ground.Orders { return h.checker().Orders() }
	h.checker = sync.OnceValue(func() *ground.Checker {
		return ground.New(a, ground.Options{ClaimLang: h.lang, Rules: p.GroundRules()})
	})
	h.substitutes = sync.OnceValue(h.ownWords)
	if h.short = isShort(p, a); h.short {
		h.count = p.Takeaways.MinCount
	}
	return h
}

func isShort(p *Profile, a *article.Article) bool {
	if unspaced[lang.Primary(a.Lang)] {
		return graphemeCount(a.Text) < 2*p.ShortUnder
	}
	return hasFewerWords(a.Text, p.ShortUnder)
}

// least is how many takeaways the house wants in any case. A short article may
// hold one fact only, and is not to be stretched.
func (h *house) least() int {
	if h.short {
		return 1
	}
	return h.profile.Takeaways.MinCount
}

// wordCount counts words as a person does: by the spaces between them.
func wordCount(text string) int {
	n := 0
	for range strings.FieldsSeq(text) {
		n++
	}
	return n
}

// hasFewerWords does not count on when there are enough.
func hasFewerWords(text string, than int) bool {
	n := 0
	for range strings.FieldsSeq(text) {
		if n++; n >= than {
			return false
		}
	}
	return n < than
}

// graphemeCount counts characters as a reader does.
func graphemeCount(text string) int {
	n := 0
	for tokens := graphemes.FromString(text); tokens.Next(); {
		n++
	}
	return n
}

// prompt puts the house style in the words of a prompt.
func (h *house) prompt() prompts.House {
	p := h.profile
	return prompts.House{
		Takeaways: h.count, MinTakeaways: h.least(),
		TakeawayLength: fmt.Sprintf("%d to %d characters", h.takeMin, h.takeMax),
		WhySentences:   sentencesUpTo(p.Why.MaxSentences),
		WhyLength:      fmt.Sprintf("%d to %d %s", h.whyMin, h.whyMax, h.unitOf),
		FullStop:       p.Takeaways.FullStop,
		Language:       languageName(h.lang),
		Banned:         p.Banned, Spelling: p.Spelling, Instructions: p.Instructions,
	}
}

func sentencesUpTo(n int) string {
	if n == 1 {
		return "1 sentence"
	}
	return fmt.Sprintf("1 to %d sentences", n)
}

func languageName(code string) string {
	tag, err := language.Parse(code)
	if err != nil || lang.Primary(code) == "und" {
		return "the language of the article"
	}
	return display.English.Languages().Name(tag)
}

// extractive puts the house style in the words of the embedded engine.
func (h *house) extractive() extractive.Options {
	return extractive.Options{
		Takeaways: h.count, MinTakeaways: h.profile.Takeaways.MinCount,
		TakeawayMin: h.takeMin, TakeawayMax: h.takeMax,
		WhyMinWords: h.whyMin, WhyMaxWords: h.whyMax, WhyInCharacters: h.unitOf == "characters",
		FullStop: h.profile.Takeaways.FullStop,
		Skip:     func(s article.Sentence) bool { return len(h.profile.Banned) > 0 && h.banned.In(lang.Words(s.Text)) },
	}
}

// labels returns the headings of the two parts in the summary's language.
func (h *house) labels() Labels {
	out := h.profile.Labels
	fallback := lang.For("en")
	out.Why = cmp.Or(out.Why, h.words.WhyLabel, fallback.WhyLabel)
	out.Takeaways = cmp.Or(out.Takeaways, h.words.TakeawaysLabel, fallback.TakeawaysLabel)
	return out
}

// LabelsFor returns the headings of the summary that an engine drafts of the
// article in a profile.
func LabelsFor(e Engine, p *Profile, a *article.Article) Labels {
	return newHouse(e.profile(p), a).labels()
}
