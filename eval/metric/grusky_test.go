package metric

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
)

const ferry = "The harbour office stops the ferry on Friday. The ferry office opens again in May."

func gruskyOf(t *testing.T, text, of string, want map[string]float64) {
	t.Helper()
	m := newGrusky([]string{"coverage", "density", "compression", "novelty"}, Options{})
	wantScores(t, m, &Sample{Text: text, Article: &article.Article{Text: of}}, want)
}

func TestGrusky(t *testing.T) {
	t.Run("a part copied", func(t *testing.T) {
		// "stops the ferry" and "in may" are copied, "early" is not: 5 of 6 words.
		// The article's 15 words are 2.5 for each. Of 5 runs of two words 2 are not
		// in it, of 4 of three words 3, and none of 3 of four.
		gruskyOf(t, "Stops the ferry early in May", ferry, map[string]float64{
			"coverage": 5. / 6, "density": (9. + 4) / 6, "compression": 2.5,
			"novelty.1": 1. / 6, "novelty.2": 2. / 5, "novelty.3": 3. / 4, "novelty.4": 1,
		})
	})
	t.Run("all copied", func(t *testing.T) {
		gruskyOf(t, "the FERRY on Friday", ferry, map[string]float64{
			"coverage": 1, "density": 4, "compression": 15. / 4, "novelty.1": 0, "novelty.2": 0, "novelty.3": 0, "novelty.4": 0,
		})
	})
	t.Run("types and not tokens", func(t *testing.T) {
		// "no" and "no no" are new and count once.
		gruskyOf(t, "no no no ferry", ferry, map[string]float64{
			"coverage": 1. / 4, "density": 1. / 4, "compression": 15. / 4, "novelty.1": 1. / 2, "novelty.2": 1, "novelty.3": 1, "novelty.4": 1,
		})
	})
	t.Run("short", func(t *testing.T) {
		gruskyOf(t, "May", ferry, map[string]float64{"coverage": 1, "density": 1, "compression": 15, "novelty.1": 0})
	})
	t.Run("Chinese", func(t *testing.T) {
		gruskyOf(t, "渡轮停运", "周五渡轮将停运", map[string]float64{
			"coverage": 1, "density": 2, "compression": 7. / 4, "novelty.1": 0, "novelty.2": 1. / 3, "novelty.3": 1, "novelty.4": 1,
		})
	})
	t.Run("no words", func(t *testing.T) { gruskyOf(t, " … ", ferry, nil) })
	t.Run("no article", func(t *testing.T) {
		wantScores(t, newGrusky([]string{"density"}, Options{}), &Sample{Text: "May"}, nil)
	})
}

// longest is the definition: the longest run from i on that stands anywhere.
func longest(summary, article []int32, i int) int32 {
	best := int32(0)
	for j := range article {
		n := int32(0)
		for i+int(n) < len(summary) && j+int(n) < len(article) && summary[i+int(n)] == article[j+int(n)] {
			n++
		}
		best = max(best, n)
	}
	return best
}

func TestMatchLengthsAreTheLongest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := int32(rapid.IntRange(0, 4).Draw(t, "most"))
		summary := rapid.SliceOfN(rapid.Int32Range(0, most), 1, 25).Draw(t, "summary")
		article := rapid.SliceOfN(rapid.Int32Range(-1, most), 0, 60).Draw(t, "article")
		for i, got := range matchLengths(summary, article) {
			if want := longest(summary, article, i); got != want {
				t.Fatalf("at %d of %v in %v: %d, want %d", i, summary, article, got, want)
			}
		}
	})
}

// TestLongArticles goes through texts of which each word, and all of which are
// repeated: 100,000 words against as many.
func TestLongArticles(t *testing.T) {
	for name, word := range map[string]func(i int) int32{
		"one word":        func(int) int32 { return 0 },
		"two words":       func(i int) int32 { return int32(i & 1) },
		"all different":   func(i int) int32 { return int32(i) },
		"runs and breaks": func(i int) int32 { return int32(i % 317 % 5) },
	} {
		text := make([]int32, 100_000)
		for i := range text {
			text[i] = word(i)
		}
		if got := matchLengths(text, text)[0]; int(got) != len(text) {
			t.Errorf("%s: %d", name, got)
		}
	}
}

func BenchmarkGruskyLong(b *testing.B) {
	var long strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&long, "word%d the %d ", int(1000*math.Abs(math.Sin(float64(i)))), i%7)
	}
	s := &Sample{Text: strings.Repeat("word5 the 3 word17 the 4 of a 99 ", 12), Article: &article.Article{Text: long.String()}}
	m := newGrusky([]string{"density"}, Options{})
	for b.Loop() {
		if _, err := m.Score(b.Context(), s); err != nil {
			b.Fatal(err)
		}
	}
}
