package server

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// stream writes server-sent events. It writes a comment when there was no event
// for a while, so that proxies keep the connection, and gives up on a reader who
// does not take an event in time. Nothing is kept for a slow reader.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	every   time.Duration // between signs of life
	timeout time.Duration // for a reader to take an event
	gone    context.CancelFunc

	mu     sync.Mutex
	beat   *time.Timer
	err    error
	closed bool
}

// openStream begins a stream. The context that it returns ends when the reader
// is gone, or too slow. Close must be called.
func (s *Server) openStream(ctx context.Context, w http.ResponseWriter) (context.Context, *stream) {
	ctx, cancel := context.WithCancel(ctx)
	h := w.Header()
	h.Set("Content-Type", streamType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	out := &stream{w: w, control: http.NewResponseController(w), every: s.o.Heartbeat, timeout: s.o.WriteTimeout, gone: cancel}
	if _, recorded := w.(*recording); !recorded { // who plays it gives signs of life
		out.beat = time.AfterFunc(out.every, func() { out.write([]byte(":\n\n")) })
	}
	return ctx, out
}

// retryLine tells readers how long to wait before they come back.
const retryLine = "retry: 1000\n\n"

// write sends raw bytes of the stream.
func (e *stream) write(data []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed || e.err != nil {
		return
	}
	_ = e.control.SetWriteDeadline(time.Now().Add(e.timeout))
	if _, e.err = e.w.Write(data); e.err == nil {
		e.err = e.control.Flush()
	}
	if e.err != nil {
		e.gone()
		return
	}
	if e.beat != nil {
		e.beat.Reset(e.every)
	}
}

// send sends an event. Its ID may be the zero one.
func (e *stream) send(id eventID, name string, data any) {
	var out bytes.Buffer
	if id.run != "" {
		out.WriteString("id: " + id.String() + "\n")
	}
	out.WriteString("event: " + name + "\ndata: ")
	encoder := json.NewEncoder(&out) // escapes line ends, and adds one
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(data); err != nil {
		panic(err) // data of our own that is no JSON
	}
	out.WriteByte('\n')
	e.write(out.Bytes())
}

// close ends the signs of life. After it nothing is written.
func (e *stream) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	if e.beat != nil {
		e.beat.Stop()
	}
	e.gone()
}
