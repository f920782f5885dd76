package rouge

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

var asciiTable = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0, Hi: 0x7f, Stride: 1}}, LatinOffset: 1}

// wordsOf returns the stems of a text, with | between lines.
func wordsOf(s *Scorer, from string) string {
	c := newScratch()
	c.read(s, &c.prediction, from)
	names := make([]string, c.words.size())
	for word, id := range c.words.stemmed {
		names[id] = word
	}
	var out []string
	for i, id := range c.prediction.words {
		if i > 0 && slices.Contains(c.prediction.ends, i) {
			out = append(out, "|")
		}
		out = append(out, names[id])
	}
	return strings.Join(out, " ")
}

func TestTokenizers(t *testing.T) {
	for _, tc := range []struct{ name, text, classic, unicode string }{
		{"ascii", "It's 4.1% of X-rays", "it s 4 1 of x rays", "it s 4 1 of x rays"},
		{"lines", "one\n\n-\ntwo three\n", "one | two three", "one | two three"},
		{"accents", "Une école à Kraków", "une cole krak w", "une école à kraków"},
		{"composed and not", "e\u0301t\u00e9", "e t", "été"},
		{"Cyrillic", "Мэр МЭР п'ять", "", "мэр мэр п'ять"},
		{"Greek sigma", "ΟΔΟΣ οδός", "", "οδοσ οδόσ"},
		{"sharp s", "Straße STRASSE", "stra e strasse", "strasse strasse"},
		{"Arabic", "أعلن المجلس 25%", "25", "أعلن المجلس 25"},
		{"Hindi", "नई दिल्ली में", "", "नई दिल्ली में"},
		{"Chinese", "市议会2025年", "2025", "市 议 会 2025 年"},
		{"Japanese", "カタカナの語", "", "カ タ カ ナ の 語"},
		{"long vowel", "スーパー", "", "ス ー パ ー"},
		{"Korean", "서울 시장은", "", "서울 시장은"},
		{"Thai", "ที่ประชุม", "", "ที่ ป ร ะ ชุ ม"},
		{"full width", "ＡＢＣ １２", "", "abc 12"},
		{"dotted I", "İzmir", "i zmir", "i̇zmir"},
		{"kelvin", "300 \u212a", "300 k", "300 k"},
		{"emoji", "🏆 win 👍🏽", "win", "win"},
		{"bad bytes", "a\xffb\xc4c\xe2\x84", "a b c", "a b c"},
		{"soft hyphen", "co\u00adop", "co op", "coop"},
		{"nothing", " \t… ", "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := wordsOf(&Scorer{}, tc.text); got != tc.classic {
				t.Errorf("classic: %q, want %q", got, tc.classic)
			}
			if got := wordsOf(&Scorer{Tokenizer: Unicode}, tc.text); got != tc.unicode {
				t.Errorf("unicode: %q, want %q", got, tc.unicode)
			}
		})
	}
}

func TestStemming(t *testing.T) {
	for text, want := range map[string]string{
		"running runs RUN ran":     "run run run ran",
		"was uses bus ties":        "was use bus tie",
		"naïve Straßen relational": "naïve strassen relat",
	} {
		if got := wordsOf(&Scorer{Stem: true, Tokenizer: Unicode}, text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzScore(f *testing.F) {
	f.Add("The board met\non Monday", "the BOARD meets İK", true)
	f.Add("a b a\nb", "b a\na b a", false)
	f.Add("市议会 สวัสดี \xff", "市 \u0301 ー\u00ad", true)
	c := []*Scorer{{}, {Stem: true}, {Tokenizer: Unicode}, {Tokenizer: Unicode, Stem: true}}
	f.Fuzz(func(t *testing.T, prediction, reference string, stem bool) {
		if len(prediction)+len(reference) > 4000 {
			return
		}
		for _, s := range c {
			results, words := s.Score(prediction, []string{reference, prediction}, One, Two, L, Lsum)
			for kind := range Kinds {
				checkRange(t, results[0].Scores[kind])
				if got := results[1].Scores[kind]; words > 1 && got != (Score{1, 1, 1}) {
					t.Errorf("kind %d of a text with itself: %v", kind, got)
				}
			}
		}
		if isASCII(prediction + reference) {
			results, _ := c[map[bool]int{true: 1}[stem]].Score(prediction, []string{reference}, One, Two, L, Lsum)
			if want := naiveScores(prediction, reference, stem); results[0].Scores != want {
				t.Errorf("%v, want %v", results[0].Scores, want)
			}
		}
	})
}
