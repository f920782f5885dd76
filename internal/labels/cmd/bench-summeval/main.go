// Command bench-summeval says how well support goes with experts' ratings of
// consistency: Spearman's rank correlation over the summaries of one article,
// averaged over articles. No rating is used to make the scores.
package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"unicode"

	"github.com/nutgraf/nutgraf/internal/labels"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// ways are how a summary is scored, in the order in which they are shown.
var ways = []string{"support of the whole summary", "support, mean of its sentences", "support, least of its sentences", "the whole, mean of its sentences", "support, mean of its sentences, 0.7 at most", "density (baseline)"}

func run(args []string, out, errs io.Writer) int {
	if len(args) != 1 {
		fmt.Fprintln(errs, "usage: script/bench-summeval FILE")
		return 2
	}
	rated, err := labels.ReadRated(args[0])
	if err != nil {
		fmt.Fprintln(errs, "bench-summeval:", err)
		return 2
	}
	values := make([][]float64, len(ways))
	skipped := 0
	for _, r := range rated {
		rows, truth := score(r)
		for w := range ways {
			if rho, ok := labels.Spearman(rows[w], truth); ok {
				values[w] = append(values[w], rho)
			} else if w == 0 {
				skipped++
			}
		}
	}
	fmt.Fprintf(out, "%d articles (%d left out, whose ratings are all the same); intervals are of 95 %%, from 1,000 draws of articles\n\n", len(rated), skipped)
	for w, name := range ways {
		low, high := interval(values[w])
		fmt.Fprintf(out, "%-44s %.3f  %.3f to %.3f\n", name, mean(values[w]), low, high)
	}
	return 0
}

// score scores the summaries of an article, each way.
func score(r labels.Rated) (rows [][]float64, truth []float64) {
	checker := ground.New(labels.Story(r.Article), ground.Options{})
	source := fields(r.Article)
	rows = make([][]float64, len(ways))
	for _, s := range r.Systems {
		text := labels.Mend(s.Summary)
		whole := supportOf(checker, text)
		sum, least, all, well, n := 0.0, 1.0, 0.0, 0.0, 0.0
		for _, span := range article.Split(text, "en") {
			v := supportOf(checker, text[span.Start:span.End])
			sum, least, all, n = sum+v.support, min(least, v.support), all+v.whole, n+1
			well += min(v.support, wellCarried)
		}
		n = max(n, 1)
		for w, v := range []float64{whole.support, sum / n, least, all / n, well / n, density(fields(s.Summary), source)} {
			rows[w] = append(rows[w], math.Round(v*1e6)/1e6) // sums of equal numbers are to be equal
		}
		truth = append(truth, s.Human.Consistency)
	}
	return rows, truth
}

// wellCarried is the support from which on a sentence counts as carried. Raters
// give most sentences the highest mark; what lies above tells copies from good
// paraphrases, not true from false.
const wellCarried = 0.7

type scores struct{ support, whole float64 }

func supportOf(c *ground.Checker, text string) scores {
	claim := c.Check(article.Claim{ID: "t1", Text: text}).Claims[0]
	if claim.Support == nil {
		return scores{0.5, 0.5}
	}
	return scores{*claim.Support, ground.Whole(*claim.Support, claim.Findings)}
}

// fields are the words of a text, in lower case, without punctuation.
func fields(text string) []string {
	return strings.FieldsFunc(strings.ToLower(labels.Mend(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' })
}

// density is the mean square of the lengths of the fragments that a summary
// takes from its article word for word (Grusky and others, 2018).
func density(summary, source []string) float64 {
	at := map[string][]int{}
	for i, w := range source {
		at[w] = append(at[w], i)
	}
	squares := 0
	for i := 0; i < len(summary); {
		longest := 0
		for _, start := range at[summary[i]] {
			n := 0
			for i+n < len(summary) && start+n < len(source) && summary[i+n] == source[start+n] {
				n++
			}
			longest = max(longest, n)
		}
		squares += longest * longest
		i += max(1, longest)
	}
	return float64(squares) / float64(max(1, len(summary)))
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / math.Max(1, float64(len(x)))
}

func interval(x []float64) (low, high float64) {
	groups := make([][]int, len(x))
	for i := range groups {
		groups[i] = []int{i}
	}
	return labels.Interval(groups, 1000, func(members []int) (float64, bool) {
		sum := 0.0
		for _, i := range members {
			sum += x[i]
		}
		return sum / float64(max(1, len(members))), len(members) > 0
	})
}
