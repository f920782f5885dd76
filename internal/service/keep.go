package service

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// reference is what the cache holds: the version that holds the result.
type reference struct {
	Summary string `json:"summary"`
}

// cached finds the first version of a summary that was drafted of the same.
func (d *firstDraft) cached(ctx context.Context) (*summarize.Result, error) {
	var row store.Version
	err := d.Store.Read(ctx, func(tx *store.Tx) error {
		data, err := tx.Cached(d.space, d.key, d.now().Add(-d.CacheTTL))
		if err != nil {
			return err
		}
		var ref reference
		if err := json.Unmarshal(data, &ref); err != nil {
			return err
		}
		row, err = tx.Version(d.space, ref.Summary, 1)
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r, err := resultOf(row)
	if err != nil || r.Article.SHA256 != d.article.Digest || !quoted(r) {
		return nil, err
	}
	return r, nil
}

// quoted reports that evidence still has its words, which go with the article's
// text.
func quoted(r *summarize.Result) bool {
	for _, c := range claimsOf(r) {
		for _, e := range c.Evidence {
			if e.Quote == "" {
				return false
			}
		}
	}
	return true
}

// errMoved says that the article has another revision than was thought.
var errMoved = errors.New("another revision")

// keep stores the first version of the summary, the article where it is not
// stored yet, and everything that goes with them, in one write.
func (d *firstDraft) keep(ctx context.Context, r *Run, result *summarize.Result, b *booking) (*Summary, error) {
	for range 3 {
		sum := d.summaryOf(r, result, b != nil)
		err := d.keepOnce(ctx, r, sum, b)
		if errors.Is(err, errMoved) || !d.stored && !r.job && fault.CodeOf(err) == fault.VersionConflict {
			err = d.revise(ctx, r.caller)
			if err == nil {
				continue
			}
		}
		if err != nil {
			return nil, err
		}
		if b != nil {
			b.booked = true
		}
		return d.followUp(ctx, r, sum)
	}
	return nil, conflict()
}

// summaryOf makes a result the first version of the summary.
func (d *firstDraft) summaryOf(r *Run, result *summarize.Result, drafted bool) *Summary {
	sum := &Summary{Result: *result, Desk: d.options.Desk, Action: actionDrafted, Actor: r.caller.Actor, At: d.now()}
	sum.ID, sum.Version, sum.Article = d.summary, 1, articleRef(d.row(), d.revision)
	if !drafted {
		shared(&sum.Result, d.now().Sub(r.begun))
	}
	d.disclose(&sum.Result)
	return sum
}

// shared is the provenance of a result that cost nothing more: another request
// had it drafted.
func shared(r *summarize.Result, took time.Duration) {
	p := &r.Provenance
	none, free := 0, 0.0
	p.Cache, p.Calls, p.DurationMS = summarize.CacheHit, 0, took.Milliseconds()
	p.InputTokens, p.OutputTokens, p.CachedTokens, p.USD = &none, &none, &none, &free
	if p.Verifier != nil {
		v := *p.Verifier
		v.Calls, v.InputTokens, v.OutputTokens, v.USD = 0, &none, &none, &free
		p.Verifier = &v
	}
}

func (d *firstDraft) keepOnce(ctx context.Context, r *Run, sum *Summary, b *booking) error {
	v, err := versionRow(d.space, sum)
	if err != nil {
		return err
	}
	entry, err := draftedEntry(d.space, sum, v)
	if err != nil {
		return err
	}
	row := d.row()
	return d.write(ctx, func(tx *store.Tx) error {
		if err := r.finishJob(tx, sum.ID); err != nil {
			return err
		}
		if !d.stored && !r.job {
			if put, err := tx.PutRevision(row); err != nil {
				return err
			} else if put.Revision != d.revision {
				return errMoved
			}
		}
		if err := tx.AddVersion(v, headOf(sum)); err != nil {
			return err
		}
		if err := tx.Audit(entry); err != nil {
			return err
		}
		if err := d.remember(tx, sum, b != nil); err != nil {
			return err
		}
		return b.settle(tx, true)
	})
}

// remember puts a result that is as good as any into the cache.
func (d *firstDraft) remember(tx *store.Tx, sum *Summary, drafted bool) error {
	if d.key == "" || !drafted || !sum.Coverage.Complete || len(sum.Provenance.Fallback) > 0 {
		return nil
	}
	ref, err := json.Marshal(reference{Summary: sum.ID})
	if err != nil {
		return err
	}
	return tx.PutCached(d.space, d.key, sum.Article.SHA256, ref, sum.At)
}

// followUp brings the summary up to date when the article got another revision
// meanwhile.
func (d *firstDraft) followUp(ctx context.Context, r *Run, sum *Summary) (*Summary, error) {
	if !d.named && !r.job {
		return sum, nil
	}
	newest, err := d.newest(ctx, d.space, d.name)
	if err != nil || newest == nil || newest.Revision <= d.revision {
		return sum, nil // it is stored, whatever cannot be read now
	}
	if _, err := d.catchUp(ctx, r.caller.Actor, *newest); err != nil {
		return sum, nil
	}
	return d.Get(ctx, r.caller, sum.ID, 0)
}

// begin tells the first event.
func (r *Run) begin(o summarize.Options, a AcceptedData) {
	a.Job, a.Engine = r.ID(), engineName(o.Engine)
	r.tell(EventAccepted, a)
}

func engineName(e summarize.Engine) string {
	if _, ok := e.(*summarize.ModelEngine); ok {
		return "model"
	}
	return "extractive"
}

func conflict() error {
	return fault.New(fault.VersionConflict, "somebody else changed it at the same time: load it again, and make the change anew")
}
