package metric

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/lang"
)

type readability struct{ infos []Info }

func newReadability([]string, Options) Metric {
	const signature = "tok:uax29|sentences:" + article.SplitterVersion + "|version:1"
	const blind = " blind to whether the text makes sense, and rough for texts of under 100 words."
	return readability{[]Info{{
		Name: "readability.flesch", Better: Neither,
		Signature: "flesch|en:1948|de:amstad|es:huerta|fr:kandel|it:vacca|nl:douma|ru:oborneva|tr:atesman|syllables:vowels|" + signature,
		About: "Flesch's reading ease, by the formula for the summary's language: most texts are from 0, hard, to 100, easy; goes by the length of " +
			"sentences and words alone," + blind,
	}, {
		Name: "readability.lix", Signature: "lix|long:7|" + signature, Better: Neither,
		About: "Björnsson's LIX, for languages in Latin script: under 30 is easy, over 50 hard; goes by the length of sentences and words alone," + blind,
	}, {
		Name: "readability.sentence_words", Signature: "sentence_words|" + signature, Better: Neither,
		About: "Mean words in a sentence, a line being one at least;" + blind,
	}}}
}

func (r readability) Scores() []Info { return r.infos }

func (r readability) Score(_ context.Context, s *Sample) ([]Score, error) {
	code := lang.Primary(s.Lang)
	if unspaced[code] {
		return unscored(r.infos, "there is no formula for a language that is written without spaces"), nil
	}
	t := measure(s.Text, s.Lang)
	if t.words == 0 {
		return unscored(r.infos, noWords), nil
	}
	flesch := Score{Name: "readability.flesch", Unscored: "there is no formula for this language"}
	if f, ok := fleschFormulas[code]; ok {
		flesch = scored(flesch.Name, f.base-f.words*t.mean(t.words)-f.syllables*float64(t.syllables)/float64(t.words))
	}
	lix := Score{Name: "readability.lix", Unscored: "the formula is for languages in Latin script"}
	if 2*t.latin > t.letters {
		lix = scored(lix.Name, t.mean(t.words)+100*float64(t.long)/float64(t.words))
	}
	return []Score{flesch, lix, scored("readability.sentence_words", t.mean(t.words))}, nil
}

// textSize is what the formulas go by.
type textSize struct {
	sentences, words int
	long             int // words of over six letters
	syllables        int
	letters, latin   int
}

func (t textSize) mean(n int) float64 { return float64(n) / float64(t.sentences) }

func measure(text, language string) textSize {
	t := textSize{}
	formula := fleschFormulas[lang.Primary(language)]
	for line := range strings.Lines(text) {
		words := lang.Words(line)
		if len(words) == 0 {
			continue
		}
		t.sentences += max(1, len(article.Split(line, language)))
		t.words += len(words)
		for _, w := range words {
			t.add(w.Text, formula)
		}
	}
	return t
}

func (t *textSize) add(word string, f fleschFormula) {
	letters := 0
	for _, r := range word {
		if unicode.IsLetter(r) {
			letters++
			if r < utf8.RuneSelf || unicode.Is(unicode.Latin, r) {
				t.latin++
			}
		}
	}
	t.letters += letters
	if letters > 6 {
		t.long++
	}
	t.syllables += f.syllablesOf(word)
}
