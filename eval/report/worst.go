package report

import (
	"slices"

	"github.com/nutgraf/nutgraf/eval/compare"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// mostShown bounds the items that the page shows side by side.
const mostShown = 10

// worstItem is an item that lost, with both drafts of it.
type worstItem struct {
	compare.Worst
	Lang       string
	Title      string
	Pairs      []claimPair
	References []reference
}

// claimPair is a claim of the base and the one of the candidate that says the
// same; one of them may be missing.
type claimPair struct {
	Base, Candidate *shownClaim
}

// shownClaim is a claim with what changed in it and what was found.
type shownClaim struct {
	Why      bool
	Words    []plain.Change
	Findings []ground.Finding // that warn or fail
}

// reference is a reference's takeaways, with those that the candidate misses.
type reference struct {
	Why       string
	Takeaways []referenceTakeaway
}

type referenceTakeaway struct {
	Text    string
	Missing bool // in the candidate
	Lost    bool // missing in the candidate, and not in the base
}

func (r *Report) worstItems() []worstItem {
	if len(r.Arms) != 2 {
		return nil
	}
	var out []worstItem
	for _, worst := range r.Comparison.Worst[:min(mostShown, len(r.Comparison.Worst))] {
		item := worstItem{Worst: worst}
		candidate := r.Arms[1].lowest(worst, -1)
		if candidate == nil {
			continue
		}
		base := r.Arms[0].lowest(worst, candidate.K)
		if base == nil {
			continue
		}
		item.Lang, item.Title = candidate.Lang, candidate.Result.Article.Title
		item.Pairs = pairsOf(base, candidate)
		for _, ref := range candidate.References {
			item.References = append(item.References, referenceOf(ref, base, candidate))
		}
		out = append(out, item)
	}
	return out
}

// lowest is the sample of an item that stands for it: the k-th, or the one whose
// score is the worst when k is negative or not there.
func (a *Arm) lowest(worst compare.Worst, k int) *run.Record {
	var found *run.Record
	for _, rec := range a.records {
		if rec.Item != worst.Item || rec.Error != nil || rec.Result == nil {
			continue
		}
		if rec.K == k || found == nil {
			found = rec
		}
		if rec.K == k {
			break
		}
		if k < 0 && a.worse(rec, found, worst.Metric) {
			found = rec
		}
	}
	return found
}

// worse reports whether one sample's score is worse than another's.
func (a *Arm) worse(rec, than *run.Record, name string) bool {
	x, y := valueOf(rec, name).Value, valueOf(than, name).Value
	if x == nil || y == nil {
		return false
	}
	if s := a.score(name); s != nil && s.Better == metric.Lower {
		return *x > *y
	}
	return *x < *y
}

func pairsOf(base, candidate *run.Record) []claimPair {
	var out []claimPair
	if base.Result.Why != nil || candidate.Result.Why != nil {
		out = append(out, pairOf(base.Result.Why, candidate.Result.Why, true))
	}
	old, revised := base.Result.Takeaways, candidate.Result.Takeaways
	for _, pair := range metric.Align(texts(revised), texts(old), candidate.Lang) {
		var a, b *summarize.ClaimResult
		if pair.Reference >= 0 {
			a = &old[pair.Reference]
		}
		if pair.Draft >= 0 {
			b = &revised[pair.Draft]
		}
		out = append(out, pairOf(a, b, false))
	}
	return out
}

func pairOf(base, candidate *summarize.ClaimResult, why bool) claimPair {
	var p claimPair
	var old, revised string
	if base != nil {
		old = plain.Clean(base.Text)
		p.Base = &shownClaim{Why: why, Findings: grave(base.Findings)}
	}
	if candidate != nil {
		revised = plain.Clean(candidate.Text)
		p.Candidate = &shownClaim{Why: why, Findings: grave(candidate.Findings)}
	}
	if base == nil || candidate == nil {
		whole := func(c *shownClaim, s string) {
			if c != nil {
				c.Words = []plain.Change{{Text: s, Op: plain.Same}}
			}
		}
		whole(p.Base, old)
		whole(p.Candidate, revised)
		return p
	}
	for _, change := range plain.Changes(old, revised) {
		if change.Op != plain.Added {
			p.Base.Words = append(p.Base.Words, change)
		}
		if change.Op != plain.Removed {
			p.Candidate.Words = append(p.Candidate.Words, change)
		}
	}
	return p
}

func grave(findings []ground.Finding) []ground.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f ground.Finding) bool {
		return f.Verdict != ground.Fail && f.Verdict != ground.Warn
	})
}

func texts(claims []summarize.ClaimResult) []string {
	out := make([]string, len(claims))
	for i, c := range claims {
		out[i] = c.Text
	}
	return out
}

func referenceOf(ref article.Reference, base, candidate *run.Record) reference {
	out := reference{Why: ref.Why}
	had := missing(texts(base.Result.Takeaways), ref.Takeaways, candidate.Lang)
	has := missing(texts(candidate.Result.Takeaways), ref.Takeaways, candidate.Lang)
	for i, t := range ref.Takeaways {
		out.Takeaways = append(out.Takeaways, referenceTakeaway{Text: t, Missing: has[i], Lost: has[i] && !had[i]})
	}
	return out
}

// missing tells which takeaways of a reference no takeaway of a draft says.
func missing(draft, reference []string, lang string) []bool {
	out := make([]bool, len(reference))
	for _, pair := range metric.Align(draft, reference, lang) {
		if pair.Draft < 0 {
			out[pair.Reference] = true
		}
	}
	return out
}
