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
	steps, err := m.steps(ctx)
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
		steps, err := m.steps(ctx)
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

// steps works out the next piece of summaries that are behind.
func (m *moving) steps(ctx context.Context) ([]step, error) {
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

// old is the revision that a version is about. Of one whose text is not kept any
// more nothing stands: every claim that rests on a sentence lost it.
func (m *moving) old(ctx context.Context, row store.Version, sha256 string) (*article.Article, error) {
	if sha256 == m.article.Digest {
		return m.article, nil
	}
	if a, ok := m.olds[row.Revision]; ok {
		return a, nil
	}
	a, err := m.Service.article(ctx, row.Space, row.Article, row.Revision)
	if fault.CodeOf(err) == fault.TextDeleted {
		a, err = &article.Article{Lang: m.article.Lang}, nil
	}
	if m.olds == nil {
		m.olds = map[int]*article.Article{}
	}
	m.olds[row.Revision] = a
	return a, err
}

// rebase puts a result on a revision of its article. What a person decided stays:
// a rejection, and the acceptance of a claim that is stale no otherwise than before.
func rebase(old, revised *article.Article, r *summarize.Result, to store.Article, p *summarize.Profile) *summarize.Result {
	next, _ := summarize.Rebase(old, revised, r, to.Revision, p)
	next.Article = articleRef(to, to.Revision)
	claims := claimsOf(next)
	keepLetStand(claimsOf(r), claims)
	withClaims(next, claims)
	switch next.Status = r.Status; {
	case r.Status == summarize.StatusRejected:
	case r.Status == summarize.StatusApproved && len(stale(next)) == 0:
	default:
		next.Status = statusOf(next)
	}
	return next
}

// onto puts the result of an older version on the revision that is the newest now.
func (s *Service) onto(ctx context.Context, space string, r *summarize.Result, d *desk, to store.Article, p *summarize.Profile) (*summarize.Result, error) {
	if r.Article.Revision != to.Revision {
		old, err := s.article(ctx, space, r.Article.ID, r.Article.Revision)
		if err != nil {
			return nil, err
		}
		return rebase(old, d.article, r, to, p), nil
	}
	claims, err := s.recheck(ctx, d, claimsOf(r), nil)
	if err != nil {
		return nil, err
	}
	keepLetStand(claimsOf(r), claims)
	out := *r
	withClaims(&out, claims)
	return &out, nil
}
