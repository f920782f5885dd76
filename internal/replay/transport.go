package replay

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"

	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Mode says where answers come from.
type Mode string

// The modes.
const (
	Strict Mode = "strict" // from cassettes alone; nothing is sent
	Record Mode = "record" // from the model, and into cassettes
	Off    Mode = "off"    // from the model; Dir, if there is one, keeps what was said
)

// Options say how a Transport works. Mode is needed, Dir for Strict and Record,
// Base for Record and Off. With Off and no Dir the exchanges are named only.
type Options struct {
	Mode Mode
	Dir  string // of the cassettes
	Base http.RoundTripper
	// Secrets are hidden wherever they occur, from 8 bytes on.
	Secrets []secret.Secret
	// MaxBody bounds what is kept of an answer, in bytes; what is longer is
	// noted as broken, and passed on all the same. 0 is 64 MiB.
	MaxBody int64
}

const defaultMaxBody = 64 << 20

// Transport records or replays. It is safe for concurrent use.
type Transport struct {
	mode    Mode
	dir     string
	base    http.RoundTripper
	mask    *mask
	maxBody int64
}

// New makes a Transport. It fails with bad_usage for a mode that is not known.
func New(o Options) (*Transport, error) {
	if o.Mode != Strict && o.Mode != Record && o.Mode != Off {
		return nil, fault.New(fault.BadUsage, "--replay %q is not one of strict, record, off", string(o.Mode))
	}
	t := &Transport{mode: o.Mode, dir: o.Dir, base: o.Base, mask: newMask(o.Secrets), maxBody: o.MaxBody}
	if t.maxBody <= 0 {
		t.maxBody = defaultMaxBody
	}
	return t, nil
}

// RoundTrip answers a request. Its context must be of WithSample.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := readBody(req)
	if err != nil {
		return nil, err
	}
	tape := tapeOf(req.Context())
	if tape == nil {
		return nil, fault.New(fault.Internal, "a request to a model belongs to no sample")
	}
	ex := tape.begin(req, body, t.mask)
	if t.mode == Strict {
		stored, err := tape.recorded(t.dir, ex, t.mask)
		if err != nil {
			return nil, err
		}
		tape.end(ex, stored.Response)
		return play(req, &stored.Response)
	}
	ex.Request.Body = t.mask.body(ex.Request.Body, false)
	sent := req.Clone(req.Context())
	sent.Body, sent.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp, err := t.base.RoundTrip(sent)
	if err != nil {
		tape.end(ex, response{Broken: reason(err)})
		return nil, err
	}
	resp.Body = &recorder{
		from: resp.Body, left: t.maxBody,
		end: func(chunks [][]byte, broken string) {
			answer := response{Status: resp.StatusCode, Header: kept(resp.Header, t.mask), Broken: broken}
			answer.setBody(chunks, t.mask)
			tape.end(ex, answer)
		},
	}
	return resp, nil
}

func readBody(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	defer req.Body.Close()
	return io.ReadAll(req.Body)
}

// CloseIdleConnections passes the call on.
func (t *Transport) CloseIdleConnections() {
	if c, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// Finish ends the tape of a context and returns the keys of its exchanges, in
// the order of the requests. When keep is true, Record writes the cassette; a
// sample that was not finished is not kept, so that the one recorded before
// stays. Off writes whatever was said, where there is a folder for it.
func (t *Transport) Finish(ctx context.Context, keep bool) ([]string, error) {
	tape := tapeOf(ctx)
	if tape == nil {
		return nil, nil
	}
	exchanges := tape.finished()
	keys := make([]string, len(exchanges))
	for i, ex := range exchanges {
		keys[i] = ex.Key
	}
	writes := t.mode == Record && keep || t.mode == Off && t.dir != ""
	if !writes || len(exchanges) == 0 {
		return keys, nil
	}
	c := cassette{Format: format, Item: tape.item, Arm: tape.arm, Sample: tape.k, Exchanges: exchanges}
	return keys, c.save(file(t.dir, tape.sample))
}

// keptHeaders are those of an answer that decide how it is read.
var keptHeaders = [...]string{"Content-Type", "Retry-After", "Retry-After-Ms"}

func kept(h http.Header, m *mask) map[string]string {
	out := map[string]string{}
	for _, name := range keptHeaders {
		if value := h.Get(name); value != "" {
			out[name] = string(m.values([]byte(value)))
		}
	}
	return out
}

// The reasons for an answer that broke off, as they are kept.
const (
	brokenDial    = "no connection"
	brokenTimeout = "timeout"
	brokenClosed  = "connection closed"
	brokenSize    = "over the size limit"
)

func reason(err error) string {
	var op *net.OpError
	var timeout net.Error
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return brokenTimeout
	case errors.As(err, &op) && op.Op == "dial":
		return brokenDial
	}
	return brokenClosed
}

// errorOf plays a reason back, so that it is understood in the same way.
func errorOf(reason string) error {
	switch reason {
	case brokenDial:
		return &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	case brokenTimeout:
		return context.DeadlineExceeded
	}
	return io.ErrUnexpectedEOF
}
