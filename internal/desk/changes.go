package desk

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

// changesView is what changed between two revisions of an article: what became
// of the claims, the gravest first, and then the article.
type changesView struct {
	Summary  *service.Summary
	From, To int
	Unsaid   bool // there is but one revision
	Same     bool // the text was pasted again and is what it was
	Headline string
	Title    []plain.Change // what became of the headline, nil when it stands
	Claims   []changedClaim
	Lost     int // claims that lost a sentence
	Touched  int // claims one of whose sentences was changed, and none lost
	Pieces   []changedPiece
	Counts   map[string]int
	Lang     string
	Preview  *previewView // of a correction that is not taken yet; nil for one that is
}

// changedClaim is a claim and what became of the sentences behind it.
type changedClaim struct {
	render.RevisedClaim
	Number  int // of the takeaway, 0 for why it matters
	Behind  []changedSentence
	Settled bool // the summary has other words there now, or a person let it stand
}

// changedPiece is a run of sentences: those that changed one by one, and those
// that did not together.
type changedPiece struct {
	Same      bool
	Sentences []changedSentence
}

// changedSentence is a sentence of either revision. Change is "unchanged",
// "moved", "changed", "added" or "removed".
type changedSentence struct {
	Old, New article.SentenceID // 0 where it is not there
	Change   ground.Change
	Words    []plain.Change
}

// changes shows what a correction changed.
func (d *desk) changes(w http.ResponseWriter, r *http.Request, c service.Caller) {
	from, err := revisionOf(r, "from")
	to, errTo := revisionOf(r, "to")
	if err = cmp.Or(err, errTo); err != nil {
		d.problem(w, r, c, err)
		return
	}
	diff, err := d.Service.Difference(r.Context(), c, r.PathValue("id"), from, to)
	if err != nil {
		d.problem(w, r, c, err)
		return
	}
	view := viewChanges(diff)
	view.Same = r.FormValue("same") != ""
	d.show(w, r, http.StatusOK, page{
		Name: "changes", Title: d.mustSay("changes.title", "title", diff.New.Title), Here: "summaries", Actor: c.Actor, About: view,
	})
}

func revisionOf(r *http.Request, name string) (int, error) {
	text := r.FormValue(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, fault.New(fault.NotFound, "there is no such revision of the article")
	}
	return n, nil
}

func viewChanges(d *service.Difference) changesView {
	v := changesView{
		Summary: d.Summary, From: d.From, To: d.To, Unsaid: d.From == d.To, Counts: map[string]int{}, Lang: d.New.Lang,
	}
	if v.Headline = cmp.Or(d.New.Title, d.Old.Title); d.Old.Title != "" && v.Headline != d.Old.Title {
		v.Title = wordsOf(d.Old.Title, d.New.Title)
	}
	for _, p := range d.Sentences {
		s := sentenceOf(d, p.Old, p.New, p.Status)
		v.Counts[string(s.Change)]++
		v.add(s)
	}
	number := 0
	for _, c := range d.Claims {
		if c.ID != "why" {
			number++
		}
		v.claim(d, c, number)
	}
	slices.SortStableFunc(v.Claims, func(a, b changedClaim) int { return cmp.Compare(weight(b.Status), weight(a.Status)) })
	return v
}

// add puts a sentence into the piece that it belongs to.
func (v *changesView) add(s changedSentence) {
	same := s.Change == ground.Unchanged
	if n := len(v.Pieces); n == 0 || v.Pieces[n-1].Same != same {
		v.Pieces = append(v.Pieces, changedPiece{Same: same})
	}
	last := &v.Pieces[len(v.Pieces)-1]
	last.Sentences = append(last.Sentences, s)
}

func (v *changesView) claim(d *service.Difference, c render.RevisedClaim, number int) {
	claim := changedClaim{RevisedClaim: c, Number: number, Settled: settled(d.Summary, c)}
	if c.ID == "why" {
		claim.Number = 0
	}
	for _, e := range c.Evidence {
		s := changedSentence{Old: e.Old.Sentence, Change: e.Status, Words: []plain.Change{{Text: e.Old.Quote, Op: plain.Same}}}
		switch {
		case e.New == nil:
			s.Words[0].Op = plain.Removed
		default:
			s.New, s.Words = e.New.Sentence, wordsOf(e.Old.Quote, e.New.Quote)
		}
		claim.Behind = append(claim.Behind, s)
	}
	switch c.Status {
	case ground.EvidenceLost:
		v.Lost++
	case ground.EvidenceChanged:
		v.Touched++
	}
	v.Claims = append(v.Claims, claim)
}

// settled tells whether somebody saw to a claim that lost its evidence.
func settled(s *service.Summary, c render.RevisedClaim) bool {
	if c.Status == ground.EvidenceKept {
		return false
	}
	now := slices.IndexFunc(numbered(s), func(n numberedClaim) bool { return n.claim.ID == c.ID })
	if now < 0 {
		return true
	}
	claim := numbered(s)[now].claim
	return claim.Text != c.Text || claim.Stale == nil || letStand(claim)
}

func letStand(c summarize.ClaimResult) bool {
	return slices.ContainsFunc(c.Accepted, func(a summarize.Acceptance) bool { return a.Rule == "stale" })
}

// weight puts what a person must see first.
func weight(s ground.Standing) int {
	switch s {
	case ground.EvidenceLost:
		return 2
	case ground.EvidenceChanged:
		return 1
	}
	return 0
}

func sentenceOf(d *service.Difference, old, revised *article.SentenceID, change ground.Change) changedSentence {
	s := changedSentence{Change: change}
	before, after := "", ""
	if old != nil {
		s.Old, before = *old, d.Old.Sentences[*old-1].Text
	}
	if revised != nil {
		s.New, after = *revised, d.New.Sentences[*revised-1].Text
	}
	switch change {
	case ground.Changed:
		s.Words = wordsOf(before, after)
	case ground.Removed:
		s.Words = []plain.Change{{Text: before, Op: plain.Removed}}
	case ground.Added:
		s.Words = []plain.Change{{Text: after, Op: plain.Added}}
	default:
		s.Words = []plain.Change{{Text: after, Op: plain.Same}}
	}
	return s
}
