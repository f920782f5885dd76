package server

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"net/http"
	"sync"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// longestAnswer is how many bytes of an answer are recorded.
const longestAnswer = 16 << 20

var errTooLong = errors.New("the answer is too long to be recorded")

// recording is an answer that is written once and played to everybody who sent
// the same request with the same idempotency key, while it grows and after.
type recording struct {
	mu     sync.Mutex
	header http.Header
	status int
	body   []byte
	done   bool
	failed bool          // must not be kept
	more   chan struct{} // closed at the next change
}

func newRecording() *recording {
	return &recording{header: http.Header{}, more: make(chan struct{})}
}

// Header is that of the answer, to be set before the first byte.
func (r *recording) Header() http.Header { return r.header }

// WriteHeader begins the answer.
func (r *recording) WriteHeader(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.status == 0 && status >= 200 {
		r.status = status
		r.changed()
	}
}

// Write adds to the body.
func (r *recording) Write(data []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.body)+len(data) > longestAnswer {
		r.failed = true
		return 0, errTooLong
	}
	r.body = append(r.body, data...)
	r.changed()
	return len(data), nil
}

// Flush is there so that streams can be recorded: players see all at once.
func (r *recording) Flush() {}

// spoil tells that the answer is not one to be kept.
func (r *recording) spoil() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed = true
}

// finish ends the answer.
func (r *recording) finish() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done = true
	r.changed()
}

// restore makes it one that was recorded before.
func (r *recording) restore(status int, header map[string]string, body []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for name, value := range header {
		r.header.Set(name, value)
	}
	r.status, r.body = status, body
	r.changed()
}

// changed wakes the players. The lock is held.
func (r *recording) changed() {
	close(r.more)
	r.more = make(chan struct{})
}

// after returns what was written from an offset on. ready is false while there is
// no header to show: an answer that is no stream is shown when it is done.
func (r *recording) after(offset int) (data []byte, ready, done bool, more <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	ready = r.done || r.status != 0 && r.header.Get("Content-Type") == streamType
	return r.body[min(offset, len(r.body)):], ready, r.done, r.more
}

// play answers a request with the recording, as far as it is and then as it grows.
func (s *Server) play(w http.ResponseWriter, r *http.Request, rec *recording) {
	ctx := r.Context()
	if !rec.await(ctx) {
		return
	}
	if !rec.begun() {
		fail(w, r, fault.New(fault.Interrupted, "the work was cancelled: send the request again"))
		return
	}
	maps.Copy(w.Header(), rec.header)
	if rec.header.Get("Content-Type") != streamType {
		w.WriteHeader(rec.status)
		_, _ = w.Write(rec.body)
		return
	}
	ctx, out := s.openStream(ctx, w)
	defer out.close()
	offset, wanted := 0, parseEventID(r.Header.Get("Last-Event-ID"))
	for {
		data, _, done, more := rec.after(offset)
		offset += len(data)
		if rest := unseen(data, wanted); len(rest) > 0 {
			out.write(rest)
			wanted = eventID{}
		}
		if done {
			return
		}
		select {
		case <-more:
		case <-ctx.Done():
			return
		}
	}
}

// await waits for something to play. It is false when the caller left before.
func (r *recording) await(ctx context.Context) bool {
	for {
		_, ready, _, more := r.after(0)
		if ready {
			return true
		}
		select {
		case <-more:
		case <-ctx.Done():
			return false
		}
	}
}

// unseen is what of a recorded stream comes after an event, and all of it when
// the event is not part of it.
func unseen(data []byte, last eventID) []byte {
	if last.run == "" {
		return data
	}
	at := bytes.Index(data, []byte("id: "+last.String()+"\n"))
	if at < 0 || at > 0 && data[at-1] != '\n' {
		return data
	}
	_, rest, _ := bytes.Cut(data[at:], []byte("\n\n"))
	return rest
}

// begun tells whether a part of the answer may have been played.
func (r *recording) begun() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status != 0
}

// result is the answer for the store. It is not good when the same request may
// have a better one: after failures that pass.
func (r *recording) result() (status int, header map[string]string, body []byte, good bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	header = map[string]string{}
	for name := range r.header {
		header[name] = r.header.Get(name)
	}
	passing := r.status == 0 || r.status >= 500 || r.status == http.StatusTooManyRequests
	return r.status, header, r.body, !passing && !r.failed
}
