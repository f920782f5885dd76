package labels

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/nutgraf/nutgraf/eval/stats"
)

// AUC is the chance that a supported summary scores higher than one that is not,
// a tie counting half. It is false when all labels are the same.
func AUC(score []float64, label []int) (float64, bool) {
	sum, ones := 0.0, 0.0
	for i, r := range stats.Ranks(score) {
		if label[i] == 1 {
			ones++
			sum += r
		}
	}
	zeros := float64(len(label)) - ones
	if ones == 0 || zeros == 0 {
		return 0, false
	}
	return (sum - ones*(ones+1)/2) / (ones * zeros), true
}

// Balanced is the mean of the shares that are right among supported and among
// unsupported, when a score from the threshold on says supported. It is false
// when all labels are the same.
func Balanced(score []float64, label []int, threshold float64) (float64, bool) {
	var right, all [2]float64
	for i, s := range score {
		all[label[i]]++
		if (s >= threshold) == (label[i] == 1) {
			right[label[i]]++
		}
	}
	if all[0] == 0 || all[1] == 0 {
		return 0, false
	}
	return (right[0]/all[0] + right[1]/all[1]) / 2, true
}

// BestThreshold is the threshold with the highest balanced accuracy, between two
// scores; of equals the middle one.
func BestThreshold(score []float64, label []int) float64 {
	sorted := slices.Clone(score)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	best, at := -1.0, []float64{0.5}
	for i := 1; i < len(sorted); i++ {
		threshold := (sorted[i-1] + sorted[i]) / 2
		b, _ := Balanced(score, label, threshold)
		switch {
		case b > best+1e-9:
			best, at = b, []float64{threshold}
		case b > best-1e-9:
			at = append(at, threshold)
		}
	}
	return at[len(at)/2]
}

// Spearman is the rank correlation. It is false when the second row is all the
// same; when only the first is, it says nothing of the second, and is 0.
func Spearman(score, truth []float64) (float64, bool) {
	if rho, ok := stats.Spearman(score, truth); ok {
		return rho, true
	}
	return 0, slices.ContainsFunc(truth, func(v float64) bool { return v != truth[0] })
}

// Interval is the 95 % bootstrap interval of a statistic: groups, such as all
// pairs of one article, are drawn with replacement. The statistic is given the
// drawn groups' members, and false leaves a draw out.
func Interval(groups [][]int, draws int, statistic func(members []int) (float64, bool)) (low, high float64) {
	rng := rand.New(rand.NewPCG(1, 2))
	var values []float64
	var members []int
	for range draws {
		members = members[:0]
		for range groups {
			members = append(members, groups[rng.IntN(len(groups))]...)
		}
		if v, ok := statistic(members); ok {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		return math.NaN(), math.NaN()
	}
	slices.Sort(values)
	return values[len(values)*25/1000], values[min(len(values)-1, len(values)*975/1000)]
}
