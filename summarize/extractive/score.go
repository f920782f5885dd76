package extractive

import (
	"math"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// terms gives every content word of an article a number.
type terms struct {
	ids    map[string]int
	seenIn []int // sentences that hold the term
}

// of returns the distinct terms of a sentence. Characters of languages without
// spaces go in pairs.
func (t *terms) of(words []lang.Word, roles []role) []int {
	out := make([]int, 0, len(words))
	for i, w := range words {
		key := w.Text
		if isIdeograph(key) {
			if i+1 == len(words) || words[i+1].Start != w.End {
				continue
			}
			key += words[i+1].Text
		} else if key = withoutElision(key); roles[i]&common != 0 || len(key) < 2 {
			continue
		}
		out = append(out, t.id(key))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// withoutElision takes the article off "l'hôpital".
func withoutElision(word string) string {
	for _, mark := range []string{"'", "’"} {
		if article, noun, ok := strings.Cut(word, mark); ok && len(article) <= 2 && len(noun) > 2 {
			return noun
		}
	}
	return word
}

func (t *terms) id(key string) int {
	id, ok := t.ids[key]
	if !ok {
		id = len(t.seenIn)
		t.ids[key] = id
		t.seenIn = append(t.seenIn, 0)
	}
	return id
}

// count notes that a sentence holds the terms.
func (t *terms) count(ids []int) {
	for _, id := range ids {
		t.seenIn[id]++
	}
}

func isIdeograph(s string) bool {
	for _, r := range s {
		return r >= 0x3040 && r <= 0x9FFF || r >= 0x0E00 && r <= 0x0E7F
	}
	return false
}

const (
	titleBoost = 3.0

	// lengthNorm is how far length is held against a sentence: 0 for not at
	// all, 1 for the mean weight of its terms.
	lengthNorm = 0.35
)

// weights says how much each term counts: more the more sentences hold it, but
// not the words that are everywhere, and more when the headline has it.
func (t *terms) weights(sentences int, title []int) []float64 {
	out := make([]float64, len(t.seenIn))
	n := float64(sentences)
	for id, df := range t.seenIn {
		f := float64(df)
		out[id] = f * math.Log(1+n/f)
	}
	for _, id := range title {
		out[id] *= titleBoost
	}
	return out
}

// centrality is how much of what the article keeps talking about a sentence
// holds, for its length.
func centrality(terms []int, weights []float64) float64 {
	if len(terms) == 0 {
		return 0
	}
	return sum(terms, weights) / math.Pow(float64(len(terms))+3, lengthNorm)
}

// position is the weight of standing early: 1 for the first sentence, falling
// to a floor in the body of the story.
func position(i int) float64 {
	return 0.25 + 0.75*math.Exp(-float64(i)/10)
}

// overlap is the share of the lighter set's weight that both sets have. The
// sets are sorted.
func overlap(a, b []int, weights []float64) float64 {
	both := 0.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both += weights[a[i]]
			i++
			j++
		}
	}
	if least := min(sum(a, weights), sum(b, weights)); least > 0 {
		return both / least
	}
	return 0
}

func sum(terms []int, weights []float64) float64 {
	total := 0.0
	for _, id := range terms {
		total += weights[id]
	}
	return total
}
