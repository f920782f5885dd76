package service

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"

	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// Expected is the revision of an article that a caller was told would be made. The
// zero value expects nothing in particular.
type Expected struct {
	Revision int    // its number, 0 for any
	SHA256   string // of its text, in hexadecimal, "" for any
}

// refuse fails with version_conflict when a revision is not the expected one.
func (x Expected) refuse(would summarize.ArticleRef) error {
	switch {
	case x.Revision != 0 && x.Revision != would.Revision:
		return fault.New(fault.VersionConflict, "this would be revision %d of the article, not %d: its text was changed meanwhile; look again at what the correction changes", would.Revision, x.Revision)
	case x.SHA256 != "" && x.SHA256 != would.SHA256:
		return fault.New(fault.VersionConflict, "the text is not the one that was expected (SHA-256 %s): look again at what the correction changes", would.SHA256)
	}
	return nil
}

// Revise stores a corrected article and puts its summaries on it: claims whose
// sentences changed or are gone become stale, and no word of them changes. It fails
// with not_found for an article that is not known, and with version_conflict when
// the revision is not the expected one.
func (s *Service) Revise(ctx context.Context, c Caller, articleID string, in ArticleInput, expected Expected) (RevisionReport, error) {
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return RevisionReport{}, err
	}
	defer leave()
	row, revised, err := s.corrected(ctx, c, articleID, in)
	if err != nil {
		return RevisionReport{}, err
	}
	_, report, err := s.putRevision(ctx, c, row, revised, expected)
	return report, err
}

// PreviewRevision says what Revise would: the revision that the article would
// have, and what would become of its summaries. Nothing is stored.
func (s *Service) PreviewRevision(ctx context.Context, c Caller, articleID string, in ArticleInput, expected Expected) (RevisionReport, error) {
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return RevisionReport{}, err
	}
	defer leave()
	row, revised, err := s.corrected(ctx, c, articleID, in)
	if err != nil {
		return RevisionReport{}, err
	}
	return s.foresee(ctx, c, row, revised, expected)
}

// corrected reads another text of an article that is known, for its next revision.
func (s *Service) corrected(ctx context.Context, c Caller, articleID string, in ArticleInput) (row store.Article, revised *article.Article, err error) {
	if in.ID != "" && in.ID != articleID {
		return row, nil, invalid("article.id is not that of the article whose revision this is")
	}
	known, err := s.newest(ctx, c.Space, articleID)
	if err != nil {
		return row, nil, err
	}
	if known == nil {
		return row, nil, notFound(store.ErrNotFound, "article")
	}
	if revised, err = s.read(ctx, in, true); err != nil {
		return row, nil, err
	}
	// It was pasted without its headline, and without where it is.
	revised.Title, revised.URL = cmp.Or(revised.Title, known.Title), cmp.Or(revised.URL, known.URL)
	data, err := encode(revised)
	return articleRow(c.Space, articleID, revised, data, known.Sensitivity, s.now()), revised, err
}

// putRevision stores an article as the next revision of one that is known, together
// with the summaries that are put on it. The text of the newest revision changes
// nothing.
func (s *Service) putRevision(ctx context.Context, c Caller, row store.Article, revised *article.Article, expected Expected) (store.Article, RevisionReport, error) {
	for range mostTries {
		m, report, err := s.revising(ctx, c, row, revised, expected)
		if err != nil || m.stored {
			return m.to, report, err
		}
		err = m.together(ctx, m.to)
		if errors.Is(err, errMoved) || fault.CodeOf(err) == fault.VersionConflict {
			if err := pause(ctx); err != nil {
				return m.to, report, err
			}
			continue
		}
		if err != nil {
			return m.to, report, err
		}
		report.Summaries = append(report.Summaries, m.moved...)
		rest, err := s.catchUp(ctx, c.Actor, m.to)
		report.Summaries = append(report.Summaries, rest...)
		return m.to, report, err
	}
	return row, RevisionReport{}, conflict()
}

// foresee says what putRevision would do.
func (s *Service) foresee(ctx context.Context, c Caller, row store.Article, revised *article.Article, expected Expected) (RevisionReport, error) {
	m, report, err := s.revising(ctx, c, row, revised, expected)
	if err != nil || m.stored {
		return report, err
	}
	for {
		steps, err := m.steps(ctx, len(m.moved))
		if err != nil {
			return report, err
		}
		if len(steps) == 0 {
			report.Summaries = append(report.Summaries, m.moved...)
			return report, nil
		}
		m.note(steps)
	}
}

// revising is what is to be done to make a text the next revision of its article.
func (s *Service) revising(ctx context.Context, c Caller, row store.Article, revised *article.Article, expected Expected) (*moving, RevisionReport, error) {
	report := RevisionReport{Diff: json.RawMessage("null"), Summaries: []RevisedSummary{}}
	m := &moving{Service: s, actor: c.Actor, to: row, article: revised}
	known, err := s.newest(ctx, row.Space, row.ID)
	switch {
	case err != nil:
		return m, report, err
	case known == nil:
		m.to.Revision = 1
	case sameText(*known, row):
		m.to, m.stored = *known, true
	default:
		m.to.Revision = known.Revision + 1
		report.Changed, report.Diff = true, diff(*known, revised)
	}
	report.Article = articleRef(m.to, m.to.Revision)
	return m, report, expected.refuse(report.Article)
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
