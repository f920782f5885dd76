package service

import (
	"context"
	"slices"
	"time"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

const (
	mostChanges   = 100
	mostClaims    = 30 // of one summary
	mostClaimText = 2000
)

// Edit makes all the changes, in their order, or none, and stores them as one new
// version. It fails with version_conflict when ifVersion is not the newest, with
// claim_locked for a change of a locked claim, and with invalid_request.
func (s *Service) Edit(ctx context.Context, c Caller, id string, ifVersion int, changes []Change, note string) (*Summary, error) {
	if len(changes) == 0 || len(changes) > mostChanges {
		return nil, invalid("changes: give 1 to %d", mostChanges)
	}
	if !fits(note, mostNote) {
		return nil, invalid("note has at most %d characters", mostNote)
	}
	st, err := s.load(ctx, c, id, ifVersion)
	if err != nil {
		return nil, err
	}
	p, err := s.profileOf(st.result)
	if err != nil {
		return nil, err
	}
	d, err := s.deskFor(st.row, p, st.result.Lang)
	if err != nil {
		return nil, err
	}
	e := &editing{Result: *st.result, claims: claimsOf(st.result), by: c.Actor, at: s.now()}
	if err := e.apply(changes); err != nil {
		return nil, err
	}
	if err := e.recheck(ctx, s, d); err != nil {
		return nil, err
	}
	if err := e.accept(changes); err != nil {
		return nil, err
	}
	e.settle()
	return s.add(ctx, c.Space, s.next(st, c, actionEdited, oneLine(note), e.Result), e.detail(changes))
}

// editing is a summary while changes are made to it.
type editing struct {
	summarize.Result
	claims []summarize.ClaimResult // why first
	edited []string                // IDs of the claims that a person wrote
	copy   bool                    // what readers read was changed
	by     string
	at     time.Time
}

// apply makes all changes but acceptances, which need what is found after.
func (e *editing) apply(changes []Change) error {
	for i, c := range changes {
		if err := e.one(c); err != nil {
			return err
		}
		if len(e.claims) > mostClaims {
			return invalid("changes[%d]: a summary has at most %d claims", i, mostClaims)
		}
	}
	return nil
}

func (e *editing) one(c Change) error {
	switch c.Op {
	case EditClaim, UseText:
		return e.write(c)
	case AddClaim:
		return e.insert(c)
	case RemoveClaim:
		return e.remove(c)
	case LockClaim, UnlockClaim:
		return e.lock(c)
	case OrderClaims:
		return e.order(c.Claims)
	case AcceptClaim:
		return nil
	}
	return invalid("changes: op is edit, use, add, remove, lock, unlock, order or accept")
}

// find returns the place of a claim.
func (e *editing) find(id string) (int, error) {
	i := slices.IndexFunc(e.claims, func(c summarize.ClaimResult) bool { return c.ID == id })
	if i < 0 {
		return 0, invalid("changes: the summary has no claim with that ID")
	}
	return i, nil
}

// open returns the place of a claim that is not locked.
func (e *editing) open(id string) (int, error) {
	i, err := e.find(id)
	if err == nil && e.claims[i].Locked {
		err = fault.New(fault.ClaimLocked, "the claim %s is locked: unlock it first", id)
	}
	return i, err
}

// recheck holds the claims against the article again, when copy was changed.
func (e *editing) recheck(ctx context.Context, s *Service, d *desk) error {
	if !e.copy {
		return nil
	}
	checked, err := s.recheck(ctx, d, e.claims, e.edited)
	if err != nil {
		return err
	}
	keepLetStand(e.claims, checked)
	e.claims = checked
	return nil
}

// accept notes the findings that a person lets stand.
func (e *editing) accept(changes []Change) error {
	for _, c := range changes {
		if c.Op != AcceptClaim {
			continue
		}
		i, err := e.find(c.Claim)
		if err != nil {
			return err
		}
		reason := oneLine(c.Reason)
		if reason == "" || !fits(reason, mostNote) {
			return invalid("changes: say in reason, in at most %d characters, why the finding may stand", mostNote)
		}
		claim := &e.claims[i]
		found := c.Rule == ruleStale && claim.Stale != nil
		found = found || slices.ContainsFunc(claim.Findings, func(f ground.Finding) bool {
			return f.Rule == c.Rule && f.Found == c.Found && f.Verdict != ground.Pass
		})
		if !found {
			return invalid("changes: the claim %s has no finding of that rule about those words", c.Claim)
		}
		claim.Accepted = slices.DeleteFunc(slices.Clone(claim.Accepted), func(a summarize.Acceptance) bool { return a.Rule == c.Rule && a.Found == c.Found })
		claim.Accepted = append(claim.Accepted, summarize.Acceptance{Rule: c.Rule, Found: c.Found, By: e.by, At: e.at, Reason: reason})
	}
	return nil
}

// settle puts the claims back. Who changes copy that was approved or rejected opens
// it again.
func (e *editing) settle() {
	withClaims(&e.Result, e.claims)
	if e.copy || e.Status != summarize.StatusApproved && e.Status != summarize.StatusRejected {
		e.Status = statusOf(&e.Result)
	}
}

// editedDetail is the audit's detail of an edit.
type editedDetail struct {
	Status  summarize.Status `json:"status"`
	Changes []changedDetail  `json:"changes"`
}

type changedDetail struct {
	Op     ChangeOp `json:"op"`
	Claim  string   `json:"claim,omitempty"`
	Claims []string `json:"claims,omitempty"`
	Rule   string   `json:"rule,omitempty"`
	Reason string   `json:"reason,omitempty"`
}

func (e *editing) detail(changes []Change) editedDetail {
	out := editedDetail{Status: e.Status}
	for _, c := range changes {
		d := changedDetail{Op: c.Op, Claim: c.Claim}
		switch c.Op {
		case OrderClaims:
			d.Claims = c.Claims
		case AcceptClaim:
			d.Rule, d.Reason = c.Rule, oneLine(c.Reason)
		}
		out.Changes = append(out.Changes, d)
	}
	return out
}
