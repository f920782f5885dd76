package store

import "time"

// newestLooked is how many summaries Desks looks at.
const newestLooked = 2000

// Desks returns the desks of the summaries of a space that were changed last, by
// name.
func (t *Tx) Desks(space string) ([]string, error) {
	return many(t, scanText, `SELECT DISTINCT desk FROM
		(SELECT desk FROM summaries WHERE space = $1 ORDER BY updated_at DESC, id DESC LIMIT $2) AS newest
		WHERE desk <> '' ORDER BY desk`, space, newestLooked)
}

func scanText(row scanner) (text string, err error) {
	err = row.Scan(&text)
	return text, err
}

// MadeSince returns versions that an engine drafted or a person approved from a
// time on, without their results, the newest first, and most of them at most.
func (t *Tx) MadeSince(space string, since time.Time, most int) ([]Version, error) {
	return many(t, scanVersion, `SELECT v.space, v.summary, v.number, v.status, v.article, v.revision, v.actor, v.action, v.note, v.at, NULL
		FROM summaries s JOIN versions v ON v.space = s.space AND v.summary = s.id
		WHERE s.space = $1 AND s.updated_at >= $2 AND v.space = $1 AND v.at >= $2
		AND v.action IN ('drafted', 'regenerated', 'approved')
		ORDER BY v.at DESC, v.summary, v.number DESC LIMIT $3`, space, micros(since), most)
}
