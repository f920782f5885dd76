package service

import (
	"context"
	"errors"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// What made a version.
const (
	actionDrafted     = "drafted"
	actionEdited      = "edited"
	actionRegenerated = "regenerated"
	actionApproved    = "approved"
	actionRejected    = "rejected"
	actionRestored    = "restored"
	actionRevised     = "revised" // the article was
)

// Approved is the version number that stands for the newest approved one.
const Approved = -1

// Get returns a version of a summary: 0 is the newest, Approved the newest that was
// approved. It fails with not_found.
func (s *Service) Get(ctx context.Context, c Caller, id string, version int) (*Summary, error) {
	var head store.Summary
	var row store.Version
	err := s.Store.Read(ctx, func(tx *store.Tx) (err error) {
		if head, err = tx.Summary(c.Space, id); err != nil {
			return err
		}
		if version == Approved {
			if version = head.ApprovedVersion; version == 0 {
				return store.ErrNotFound
			}
		}
		row, err = tx.Version(c.Space, id, max(version, 0))
		return err
	})
	if err != nil {
		return nil, notFound(err, "summary")
	}
	return summaryOf(head, row)
}

// notFound says what was not found.
func notFound(err error, what string) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Wrap(fault.NotFound, err, "there is no such %s: it may be of another space, or the address is wrong", what)
	}
	return err
}

// Versions lists the versions of a summary, the newest first, and returns the
// cursor of the next page.
func (s *Service) Versions(ctx context.Context, c Caller, id string, p store.Page) ([]VersionInfo, string, error) {
	var rows []store.Version
	var next string
	err := s.Store.Read(ctx, func(tx *store.Tx) (err error) {
		if _, err = tx.Summary(c.Space, id); err == nil {
			rows, next, err = tx.Versions(c.Space, id, p)
		}
		return err
	})
	out := make([]VersionInfo, 0, len(rows))
	for _, v := range rows {
		out = append(out, VersionInfo{
			Version: v.Number, Status: summarize.Status(v.Status), Action: v.Action, Actor: v.Actor, Note: v.Note, At: v.At, Revision: v.Revision,
		})
	}
	return out, next, notFound(err, "summary")
}

// List lists the summaries of the caller's space that the filter chooses, the one
// updated last first, and returns the cursor of the next page.
func (s *Service) List(ctx context.Context, c Caller, f store.Filter, p store.Page) ([]SummaryInfo, string, error) {
	var rows []store.Summary
	var next string
	err := s.Store.Read(ctx, func(tx *store.Tx) (err error) {
		rows, next, err = tx.Summaries(c.Space, f, p)
		return err
	})
	out := make([]SummaryInfo, 0, len(rows))
	for _, h := range rows {
		out = append(out, SummaryInfo{
			ID: h.ID, Version: h.Version, Status: summarize.Status(h.Status), ApprovedVersion: numberOrNull(h.ApprovedVersion),
			Title: h.Title, Article: h.Article, Revision: h.Revision, Desk: h.Desk, Profile: h.Profile, Engine: h.Engine,
			CreatedAt: h.CreatedAt, UpdatedAt: h.UpdatedAt, UpdatedBy: h.UpdatedBy,
		})
	}
	return out, next, err
}

// Article returns the article that a version of a summary is about, as it was
// read. That of a summary whose first version is being drafted is known to the
// process that drafts it. It fails with text_deleted when the text is not kept any
// more.
func (s *Service) Article(ctx context.Context, c Caller, id string, version int) (render.ArticleJSON, error) {
	if a := s.underWay(c, id); a != nil && version <= 1 {
		return render.ArticleData(a), nil
	}
	sum, err := s.Get(ctx, c, id, version)
	if err != nil {
		return render.ArticleJSON{}, err
	}
	a, err := s.article(ctx, c.Space, sum.Article.ID, sum.Article.Revision)
	if err != nil {
		return render.ArticleJSON{}, err
	}
	return render.ArticleData(a), nil
}

// underWay is the article of a first draft that this process is at, nil for none.
func (s *Service) underWay(c Caller, summary string) *article.Article {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.drafts[summary]
	if r == nil || r.caller.Space != c.Space {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.task == nil {
		return nil
	}
	return r.task.about()
}

// article reads a revision of an article from the store.
func (s *Service) article(ctx context.Context, space, id string, revision int) (*article.Article, error) {
	var row store.Article
	err := s.Store.Read(ctx, func(tx *store.Tx) (err error) {
		row, err = tx.Article(space, id, revision)
		return err
	})
	if err != nil {
		return nil, notFound(err, "article")
	}
	return decode(row)
}

// AuditOf lists what was done to an object ("summary/ID", "article/ID"), or in the
// whole of the caller's space when it is "", the newest first, and returns the
// cursor of the next page.
func (s *Service) AuditOf(ctx context.Context, c Caller, object string, p store.Page) (entries []store.Entry, next string, err error) {
	err = s.Store.Read(ctx, func(tx *store.Tx) (err error) {
		entries, next, err = tx.AuditOf(c.Space, object, p)
		return err
	})
	return entries, next, err
}
