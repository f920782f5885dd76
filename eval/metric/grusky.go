package metric

import (
	"context"
	"fmt"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// noveltyOrders is the longest n-gram of which novelty is measured.
const noveltyOrders = 4

type grusky struct {
	infos []Info
	kept  []bool
}

const (
	grusk     = "tok:uax29|case:lower|version:1"
	noArticle = "there is no article"
	noWords   = "the summary has no words"
)

func newGrusky(wanted []string, _ Options) Metric {
	all := []Info{{
		Name: "coverage", Signature: "coverage|frag:longest|" + grusk,
		About: "Share of the summary's words that are in fragments copied from the article, from 0 to 1; blind to whether what was copied is " +
			"what matters, and to single common words that any text shares.",
	}, {
		Name: "density", Signature: "density|frag:longest|" + grusk, Headline: true,
		About: "Mean length in words of the copied fragment that a word of the summary is in, from 0; high is copying, low is rewording or " +
			"inventing, and it cannot tell these two apart.",
	}, {
		Name: "compression", Signature: "compression|unit:words|" + grusk,
		About: "Words of the article for each word of the summary; blind to what the words are.",
	}}
	for n := 1; n <= noveltyOrders; n++ {
		runs := fmt.Sprintf("runs of %d words", n)
		if n == 1 {
			runs = "words"
		}
		all = append(all, Info{
			Name: fmt.Sprintf("novelty.%d", n), Signature: fmt.Sprintf("novelty|n:%d|count:types|%s", n, grusk),
			About: "Share of the summary's different " + runs + " that the article does not have, from 0 to 1; blind to whether " +
				"they are a rewording or an invention.",
		})
	}
	for i := range all {
		all[i].Better = Neither
	}
	infos, kept := choose(all, wanted)
	return grusky{infos, kept}
}

func (g grusky) Scores() []Info { return g.infos }

func (g grusky) Score(_ context.Context, s *Sample) ([]Score, error) {
	if s.Article == nil {
		return unscored(g.infos, noArticle), nil
	}
	known := symbols[string]{}
	summary := lang.Words(s.Text)
	if len(summary) == 0 {
		return unscored(g.infos, noWords), nil
	}
	mine := make([]int32, len(summary))
	for i, w := range summary {
		mine[i] = known.number(w.Text)
	}
	words := lang.Words(s.Article.Text)
	theirs := make([]int32, len(words))
	for i, w := range words {
		theirs[i] = -1
		if n, ok := known[w.Text]; ok {
			theirs[i] = n
		}
	}
	copied := matchLengths(mine, theirs)
	coverage, density := fragments(copied)
	all := []Score{
		scored("coverage", coverage), scored("density", density),
		scored("compression", float64(len(theirs))/float64(len(mine))),
	}
	return chosen(append(all, novelties(mine, copied)...), g.kept), nil
}

// fragments follows the summary from fragment to fragment: where one starts the
// longest is taken, and the next is looked for behind it.
func fragments(copied []int32) (coverage, density float64) {
	words, squares := 0, 0
	for i := 0; i < len(copied); {
		n := int(copied[i])
		words += n
		squares += n * n
		i += max(n, 1)
	}
	length := float64(len(copied))
	return float64(words) / length, float64(squares) / length
}

// novelties are the shares of different n-grams that are not in the article: an
// n-gram is in it when at least n words are copied from where it starts.
func novelties(summary, copied []int32) []Score {
	var out []Score
	eachOrder([][]int32{summary}, noveltyOrders, func(n int, grams [][]int32, distinct int) {
		name := fmt.Sprintf("novelty.%d", n)
		if distinct == 0 {
			out = append(out, Score{Name: name, Unscored: fmt.Sprintf("the summary has fewer than %d words", n)})
			return
		}
		novel, seen := 0, make([]bool, distinct)
		for i, g := range grams[0] {
			if !seen[g] && int(copied[i]) < n {
				novel++
			}
			seen[g] = true
		}
		out = append(out, scored(name, float64(novel)/float64(distinct)))
	})
	return out
}
