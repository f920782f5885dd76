package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	jsonType     = "application/json"
	streamType   = "text/event-stream"
	mostAnswer   = 64 << 20 // bytes
	firstWait    = 250 * time.Millisecond
	longestWait  = 30 * time.Second
	extraAtRetry = 0.25 // of what the service asks for, so that not all come back at once
)

// request is a call on its way out.
type request struct {
	method  string
	path    []string // segments below /v1
	query   url.Values
	body    any // nil is none
	version int // for If-Match, 0 is none
	key     string
	header  http.Header
}

// encoded is the body as JSON.
func (r request) encoded() ([]byte, error) {
	if r.body == nil {
		return nil, nil
	}
	return json.Marshal(r.body)
}

// build makes the request of HTTP.
func (c *Client) build(ctx context.Context, r request, body []byte) (*http.Request, error) {
	at := *c.base
	path, raw := at.Path+"/v1", at.EscapedPath()+"/v1"
	for _, segment := range r.path {
		path, raw = path+"/"+segment, raw+"/"+url.PathEscape(segment)
	}
	at.Path, at.RawPath, at.RawQuery = path, raw, r.query.Encode()
	out, err := http.NewRequestWithContext(ctx, r.method, at.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, values := range r.header {
		out.Header[name] = values
	}
	if out.Header.Get("Accept") == "" {
		out.Header.Set("Accept", jsonType)
	}
	if body != nil {
		out.Header.Set("Content-Type", jsonType)
	}
	if r.version != 0 {
		out.Header.Set("If-Match", strconv.Quote(strconv.Itoa(r.version)))
	}
	if r.key != "" {
		out.Header.Set("Idempotency-Key", strconv.Quote(r.key))
	}
	c.authorize(out.Header)
	return out, nil
}

// call sends a request, again where that makes sense, and reads the answer into
// out. It returns the status.
func (c *Client) call(ctx context.Context, r request, out any) (int, error) {
	body, err := r.encoded()
	if err != nil {
		return 0, err
	}
	if r.key == "" && (r.method == http.MethodPost || r.method == http.MethodPatch) {
		r.key = rand.Text()
	}
	for try := 0; ; try++ {
		status, answer, err := c.once(ctx, r, body)
		if err == nil {
			return status, decode(answer, out)
		}
		if !c.rest(ctx, try, err) {
			return 0, err
		}
	}
}

func decode(answer []byte, out any) error {
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("the answer is not as expected: %w", err)
	}
	return nil
}

// once sends a request and reads the answer.
func (c *Client) once(ctx context.Context, r request, body []byte) (int, []byte, error) {
	out, err := c.build(ctx, r, body)
	if err != nil {
		return 0, nil, err
	}
	res, err := c.http.Do(out)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer))
	if err != nil {
		return 0, nil, err
	}
	if res.StatusCode >= 300 {
		return 0, nil, problemOf(res, answer)
	}
	return res.StatusCode, answer, nil
}

// rest waits before a request is sent again. It is false when that makes no sense
// or was done often enough.
func (c *Client) rest(ctx context.Context, try int, err error) bool {
	if try >= c.retries || ctx.Err() != nil || !passing(err) {
		return false
	}
	wait := pause(try, err)
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
		return false
	}
	return sleep(ctx, wait)
}

// passing tells whether the same request may succeed later.
func passing(err error) bool {
	var p *Problem
	if errors.As(err, &p) {
		return p.Retryable
	}
	var certificate *tls.CertificateVerificationError
	return !errors.Is(err, errRedirect) && !errors.Is(err, errStrange) && !errors.As(err, &certificate)
}

// pause is how long to wait: what the service asks for and a little, or at random
// up to twice as long as the time before.
func pause(try int, err error) time.Duration {
	var p *Problem
	if errors.As(err, &p) && p.RetryAfter > 0 {
		asked := min(p.RetryAfter, longestWait)
		return asked + time.Duration(mathrand.Float64()*extraAtRetry*float64(asked))
	}
	most := min(firstWait<<min(try, 10), longestWait)
	return most/2 + mathrand.N(most/2)
}

// sleep is false when the context ended before.
func sleep(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
