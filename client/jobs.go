package client

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

const (
	lookAgain  = 200 * time.Millisecond // after which a job is asked for first
	lookRarely = 5 * time.Second
)

// Job returns how a job goes.
func (c *Client) Job(ctx context.Context, id string) (*Job, error) {
	return c.job(ctx, http.MethodGet, id)
}

// CancelJob stops a job. One that has ended stays as it is.
func (c *Client) CancelJob(ctx context.Context, id string) (*Job, error) {
	return c.job(ctx, http.MethodDelete, id)
}

func (c *Client) job(ctx context.Context, method, id string) (*Job, error) {
	job := &Job{}
	_, err := c.call(ctx, request{method: method, path: []string{"jobs", id}}, job)
	return orNil(job, err)
}

// WaitJob asks for a job until it has ended, and returns the summary that came of
// it. Why it failed, or that it was cancelled, is a [*Problem]. When the context
// ends before, the job goes on.
func (c *Client) WaitJob(ctx context.Context, id string) (*Summary, error) {
	for wait := lookAgain; ; wait = min(wait*3/2, lookRarely) {
		job, err := c.Job(ctx, id)
		switch {
		case err != nil:
			return nil, err
		case job.Error != nil:
			return nil, failed(*job.Error).problem()
		case job.State == "done":
			return c.Get(ctx, job.Summary, "")
		case job.State != "running":
			return nil, &Problem{Code: fault.Interrupted, Detail: "the job was cancelled"}
		}
		if !sleep(ctx, wait) {
			return nil, fmt.Errorf("the job %s goes on: %w", id, context.Cause(ctx))
		}
	}
}
