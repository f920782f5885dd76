package metric

import (
	"slices"
	"strings"
)

// choose keeps the scores of the metrics that are wanted, and says which they
// are. "novelty.2" is a score of the metric "novelty".
func choose(all []Info, wanted []string) (infos []Info, kept []bool) {
	kept = make([]bool, len(all))
	for i, info := range all {
		of, _, _ := strings.Cut(info.Name, ".")
		if kept[i] = slices.Contains(wanted, of); kept[i] {
			infos = append(infos, info)
		}
	}
	return infos, kept
}

// chosen keeps the scores that choose kept.
func chosen(all []Score, kept []bool) []Score {
	out := make([]Score, 0, len(all))
	for i, s := range all {
		if kept[i] {
			out = append(out, s)
		}
	}
	return out
}
