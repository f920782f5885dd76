package labels

import (
	"hash/fnv"
	"slices"
)

// Scorer makes a score of what it learns from samples.
type Scorer func(train []Sample) func(Sample) float64

// ByDoc scores each sample by what was learnt from other articles: articles are
// dealt into folds by their names and a salt.
func ByDoc(samples []Sample, folds uint32, salt string, learn Scorer) []float64 {
	fold := func(s Sample) uint32 {
		h := fnv.New32a()
		h.Write([]byte(salt + s.Doc))
		return h.Sum32() % folds
	}
	out := make([]float64, len(samples))
	for f := range folds {
		var train []Sample
		for _, s := range samples {
			if fold(s) != f {
				train = append(train, s)
			}
		}
		score := learn(train)
		for i, s := range samples {
			if fold(s) == f {
				out[i] = score(s)
			}
		}
	}
	return out
}

// ByOrigin scores each sample by what was learnt from other origins, without
// their pairs of the same articles.
func ByOrigin(samples []Sample, learn Scorer) []float64 {
	out := make([]float64, len(samples))
	for _, origin := range Origins(samples) {
		mine := map[string]bool{}
		for _, s := range samples {
			if s.Origin == origin {
				mine[s.Doc] = true
			}
		}
		train := slices.DeleteFunc(slices.Clone(samples), func(s Sample) bool { return s.Origin == origin || mine[s.Doc] })
		score := learn(train)
		for i, s := range samples {
			if s.Origin == origin {
				out[i] = score(s)
			}
		}
	}
	return out
}

// Origins lists the origins of samples, sorted.
func Origins(samples []Sample) []string {
	var out []string
	for _, s := range samples {
		out = append(out, s.Origin)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// OneSided is the origin that no mean counts: it has one supported summary.
const OneSided = "goyal21-cnndm"

// Macro is the mean over origins of the AUC of scores, OneSided left out.
func Macro(samples []Sample, scores []float64) (float64, bool) {
	members := make([]int, len(samples))
	for i := range members {
		members[i] = i
	}
	return MacroOf(samples, scores, members)
}

// MacroOf is Macro of some of the samples. It is false when an origin has labels
// of one kind only.
func MacroOf(samples []Sample, scores []float64, members []int) (float64, bool) {
	score, label := map[string][]float64{}, map[string][]int{}
	for _, i := range members {
		o := samples[i].Origin
		score[o], label[o] = append(score[o], scores[i]), append(label[o], samples[i].Label)
	}
	sum, n := 0.0, 0.0
	for _, o := range Origins(samples) {
		if o == OneSided {
			continue
		}
		auc, ok := AUC(score[o], label[o])
		if !ok {
			return 0, false
		}
		sum += auc
		n++
	}
	return sum / n, n > 0
}

// GroupsByDoc are the samples of each article, as indexes.
func GroupsByDoc(samples []Sample) [][]int {
	at := map[string]int{}
	var out [][]int
	for i, s := range samples {
		k, ok := at[s.Doc]
		if !ok {
			k = len(out)
			at[s.Doc] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], i)
	}
	return out
}
