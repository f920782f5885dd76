package telemetry

import (
	"mime"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
)

// recorder looks at an answer as it is written.
type recorder struct {
	http.ResponseWriter
	status  int // 0 until it is written
	bytes   int64
	streams prometheus.Gauge
	stream  bool // of events
}

// WriteHeader notes the status, and whether a stream of events begins.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && status >= http.StatusOK {
		r.status = status
		kind, _, _ := mime.ParseMediaType(r.Header().Get("Content-Type"))
		if kind == "text/event-stream" {
			r.stream = true
			r.streams.Inc()
		}
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write counts.
func (r *recorder) Write(p []byte) (int, error) {
	r.begin()
	n, err := r.ResponseWriter.Write(p)
	r.bytes += int64(n)
	return n, err
}

func (r *recorder) begin() {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
}

// Flush is for those who know http.Flusher alone.
func (r *recorder) Flush() { _ = r.FlushError() }

// FlushError sends what was written.
func (r *recorder) FlushError() error {
	r.begin()
	return http.NewResponseController(r.ResponseWriter).Flush()
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// end is called when the answer is over. One that nothing was written to is 200,
// or 500 when what should write it panics.
func (r *recorder) end(panicking bool) {
	switch {
	case r.status != 0:
	case panicking:
		r.status = http.StatusInternalServerError
	default:
		r.status = http.StatusOK
	}
	if r.stream {
		r.streams.Dec()
	}
}
