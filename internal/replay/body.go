package replay

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// recorder keeps what is read of an answer, and tells of it once: at its end,
// when it breaks off, or when the reader has enough.
type recorder struct {
	from   io.ReadCloser
	left   int64
	chunks [][]byte
	end    func(chunks [][]byte, broken string)
	once   sync.Once
}

// Read reads and keeps.
func (r *recorder) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	if n > 0 && int64(n) <= r.left {
		r.chunks = append(r.chunks, bytes.Clone(p[:n]))
	}
	r.left -= int64(n)
	switch {
	case r.left < 0:
		r.tell(brokenSize)
	case errors.Is(err, io.EOF):
		r.tell("")
	case err != nil:
		r.tell(reason(err))
	}
	return n, err
}

// Close ends the reading. A reader that stops early has read what it needs, the
// end of a stream for example, and will do so again.
func (r *recorder) Close() error {
	r.tell("")
	return r.from.Close()
}

func (r *recorder) tell(broken string) { r.once.Do(func() { r.end(r.chunks, broken) }) }

// play makes an answer of what is stored.
func play(req *http.Request, r *response) (*http.Response, error) {
	if r.Status == 0 {
		return nil, errorOf(r.Broken)
	}
	chunks, err := r.body()
	if err != nil {
		return nil, fault.Wrap(fault.BadConfig, err, "a cassette holds an answer that cannot be read: record it anew with --replay record")
	}
	resp := &http.Response{
		Status: http.StatusText(r.Status), StatusCode: r.Status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, ContentLength: -1, Request: req, Body: &player{req: req, chunks: chunks, broken: r.Broken},
	}
	for name, value := range r.Header {
		resp.Header.Set(name, value)
	}
	return resp, nil
}

// player gives chunks as they arrived.
type player struct {
	req    *http.Request
	chunks [][]byte
	broken string
}

// Read gives at most one chunk.
func (p *player) Read(to []byte) (int, error) {
	if err := p.req.Context().Err(); err != nil {
		return 0, err
	}
	if len(p.chunks) == 0 {
		if p.broken != "" {
			return 0, errorOf(p.broken)
		}
		return 0, io.EOF
	}
	n := copy(to, p.chunks[0])
	if p.chunks[0] = p.chunks[0][n:]; len(p.chunks[0]) == 0 {
		p.chunks = p.chunks[1:]
	}
	return n, nil
}

// Close does nothing.
func (p *player) Close() error { return nil }
