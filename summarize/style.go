package summarize

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

// The rules of the house style, as findings name them.
const (
	ruleCitation  = "citation"  // cites sentences that exist and were shown
	ruleForm      = "form"      // one plain line, not a question, not mark-up
	rulePreamble  = "preamble"  // does not talk about itself
	ruleLength    = "length"    // characters or words
	ruleSentences = "sentences" // how many a claim has
	ruleDuplicate = "duplicate" // says what another claim says
	ruleLanguage  = "language"  // the language of the summary
	ruleBanned    = "banned"    // a word that the house does not use
	ruleInjection = "injection" // repeats what the article tells a machine to say
)

// whyID is the ID of the why paragraph; takeaways are t1, t2 and so on.
const whyID = "why"

func takeawayID(i int) string { return fmt.Sprintf("t%d", i+1) }

// shown reports whether the model has seen a sentence.
type shown func(article.SentenceID) bool

// check returns what the house style says against a claim, given those that
// stand before it. A claim without a finding is as it should be.
func (h *house) check(c article.Claim, before []article.Claim, seen shown) []ground.Finding {
	var list []ground.Finding
	fail := func(rule, found, format string, args ...any) {
		list = append(list, ground.Finding{
			Claim: c.ID, Rule: rule, Verdict: ground.Fail, Found: found, Message: fmt.Sprintf(format, args...),
		})
	}
	if c.Text == "" {
		fail(ruleForm, "", "It is empty")
		return list
	}
	h.checkCitation(c, seen, fail)
	h.checkForm(c, fail)
	h.checkLength(c, fail)
	h.checkWords(c, fail)
	if old := h.replaced[c.ID]; old != "" && h.repeats(c.Text, old) {
		fail(ruleDuplicate, old, "It repeats the claim that it is to replace, %q", old)
	} else if other, ok := h.sameAs(c, before); ok {
		fail(ruleDuplicate, other.Text, "It says the same as %q", other.Text)
	}
	return list
}

type failFunc func(rule, found, format string, args ...any)

func (h *house) checkCitation(c article.Claim, seen shown, fail failFunc) {
	if len(c.Cites) == 0 {
		fail(ruleCitation, "", "It cites no sentence")
		return
	}
	var bad []string
	for _, id := range c.Cites {
		if !seen(id) {
			bad = append(bad, fmt.Sprint(id))
		}
	}
	if len(bad) > 0 {
		fail(ruleCitation, strings.Join(bad, ", "), "It cites sentence %s, which is not in the article as it was shown", strings.Join(bad, ", "))
	}
}

func (h *house) checkForm(c article.Claim, fail failFunc) {
	if word, ok := h.preamble(c.Text); ok {
		fail(rulePreamble, word, "It opens with %q: it must state the fact itself, with no preamble", word)
	}
	if mark, ok := markUp(c.Text); ok {
		fail(ruleForm, mark, "It has %q in it: no links, mark-up, code or emoji", mark)
	}
	if echo := echoed(c.Text); echo != "" && !strings.Contains(h.article.Text, echo) {
		fail(ruleForm, echo, "It copies %q from the form in which the article was given: state the fact alone", echo)
	}
	if said, ok := h.orders().Obeyed(c.Text); ok {
		fail(ruleInjection, c.Text, "It repeats sentence %d, which gives orders to a machine: write what the article reports", said)
	}
	if last, _ := utf8.DecodeLastRuneInString(c.Text); c.ID != whyID && strings.ContainsRune("?:？：؟;；", last) {
		fail(ruleForm, string(last), "It is a question or a label: it must be a statement")
	}
}

func (h *house) checkLength(c article.Claim, fail failFunc) {
	sentences := len(article.Split(c.Text, h.lang))
	if c.ID == whyID {
		if n := h.unit(c.Text); n > h.whyMax || n < h.whyMin {
			fail(ruleLength, fmt.Sprint(n), "It has %d %s: %d to %d are asked for", n, h.unitOf, h.whyMin, h.whyMax)
		}
		if most := h.profile.Why.MaxSentences; sentences > most {
			fail(ruleSentences, fmt.Sprint(sentences), "It has %d sentences: %s asked for", sentences, sentencesUpTo(most))
		}
		return
	}
	if n := graphemeCount(c.Text); n > h.takeMax || n < h.takeMin {
		fail(ruleLength, fmt.Sprint(n), "It has %d characters: %d to %d are asked for", n, h.takeMin, h.takeMax)
	}
	if sentences > 1 {
		fail(ruleSentences, fmt.Sprint(sentences), "It has %d sentences: one clause is asked for", sentences)
	}
}

func (h *house) checkWords(c article.Claim, fail failFunc) {
	words := lang.Words(c.Text)
	if i, n := firstPhrase(h.banned, words); n > 0 {
		found := c.Text[words[i].Start:words[i+n-1].End]
		fail(ruleBanned, found, "It uses %q, which the house does not", found)
	}
	if strings.ContainsAny(c.Text, "\"“«„") {
		words = lang.Words(quoted.ReplaceAllString(c.Text, " "))
	}
	if other, ok := h.otherLanguage(words); ok {
		fail(ruleLanguage, other, "It is in %s: %s is asked for", languageName(other), languageName(h.lang))
	}
}

// quoted finds quotations, which may be in another language.
var quoted = regexp.MustCompile(`"[^"]*"|“[^”]*”|«[^»]*»|„[^“”]*[“”]`)

func firstPhrase(p *lang.Phrases, words []lang.Word) (at, length int) {
	for i := range words {
		if n := p.At(words, i); n > 0 {
			return i, n
		}
	}
	return 0, 0
}

// preamble returns the words with which a text speaks of itself.
func (h *house) preamble(text string) (string, bool) {
	words := lang.Words(text)
	if len(words) == 0 {
		return "", false
	}
	if n := max(h.words.Preamble(words), lang.For("en").Preamble(words)); n > 0 {
		return text[words[0].Start:words[n-1].End], true
	}
	return "", false
}

// promptEcho finds what stands in prompts around the article's text: fences,
// sentence numbers, the names of fields.
var promptEcho = regexp.MustCompile(`<<<|>>>|ARTICLE-[0-9a-f]{6}|\[[0-9]+(?:\s*[,;–-]\s*[0-9]+)*\]|\([Ss]entences? [0-9]+|^(?:Title|Byline|Published|Address): `)

// echoed returns the first such piece, "" for none. Most texts have no sign that
// there could be one.
func echoed(text string) string {
	if !strings.ContainsAny(text, "<>[(") && !strings.Contains(text, "ARTICLE-") && !strings.Contains(text, ": ") {
		return ""
	}
	return promptEcho.FindString(text)
}

// markUp returns a piece of mark-up, a link or a control character in a text.
func markUp(text string) (string, bool) {
	for _, mark := range []string{"http://", "https://", "www.", "```", "**", "__", "</", "/>", "<!--", "](", "{\"", "\\n"} {
		if strings.Contains(text, mark) {
			return mark, true
		}
	}
	for _, r := range text {
		if unicode.IsControl(r) || unicode.Is(notInCopy, r) {
			return string(r), true
		}
	}
	return "", false
}

// notInCopy are characters that no line of copy has: pictures, marks that
// cannot be seen or turn the direction of text, and tags.
var notInCopy = &unicode.RangeTable{
	R16: []unicode.Range16{{0x200B, 0x200B, 1}, {0x202D, 0x202E, 1}, {0x2600, 0x27BF, 1}, {0xFE0F, 0xFE0F, 1}, {0xFEFF, 0xFEFF, 1}},
	R32: []unicode.Range32{{0x1F000, 0x1FAFF, 1}, {0xE0000, 0xE007F, 1}},
}

// sameAs returns the earlier claim that says what c says.
func (h *house) sameAs(c article.Claim, before []article.Claim) (article.Claim, bool) {
	mine := h.gistOf(c.Text)
	for _, other := range before {
		theirs := h.gistOf(other.Text)
		if mine.otherFigures(theirs) || len(mine.content) == 0 || len(theirs.content) == 0 {
			continue
		}
		common := shared(mine.content, theirs.content)
		least := min(len(mine.content), len(theirs.content))
		union := len(mine.content) + len(theirs.content) - common
		alike := float64(common) / float64(union)
		inside := float64(common) / float64(least)
		if alike >= 0.6 || inside >= 0.9 && least >= 4 {
			return other, true
		}
	}
	return article.Claim{}, false
}

// repeats reports whether a text says another in the same words, or nearly so.
func (h *house) repeats(text, old string) bool {
	mine, theirs := h.gistOf(text), h.gistOf(old)
	common := shared(mine.content, theirs.content)
	return text == old || 20*common >= 17*(len(mine.content)+len(theirs.content)-common) && !mine.otherFigures(theirs)
}

// shared counts the words that two sets have in common.
func shared(a, b map[string]bool) int {
	n := 0
	for w := range a {
		if b[w] {
			n++
		}
	}
	return n
}

// gist is what a text is compared with others by.
type gist struct {
	// content are the words that carry the meaning; where words are single
	// characters, the pairs of them.
	content map[string]bool
	figures map[string]bool // words with a digit
}

// mostGists is how many gists are kept: more than a draft has claims. A Desk sees
// a text for every change that a person makes.
const mostGists = 1000

// gistOf returns the gist of a text. It is kept: each claim is compared with all
// others.
func (h *house) gistOf(text string) gist {
	if g, ok := h.gists.Get(text); ok {
		return g
	}
	words := lang.Words(text)
	g := gist{content: make(map[string]bool, len(words)), figures: map[string]bool{}}
	for i, w := range words {
		if strings.ContainsFunc(w.Text, unicode.IsDigit) {
			g.figures[w.Text] = true
		}
		switch {
		case h.unitOf == "characters" && i > 0:
			g.content[words[i-1].Text+w.Text] = true
		case h.unitOf != "characters" && !h.words.IsCommon(w.Text):
			g.content[w.Text] = true
		}
	}
	h.gists.Put(text, g, mostGists)
	return g
}

// otherFigures reports whether each of two texts has a number that the other
// has not: then they are about different facts, however alike they sound.
func (g gist) otherFigures(other gist) bool {
	common := shared(g.figures, other.figures)
	return common < len(g.figures) && common < len(other.figures)
}

// otherLanguage returns the language that a text is in when that is clearly
// not the language asked for: another script, or many common words of another
// language and few of this one.
func (h *house) otherLanguage(words []lang.Word) (string, bool) {
	want := lang.Primary(h.lang)
	if want == "und" || len(words) < 3 {
		return "", false
	}
	sameScript := script(words) == scriptOfLanguage(h.words)
	mine := commonWords(words, h.words)
	if sameScript && 3*mine > len(words) {
		return "", false // no other language can have three times as many
	}
	var text strings.Builder
	for _, w := range words {
		text.WriteString(w.Text)
		text.WriteByte(' ')
	}
	got := lang.Primary(article.DetectLang(text.String()))
	if got == want || got == "und" {
		return "", false
	}
	if !sameScript {
		return got, true
	}
	theirs := commonWords(words, lang.For(got))
	return got, theirs >= 3 && theirs >= 3*mine
}

func commonWords(words []lang.Word, l *lang.Language) int {
	n := 0
	for _, w := range words {
		if l.IsCommon(w.Text) {
			n++
		}
	}
	return n
}

var languageScripts sync.Map // code -> script of a language, read only once it is in

// scriptOfLanguage is the script of a language's common words.
func scriptOfLanguage(l *lang.Language) string {
	if s, ok := languageScripts.Load(l.Code); ok {
		return s.(string)
	}
	s := script(lang.Words(strings.Join(l.Common, " ")))
	if len(l.Common) > 0 { // codes can be foreign input
		languageScripts.Store(l.Code, s)
	}
	return s
}

// scripts are those that are told apart, by name.
var scripts = []struct {
	name  string
	table *unicode.RangeTable
}{
	{"Latin", unicode.Latin},
	{"Cyrillic", unicode.Cyrillic},
	{"Arabic", unicode.Arabic},
	{"Han", unicode.Han},
	{"Hiragana", unicode.Hiragana},
	{"Hangul", unicode.Hangul},
	{"Devanagari", unicode.Devanagari},
	{"Greek", unicode.Greek},
	{"Hebrew", unicode.Hebrew},
	{"Thai", unicode.Thai},
}

// script returns the script that most letters of the words are in, the first to
// have as many; "" for none.
func script(words []lang.Word) string {
	counts := make([]int, len(scripts))
	best, most := "", 0
	for _, w := range words {
		for _, r := range w.Text {
			i := scriptOf(r)
			if i < 0 {
				continue
			}
			if counts[i]++; counts[i] > most {
				best, most = scripts[i].name, counts[i]
			}
		}
	}
	return best
}

// scriptOf returns the place of a letter's script in scripts, -1 for none.
func scriptOf(r rune) int {
	if 'a' <= r && r <= 'z' {
		return 0
	}
	for i, s := range scripts {
		if unicode.Is(s.table, r) {
			return i
		}
	}
	return -1
}
