package rouge

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// drawText draws lines of few words, so that there are many common subsequences
// of the same length.
func drawText(t *rapid.T, label string) string {
	alphabet := rapid.SampledFrom([][]string{
		{"a", "b"}, {"a", "b", "c", "d"}, {"run", "runs", "Running", "ran", "x-y", ",", "5"},
	}).Draw(t, label+" alphabet")
	word := rapid.SampledFrom(append([]string{"\n"}, alphabet...))
	if rapid.Bool().Draw(t, label+" one line") {
		word = rapid.SampledFrom(alphabet)
	}
	return strings.Join(rapid.SliceOfN(word, 0, 150).Draw(t, label), " ")
}

// TestAgainstDefinition compares with the definition, with rows kept and with
// rows computed again.
func TestAgainstDefinition(t *testing.T) {
	whole, blocks := newScratch(), newScratch()
	blocks.lcs.maxRows = 1
	rapid.Check(t, func(t *rapid.T) {
		prediction, reference := drawText(t, "prediction"), drawText(t, "reference")
		stem := rapid.Bool().Draw(t, "stem")
		want := naiveScores(prediction, reference, stem)
		for name, c := range map[string]*scratch{"whole": whole, "blocks": blocks} {
			s := &Scorer{Stem: stem}
			c.words = newVocabulary()
			c.read(s, &c.prediction, prediction)
			c.read(s, &c.reference, reference)
			for kind := range Kinds {
				if got := c.score(kind); got != want[kind] {
					t.Fatalf("%s, kind %d: %v, want %v", name, kind, got, want[kind])
				}
			}
		}
	})
}

func TestProperties(t *testing.T) {
	scorers := []*Scorer{{}, {Stem: true}, {Tokenizer: Unicode}, {Stem: true, Tokenizer: Unicode}}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(scorers).Draw(t, "scorer")
		a, b := drawAny(t, "a"), drawAny(t, "b")
		one, words := s.Score(a, []string{b, a}, One, Two, L, Lsum)
		turned, _ := s.Score(b, []string{a}, One, Two, L, Lsum)
		for kind := range Kinds {
			x, y := one[0].Scores[kind], turned[0].Scores[kind]
			checkRange(t, x)
			if kind != Lsum && (x.Precision != y.Recall || x.Recall != y.Precision || x.F != y.F) {
				t.Fatalf("kind %d: %v one way and %v the other", kind, x, y)
			}
			if same := one[1].Scores[kind]; words > 1 && same != (Score{1, 1, 1}) {
				t.Fatalf("kind %d of a text with itself: %v", kind, same)
			}
		}
		if one[1].Words != words {
			t.Fatalf("%d words as a summary, %d as a reference", words, one[1].Words)
		}
	})
}

func drawAny(t *rapid.T, label string) string {
	if rapid.Bool().Draw(t, label+" any") {
		return rapid.String().Draw(t, label)
	}
	return drawText(t, label)
}

func checkRange(t rapid.TB, s Score) {
	t.Helper()
	low, high := min(s.Precision, s.Recall), max(s.Precision, s.Recall)
	if low < 0 || high > 1 || s.F < low*(1-1e-15) || s.F > high*(1+1e-15) || math.IsNaN(s.F) {
		t.Fatalf("%v is out of range", s)
	}
}

// TestSameOnASCII checks that the tokenizers agree on ASCII text.
func TestSameOnASCII(t *testing.T) {
	c, unicode := newScratch(), &Scorer{Tokenizer: Unicode, Stem: true}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom(nil, asciiTable)).Draw(t, "text")
		c.read(&Scorer{Stem: true}, &c.prediction, text)
		c.read(unicode, &c.reference, text)
		if got, want := fmt.Sprint(c.reference), fmt.Sprint(c.prediction); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
		// A line that has other characters as well is cut by UAX #29.
		c.read(unicode, &c.reference, text+" é")
		if got, want := fmt.Sprint(c.reference.words[:len(c.reference.words)-1]), fmt.Sprint(c.prediction.words); got != want {
			t.Fatalf("before é: %s, want %s", got, want)
		}
	})
}

func TestConcurrentUse(t *testing.T) {
	s := &Scorer{Stem: true}
	texts := []string{"The harbour board met on Monday", "Harbours are boarding; it meets Mondays", "a b a b\nb a", ""}
	want := map[string][]Result{}
	for _, text := range texts {
		want[text], _ = s.Score(text, texts, One, Two, L, Lsum)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 200 {
				text := texts[i%len(texts)]
				if got, _ := s.Score(text, texts, One, Two, L, Lsum); fmt.Sprint(got) != fmt.Sprint(want[text]) {
					t.Errorf("%q: %v, want %v", text, got, want[text])
				}
			}
		})
	}
	wg.Wait()
}

// TestVocabularyIsBounded scores more words than are kept.
func TestVocabularyIsBounded(t *testing.T) {
	c, s := newScratch(), &Scorer{}
	for i := range 3 * maxWords / 1000 {
		var text strings.Builder
		for j := range 1000 {
			fmt.Fprintf(&text, "w%d ", i*1000+j)
		}
		c.words.limit()
		c.read(s, &c.prediction, text.String())
		c.read(s, &c.reference, text.String())
		for kind := range Kinds {
			if got := c.score(kind); got != (Score{1, 1, 1}) {
				t.Fatalf("kind %d: %v", kind, got)
			}
		}
		if len(c.words.plain) > maxWords+1000 {
			t.Fatalf("%d words are kept", len(c.words.plain))
		}
	}
}
