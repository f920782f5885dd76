package service

import (
	"context"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

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
