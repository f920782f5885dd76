package service

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/nutgraf/nutgraf/internal/ledger"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
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
	row, _, err := d.putRevision(ctx, c, d.row(), d.article, Expected{})
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

func (d *firstDraft) work() store.Spending {
	return store.Spending{Space: d.space, Kind: kindDraft, Summary: d.summary}
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
