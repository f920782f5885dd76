package service

import (
	"encoding/json"
	"slices"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// whyID is the ID of the claim that says why the story matters.
const whyID = "why"

// resultOf reads the result of a stored version.
func resultOf(row store.Version) (*summarize.Result, error) {
	r := new(summarize.Result)
	if err := json.Unmarshal(row.Result, r); err != nil {
		return nil, fault.Wrap(fault.StoreDamaged, err, "the stored summary cannot be read")
	}
	return r, nil
}

func summaryOf(head store.Summary, row store.Version) (*Summary, error) {
	r, err := resultOf(row)
	if err != nil {
		return nil, err
	}
	return &Summary{
		Result: *r, Desk: head.Desk, Action: row.Action, Actor: row.Actor, Note: row.Note, At: row.At,
		ApprovedVersion: numberOrNull(head.ApprovedVersion),
	}, nil
}

func numberOrNull(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

// versionRow is a summary as a row of the store.
func versionRow(space string, s *Summary) (store.Version, error) {
	data, err := json.Marshal(&s.Result)
	if err != nil {
		return store.Version{}, fault.Wrap(fault.Internal, err, "the summary could not be made ready for storing")
	}
	return store.Version{
		Space: space, Summary: s.ID, Number: s.Version, Status: string(s.Status), Article: s.Article.ID, Revision: s.Article.Revision,
		Actor: s.Actor, Action: s.Action, Note: s.Note, At: s.At, Result: data,
	}, nil
}

// headOf is what lists show of a summary.
func headOf(s *Summary) store.Summary {
	return store.Summary{Title: s.Article.Title, Desk: s.Desk, Profile: s.Provenance.Profile, Engine: s.Provenance.Engine}
}

// claimsOf returns all claims in their order.
func claimsOf(r *summarize.Result) []summarize.ClaimResult {
	if r.Why == nil {
		return slices.Clone(r.Takeaways)
	}
	return append([]summarize.ClaimResult{*r.Why}, r.Takeaways...)
}

// withClaims puts claims, in their order, into a result.
func withClaims(r *summarize.Result, claims []summarize.ClaimResult) {
	r.Why, r.Takeaways = nil, []summarize.ClaimResult{}
	for _, c := range claims {
		if c.ID == whyID {
			r.Why = &c
		} else {
			r.Takeaways = append(r.Takeaways, c)
		}
	}
}

// articleRef says which stored text a summary is of.
func articleRef(row store.Article, revision int) summarize.ArticleRef {
	ref := summarize.ArticleRef{
		ID: row.ID, Revision: revision, Title: row.Title, Lang: row.Lang, SHA256: row.SHA256, Sensitivity: row.Sensitivity,
	}
	if data, err := json.Marshal(row.URL); err == nil {
		_ = ref.URL.UnmarshalJSON(data)
	}
	return ref
}
