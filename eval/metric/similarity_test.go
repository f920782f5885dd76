package metric

import (
	"context"
	"errors"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func newSimilarity(t *testing.T, script ...scripted.Reply) (*Similarity, *scripted.Server) {
	t.Helper()
	srv := scripted.New(scripted.Options{}, script...)
	t.Cleanup(srv.Close)
	client, err := provider.New(provider.Config{BaseURL: srv.URL(), Model: "vec-1", Timeout: 20 * time.Second, MaxRetryWait: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return NewSimilarity(client, &summarize.Price{Input: 1}), srv
}

func beside(ours article.Reference, theirs ...article.Reference) *Sample {
	draft := article.Summary{Why: article.Claim{Text: ours.Why}}
	for _, text := range ours.Takeaways {
		draft.Takeaways = append(draft.Takeaways, article.Claim{Text: text})
	}
	return &Sample{Draft: &draft, Parts: theirs}
}

var (
	tram  = article.Reference{Why: "The tram reaches the hospital.", Takeaways: []string{"Council extends tram", "Work costs 48 million"}}
	other = article.Reference{Why: "Penguins juggle marmalade.", Takeaways: []string{"Volcanoes sleep"}}
)

func likenessOf(t *testing.T, m *Similarity, s *Sample) []float64 {
	t.Helper()
	scores, err := m.Score(t.Context(), s)
	if err != nil || len(scores) != 4 {
		t.Fatalf("%v, %v", scores, err)
	}
	out := make([]float64, len(scores))
	for i, score := range scores {
		out[i] = math.NaN()
		if score.Name != m.Scores()[i].Name || (score.Value == nil) != (score.Unscored != "") {
			t.Errorf("%+v", score)
		}
		if score.Value != nil {
			out[i] = *score.Value
		}
	}
	return out
}

func TestSimilarity(t *testing.T) {
	m, srv := newSimilarity(t)
	for _, v := range likenessOf(t, m, beside(tram, tram)) {
		if math.Abs(v-1) > 1e-5 {
			t.Errorf("with itself: %v", v)
		}
	}
	best := likenessOf(t, m, beside(tram, other, tram))
	if math.Abs(best[0]-1) > 1e-5 || math.Abs(best[3]-1) > 1e-5 {
		t.Errorf("the best of the references counts: %v", best)
	}
	fewer := article.Reference{Why: tram.Why, Takeaways: tram.Takeaways[:1]}
	missing := likenessOf(t, m, beside(fewer, tram))
	extra := likenessOf(t, m, beside(tram, fewer))
	if math.Abs(missing[1]-1) > 1e-5 || missing[2] > 0.9 || math.Abs(missing[1]-extra[2]) > 1e-9 || math.Abs(missing[2]-extra[1]) > 1e-9 {
		t.Errorf("missing %v, extra %v", missing, extra)
	}
	far := likenessOf(t, m, beside(tram, other))
	if far[0] > 0.5 || far[3] > 0.5 {
		t.Errorf("something else: %v", far)
	}
	if n := len(srv.Requests()); n != 3 {
		t.Errorf("%d requests for three summaries", n)
	}
	if spent := m.Spent(); spent.Calls != 3 || spent.USD == nil || *spent.USD <= 0 || *spent.USD > 3**m.MostUSD(beside(tram, other)) {
		t.Errorf("spent %+v", spent)
	}
	_, spent, err := m.ScoreSpent(t.Context(), beside(tram, other))
	if err != nil || spent.Calls != 0 || *spent.USD != 0 {
		t.Errorf("again: %+v, %v", spent, err)
	}
}

func TestSimilarityUnscored(t *testing.T) {
	m, _ := newSimilarity(t)
	for name, tc := range map[string]struct {
		sample *Sample
		want   []bool // scored
	}{
		"texts":        {&Sample{Text: "A tram.", References: []string{"A tram."}}, []bool{true, false, false, false}},
		"no reference": {&Sample{Text: "A tram."}, []bool{false, false, false, false}},
		"empty":        {&Sample{Text: " ", References: []string{"A tram."}}, []bool{false, false, false, false}},
		"no takeaways": {beside(tram, article.Reference{Why: "W."}), []bool{true, false, false, false}},
		"blank ones":   {beside(tram, article.Reference{Why: " "}, tram), []bool{true, true, true, true}},
		"punctuation":  {&Sample{Text: "—", References: []string{"A tram."}}, []bool{false, false, false, false}},
		"very long":    {&Sample{Text: longText(), References: []string{"A tram."}}, []bool{false, false, false, false}},
	} {
		for i, v := range likenessOf(t, m, tc.sample) {
			if math.IsNaN(v) == tc.want[i] {
				t.Errorf("%s: %s = %v", name, m.Scores()[i].Name, v)
			}
		}
	}
	zero, _ := newSimilarity(t, scripted.Reply{Vectors: scripted.VectorZero})
	if v := likenessOf(t, zero, beside(tram, tram)); !math.IsNaN(v[0]) {
		t.Errorf("zero vectors: %v", v)
	}
}

func longText() string {
	text := make([]byte, mostEmbedBytes+1)
	for i := range text {
		text[i] = 'a'
	}
	return string(text)
}

func TestSimilarityErrors(t *testing.T) {
	for code, reply := range map[fault.Code]scripted.Reply{
		fault.ModelBadAnswer:    {Vectors: scripted.VectorMissing},
		fault.ModelUnauthorized: {Status: 401},
		fault.ModelUnavailable:  {Status: 500},
	} {
		m, srv := newSimilarity(t, reply, reply, reply, scripted.Reply{})
		if _, err := m.Score(t.Context(), beside(tram, tram)); fault.CodeOf(err) != code {
			t.Errorf("%v, want %s", err, code)
		}
		for len(srv.Requests()) < 3 {
			_, _ = m.Score(t.Context(), beside(tram, tram))
		}
		if _, err := m.Score(t.Context(), beside(tram, tram)); err != nil {
			t.Errorf("an error is remembered: %v", err)
		}
	}
}

// Vectors of different lengths are not compared.
type ragged struct{ calls int }

func (r *ragged) Name() string { return "ragged@nowhere" }

func (r *ragged) Embed(_ context.Context, texts []string) ([][]float32, summarize.Usage, error) {
	r.calls++
	out := make([][]float32, len(texts))
	for i := range out {
		out[i] = make([]float32, 2+r.calls)
		out[i][0] = 1
	}
	return out, summarize.Usage{}, nil
}

func TestSimilarityOfDifferentLengths(t *testing.T) {
	if v := likenessOf(t, NewSimilarity(&ragged{}, nil), beside(tram, other)); !math.IsNaN(v[0]) {
		t.Errorf("%v", v)
	}
	for name, vector := range map[string][]float32{
		"NaN": {float32(math.NaN()), 1}, "infinite": {float32(math.Inf(1)), 1}, "zero": {0, 0}, "none": nil,
	} {
		if normalise(vector) {
			t.Errorf("%s is a vector", name)
		}
	}
}

// Samples that share a reference ask for it once, and one that is cancelled does
// not spoil the others.
func TestSimilarityTogether(t *testing.T) {
	m, srv := newSimilarity(t, scripted.Reply{Delay: 30 * time.Millisecond})
	cancelled, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() {
		if _, err := m.Score(cancelled, beside(tram, tram)); err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	for range 8 {
		all.Go(func() {
			if _, err := m.Score(t.Context(), beside(tram, tram)); err != nil {
				t.Error(err)
			}
		})
	}
	time.AfterFunc(5*time.Millisecond, cancel)
	all.Wait()
	if n := len(srv.Requests()); n > 2 {
		t.Errorf("%d requests", n)
	}
}

func TestSimilarityForgets(t *testing.T) {
	m := NewSimilarity(&fixed{}, nil)
	for i := range mostKept + 50 {
		text := time.Duration(i).String()
		if _, err := m.Score(t.Context(), &Sample{Text: text, References: []string{"r"}}); err != nil {
			t.Fatal(err)
		}
	}
	if len(m.known) > mostKept {
		t.Errorf("%d kept", len(m.known))
	}
}

type fixed struct{}

func (fixed) Name() string { return "fixed@nowhere" }

func (fixed) Embed(_ context.Context, texts []string) ([][]float32, summarize.Usage, error) {
	out := make([][]float32, len(texts))
	for i := range out {
		out[i] = []float32{1, 2}
	}
	return out, summarize.Usage{}, nil
}
