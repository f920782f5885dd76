package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nutgraf/nutgraf/internal/ledger"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// firstDraft is the task of a new summary, and its drafting.
type firstDraft struct {
	*Service
	space, summary string
	name           string // ID of the article
	named          bool   // by the caller, so that others may know the article
	article        *article.Article
	text           []byte // the article as it is stored
	revision       int    // that the article has, or will have
	stored         bool   // the article is in the store
	options        DraftOptions
	purse          purse
	engine         summarize.Options
	key            string // "" when the result is not to be kept for others
}

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

// choose finds profile and engine.
func (d *firstDraft) choose(stream bool) error {
	profile, err := d.profile(d.options.Profile)
	if err != nil {
		return err
	}
	d.engine, err = d.Engines(EngineRequest{
		Engine: d.options.Engine, Kind: d.options.Kind, Sensitivity: d.options.Sensitivity, Stream: stream,
	})
	if err != nil {
		return err
	}
	d.engine.Profile = profile
	d.engine.Sensitivity = cmp.Or(d.engine.Sensitivity, d.options.Sensitivity, normal)
	d.options.Sensitivity = d.engine.Sensitivity
	return nil
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

// of takes the article. Another text of an article that is known becomes its next
// revision at once.
func (d *firstDraft) of(ctx context.Context, c Caller, a *article.Article, known *store.Article) (err error) {
	d.article = a
	if d.text, err = encode(a); err != nil {
		return err
	}
	switch {
	case !d.named:
		d.name = newID("art_", d.now())
	case known == nil:
	case sameText(*known, d.row()):
		d.revision, d.stored = known.Revision, true
	default:
		if err := d.revise(ctx, c); err != nil {
			return err
		}
	}
	if !d.options.NoCache && d.CacheTTL > 0 && d.options.Sensitivity == normal {
		d.engine.Cache = summarize.CacheMiss
		d.key = d.engine.Key(a)
	}
	return nil
}

// revise stores the article as its next revision.
func (d *firstDraft) revise(ctx context.Context, c Caller) error {
	row, _, err := d.putRevision(ctx, c, d.row(), d.article)
	d.revision, d.stored = row.Revision, true
	return err
}

// sameText reports that a stored article needs no new revision to be this one.
func sameText(known, a store.Article) bool {
	return known.SHA256 == a.SHA256 && known.Title == a.Title && known.Sensitivity == a.Sensitivity && known.TextDeletedAt.IsZero()
}

// row is the article as it is stored.
func (d *firstDraft) row() store.Article {
	return articleRow(d.space, d.name, d.article, d.text, d.options.Sensitivity, d.now())
}

func articleRow(space, id string, a *article.Article, text []byte, sensitivity string, at time.Time) store.Article {
	return store.Article{
		Space: space, ID: id, SHA256: a.Digest, Title: a.Title, Lang: a.Lang, URL: a.URL,
		Sensitivity: sensitivity, Body: text, CreatedAt: at,
	}
}

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

func (d *firstDraft) announce(r *Run) {
	e := d.engine
	r.begin(e, AcceptedData{
		Summary: d.summary, Article: articleRef(d.row(), d.revision),
		Expected: summarize.CheckHouse(e.Profile, d.article, article.Summary{}).Most, Labels: summarize.LabelsFor(e.Engine, e.Profile, d.article),
	})
}

// flightKey says who can share the drafting: those of the space who pay from the
// same account, where that is limited.
func (d *firstDraft) flightKey() flightKey {
	if d.key == "" {
		return flightKey{}
	}
	k := flightKey{space: d.space, key: d.key}
	if d.purse.Daily != nil {
		k.account = d.purse.Account
	}
	if d.purse.Most != nil {
		k.most = fmt.Sprint(*d.purse.Most)
	}
	return k
}

func (d *firstDraft) costs(ctx context.Context) ([]ledger.Cost, error) {
	return ledger.Costs(ctx, d.article, d.engine)
}

func (d *firstDraft) chosen() summarize.Engine { return d.engine.Engine }

func (d *firstDraft) about() *article.Article { return d.article }

func (d *firstDraft) draft(ctx context.Context, on func(summarize.Event)) (*summarize.Result, error) {
	o := d.engine
	o.On = on
	return summarize.Summarize(ctx, d.article, o)
}
