package service

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// Revise stores a corrected article and puts its summaries on it: claims whose
// sentences changed or are gone become stale, and no word of them changes. It fails
// with not_found for an article that is not known.
func (s *Service) Revise(ctx context.Context, c Caller, articleID string, in ArticleInput) (RevisionReport, error) {
	if err := s.admit(); err != nil {
		return RevisionReport{}, err
	}
	defer s.leave()
	ctx, cancel := s.during(ctx)
	defer cancel()
	if in.ID != "" && in.ID != articleID {
		return RevisionReport{}, invalid("article.id is not that of the article whose revision this is")
	}
	known, err := s.newest(ctx, c.Space, articleID)
	if err != nil {
		return RevisionReport{}, err
	}
	if known == nil {
		return RevisionReport{}, notFound(store.ErrNotFound, "article")
	}
	revised, err := s.read(ctx, in, true)
	if err != nil {
		return RevisionReport{}, err
	}
	if revised.Title == "" { // it was pasted without its headline
		revised.Title = known.Title
	}
	data, err := encode(revised)
	if err != nil {
		return RevisionReport{}, err
	}
	row, report, err := s.putRevision(ctx, c, articleRow(c.Space, articleID, revised, data, known.Sensitivity, s.now()), revised)
	report.Article = articleRef(row, row.Revision)
	return report, err
}

// putRevision stores an article as the next revision of one that is known, together
// with the summaries that are put on it. The text of the newest revision changes
// nothing.
func (s *Service) putRevision(ctx context.Context, c Caller, row store.Article, revised *article.Article) (store.Article, RevisionReport, error) {
	for range mostTries {
		report := RevisionReport{Diff: json.RawMessage("null"), Summaries: []RevisedSummary{}}
		known, err := s.newest(ctx, row.Space, row.ID)
		if err != nil {
			return row, report, err
		}
		if known != nil && sameText(*known, row) {
			return *known, report, nil
		}
		row.Revision = 1
		m := &moving{Service: s, actor: c.Actor, to: row, article: revised}
		if known != nil {
			m.to.Revision, row.Revision = known.Revision+1, known.Revision+1
			report.Changed, report.Diff = true, diff(*known, revised)
		}
		err = m.together(ctx, row)
		if errors.Is(err, errMoved) || fault.CodeOf(err) == fault.VersionConflict {
			if err := pause(ctx); err != nil {
				return row, report, err
			}
			continue
		}
		if err != nil {
			return row, report, err
		}
		report.Summaries = append(report.Summaries, m.moved...)
		rest, err := s.catchUp(ctx, c.Actor, row)
		report.Summaries = append(report.Summaries, rest...)
		return row, report, err
	}
	return row, RevisionReport{}, conflict()
}

// mostTries is how often a change that somebody else's change came before is tried
// anew.
const mostTries = 50

// diff is what became of the sentences of an article, null when the old text is not
// kept any more.
func diff(known store.Article, revised *article.Article) json.RawMessage {
	old, err := decode(known)
	if err != nil {
		return json.RawMessage("null")
	}
	data, err := json.Marshal(render.DiffData(old, revised, ground.Revise(old, revised, ground.Options{})))
	if err != nil {
		return json.RawMessage("null")
	}
	return data
}
