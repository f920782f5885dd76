package metric

import (
	"context"
	"crypto/sha256"
	"math"
	"sync"

	"github.com/nutgraf/nutgraf/summarize"
)

// Embedder makes vectors of texts: those of texts that mean the same point the
// same way. It is safe for concurrent use.
type Embedder interface {
	// Embed returns a vector for each text, in order and all of one length, and what
	// that took, also when there is an error: a *fault.Error or the context's.
	Embed(ctx context.Context, texts []string) ([][]float32, summarize.Usage, error)
	// Name tells which model makes the vectors and where: "model@host".
	Name() string
}

// Similarity compares summaries with references by their meaning, as the vectors
// of an embeddings endpoint show it. It is a Metric, safe for concurrent use.
type Similarity struct {
	by    Embedder
	price *summarize.Price
	infos []Info

	mu    sync.Mutex
	known map[[sha256.Size]byte]*embedding
	usage summarize.Usage
}

const noTakeaways = "the takeaways of the summary or of the references are not known"

// NewSimilarity makes the metric. price is nil where none is known.
func NewSimilarity(by Embedder, price *summarize.Price) *Similarity {
	about := "It sees what a text is about, and hardly whether it is true: a wrong number or a lost \"not\" changes little."
	info := func(name, what string, headline bool) Info {
		return Info{
			Name: name, Signature: name + "|emb:" + modelName(summarize.ModelInfo{Name: by.Name()}) + "|cosine|refs:max|v:1",
			Better: Higher, About: what + " " + about, Headline: headline,
		}
	}
	return &Similarity{by: by, price: price, known: map[[sha256.Size]byte]*embedding{}, infos: []Info{
		info("similarity", "Cosine of the vectors of summary and reference, the best over references.", true),
		info("similarity.takeaways.p", "How similar each takeaway is to the reference's nearest, on average.", false),
		info("similarity.takeaways.r", "How similar each takeaway of the reference is to the nearest one written, on average.", false),
		info("similarity.takeaways.f", "The harmonic mean of similarity.takeaways.p and .r.", false),
	}}
}

// Scores are the similarity of the whole and of the takeaways.
func (m *Similarity) Scores() []Info { return append([]Info(nil), m.infos...) }

// Score compares a sample with its references.
func (m *Similarity) Score(ctx context.Context, s *Sample) ([]Score, error) {
	scores, _, err := m.ScoreSpent(ctx, s)
	return scores, err
}

// ScoreSpent is Score with what it took. Vectors that are known from another
// sample are not paid for again.
func (m *Similarity) ScoreSpent(ctx context.Context, s *Sample) ([]Score, Spent, error) {
	account := &meter{}
	scores, err := m.score(account.in(ctx), s)
	return scores, spentBy(m.price, account.usage), err
}

// Spent is what all calls took so far.
func (m *Similarity) Spent() Spent {
	m.mu.Lock()
	defer m.mu.Unlock()
	return spentBy(m.price, m.usage)
}

// MostUSD is what scoring a sample can cost at most: a token for each byte, and
// every call made three times.
func (m *Similarity) MostUSD(s *Sample) *float64 {
	if m.price == nil {
		return nil
	}
	n := 0
	for _, t := range append(referenceTexts(s), draftTexts(s)) {
		for _, text := range t.all() {
			n += len(text)
		}
	}
	usd := m.price.Cost(summarize.Usage{InputTokens: 3 * n})
	return &usd
}

func (m *Similarity) score(ctx context.Context, s *Sample) ([]Score, error) {
	draft, references := draftTexts(s), referenceTexts(s)
	switch {
	case draft.whole == "":
		return unscored(m.infos, "the summary is empty"), nil
	case len(references) == 0:
		return unscored(m.infos, "there is no reference"), nil
	}
	ours, why, err := m.embed(ctx, draft)
	best := likeness{whole: math.NaN(), f: math.NaN()}
	for _, r := range references {
		var theirs *vectors
		if err == nil && why == "" {
			theirs, why, err = m.embed(ctx, r)
		}
		if err == nil && why == "" && len(theirs.whole) != len(ours.whole) {
			why = "the endpoint gives vectors of different lengths"
		}
		if err != nil || why != "" {
			break
		}
		best.take(ours, theirs)
	}
	if err != nil || why != "" {
		return unscored(m.infos, why), err
	}
	scores := unscored(m.infos, noTakeaways)
	scores[0] = scored(m.infos[0].Name, best.whole)
	for i, value := range []float64{best.p, best.r, best.f} {
		if !math.IsNaN(best.f) {
			scores[i+1] = scored(m.infos[i+1].Name, value)
		}
	}
	return scores, nil
}

// likeness is that to the nearest of the references. NaN is for none yet.
type likeness struct{ whole, p, r, f float64 }

func (best *likeness) take(ours, theirs *vectors) {
	if c := dot(ours.whole, theirs.whole); !(best.whole >= c) {
		best.whole = c
	}
	if len(ours.takeaways) == 0 || len(theirs.takeaways) == 0 {
		return
	}
	p, r := meanBest(ours.takeaways, theirs.takeaways), meanBest(theirs.takeaways, ours.takeaways)
	f := 0.0
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	if !(best.f >= f) {
		best.p, best.r, best.f = p, r, f
	}
}

// meanBest is the mean over a of how near the nearest of b is, 0 for what points
// away.
func meanBest(a, b [][]float32) float64 {
	sum := 0.0
	for _, x := range a {
		nearest := 0.0
		for _, y := range b {
			nearest = max(nearest, dot(x, y))
		}
		sum += nearest
	}
	return sum / float64(len(a))
}

// dot is the cosine of two vectors of length 1.
func dot(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return max(-1, min(1, sum))
}
