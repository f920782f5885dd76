package service

import (
	"context"
	"slices"

	"github.com/nutgraf/nutgraf/internal/ledger"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// redraft is the task of a new version of which some claims are drafted anew.
type redraft struct {
	*Service
	caller Caller
	standing
	text   *article.Article
	claims []string // IDs; none are all that are not locked
	engine summarize.Options
	purse  purse
}

// Regenerate begins to draft the claims with the IDs given anew, or all that are
// not locked. Nothing else of the summary changes, and what was approved stays the
// approved version. It is refused with over_budget when it may cost more than most,
// in US dollars; nil is no limit of its own.
func (s *Service) Regenerate(ctx context.Context, c Caller, id string, ifVersion int, claims []string, most *float64) (*Run, error) {
	if err := s.admit(); err != nil {
		return nil, err
	}
	admitted := true
	defer func() {
		if admitted { // also after a panic
			s.leave()
		}
	}()
	ctx, cancel := s.during(ctx)
	defer cancel()
	d, err := s.newRedraft(ctx, c, id, ifVersion, claims, most)
	if err != nil {
		return nil, s.why(err)
	}
	admitted = false
	r := s.newRun(c, newID("run_", s.now()), kindRegenerate, id, d)
	d.announce(r)
	if err := s.board(ctx, r, flightKey{}, d.purse, d); err != nil {
		return nil, err
	}
	return r, nil
}

func (s *Service) newRedraft(ctx context.Context, c Caller, id string, ifVersion int, claims []string, most *float64) (*redraft, error) {
	if err := checkMost(most); err != nil {
		return nil, err
	}
	if err := s.hasRoom(ctx); err != nil {
		return nil, err
	}
	st, err := s.load(ctx, c, id, ifVersion)
	if err != nil {
		return nil, err
	}
	d := &redraft{Service: s, caller: c, standing: *st, claims: claims, purse: purseOf(c, most)}
	if err := d.check(); err != nil {
		return nil, err
	}
	if d.text, err = decode(st.row); err != nil {
		return nil, err
	}
	d.engine, err = s.engineFor(st)
	return d, err
}

// check refuses claims that cannot be drafted anew, before anything is sent.
func (d *redraft) check() error {
	all := claimsOf(d.result)
	for i, id := range d.claims {
		at := slices.IndexFunc(all, func(c summarize.ClaimResult) bool { return c.ID == id })
		switch {
		case at < 0 && id != whyID || slices.Contains(d.claims[:i], id):
			return invalid("claims: give IDs of claims of the summary, each once")
		case at >= 0 && all[at].Locked:
			return fault.New(fault.ClaimLocked, "the claim %s is locked: unlock it first", id)
		}
	}
	return nil
}

// engineFor chooses who drafts for a summary that is there: the engine that did, at
// the sensitivity of the stored article.
func (s *Service) engineFor(st *standing) (summarize.Options, error) {
	p, err := s.profileOf(st.result)
	if err != nil {
		return summarize.Options{}, err
	}
	engine := st.result.Provenance.Engine
	if len(st.result.Provenance.Fallback) > 0 {
		engine = "" // it only stood in
	}
	o, err := s.Engines(EngineRequest{Engine: engine, Sensitivity: st.row.Sensitivity, Stream: true})
	o.Profile, o.Sensitivity = p, st.row.Sensitivity
	return o, err
}

func (d *redraft) announce(r *Run) {
	r.begin(d.engine, AcceptedData{
		Summary: d.head.ID, Article: d.result.Article, Labels: d.result.Labels, Expected: len(d.result.Takeaways),
	})
}

func (d *redraft) cached(context.Context) (*summarize.Result, error) { return nil, nil }

func (d *redraft) work() store.Spending {
	return store.Spending{Space: d.caller.Space, Kind: kindRegenerate, Summary: d.head.ID}
}

// costs are those of drafting, or of drafting again where that can cost more.
func (d *redraft) costs(ctx context.Context) ([]ledger.Cost, error) {
	costs, err := ledger.Costs(ctx, d.text, d.engine)
	if err != nil {
		return nil, err
	}
	i := 0
	for _, e := range append([]summarize.Engine{d.engine.Engine}, d.engine.Fallback.Engines...) {
		m, ok := e.(*summarize.ModelEngine)
		if !ok {
			continue
		}
		again, err := m.EstimateAgain(ctx, d.text, d.result, d.claims, d.engine.Profile)
		if err != nil {
			return nil, err
		}
		if again.MaxUSD != nil {
			costs[i].USD = max(costs[i].USD, *again.MaxUSD)
		}
		i++
	}
	return costs, nil
}

func (d *redraft) chosen() summarize.Engine { return d.engine.Engine }

func (d *redraft) about() *article.Article { return d.text }

func (d *redraft) draft(ctx context.Context, on func(summarize.Event)) (*summarize.Result, error) {
	o := d.engine
	o.On = on
	return summarize.Again(ctx, d.text, d.result, d.claims, o)
}

// keep stores the version that follows the one that was drafted from.
func (d *redraft) keep(ctx context.Context, r *Run, result *summarize.Result, b *booking) (*Summary, error) {
	sum := d.next(&d.standing, d.caller, actionRegenerated, "", *result)
	sum.Article = d.result.Article
	claims := claimsOf(&sum.Result)
	keepLetStand(claimsOf(d.result), claims)
	withClaims(&sum.Result, claims)
	sum.Status = statusOf(&sum.Result)
	row, err := versionRow(d.caller.Space, sum)
	if err != nil {
		return nil, err
	}
	e, err := draftedEntry(d.caller.Space, sum, row, d.anew(sum)...)
	if err != nil {
		return nil, err
	}
	err = d.write(ctx, func(tx *store.Tx) error {
		if err := r.finishJob(tx, sum.ID); err != nil {
			return err
		}
		if err := addVersion(tx, row, headOf(sum), e); err != nil {
			return err
		}
		return b.settle(tx, true)
	})
	if err != nil {
		return nil, err
	}
	if b != nil {
		b.booked = true
	}
	return sum, nil
}

// anew are the IDs of the claims that read otherwise than before.
func (d *redraft) anew(sum *Summary) []string {
	before := map[string]string{}
	for _, c := range claimsOf(d.result) {
		before[c.ID] = c.Text
	}
	ids := []string{}
	for _, c := range claimsOf(&sum.Result) {
		if before[c.ID] != c.Text {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

func (d *redraft) request(*store.Tx) (jobRequest, error) {
	return jobRequest{Article: d.row.ID, Revision: d.row.Revision, Summary: d.head.ID, Purse: d.purse, Base: d.version.Number, Claims: d.claims}, nil
}

// sameRedraft is what a job asked for. It fails with version_conflict when the
// summary went on meanwhile.
func (s *Service) sameRedraft(c Caller, q jobRequest) (*redraft, error) {
	d, err := s.newRedraft(s.ctx, c, q.Summary, q.Base, q.Claims, q.Purse.Most)
	if err != nil {
		return nil, err
	}
	d.purse = q.Purse
	return d, nil
}
