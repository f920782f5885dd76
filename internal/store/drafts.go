package store

// PutDraft keeps an editor's text in the place of the one before. Without At it
// is of now.
func (t *Tx) PutDraft(d Draft) error {
	if d.At.IsZero() {
		d.At = t.store.now()
	}
	_, err := t.exec(`INSERT INTO drafts (space, summary, actor, data, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (space, summary, actor) DO UPDATE SET data = excluded.data, at = excluded.at`,
		d.Space, d.Summary, d.Actor, append([]byte{}, d.Data...), micros(d.At))
	return err
}

// Draft returns what PutDraft kept.
func (t *Tx) Draft(space, summary, actor string) (Draft, error) {
	return one(t, "draft", scanDraft, `SELECT space, summary, actor, data, at FROM drafts
		WHERE space = $1 AND summary = $2 AND actor = $3`, space, summary, actor)
}

// DeleteDraft forgets a draft, if there is one.
func (t *Tx) DeleteDraft(space, summary, actor string) error {
	_, err := t.exec(`DELETE FROM drafts WHERE space = $1 AND summary = $2 AND actor = $3`, space, summary, actor)
	return err
}

func scanDraft(row scanner) (d Draft, err error) {
	err = row.Scan(&d.Space, &d.Summary, &d.Actor, &d.Data, when{&d.At})
	return d, err
}
