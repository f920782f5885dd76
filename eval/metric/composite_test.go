package metric

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// naiveLongest tries every place of the text.
func naiveLongest(text, summary []string) []fragment {
	out := make([]fragment, len(summary))
	for i := range summary {
		for from := range text {
			n := 0
			for i+n < len(summary) && from+n < len(text) && summary[i+n] == text[from+n] {
				n++
			}
			if n > out[i].size {
				out[i] = fragment{i, from, n}
			}
		}
	}
	return out
}

func TestLongestRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"a", "b", "c", "d"})
		text := rapid.SliceOfN(word, 0, 40).Draw(t, "text")
		summary := rapid.SliceOfN(rapid.OneOf(word, rapid.Just("x")), 0, 20).Draw(t, "summary")
		if diff := cmp.Diff(naiveLongest(text, summary), newRunIndex(text).longest(summary), cmp.AllowUnexported(fragment{})); diff != "" {
			t.Error(diff)
		}
	})
}

func TestProse(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string // the words of each sentence
	}{
		{"", nil},
		{" .,; \n!", nil},
		{"The mill burned. Nobody was hurt!", []string{"the mill burned", "nobody was hurt"}},
		{"the mill burned . nobody was hurt !", []string{"the mill burned", "nobody was hurt"}},
		{"It isn't over", []string{"it is n t over"}},
		{"it is n't over", []string{"it is n t over"}},
		{"it isn’t over", []string{"it is n t over"}},
		{"The mayor's dog", []string{"the mayor s dog"}},
		{"the mayor 's dog", []string{"the mayor s dog"}},
		{"`` no , '' she said -lrb- twice -rrb- .", []string{"no she said twice"}},
		{"Dr. Lind of Orsa met J. P. Vik. They left.", []string{"dr lind of orsa met j p vik", "they left"}},
		{"It cost 3.5 million. Too much", []string{"it cost 3 5 million", "too much"}},
		{"“Stop.” He ran", []string{"stop", "he ran"}},
		{"First line\nSecond line", []string{"first line", "second line"}},
		{"Straße İzmir", []string{"straße izmir"}},
	} {
		p := readProse(test.text)
		var got []string
		for _, s := range p.sentences {
			got = append(got, strings.Join(p.in(s), " "))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, not %q", test.text, got, test.want)
		}
	}
}

const seawall = "The harbour of Orsa will close on Monday, the port office said. Divers found a crack in the old sea wall. " +
	"Repairs will take six weeks and cost 3 million crowns. Ferries will use the quay at Lind until the work is done. " +
	"Shop owners fear that visitors will stay away. The wall was built in 1911 by prisoners."

func readingOf(text string, references ...string) *reading {
	return newReading(newSource(plainArticle(seawall)), text, references)
}

func TestFeatures(t *testing.T) {
	for _, test := range []struct {
		feature, text string
		want          float64
	}{
		{"whole_sentences", "Divers found a crack in the old sea wall. The mayor wept.", 0.5},
		{"whole_sentences", "Divers found a crack. Shop owners fear that visitors will stay away.", 1},
		{"whole_ends", "Divers found a crack. Visitors will stay away.", 0.5},
		{"new_words", "The mayor wept.", 1},
		{"new_words", "The harbour wept.", 0.5},
		{"copied_runs", "Divers found a mermaid", math.Log1p(9.0 / 4)},
		{"copied_runs", "Mermaid wept", 0},
		{"jumps", "Divers found a crack. Repairs will take six weeks.", 9},
		{"jumps", "Divers found a crack.", 0},
		{"lead", "The harbour wept loudly", 0.5},
		{"linked", "The harbour will close. The crack in the harbour grew. It rains.", 2.0 / 3},
		{"repeated_pairs", "a crack in a crack in", 0.4},
		{"repeated_pairs", "crack", 0},
		{"stutter", "the the crack", 100.0 / 3},
		{"stutter", "a crack a crack", 25},
		{"sentence_length", "One two three. Four.", 2},
		{"shortest_sentence", "One two three. Four five.", math.Log(2)},
		{"reference_precision", "the harbour closes", 2.0 / 3},
		{"reference_f", "the harbour closes", 4.0 / 6},
	} {
		r := readingOf(test.text, "The harbour shuts")
		for _, f := range features() {
			if f.name == test.feature {
				if got := f.take(r); math.Abs(got-test.want) > 1e-9 {
					t.Errorf("%s of %q: %v, not %v", f.name, test.text, got, test.want)
				}
			}
		}
	}
	carried, invented := readingOf("Divers found a crack in the wall."), readingOf("Divers found a crack in the wall. Nine violinists resigned over pay.")
	if carried.leastSupported() != wellSupported || invented.leastSupported() >= wellSupported {
		t.Errorf("least_supported: %v, %v", carried.leastSupported(), invented.leastSupported())
	}
}

func compositeOf(t *testing.T, s *Sample) []Score {
	t.Helper()
	m, err := New([]string{"composite"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	scores, err := m[0].Score(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	for i, info := range m[0].Scores() {
		if scores[i].Name != info.Name {
			t.Fatalf("score %d is %s, not %s", i, scores[i].Name, info.Name)
		}
	}
	return scores
}

func TestCompositeOrder(t *testing.T) {
	a := plainArticle(seawall)
	score := func(text string, references ...string) float64 {
		return *compositeOf(t, &Sample{Text: text, Article: a, References: references})[0].Value
	}
	good := score("The harbour of Orsa will close on Monday. Divers found a crack in the old sea wall.")
	for _, text := range []string{
		"Nine violinists resigned. Their conductor blamed the weather and the price of tea.",
		"The harbour of Orsa of Orsa of Orsa will will will. Divers found a a crack in the old old old.",
		"Wall.",
	} {
		if bad := score(text); bad >= good {
			t.Errorf("%q has %.3f, a good summary %.3f", text, bad, good)
		}
	}
	if like, unlike := score("Repairs will take six weeks.", "Repairs take six weeks."), score("Repairs will take six weeks.", "Shops fear."); like <= unlike {
		t.Errorf("like its reference %.3f, unlike it %.3f", like, unlike)
	}
}

// TestCompositeSeesNoTokeniser holds a summary as it was written against what
// tokenisers make of it.
func TestCompositeSeesNoTokeniser(t *testing.T) {
	a := plainArticle(seawall)
	plain := compositeOf(t, &Sample{Text: `The port's wall isn't safe, "divers" said. Repairs (costly) will take six weeks.`, Article: a})
	tokens := compositeOf(t, &Sample{Text: "the port 's wall is n't safe , `` divers '' said . repairs -lrb- costly -rrb- will take six weeks .", Article: a})
	if diff := cmp.Diff(plain, tokens); diff != "" {
		t.Error(diff)
	}
}

func TestCompositeUnscored(t *testing.T) {
	english := plainArticle(seawall)
	for _, test := range []struct {
		sample Sample
		reason string
	}{
		{Sample{Text: "A text."}, "no article"},
		{Sample{Text: "Der Hafen schließt.", Lang: "de-AT", Article: english}, "English"},
		{Sample{Text: "...", Article: english}, "summary has no words"},
		{Sample{Text: "A text.", Lang: "en-GB", Article: &article.Article{Lang: "en"}}, "article has no words"},
	} {
		scores := compositeOf(t, &test.sample)
		for _, s := range scores {
			if s.Value != nil || !strings.Contains(s.Unscored, test.reason) {
				t.Errorf("%q: %+v", test.sample.Text, s)
			}
		}
	}
}

func TestCompositeBounds(t *testing.T) {
	a := plainArticle(seawall)
	words := append(strings.Fields(seawall), "\n", "…", "the the", "ß", "日本", "\xff")
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(words)).Draw(t, "text"), " ")
		references := rapid.SliceOfN(rapid.SampledFrom([]string{"", "Repairs take six weeks.", "!"}), 0, 3).Draw(t, "references")
		m := newComposite(nil, Options{})
		scores, err := m.Score(context.Background(), &Sample{Text: text, Article: a, Lang: "en", References: references})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range scores {
			switch {
			case s.Value == nil && s.Unscored == "":
				t.Errorf("%s: neither a value nor a reason", s.Name)
			case s.Value != nil && !(*s.Value >= lowestRating && *s.Value <= highestRating):
				t.Errorf("%s: %v", s.Name, *s.Value)
			}
		}
	})
}

func TestCompositeAtTheSameTime(t *testing.T) {
	m := newComposite(nil, Options{})
	articles := []*article.Article{plainArticle(seawall), plainArticle("The mill of Lind burned down. Nobody was hurt.")}
	const text = "The mill of Lind burned. The harbour will close."
	var want [2]float64
	for i, a := range articles {
		want[i] = *compositeOf(t, &Sample{Text: text, Article: a})[0].Value
	}
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() {
			scores, err := m.Score(context.Background(), &Sample{Text: text, Article: articles[i%2]})
			if err != nil || *scores[0].Value != want[i%2] {
				t.Errorf("%v %v, not %v", err, scores, want[i%2])
			}
		})
	}
	group.Wait()
}

// TestCompositeData holds the data file against the features.
func TestCompositeData(t *testing.T) {
	m := loadComposite()
	check := func(w compositeWeights, of []feature) {
		if len(w.Weights) != len(of) {
			t.Errorf("%d weights for %d features", len(w.Weights), len(of))
		}
		for _, f := range of {
			if w.Weights[f.name] == [4]float64{} {
				t.Errorf("%s has no weights", f.name)
			}
			if bounds := m.Range[f.name]; bounds[0] >= bounds[1] {
				t.Errorf("%s has the range %v", f.name, bounds)
			}
		}
	}
	check(m.Article, articleFeatures())
	check(m.References, features())
	if !strings.HasPrefix(m.Fitted.Data, "sha256:") || m.Fitted.Documents == 0 {
		t.Errorf("fitted to %+v", m.Fitted)
	}
}

func BenchmarkComposite(b *testing.B) {
	long := strings.Repeat(seawall+" ", 13) // 800 words
	text := "The harbour of Orsa will close on Monday.\nDivers found a crack in the old sea wall.\nRepairs take six weeks.\nFerries use the quay at Lind.\nShops fear that visitors stay away."
	b.Run("another article each time", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			a := plainArticle(long)
			m := newComposite(nil, Options{})
			b.StartTimer()
			_, _ = m.Score(context.Background(), &Sample{Text: text, Lang: "en", Article: a, References: []string{text}})
		}
	})
	b.Run("the same article", func(b *testing.B) {
		a, m := plainArticle(long), newComposite(nil, Options{})
		for b.Loop() {
			_, _ = m.Score(context.Background(), &Sample{Text: text, Lang: "en", Article: a, References: []string{text}})
		}
	})
	b.Run("one letter, 100,000 words", func(b *testing.B) {
		a := plainArticle(strings.Repeat("a ", 100_000))
		for b.Loop() {
			newRunIndex(readProse(a.Text).words).longest([]string{"a", "b", "a", "a"})
		}
	})
}

// TestFitRecovers fits to made-up ratings that are a sum of two features, and
// differ from document to document.
func TestFitRecovers(t *testing.T) {
	var all []rated
	for i := range 400 {
		doc := i / 8
		x := []float64{float64(i % 5), float64(i * 7 % 11)}
		y := 2 + 0.2*x[0] - 0.05*x[1] + 0.02*float64(doc%3)
		all = append(all, rated{doc: doc, system: string(rune('a' + i%8)), x: x, y: [4]float64{y, 3, y, 3}})
	}
	f := fitRated(all, 2)
	var sum, want float64
	for _, r := range all {
		sum += f.guess(r.x)[0]
		want += r.y[0]
	}
	if math.Abs(sum-want)/400 > 0.01 {
		t.Errorf("the mean guess is %.3f, the mean rating %.3f", sum/400, want/400)
	}
	if a, b := f.weights[0][0], f.weights[1][0]; math.Abs(a-0.2) > 0.04 || math.Abs(b+0.05) > 0.01 {
		t.Errorf("weights %.3f and %.3f, not .2 and -.05", a, b)
	}
	if rho := mean(within(all, nil, acrossDocs(all, 2, 1), 0)); rho < 0.99 {
		t.Errorf("correlation %.3f on other documents", rho)
	}
}

func TestOnScale(t *testing.T) {
	last := math.Inf(-1)
	for v := -3.0; v < 9; v += 0.1 {
		got := onScale(v)
		if got <= last || got < lowestRating || got > highestRating {
			t.Errorf("%.1f becomes %v after %v", v, got, last)
		}
		if v > 1.5 && v < 4.5 && got != v {
			t.Errorf("%.1f becomes %v", v, got)
		}
		last = got
	}
}
