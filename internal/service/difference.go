package service

import (
	"context"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// Difference says what changed between two revisions of the article of a summary.
type Difference struct {
	Summary   *Summary // its newest version
	From, To  int      // revisions; both are 1 when there is but one
	Old, New  render.ArticleJSON
	Sentences []render.SentencePair // in the order of the text
	// Claims are those of the newest version that was about revision From, and what
	// became of the sentences behind them. There are none when no version was.
	Claims []render.RevisedClaim
}

// Difference compares two revisions of the article of a summary: 0 as to is the
// newest, and 0 as from the one before it. It fails with not_found, and with
// text_deleted when a text is not kept any more.
func (s *Service) Difference(ctx context.Context, c Caller, id string, from, to int) (*Difference, error) {
	sum, err := s.Get(ctx, c, id, 0)
	if err != nil {
		return nil, err
	}
	if to == 0 {
		to = sum.Article.Revision
	}
	if from == 0 {
		from = max(1, to-1)
	}
	if from < 1 || from > to {
		return nil, invalid("revisions: compare one with a later one")
	}
	return s.difference(ctx, c, sum, from, to)
}

func (s *Service) difference(ctx context.Context, c Caller, sum *Summary, from, to int) (*Difference, error) {
	revised, err := s.article(ctx, c.Space, sum.Article.ID, to)
	if err != nil {
		return nil, err
	}
	return s.differenceTo(ctx, c, sum, from, to, revised)
}

// differenceTo compares a revision with a later text.
func (s *Service) differenceTo(ctx context.Context, c Caller, sum *Summary, from, to int, revised *article.Article) (*Difference, error) {
	old, err := s.article(ctx, c.Space, sum.Article.ID, from)
	if err != nil {
		return nil, err
	}
	about, err := s.about(ctx, c, sum.ID, from)
	if err != nil {
		return nil, err
	}
	var claims []article.Claim
	options := ground.Options{}
	if about != nil {
		options.ClaimLang = about.Lang
		for _, claim := range claimsOf(about) {
			claims = append(claims, claim.Claim())
		}
	}
	data := render.DiffData(old, revised, ground.Revise(old, revised, options, claims...))
	return &Difference{
		Summary: sum, From: from, To: to, Old: render.ArticleData(old), New: render.ArticleData(revised),
		Sentences: data.Sentences, Claims: data.Claims,
	}, nil
}

// Correction is what a corrected text would change, before it is stored.
type Correction struct {
	RevisionReport
	// Difference is that of the newest revision to the text, about the newest
	// version of the summary. It is nil when the old text is not kept any more, or is
	// the same.
	Difference *Difference
}

// PreviewCorrection is PreviewRevision for the article of a summary, with the
// difference that Revise would make for that summary.
func (s *Service) PreviewCorrection(ctx context.Context, c Caller, id string, in ArticleInput) (*Correction, error) {
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	sum, err := s.Get(ctx, c, id, 0)
	if err != nil {
		return nil, err
	}
	row, revised, err := s.corrected(ctx, c, sum.Article.ID, in)
	if err != nil {
		return nil, err
	}
	out := &Correction{}
	if out.RevisionReport, err = s.foresee(ctx, c, row, revised, Expected{}); err != nil || !out.Changed {
		return out, err
	}
	to := out.Article.Revision
	out.Difference, err = s.differenceTo(ctx, c, sum, to-1, to, revised)
	if fault.CodeOf(err) == fault.TextDeleted {
		return out, nil
	}
	return out, err
}

// about is the newest version of a summary that is about a revision of its
// article, nil when there is none.
func (s *Service) about(ctx context.Context, c Caller, id string, revision int) (*summarize.Result, error) {
	for page := (store.Page{Limit: 200}); ; {
		infos, next, err := s.Versions(ctx, c, id, page)
		if err != nil {
			return nil, err
		}
		for _, info := range infos {
			if info.Revision == revision {
				sum, err := s.Get(ctx, c, id, info.Version)
				if err != nil {
					return nil, err
				}
				return &sum.Result, nil
			}
		}
		if page.Cursor = next; next == "" {
			return nil, nil
		}
	}
}
