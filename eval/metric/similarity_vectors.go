package metric

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

const (
	mostKept       = 512      // summaries whose vectors are kept
	mostEmbedBytes = 24 << 10 // of a summary; endpoints take 8,192 tokens of a text
	mostEmbedded   = 64       // takeaways of a summary
	leastLength    = 1e-6     // of a vector that points anywhere
)

// spelled is what is compared of a summary.
type spelled struct {
	whole     string
	takeaways []string
}

func (t spelled) all() []string { return append([]string{t.whole}, t.takeaways...) }

func draftTexts(s *Sample) spelled {
	if s.Draft == nil {
		return spelled{whole: lines(s.Text, nil)}
	}
	return textsOf(article.Reference{Why: s.Draft.Why.Text, Takeaways: claimTexts(s.Draft.Takeaways)})
}

func referenceTexts(s *Sample) []spelled {
	var out []spelled
	for _, part := range s.Parts {
		out = append(out, textsOf(part))
	}
	if s.Parts == nil {
		for _, text := range s.References {
			out = append(out, spelled{whole: lines(text, nil)})
		}
	}
	known := out[:0]
	for _, t := range out {
		if t.whole != "" {
			known = append(known, t)
		}
	}
	return known
}

func textsOf(r article.Reference) spelled {
	t := spelled{whole: lines(r.Why, r.Takeaways)}
	for _, takeaway := range r.Takeaways {
		if takeaway = lines(takeaway, nil); takeaway != "" && len(t.takeaways) < mostEmbedded {
			t.takeaways = append(t.takeaways, takeaway)
		}
	}
	return t
}

// vectors are those of texts, each of length 1.
type vectors struct {
	whole     []float32
	takeaways [][]float32
}

// embedding is a request for vectors. Its fields are set when done is closed.
type embedding struct {
	done chan struct{}
	vectors
	why string // there are none that can be compared
	err error
}

// embed returns the vectors of a summary. All of its texts are asked for at once
// and kept together, so that what is asked for does not depend on what other
// samples asked for before.
func (m *Similarity) embed(ctx context.Context, t spelled) (*vectors, string, error) {
	key := digestOfTexts(t.all())
	for {
		e, mine := m.entry(key)
		if mine {
			e.vectors, e.why, e.err = m.fetch(ctx, t)
			m.settle(key, e)
		}
		select {
		case <-e.done:
		case <-ctx.Done():
			return nil, "", ctx.Err()
		}
		if mine || e.err == nil || !isContext(e.err) {
			return &e.vectors, e.why, e.err
		}
		// The sample that asked was cancelled, and this one was not.
	}
}

// entry finds a request, or makes one that the caller has to carry out.
func (m *Similarity) entry(key [sha256.Size]byte) (e *embedding, mine bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e := m.known[key]; e != nil {
		return e, false
	}
	e = &embedding{done: make(chan struct{})}
	m.known[key] = e
	return e, true
}

// settle tells those who wait. What failed is forgotten, and so is any other
// summary when there are too many.
func (m *Similarity) settle(key [sha256.Size]byte, e *embedding) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e.err != nil {
		delete(m.known, key)
	}
	for other, o := range m.known {
		if len(m.known) <= mostKept {
			break
		}
		select {
		case <-o.done:
			delete(m.known, other)
		default:
		}
	}
	close(e.done)
}

// fetch makes the request.
func (m *Similarity) fetch(ctx context.Context, t spelled) (vectors, string, error) {
	if len(t.whole) > mostEmbedBytes {
		return vectors{}, fmt.Sprintf("a summary of over %d KB is too long for an embeddings endpoint", mostEmbedBytes>>10), nil
	}
	all, usage, err := m.by.Embed(ctx, t.all())
	meterOf(ctx).add(usage)
	m.mu.Lock()
	m.usage = m.usage.Add(usage)
	m.mu.Unlock()
	if err != nil {
		why, err := notEmbedded(err)
		return vectors{}, why, err
	}
	if len(all) != len(t.takeaways)+1 {
		return vectors{}, "the endpoint does not give one vector for each text", nil
	}
	for _, v := range all {
		if len(v) != len(all[0]) {
			return vectors{}, "the endpoint gives vectors of different lengths", nil
		}
		if !normalise(v) {
			return vectors{}, "the endpoint gives a vector that points nowhere", nil
		}
	}
	return vectors{whole: all[0], takeaways: all[1:]}, "", nil
}

// notEmbedded tells what will never have vectors from what may have another time.
func notEmbedded(err error) (string, error) {
	var f *fault.Error
	if errors.As(err, &f) && !f.Retryable {
		switch f.Code {
		case fault.ModelFiltered, fault.ModelContext:
			return "the endpoint makes no vectors of the text: " + f.Message, nil
		}
	}
	return "", err
}

// normalise gives a vector the length 1, unless it has none or is no vector.
func normalise(v []float32) bool {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	length := math.Sqrt(sum)
	if !(length > leastLength) || math.IsInf(length, 0) {
		return false
	}
	for i := range v {
		v[i] = float32(float64(v[i]) / length)
	}
	return true
}

func digestOfTexts(all []string) [sha256.Size]byte {
	h := sha256.New()
	for _, text := range all {
		fmt.Fprintf(h, "%d:%s", len(text), text)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

func isContext(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
