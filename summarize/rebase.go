package summarize

import (
	"slices"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// Rebase returns a summary of an article as it stands on a new revision of it, and
// whether a claim of it is stale. The summary given is not changed.
//
// A claim whose sentences stand as they stood is pinned to them in the new text. When
// one of them was changed or removed the claim is stale: its evidence is what stands
// for them now, or what carries it where nothing does. A claim that was stale before
// stays so until its sentences read again as they did. All claims are held against the
// new text, and acceptances with nothing left to cover go. What the second reader said
// stays with the claims that are not stale. Text, IDs, order, origins and locks never
// change. A summary with a stale claim is StatusStale; one that no longer has any
// becomes StatusNeedsReview; else the status stays.
//
// ID, Version, Coverage and Provenance are those of the summary given, and the article
// keeps its ID and its mark.
func Rebase(old, revised *article.Article, r *Result, revision int, p *Profile) (next *Result, stale bool) {
	out := *r
	out.Takeaways = []ClaimResult{}
	out.Article.Revision, out.Article.Title, out.Article.Lang = revision, revised.Title, revised.Lang
	out.Article.URL, out.Article.SHA256 = optional(revised.URL), revised.Digest
	b := newBase(old, revised, r, revision, p)
	var before []article.Claim
	for i, c := range r.claims() {
		moved := b.move(c, b.revisions.Claims[i], before)
		before = append(before, moved.Claim())
		if r.Why != nil && i == 0 {
			out.Why = &moved
		} else {
			out.Takeaways = append(out.Takeaways, moved)
		}
	}
	stale = out.stale()
	switch {
	case stale:
		out.Status = StatusStale
	case r.Status == StatusStale:
		out.Status = StatusNeedsReview
	}
	return &out, stale
}

// base is a new revision of an article while a summary is put on it.
type base struct {
	revised   *article.Article
	revision  int
	revisions ground.Revisions
	desk      *Desk
}

func newBase(old, revised *article.Article, r *Result, revision int, p *Profile) *base {
	var claims []article.Claim
	for _, c := range r.claims() {
		claims = append(claims, c.Claim())
	}
	off := map[string]ground.Grade{} // the desk checks
	for _, rule := range ground.RuleNames() {
		off[rule] = ground.Off
	}
	return &base{
		revised: revised, revision: revision, desk: NewDesk(revised, p, r.Lang),
		revisions: ground.Revise(old, revised, ground.Options{ClaimLang: r.Lang, Rules: off}, claims...),
	}
}

// move puts one claim on the new revision.
func (b *base) move(c ClaimResult, r ground.Revision, before []article.Claim) ClaimResult {
	was := c.Evidence
	c.Evidence = nil
	if len(was) > 0 { // a claim that rests on nothing loses nothing
		c.Evidence, c.Stale = b.repin(r.Evidence), b.staleness(c.Stale, was, r.Status)
	}
	if restored, ok := b.restored(c.Stale); ok {
		c.Evidence, c.Stale = restored, nil
	}
	if c.Stale != nil {
		c.Findings = slices.DeleteFunc(slices.Clone(c.Findings), func(f ground.Finding) bool { return f.Rule == verifierRule })
	}
	return b.desk.one(c, before, false)
}

// repin returns the sentences that stand for those of the old version.
func (b *base) repin(pairs []ground.Pair) []Evidence {
	var cites []article.SentenceID
	for _, p := range pairs {
		if p.New != 0 {
			cites = append(cites, p.New)
		}
	}
	return evidence(b.revised, article.Claim{Cites: uniqueIDs(cites)})
}

// staleness says how a claim is stale now, given how it was before.
func (b *base) staleness(known *Stale, was []Evidence, now ground.Standing) *Stale {
	if now == ground.EvidenceKept {
		return known
	}
	out := Stale{Revision: b.revision, Change: EvidenceChanged, Was: was}
	if known != nil {
		out = *known
	}
	if now == ground.EvidenceLost {
		out.Change = EvidenceLost
	}
	return &out
}

// restored returns the sentences that a stale claim was written on, when all of
// them stand in the new version.
func (b *base) restored(s *Stale) ([]Evidence, bool) {
	if s == nil {
		return nil, false
	}
	then := &article.Article{Lang: b.revised.Lang}
	for i, e := range s.Was {
		then.Sentences = append(then.Sentences, article.Sentence{ID: article.SentenceID(i + 1), Text: e.Quote})
	}
	same := ground.Compare(then, b.revised)
	var pairs []ground.Pair
	for _, s := range then.Sentences {
		p, _ := same.Old(s.ID)
		if p.Status != ground.Unchanged && p.Status != ground.Moved {
			return nil, false
		}
		pairs = append(pairs, p)
	}
	return b.repin(pairs), true
}
