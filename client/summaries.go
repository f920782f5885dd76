package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// Draft drafts a summary and returns it when it is done, however long that takes.
// When the context ends before, the work is stopped, unless it has become a job.
func (c *Client) Draft(ctx context.Context, r DraftRequest) (*Summary, error) {
	return c.work(ctx, request{method: http.MethodPost, path: []string{"summaries"}, body: r, key: r.Key})
}

// Submit asks for a summary and does not wait for it: [Client.WaitJob] does, at
// any time and in any process.
func (c *Client) Submit(ctx context.Context, r DraftRequest) (*Job, error) {
	job := &Job{}
	_, err := c.call(ctx, request{
		method: http.MethodPost, path: []string{"summaries"}, body: r, key: r.Key, header: http.Header{"Prefer": {"respond-async"}},
	}, job)
	return orNil(job, err)
}

// Get returns a version of a summary: its number, "approved" for the newest that
// was approved, or "" for the newest.
func (c *Client) Get(ctx context.Context, id, version string) (*Summary, error) {
	query := url.Values{}
	if version != "" {
		query.Set("version", version)
	}
	return c.summary(ctx, request{method: http.MethodGet, path: []string{"summaries", id}, query: query})
}

// Edit makes changes to a version of a summary: all of them or none, as one new
// version. Somebody who was faster is a [*Problem] of code version_conflict.
func (c *Client) Edit(ctx context.Context, id string, version int, changes []Change, note string) (*Summary, error) {
	body := struct {
		Changes []Change `json:"changes"`
		Note    string   `json:"note,omitempty"`
	}{changes, note}
	return c.summary(ctx, request{method: http.MethodPatch, path: []string{"summaries", id}, version: version, body: body})
}

// Regenerate writes claims anew and returns the new version.
func (c *Client) Regenerate(ctx context.Context, id string, version int, r RegenerateRequest) (*Summary, error) {
	return c.work(ctx, request{method: http.MethodPost, path: []string{"summaries", id, "regenerate"}, version: version, body: r})
}

// Alternatives asks for other texts for one claim, the best first. Nothing is kept;
// one that is chosen is put in its place by [Client.Edit], as a change of op use.
func (c *Client) Alternatives(ctx context.Context, id string, r AlternativesRequest) (*Choices, error) {
	choices := &Choices{}
	_, err := c.call(ctx, request{method: http.MethodPost, path: []string{"summaries", id, "alternatives"}, body: r}, choices)
	return orNil(choices, err)
}

// Approve approves a version. Findings that are open are a [*Problem] of code
// unresolved_findings.
func (c *Client) Approve(ctx context.Context, id string, version int, note string) (*Summary, error) {
	body := struct {
		Note string `json:"note,omitempty"`
	}{note}
	return c.summary(ctx, request{method: http.MethodPost, path: []string{"summaries", id, "approve"}, version: version, body: body})
}

// Reject rejects a version, for a reason.
func (c *Client) Reject(ctx context.Context, id string, version int, reason string) (*Summary, error) {
	body := struct {
		Reason string `json:"reason"`
	}{reason}
	return c.summary(ctx, request{method: http.MethodPost, path: []string{"summaries", id, "reject"}, version: version, body: body})
}

func (c *Client) summary(ctx context.Context, r request) (*Summary, error) {
	out := &Summary{}
	_, err := c.call(ctx, r, out)
	return orNil(out, err)
}

// work asks for what takes a while. The answer is the summary, or the job that
// makes it.
func (c *Client) work(ctx context.Context, r request) (*Summary, error) {
	var answer json.RawMessage
	status, err := c.call(ctx, r, &answer)
	if err != nil {
		return nil, err
	}
	if status != http.StatusAccepted {
		out := &Summary{}
		return orNil(out, decode(answer, out))
	}
	var job Job
	if err := decode(answer, &job); err != nil {
		return nil, err
	}
	return c.WaitJob(ctx, job.ID)
}
