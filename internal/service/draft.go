package service

import (
	"cmp"
	"context"
	"errors"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Draft reads the article and begins to draft its summary. What is wrong with
// the request, the policy or the money is said at once; ctx is only for that.
func (s *Service) Draft(ctx context.Context, c Caller, r DraftRequest) (*Run, error) {
	if err := s.admit(); err != nil {
		return nil, err
	}
	launched := false
	defer func() {
		if !launched { // also after a panic
			s.leave()
		}
	}()
	ctx, cancel := s.during(ctx)
	defer cancel()
	d, err := s.newDraft(ctx, c, r)
	if err != nil {
		return nil, s.why(err)
	}
	at := s.now()
	d.summary, launched = newID("sum_", at), true
	return s.launch(ctx, c, newID("run_", at), d)
}

// enter lets work begin that ends with the call, for which the context is that of
// during. What it returns is called at the end.
func (s *Service) enter(ctx context.Context) (context.Context, func(), error) {
	if err := s.admit(); err != nil {
		return nil, nil, err
	}
	ctx, cancel := s.during(ctx)
	return ctx, func() { cancel(); s.leave() }, nil
}

// during is ctx until the service is stopped.
func (s *Service) during(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(s.ctx, cancel)
	return ctx, func() { stop(); cancel() }
}

// why is the reason for which nothing came of a request: the context's error may
// be that of a service that is being stopped.
func (s *Service) why(err error) error {
	if s.ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return draining()
	}
	return err
}

// newDraft reads and refuses a request.
func (s *Service) newDraft(ctx context.Context, c Caller, r DraftRequest) (*firstDraft, error) {
	if err := r.Options.check(); err != nil {
		return nil, err
	}
	if err := s.hasRoom(ctx); err != nil {
		return nil, err
	}
	d := &firstDraft{
		Service: s, space: c.Space, name: r.Article.ID, named: r.Article.ID != "", revision: 1,
		options: r.Options, purse: purseOf(c, r.Options.MaxUSD),
	}
	d.options.Desk = oneLine(d.options.Desk)
	var known *store.Article
	if d.named {
		var err error
		if known, err = s.newest(ctx, c.Space, d.name); err != nil {
			return nil, err
		}
		if known != nil {
			d.options.Sensitivity = cmp.Or(d.options.Sensitivity, known.Sensitivity)
		}
	}
	if err := d.choose(r.Stream); err != nil {
		return nil, err
	}
	a, err := s.read(ctx, r.Article, false)
	if err != nil {
		return nil, err
	}
	return d, d.of(ctx, c, a, known)
}

// newest is the newest revision of an article, nil when it is not known.
func (s *Service) newest(ctx context.Context, space, id string) (*store.Article, error) {
	var a store.Article
	err := s.Store.Read(ctx, func(tx *store.Tx) (err error) {
		a, err = tx.Article(space, id, 0)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &a, err
}

// profile finds a house style that a caller names.
func (s *Service) profile(name string) (*summarize.Profile, error) {
	p, err := s.Profiles(name)
	if name != "" && fault.CodeOf(err) == fault.BadConfig {
		return nil, fault.Wrap(fault.Invalid, err, "there is no profile of that name that can be used: leave it out for the usual one")
	}
	return p, err
}

// normal is the sensitivity of an article that anybody's model may read.
const normal = "normal"

// launch begins the run of a draft that was admitted.
func (s *Service) launch(ctx context.Context, c Caller, id string, d *firstDraft) (*Run, error) {
	r := s.newRun(c, id, kindDraft, d.summary, d)
	d.announce(r)
	if err := s.board(ctx, r, d.flightKey(), d.purse, d); err != nil {
		return nil, err
	}
	return r, nil
}

// Kinds of run.
const (
	kindDraft        = "draft"
	kindRegenerate   = "regenerate"
	kindAlternatives = "alternatives"
)
