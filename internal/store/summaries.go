package store

import (
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// AddVersion stores a version of a summary. Version 1 makes the summary, and any
// other must be the one after the newest, else it is ErrConflict. Of head, Title,
// Desk, Profile and Engine are kept; the rest follows from the version. Status
// "approved" makes it the approved version. Without At it is made now.
func (t *Tx) AddVersion(v Version, head Summary) error {
	if v.At.IsZero() {
		v.At = t.store.now()
	}
	v.Note, head.Title = clean(v.Note), clean(head.Title)
	if err := t.putHead(v, head); err != nil {
		return err
	}
	_, err := t.exec(`INSERT INTO versions (space, summary, number, status, article, revision, actor, action, note, at, result)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		v.Space, v.Summary, v.Number, v.Status, v.Article, v.Revision, v.Actor, v.Action, v.Note, micros(v.At), []byte(v.Result))
	return err
}

// putHead makes the summary say what its newest version says.
func (t *Tx) putHead(v Version, head Summary) error {
	approved := 0
	if v.Status == "approved" {
		approved = v.Number
	}
	var changed int
	var err error
	switch {
	case v.Number < 1 || v.Result == nil:
		return fault.New(fault.Internal, "a version without number or result")
	case v.Number == 1:
		changed, err = t.exec(`INSERT INTO summaries (space, id, article, revision, version, approved_version, status,
			title, folded_title, desk, profile, engine, created_at, updated_at, updated_by)
			VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13) ON CONFLICT DO NOTHING`,
			v.Space, v.Summary, v.Article, v.Revision, approved, v.Status,
			head.Title, fold(head.Title), head.Desk, head.Profile, head.Engine, micros(v.At), v.Actor)
	default:
		changed, err = t.exec(`UPDATE summaries SET article = $4, revision = $5, version = $3, status = $6, title = $7, folded_title = $8,
			desk = $9, profile = $10, engine = $11, updated_at = $12, updated_by = $13,
			approved_version = CASE WHEN $14 > 0 THEN $14 ELSE approved_version END
			WHERE space = $1 AND id = $2 AND version = $3 - 1`,
			v.Space, v.Summary, v.Number, v.Article, v.Revision, v.Status, head.Title, fold(head.Title),
			head.Desk, head.Profile, head.Engine, micros(v.At), v.Actor, approved)
	}
	if err == nil && changed == 0 {
		return conflict("the summary was changed by somebody else meanwhile: read it again and repeat the change")
	}
	return err
}

// Version returns a version of a summary, the newest for 0.
func (t *Tx) Version(space, summary string, n int) (Version, error) {
	if n == 0 {
		return one(t, "summary", scanVersion,
			selectVersion+`WHERE space = $1 AND summary = $2 ORDER BY number DESC LIMIT 1`, space, summary)
	}
	return one(t, "version of the summary", scanVersion,
		selectVersion+`WHERE space = $1 AND summary = $2 AND number = $3`, space, summary, n)
}

const selectVersion = `SELECT space, summary, number, status, article, revision, actor, action, note, at, result FROM versions `

func scanVersion(row scanner) (v Version, err error) {
	err = row.Scan(&v.Space, &v.Summary, &v.Number, &v.Status, &v.Article, &v.Revision, &v.Actor, &v.Action, &v.Note,
		when{&v.At}, (*[]byte)(&v.Result))
	return v, err
}

// Summary returns where a summary stands.
func (t *Tx) Summary(space, id string) (Summary, error) {
	return one(t, "summary", scanSummary, selectSummary+`WHERE space = $1 AND id = $2`, space, id)
}

// SummariesOf returns all summaries of an article, oldest first.
func (t *Tx) SummariesOf(space, article string) ([]Summary, error) {
	return many(t, scanSummary, selectSummary+`WHERE space = $1 AND article = $2 ORDER BY created_at, id`, space, article)
}

const selectSummary = `SELECT space, id, article, revision, version, approved_version, status, title, desk, profile, engine,
	created_at, updated_at, updated_by FROM summaries `

func scanSummary(row scanner) (s Summary, err error) {
	err = row.Scan(&s.Space, &s.ID, &s.Article, &s.Revision, &s.Version, &s.ApprovedVersion, &s.Status, &s.Title,
		&s.Desk, &s.Profile, &s.Engine, when{&s.CreatedAt}, when{&s.UpdatedAt}, &s.UpdatedBy)
	return s, err
}
