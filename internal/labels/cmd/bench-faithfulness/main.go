// Command bench-faithfulness says how well support, and support together with
// the verdicts of the other rules, agree with people: for each origin of a file
// of articles with summaries that people judged.
package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"os"

	"github.com/nutgraf/nutgraf/internal/labels"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, out, errs io.Writer) int {
	if len(args) != 1 {
		fmt.Fprintln(errs, "usage: script/bench-faithfulness FILE")
		return 2
	}
	pairs, err := labels.ReadPairs(args[0])
	if err != nil {
		fmt.Fprintln(errs, "bench-faithfulness:", err)
		return 2
	}
	b := measure(pairs)
	fmt.Fprintf(out, "%d pairs, %d articles; intervals are of 95 %%, from 1,000 draws of articles\n", len(pairs), len(b.groups))
	fmt.Fprintf(out, "acc is balanced accuracy: at .5, at a threshold set before, and at the best one for these pairs, which flatters\n\n")
	b.table(out, "support", b.support)
	b.table(out, "the whole: support with the verdicts of the other rules", b.whole)
	b.verdicts(out)
	return 0
}

// bench is what was measured: scores and verdicts, one for each pair.
type bench struct {
	samples        []labels.Sample
	groups         [][]int
	support, whole []float64
	verdict        []ground.Verdict
	unscored       int
}

func measure(pairs []labels.Pair) *bench {
	b := &bench{}
	checkers := map[string]*ground.Checker{}
	for _, p := range pairs {
		c := checkers[p.Article]
		if c == nil {
			c = ground.New(labels.Story(p.Article), ground.Options{})
			checkers[p.Article] = c
		}
		claim := c.Check(article.Claim{ID: "t1", Text: labels.Mend(p.Summary)}).Claims[0]
		support := 0.5
		if claim.Support == nil {
			b.unscored++
		} else {
			support = *claim.Support
		}
		b.samples = append(b.samples, labels.Sample{Origin: p.Origin, Doc: p.Doc, Label: p.Label})
		b.support = append(b.support, support)
		b.whole = append(b.whole, ground.Whole(support, claim.Findings))
		b.verdict = append(b.verdict, claim.Verdict)
	}
	b.groups = labels.GroupsByDoc(b.samples)
	return b
}

const draws = 1000

// chosen are the thresholds of support that did best on the pairs that its
// weights were fitted to; other pairs are measured by them, in "acc set".
var chosen = map[string]float64{
	"cliff-cnndm": 0.63, "cliff-xsum": 0.26, "frank-cnndm": 0.85, "frank-xsum": 0.36,
	"goyal21-xsum": 0.17, "qags-cnndm": 0.86, "qags-xsum": 0.47,
}

func (b *bench) table(out io.Writer, name string, scores []float64) {
	fmt.Fprintln(out, name)
	fmt.Fprintf(out, "  %-16s %6s %9s  %5s  %-13s  %7s  %7s  %8s  %5s\n", "origin", "pairs", "supported", "AUC", "interval", "acc .5", "acc set", "acc best", "at")
	sum, n := [3]float64{}, 0.0
	for _, origin := range labels.Origins(b.samples) {
		members := b.members(origin)
		score, label := b.of(scores, members)
		auc, ok := labels.AUC(score, label)
		low, high := labels.Interval(b.groupsOf(origin), draws, func(m []int) (float64, bool) { return labels.AUC(b.of(scores, m)) })
		half, _ := labels.Balanced(score, label, 0.5)
		set, _ := labels.Balanced(score, label, cmp.Or(chosen[origin], 0.5))
		at := labels.BestThreshold(score, label)
		best, _ := labels.Balanced(score, label, at)
		if !ok {
			auc = math.NaN()
		}
		left := ""
		if origin == labels.OneSided {
			left = "  (not in the mean)"
		} else {
			sum[0], sum[1], sum[2], n = sum[0]+half, sum[1]+set, sum[2]+best, n+1
		}
		fmt.Fprintf(out, "  %-16s %6d %8.1f%%  %5.3f  %.3f to %.3f  %7.3f  %7.3f  %8.3f  %5.2f%s\n", origin, len(members), share(label), auc, low, high, half, set, best, at, left)
	}
	macro, _ := labels.Macro(b.samples, scores)
	low, high := labels.Interval(b.groups, draws, func(m []int) (float64, bool) { return labels.MacroOf(b.samples, scores, m) })
	fmt.Fprintf(out, "  %-16s %6s %9s  %5.3f  %.3f to %.3f  %7.3f  %7.3f  %8.3f\n\n", "mean", "", "", macro, low, high, sum[0]/n, sum[1]/n, sum[2]/n)
}

// verdicts counts what the verdicts say of supported and unsupported summaries.
func (b *bench) verdicts(out io.Writer) {
	fmt.Fprintf(out, "verdicts of all rules, in %% of a label's pairs (%d pairs had no support)\n", b.unscored)
	fmt.Fprintf(out, "  %-16s %-12s %6s %6s %6s %8s\n", "origin", "label", "pass", "warn", "fail", "unknown")
	for _, origin := range labels.Origins(b.samples) {
		for label, name := range []string{"unsupported", "supported"} {
			count, all := map[ground.Verdict]float64{}, 0.0
			for _, i := range b.members(origin) {
				if b.samples[i].Label == label {
					count[b.verdict[i]]++
					all++
				}
			}
			fmt.Fprintf(out, "  %-16s %-12s", origin, name)
			for _, v := range []ground.Verdict{ground.Pass, ground.Warn, ground.Fail, ground.Unknown} {
				fmt.Fprintf(out, " %6.1f", 100*count[v]/max(1, all))
			}
			fmt.Fprintln(out)
		}
	}
}

func (b *bench) members(origin string) []int {
	var out []int
	for i, s := range b.samples {
		if s.Origin == origin {
			out = append(out, i)
		}
	}
	return out
}

// groupsOf are the pairs of an origin, by their article.
func (b *bench) groupsOf(origin string) [][]int {
	var out [][]int
	for _, group := range b.groups {
		var mine []int
		for _, i := range group {
			if b.samples[i].Origin == origin {
				mine = append(mine, i)
			}
		}
		if mine != nil {
			out = append(out, mine)
		}
	}
	return out
}

func (b *bench) of(scores []float64, members []int) (score []float64, label []int) {
	for _, i := range members {
		score, label = append(score, scores[i]), append(label, b.samples[i].Label)
	}
	return score, label
}

func share(label []int) float64 {
	n := 0
	for _, l := range label {
		n += l
	}
	return 100 * float64(n) / float64(len(label))
}
