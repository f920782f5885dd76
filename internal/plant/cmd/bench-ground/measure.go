package main

import (
	"math/rand/v2"
	"slices"

	"github.com/nutgraf/nutgraf/internal/plant"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// judged is what was found about a claim, with what it cites and without.
type judged struct {
	Cited, Bare ground.ClaimReport
}

// tried is a plant, what was found about it and about the claim that it was made of.
type tried struct {
	plant.Plant
	judged
	before judged
}

// kept is a true claim and what was found about it.
type kept struct {
	plant.Claim
	judged
}

type measurement struct {
	cases    map[string]plant.Case
	tried    []tried
	kept     []kept
	articles int
}

func measure(cases []plant.Case, o options) *measurement {
	m := &measurement{cases: map[string]plant.Case{}, articles: len(cases)}
	var plants []plant.Plant
	bySource := map[plant.Source][]plant.Claim{}
	for _, c := range cases {
		m.cases[c.Doc] = c
		plants = append(plants, plant.Plants(c.Doc, c.Article, c.Lang, c.Claims, o.seed)...)
		for _, claim := range c.Claims {
			bySource[claim.Source] = append(bySource[claim.Source], claim)
		}
	}
	checkers := map[string]*ground.Checker{}
	judge := func(doc, text string, cites []article.SentenceID) judged {
		checker := checkers[doc]
		if checker == nil {
			checker = ground.New(m.cases[doc].Article, ground.Options{})
			checkers[doc] = checker
		}
		r := checker.Check(article.Claim{ID: "t1", Text: text, Cites: cites}, article.Claim{ID: "t1", Text: text})
		return judged{r.Claims[0], r.Claims[1]}
	}
	for _, kind := range plant.Kinds() {
		for _, p := range plant.Draw(plants, kind, o.max, o.seed) {
			m.tried = append(m.tried, tried{p, judge(p.Of.Doc, p.Text, p.Of.Cites), judge(p.Of.Doc, p.Of.Text, p.Of.Cites)})
		}
	}
	for _, source := range sources {
		for _, c := range sample(bySource[source], o.true, o.seed) {
			m.kept = append(m.kept, kept{c, judge(c.Doc, c.Text, c.Cites)})
		}
	}
	return m
}

var sources = []plant.Source{plant.Reference, plant.Sentence, plant.Cut, plant.Human}

func sample(claims []plant.Claim, n int, seed uint64) []plant.Claim {
	if len(claims) > n {
		rng := rand.New(rand.NewPCG(seed, 1))
		rng.Shuffle(len(claims), func(i, j int) { claims[i], claims[j] = claims[j], claims[i] })
		claims = claims[:n]
	}
	return claims
}

// failing are the rules that fail a claim.
func failing(r ground.ClaimReport) []string {
	var out []string
	for _, f := range r.Findings {
		if f.Verdict == ground.Fail && !slices.Contains(out, f.Rule) {
			out = append(out, f.Rule)
		}
	}
	return out
}

func failed(r ground.ClaimReport) bool  { return r.Verdict == ground.Fail }
func flagged(r ground.ClaimReport) bool { return r.Verdict == ground.Fail || r.Verdict == ground.Warn }

// pointed reports whether a failing finding of the cited claim is about the
// plant: it lies over it, or is about the whole claim, and was not there before.
func (t tried) pointed() bool {
	start, end := runes(t.Text[:t.Start]), runes(t.Text[:t.End])
	return slices.ContainsFunc(t.Cited.Findings, func(f ground.Finding) bool {
		if f.Verdict != ground.Fail {
			return false
		}
		old := slices.ContainsFunc(t.before.Cited.Findings, func(g ground.Finding) bool {
			return g.Verdict == ground.Fail && g.Rule == f.Rule && g.Found == f.Found
		})
		return !old && (f.Start == f.End || f.Start <= end && start <= f.End)
	})
}

func runes(s string) int { return len([]rune(s)) }
