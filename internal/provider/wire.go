package provider

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// maxErrorBody bounds what is read of an error's body, in bytes.
const maxErrorBody = 64 << 10

var (
	errDeadline  = errors.New("the time for the whole call is over")
	errFirstByte = errors.New("no first byte in time")
	errIdle      = errors.New("silence inside the answer")
	errTooLarge  = errors.New("the answer is over the byte cap")
	errGarbage   = errors.New("a chunk of the stream is not JSON")
)

type redirectError struct{ status int }

func (e *redirectError) Error() string { return fmt.Sprintf("redirect with status %d", e.status) }

// exchange is what is known of one request and its answer. It travels in the
// request's context and is used by one goroutine.
type exchange struct {
	stream bool
	stop   context.CancelCauseFunc

	sent    int // requests on the wire
	status  int
	header  http.Header
	body    []byte // the whole body, unless events
	bodyErr error  // what ended the body before its end

	// abandoned: the request went out whole and no answer came, or it was not waited
	// for, so that nobody knows what it costs.
	abandoned bool

	events  bool   // the body is a stream of events and is still to be read
	done    bool   // the stream said [DONE]
	problem []byte // the payload of an error inside the stream
}

type exchangeKey struct{}

// wire sends requests and fills in their exchange. It must only be used with
// contexts that have one.
type wire struct {
	base      http.RoundTripper
	azure     *azure // nil is another endpoint
	maxBytes  int64
	firstByte time.Duration
	idle      time.Duration
}

// RoundTrip sends one request.
func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	ex := req.Context().Value(exchangeKey{}).(*exchange)
	ex.sent++
	if w.azure != nil {
		req = w.azure.put(req)
	}
	body := &boundedBody{ex: ex, left: w.maxBytes, idle: w.idle}
	if ex.stream {
		body.left *= streamOverhead
		body.timer = time.AfterFunc(w.firstByte, func() { ex.stop(body.silence()) })
	}
	var written atomic.Bool
	trace := httptrace.ClientTrace{WroteRequest: func(done httptrace.WroteRequestInfo) { written.Store(done.Err == nil) }}
	resp, err := w.base.RoundTrip(req.WithContext(httptrace.WithClientTrace(req.Context(), &trace)))
	if err != nil {
		body.stopTimer()
		ex.abandoned = written.Load()
		return nil, err
	}
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		body.stopTimer()
		_ = resp.Body.Close()
		return nil, &redirectError{resp.StatusCode}
	}
	ex.status, ex.header = resp.StatusCode, resp.Header
	body.from = resp.Body
	if resp.StatusCode >= 400 {
		body.left = maxErrorBody
	}
	reader := bufio.NewReader(body)
	if ex.stream && resp.StatusCode < 300 && !beginsJSON(reader) {
		ex.events = true
		resp.Body = &eventBody{Reader: reader, Closer: body, ex: ex, max: w.maxBytes}
		return resp, nil
	}
	ex.body, _ = io.ReadAll(reader) // the error is in ex.bodyErr
	ex.body = bytes.TrimPrefix(ex.body, []byte("\xef\xbb\xbf"))
	_ = body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(ex.body))
	return resp, nil
}

// CloseIdleConnections passes http.Client's call on.
func (w *wire) CloseIdleConnections() {
	if t, ok := w.base.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// beginsJSON reports whether the first character is that of a JSON value or of
// a web page, and not of an event, or there is none.
func beginsJSON(r *bufio.Reader) bool {
	for {
		c, err := r.ReadByte()
		if err != nil {
			return true
		}
		switch c {
		case ' ', '\t', '\r', '\n':
		default:
			_ = r.UnreadByte()
			return c == '{' || c == '[' || c == '<'
		}
	}
}

// boundedBody caps a body, notes its error, and ends the request when nothing
// comes for too long.
type boundedBody struct {
	from  io.ReadCloser
	ex    *exchange
	left  int64
	timer *time.Timer // nil: silence is not timed
	idle  time.Duration
	begun atomic.Bool
}

func (b *boundedBody) silence() error {
	if b.begun.Load() {
		return errIdle
	}
	return errFirstByte
}

// Read reads at most what is left under the cap.
func (b *boundedBody) Read(p []byte) (int, error) {
	if b.ex.bodyErr != nil {
		return 0, b.ex.bodyErr
	}
	if b.left <= 0 {
		b.ex.bodyErr = errTooLarge
		return 0, errTooLarge
	}
	if b.timer != nil && b.begun.Load() {
		b.timer.Reset(b.idle)
	}
	n, err := b.from.Read(p[:min(int64(len(p)), b.left)])
	if n > 0 {
		b.begun.Store(true)
		b.stopTimer()
	}
	b.left -= int64(n)
	if err != nil && err != io.EOF { // an unexpected EOF is an error
		b.ex.bodyErr = err
	}
	return n, err
}

// Close ends the request.
func (b *boundedBody) Close() error {
	b.stopTimer()
	return b.from.Close()
}

func (b *boundedBody) stopTimer() {
	if b.timer != nil {
		b.timer.Stop()
	}
}

// eventBody passes a stream of events on to go-openai and notes in it what
// go-openai does not tell: the end, and errors of every style.
type eventBody struct {
	io.Reader
	io.Closer
	ex      *exchange
	max     int64
	line    []byte
	noise   int64 // bytes outside of data lines, which go-openai collects
	isError bool  // the event under way is named error
}

// Read reads and takes note.
func (b *eventBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if n == 0 && errors.Is(err, io.EOF) && len(b.line) > 0 && len(p) > 0 {
		p[0], n, err = '\n', 1, nil // go-openai drops a last line without its end
	}
	for rest := p[:n]; len(rest) > 0; {
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			b.line = append(b.line, rest...)
			break
		}
		b.line = append(b.line, rest[:end]...)
		rest = rest[end+1:]
		b.note(bytes.TrimSpace(b.line))
		b.line = b.line[:0]
	}
	if int64(len(b.line)) > b.max || b.noise > b.max {
		b.ex.bodyErr = errTooLarge
		return 0, errTooLarge
	}
	return n, err
}

func (b *eventBody) note(line []byte) {
	payload, isData := bytes.CutPrefix(line, []byte("data:"))
	if !isData {
		b.noise += int64(len(line))
		if name, ok := bytes.CutPrefix(line, []byte("event:")); ok {
			b.isError = string(bytes.TrimSpace(name)) == "error"
		}
		return
	}
	payload = bytes.TrimSpace(payload)
	switch {
	case b.ex.done || b.ex.problem != nil:
	case string(payload) == "[DONE]":
		b.ex.done = true
	case b.isError || bytes.Contains(payload, []byte(`"error"`)) && isErrorBody(payload):
		b.ex.problem = bytes.Clone(payload)
	}
}

// isErrorBody reports whether a JSON body is an error and not an answer.
func isErrorBody(body []byte) bool {
	var head struct {
		Error  json.RawMessage `json:"error"`
		Object string          `json:"object"`
	}
	_ = json.Unmarshal(body, &head) // what does not fit stays empty
	switch string(head.Error) {
	case "", "null", "{}", `""`, "false":
		return head.Object == "error"
	}
	return true
}
