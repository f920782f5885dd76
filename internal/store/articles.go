package store

// PutRevision stores an article as its next revision, whatever a.Revision is,
// and returns it with the revision. When the newest revision has the same text
// (SHA256), title and sensitivity, and its text is there still, that one is
// returned and nothing is stored. Without CreatedAt it is created now.
func (t *Tx) PutRevision(a Article) (Article, error) {
	a.Title, a.URL = clean(a.Title), clean(a.URL)
	newest, err := many(t, scanArticle, selectArticle+`WHERE space = $1 AND id = $2 ORDER BY revision DESC LIMIT 1`, a.Space, a.ID)
	if err != nil {
		return Article{}, err
	}
	a.Revision = 1
	if len(newest) > 0 {
		last := newest[0]
		same := last.SHA256 == a.SHA256 && last.Title == a.Title && last.Sensitivity == a.Sensitivity
		if same && last.TextDeletedAt.IsZero() {
			return last, nil
		}
		a.Revision = last.Revision + 1
	}
	if a.CreatedAt.IsZero() {
		a.CreatedAt = t.store.now()
	}
	a.CreatedAt = moment(micros(a.CreatedAt))
	_, err = t.exec(`INSERT INTO articles (space, id, revision, sha256, title, lang, url, sensitivity, body, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		a.Space, a.ID, a.Revision, a.SHA256, a.Title, a.Lang, a.URL, a.Sensitivity, a.Body, micros(a.CreatedAt))
	return a, err
}

// Article returns a revision of an article, the newest for 0. After its text was
// deleted the Body is nil.
func (t *Tx) Article(space, id string, revision int) (Article, error) {
	if revision == 0 {
		return one(t, "article", scanArticle,
			selectArticle+`WHERE space = $1 AND id = $2 ORDER BY revision DESC LIMIT 1`, space, id)
	}
	return one(t, "revision of the article", scanArticle,
		selectArticle+`WHERE space = $1 AND id = $2 AND revision = $3`, space, id, revision)
}

// Revisions returns all revisions of an article without their bodies, oldest
// first.
func (t *Tx) Revisions(space, id string) ([]Article, error) {
	return many(t, scanArticle, `SELECT space, id, revision, sha256, title, lang, url, sensitivity, NULL, created_at, text_deleted_at
		FROM articles WHERE space = $1 AND id = $2 ORDER BY revision`, space, id)
}

const selectArticle = `SELECT space, id, revision, sha256, title, lang, url, sensitivity, body, created_at, text_deleted_at
	FROM articles `

func scanArticle(row scanner) (a Article, err error) {
	err = row.Scan(&a.Space, &a.ID, &a.Revision, &a.SHA256, &a.Title, &a.Lang, &a.URL, &a.Sensitivity, &a.Body,
		when{&a.CreatedAt}, when{&a.TextDeletedAt})
	return a, err
}
