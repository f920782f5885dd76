package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// CheckRequest asks what of a summary is in an article. The summary is Text, a
// paragraph and bullets or plain sentences, or else Result.
type CheckRequest struct {
	Article Article
	Text    string
	Result  *summarize.Result
	Profile string
}

// CheckReport says what was found.
type CheckReport struct {
	Article CheckedArticle `json:"article"`
	Claims  []CheckedClaim `json:"claims"`
	Verdict ground.Verdict `json:"verdict"` // the gravest
}

// CheckedArticle is the text that sentence numbers and offsets are about.
type CheckedArticle struct {
	Title  string `json:"title"`
	Lang   string `json:"lang"`
	SHA256 string `json:"sha256"`
}

// CheckedClaim is a claim of a summary. Evidence is best first.
type CheckedClaim struct {
	ID       string               `json:"id"`
	Text     string               `json:"text"`
	Verdict  ground.Verdict       `json:"verdict"`
	Support  *float64             `json:"support"` // 0 to 1, nil when it could not be scored
	Evidence []summarize.Evidence `json:"evidence"`
	Findings []ground.Finding     `json:"findings"`
}

// RevisionReport says what became of the summaries of an article that has a new
// revision.
type RevisionReport struct {
	Article   summarize.ArticleRef `json:"article"`
	Changed   bool                 `json:"changed"` // false when the text is as it was
	Diff      json.RawMessage      `json:"diff"`    // of the sentences, as nutgraf diff --format json; null when not changed
	Summaries []RevisedSummary     `json:"summaries"`
}

// RevisedSummary is a summary whose article changed.
type RevisedSummary struct {
	ID      string           `json:"id"`
	Version int              `json:"version"`
	Status  summarize.Status `json:"status"`
	Stale   []string         `json:"stale"` // IDs of the claims whose evidence changed or vanished
}

// Check says what of a summary that anyone wrote the article does not say. Nothing
// is kept.
func (c *Client) Check(ctx context.Context, r CheckRequest) (*CheckReport, error) {
	body := struct {
		Article Article `json:"article"`
		Summary any     `json:"summary"`
		Profile string  `json:"profile,omitempty"`
	}{r.Article, r.Text, r.Profile}
	if r.Result != nil {
		body.Summary = r.Result
	}
	report := &CheckReport{}
	_, err := c.call(ctx, request{method: http.MethodPost, path: []string{"check"}, body: body}, report)
	return orNil(report, err)
}

// Revise sends the corrected text of an article, by your ID of it, and returns
// which claims of its summaries lost their evidence. What was approved stays as it
// is until a person replaces it.
func (c *Client) Revise(ctx context.Context, article string, revised Article) (*RevisionReport, error) {
	return c.revise(ctx, article, revised, nil)
}

// ReviseAsForeseen is Revise when it does what PreviewRevision said: it fails with
// version_conflict when the article has another revision by now, or the page at
// revised.URL another text.
func (c *Client) ReviseAsForeseen(ctx context.Context, article string, revised Article, foreseen *RevisionReport) (*RevisionReport, error) {
	return c.revise(ctx, article, revised, url.Values{
		"revision": {strconv.Itoa(foreseen.Article.Revision)}, "sha256": {foreseen.Article.SHA256},
	})
}

// PreviewRevision returns what Revise would, and nothing is kept.
func (c *Client) PreviewRevision(ctx context.Context, article string, revised Article) (*RevisionReport, error) {
	return c.revise(ctx, article, revised, url.Values{"dry_run": {"true"}})
}

func (c *Client) revise(ctx context.Context, article string, revised Article, query url.Values) (*RevisionReport, error) {
	report := &RevisionReport{}
	_, err := c.call(ctx, request{method: http.MethodPost, path: []string{"articles", article, "revisions"}, query: query, body: revised}, report)
	return orNil(report, err)
}

// orNil keeps half an answer from being taken for a whole one.
func orNil[T any](value *T, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	return value, nil
}
