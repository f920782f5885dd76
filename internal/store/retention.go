package store

import (
	"bytes"
	"context"
	"encoding/json"
	"time"
)

// Flush makes what was deleted go from the disk too: SQLite otherwise keeps the old
// pages of its file until enough was stored after. It is put off to the next time
// while somebody reads. PostgreSQL does the same by itself, when it vacuums.
func (s *Store) Flush(ctx context.Context) error {
	statement := s.driver.flush()
	if statement == "" {
		return nil
	}
	return s.writer.with(ctx, func(on *session) error {
		rows, err := on.query(ctx, statement)
		if err != nil {
			return err
		}
		return on.check(rows.Close())
	})
}

// DeleteTexts deletes the texts of at most so many revisions of articles that
// were made before, oldest first, and returns how many: the bodies, the quotes in
// the versions that are about them and in the answers that are kept, and the
// cached results. What the summaries say stays. The audit stays and says of each
// revision that its text was deleted. Requests of ended jobs and editors' drafts
// that are as old go too.
//
// Each call is quick for a small number; call it until it returns 0.
func (t *Tx) DeleteTexts(before time.Time, most int) (int, error) {
	old, err := many(t, scanArticle, `SELECT space, id, revision, sha256, title, lang, url, sensitivity, NULL, created_at, text_deleted_at
		FROM articles WHERE body IS NOT NULL AND created_at < $1 ORDER BY created_at LIMIT $2`, micros(before), most)
	if err != nil {
		return 0, err
	}
	for _, a := range old {
		if err := t.deleteText(a); err != nil {
			return 0, err
		}
	}
	_, err = t.exec(`UPDATE jobs SET request = NULL WHERE (space, id) IN (SELECT space, id FROM jobs
		WHERE request IS NOT NULL AND created_at < $1 AND state <> 'running' ORDER BY created_at LIMIT $2)`, micros(before), most)
	if err != nil {
		return 0, err
	}
	_, err = t.exec(`DELETE FROM drafts WHERE (space, summary, actor) IN
		(SELECT space, summary, actor FROM drafts WHERE at < $1 ORDER BY at LIMIT $2)`, micros(before), most)
	return len(old), err
}

func (t *Tx) deleteText(a Article) error {
	_, err := t.exec(`UPDATE articles SET body = NULL, text_deleted_at = $4 WHERE space = $1 AND id = $2 AND revision = $3`,
		a.Space, a.ID, a.Revision, micros(t.store.now()))
	if err != nil {
		return err
	}
	if err := t.deleteQuotes(a); err != nil {
		return err
	}
	if err := t.deleteAnswerQuotes(a); err != nil {
		return err
	}
	if _, err := t.exec(`DELETE FROM cache WHERE space = $1 AND sha256 = $2`, a.Space, a.SHA256); err != nil {
		return err
	}
	return t.Audit(Entry{Space: a.Space, Actor: "retention", Action: "text_deleted", Object: "article/" + a.ID, Version: a.Revision})
}

// deleteQuotes empties the quotes in the versions about a revision, and in later
// ones what a stale claim rested on before.
func (t *Tx) deleteQuotes(a Article) error {
	versions, err := many(t, scanVersion, selectVersion+`WHERE space = $1 AND article = $2 AND revision >= $3`, a.Space, a.ID, a.Revision)
	if err != nil {
		return err
	}
	for _, v := range versions {
		var result []byte
		switch {
		case v.Revision == a.Revision:
			result = withoutQuotes(v.Result, emptyQuotes)
		case bytes.Contains(v.Result, []byte(`"was"`)):
			result = withoutQuotes(v.Result, func(value any) { emptyWas(value, a.Revision) })
		default:
			continue
		}
		_, err := t.exec(`UPDATE versions SET result = $4 WHERE space = $1 AND summary = $2 AND number = $3`,
			v.Space, v.Summary, v.Number, result)
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) deleteAnswerQuotes(a Article) error {
	answers, err := many(t, scanAnswer, `SELECT space, key, digest, owner, lease, status, header, body, sha256, created_at
		FROM answers WHERE space = $1 AND sha256 = $2`, a.Space, a.SHA256)
	if err != nil {
		return err
	}
	for _, kept := range answers {
		_, err := t.exec(`UPDATE answers SET body = $3 WHERE space = $1 AND key = $2`, kept.Space, kept.Key, withoutQuotes(kept.Body, emptyQuotes))
		if err != nil {
			return err
		}
	}
	return nil
}

// withoutQuotes empties quotes of a JSON value. What is not JSON becomes null, for
// nobody knows what is in it.
func withoutQuotes(raw []byte, empty func(any)) []byte {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil || decoder.More() {
		return []byte("null")
	}
	empty(value)
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return []byte("null")
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

func emptyQuotes(value any) {
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			emptyQuotes(v)
		}
	case map[string]any:
		for key, v := range value {
			if _, text := v.(string); text && key == "quote" {
				value[key] = ""
				continue
			}
			emptyQuotes(v)
		}
	}
}

// emptyWas empties the quotes of claims that rested on a revision, or an older one,
// until the next made them stale.
func emptyWas(value any, revision int) {
	switch value := value.(type) {
	case []any:
		for _, v := range value {
			emptyWas(v, revision)
		}
	case map[string]any:
		if since, ok := value["revision"].(json.Number); ok && value["was"] != nil {
			if n, err := since.Int64(); err != nil || n <= int64(revision)+1 {
				emptyQuotes(value["was"])
			}
		}
		for _, v := range value {
			emptyWas(v, revision)
		}
	}
}
