package service

import (
	"context"

	"github.com/nutgraf/nutgraf/summarize"
)

// Alternatives drafts up to n other claims to choose from for one claim. Nothing
// is stored; what it cost is booked. It is refused with over_budget when it may cost
// more than most, in US dollars; nil is no limit of its own.
func (s *Service) Alternatives(ctx context.Context, c Caller, id, claim string, n int, most *float64) (Choices, error) {
	if n < 1 || n > summarize.MostAlternatives {
		return Choices{}, invalid("n is 1 to %d", summarize.MostAlternatives)
	}
	if err := checkMost(most); err != nil {
		return Choices{}, err
	}
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return Choices{}, err
	}
	defer leave()
	st, _, err := s.stand(ctx, c.Space, id)
	if err != nil {
		return Choices{}, err
	}
	d := &redraft{Service: s, caller: c, standing: *st, claims: []string{claim}, purse: purseOf(c, most)}
	if err := d.check(); err != nil {
		return Choices{}, err
	}
	if d.text, err = decode(st.row); err != nil {
		return Choices{}, err
	}
	if d.engine, err = s.engineFor(st); err != nil {
		return Choices{}, err
	}
	return d.choices(ctx, claim, n)
}

// choices makes the call, with its money set aside.
func (d *redraft) choices(ctx context.Context, claim string, n int) (Choices, error) {
	work := d.work()
	work.Kind = kindAlternatives
	b, err := d.reserve(ctx, d.purse, work, d)
	if err != nil {
		return Choices{}, err
	}
	found, err := d.choose(ctx, b, claim, n)
	d.settleAlone(ctx, b, err == nil)
	if err != nil {
		return Choices{}, asFault(err)
	}
	return Choices{Claims: found.Claims, Provenance: found.Provenance, Warnings: found.Warnings}, nil
}

func (d *redraft) choose(ctx context.Context, b *booking, claim string, n int) (found *summarize.Choices, err error) {
	free, err := d.takeTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer free()
	ctx, ended := d.Observer.Run(ctx, kindAlternatives, engineName(d.engine.Engine))
	found, err = summarize.Alternatives(ctx, d.text, d.result, claim, n, d.engine)
	var spent *summarize.Result
	if found != nil {
		spent = &summarize.Result{Provenance: found.Provenance, Coverage: found.Coverage, Takeaways: found.Claims}
	}
	b.spend(spent, err)
	ended(spent, err)
	return found, err
}
