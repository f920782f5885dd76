package service

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// moving puts summaries of an article on its newest revision.
type moving struct {
	*Service
	actor   string
	to      store.Article
	stored  bool // the revision is there already
	article *article.Article

	olds  map[int]*article.Article // earlier revisions
	moved []RevisedSummary
}

// piece is how many summaries are moved in one write.
const piece = 100

// step is one summary on its way.
type step struct {
	row   store.Version
	head  store.Summary
	entry store.Entry
	info  RevisedSummary
}

// together stores the revision and the first summaries on it in one write.
func (m *moving) together(ctx context.Context, row store.Article) error {
	steps, err := m.steps(ctx, 0)
	if err != nil {
		return err
	}
	e, err := entry(row.Space, m.actor, actionRevised, "article/"+row.ID, row.Revision, m.now(), struct {
		SHA256 string `json:"sha256"`
	}{row.SHA256})
	if err != nil {
		return err
	}
	err = m.put(ctx, func(tx *store.Tx) error {
		put, err := tx.PutRevision(row)
		if err != nil {
			return err
		}
		if put.Revision != row.Revision {
			return errMoved
		}
		if row.Revision > 1 {
			if err := tx.Audit(e); err != nil {
				return err
			}
		}
		return write(tx, steps)
	})
	if err == nil {
		m.note(steps)
	}
	return err
}

func write(tx *store.Tx, steps []step) error {
	for _, st := range steps {
		if err := addVersion(tx, st.row, st.head, st.entry); err != nil {
			return err
		}
	}
	return nil
}

func (m *moving) note(steps []step) {
	for _, st := range steps {
		m.moved = append(m.moved, st.info)
	}
}

// catchUp moves all summaries of an article that are behind its newest revision.
func (s *Service) catchUp(ctx context.Context, actor string, newest store.Article) ([]RevisedSummary, error) {
	m := &moving{Service: s, actor: actor, to: newest}
	for tries := 0; tries < mostTries; {
		steps, err := m.steps(ctx, 0)
		if err != nil || len(steps) == 0 {
			return m.moved, err
		}
		err = s.put(ctx, func(tx *store.Tx) error { return write(tx, steps) })
		switch {
		case fault.CodeOf(err) == fault.VersionConflict:
			tries++
			err = m.yield(ctx)
		case err == nil:
			m.note(steps)
		}
		if err != nil {
			return m.moved, err
		}
	}
	return m.moved, conflict()
}

// yield lets somebody who was faster go first, and looks where the article is then.
func (m *moving) yield(ctx context.Context) error {
	if err := pause(ctx); err != nil {
		return err
	}
	newest, err := m.newest(ctx, m.to.Space, m.to.ID)
	if err == nil && newest != nil && newest.Revision != m.to.Revision {
		m.to, m.article = *newest, nil
	}
	return err
}

// pause waits for some milliseconds, by chance.
func pause(ctx context.Context) error {
	select {
	case <-time.After(time.Millisecond * time.Duration(1+rand.IntN(20))):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// steps works out the next piece of summaries that are behind, after the first so
// many of them.
func (m *moving) steps(ctx context.Context, after int) ([]step, error) {
	var heads []store.Summary
	var rows []store.Version
	err := m.Store.Read(ctx, func(tx *store.Tx) error {
		all, err := tx.SummariesOf(m.to.Space, m.to.ID)
		if err != nil {
			return err
		}
		for _, h := range all {
			if h.Revision >= m.to.Revision || len(rows) == piece {
				continue
			}
			if after > 0 {
				after--
				continue
			}
			row, err := tx.Version(h.Space, h.ID, 0)
			if err != nil {
				return err
			}
			heads, rows = append(heads, h), append(rows, row)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var steps []step
	for i := range rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		st, err := m.step(ctx, heads[i], rows[i])
		if err != nil {
			return nil, err
		}
		steps = append(steps, st)
	}
	return steps, nil
}

// step works out what becomes of one summary.
func (m *moving) step(ctx context.Context, head store.Summary, row store.Version) (step, error) {
	r, err := resultOf(row)
	if err != nil {
		return step{}, err
	}
	p, err := m.profileOf(r)
	if err != nil {
		return step{}, err
	}
	if m.article == nil {
		if m.article, err = decode(m.to); err != nil {
			return step{}, err
		}
	}
	old, err := m.old(ctx, row, r.Article.SHA256)
	if err != nil {
		return step{}, err
	}
	_, ended := m.Observer.Step(ctx, stepCheck)
	next := rebase(old, m.article, r, m.to, p)
	ended(nil)
	sum := m.next(&standing{head: head, version: row}, Caller{Space: head.Space, Actor: m.actor}, actionRevised, "", *next)
	out := step{head: headOf(sum), info: RevisedSummary{ID: sum.ID, Version: sum.Version, Status: sum.Status, Stale: stale(&sum.Result)}}
	if out.row, err = versionRow(head.Space, sum); err != nil {
		return step{}, err
	}
	out.entry, err = summaryEntry(head.Space, sum, out.row, struct {
		Article  string           `json:"article"`
		Revision int              `json:"revision"`
		Status   summarize.Status `json:"status"`
		Stale    []string         `json:"stale"`
	}{m.to.ID, m.to.Revision, sum.Status, out.info.Stale})
	return out, err
}
