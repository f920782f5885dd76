package service

import (
	"context"
	"strings"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// reviewedDetail is the audit's detail of an approval, a rejection or a return to
// an older version.
type reviewedDetail struct {
	Claims   []string         `json:"claims,omitempty"`
	Accepted []acceptedDetail `json:"accepted,omitempty"`
	Reason   string           `json:"reason,omitempty"`
	From     int              `json:"from,omitempty"` // the version that was restored
	Status   summarize.Status `json:"status"`
}

type acceptedDetail struct {
	Claim string `json:"claim"`
	Rule  string `json:"rule"`
	By    string `json:"by"`
}

// Approve makes the newest version good for publishing. It fails with
// unresolved_findings when a finding fails, or a claim is stale, that nobody lets
// stand. A summary that is approved already stays as it is.
func (s *Service) Approve(ctx context.Context, c Caller, id string, ifVersion int, note string) (*Summary, error) {
	if !fits(note, mostNote) {
		return nil, invalid("note has at most %d characters", mostNote)
	}
	st, err := s.load(ctx, c, id, ifVersion)
	if err != nil {
		return nil, err
	}
	if st.result.Status == summarize.StatusApproved {
		return summaryOf(st.head, st.version)
	}
	if err := unresolved(st.result); err != nil {
		return nil, err
	}
	r := *st.result
	r.Status = summarize.StatusApproved
	detail := reviewedDetail{Status: r.Status}
	for _, claim := range claimsOf(&r) {
		detail.Claims = append(detail.Claims, claim.ID)
		for _, a := range claim.Accepted {
			detail.Accepted = append(detail.Accepted, acceptedDetail{claim.ID, a.Rule, a.By})
		}
	}
	return s.add(ctx, c.Space, s.next(st, c, actionApproved, oneLine(note), r), detail)
}

// unresolved says what stands in the way of an approval.
func unresolved(r *summarize.Result) error {
	if len(claimsOf(r)) == 0 {
		return fault.New(fault.Unresolved, "there is nothing to approve: the summary has no claim")
	}
	var what []string
	for _, f := range r.Unresolved() {
		what = append(what, f.Claim+" ("+f.Rule+")")
	}
	for _, id := range stale(r) {
		what = append(what, id+" ("+ruleStale+")")
	}
	if len(what) == 0 {
		return nil
	}
	return fault.New(fault.Unresolved, "not approved: mend each of these, or accept it with a reason: %s", strings.Join(what, ", "))
}

// Reject says that the summary is not to be published, and why.
func (s *Service) Reject(ctx context.Context, c Caller, id string, ifVersion int, reason string) (*Summary, error) {
	reason = oneLine(reason)
	if reason == "" || !fits(reason, mostNote) {
		return nil, invalid("reason: say in at most %d characters why the summary is rejected", mostNote)
	}
	st, err := s.load(ctx, c, id, ifVersion)
	if err != nil {
		return nil, err
	}
	r := *st.result
	r.Status = summarize.StatusRejected
	return s.add(ctx, c.Space, s.next(st, c, actionRejected, reason, r), reviewedDetail{Reason: reason, Status: r.Status})
}

// Restore makes a new version that says what an older one said, held against the
// article as it is now.
func (s *Service) Restore(ctx context.Context, c Caller, id string, ifVersion, version int) (*Summary, error) {
	st, err := s.load(ctx, c, id, ifVersion)
	if err != nil {
		return nil, err
	}
	if version < 1 || version >= st.version.Number {
		return nil, invalid("version: give one that is older than the newest")
	}
	old, err := s.Get(ctx, c, id, version)
	if err != nil {
		return nil, err
	}
	p, err := s.profileOf(&old.Result)
	if err != nil {
		return nil, err
	}
	d, err := s.deskFor(st.row, p, old.Lang)
	if err != nil {
		return nil, err
	}
	r, err := s.onto(ctx, c.Space, &old.Result, d, st.row, p)
	if err != nil {
		return nil, err
	}
	r.Status = statusOf(r)
	return s.add(ctx, c.Space, s.next(st, c, actionRestored, "", *r), reviewedDetail{From: version, Status: r.Status})
}
