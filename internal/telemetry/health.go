package telemetry

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/nutgraf/nutgraf/internal/provider"
)

// Checks say what the health of the process depends on. What is nil or empty is
// not looked at.
type Checks struct {
	Store      func(context.Context) error // is the database there, and can it be written?
	Endpoints  func() []provider.State     // the models that draft; nil where none does
	Extractive bool                        // the embedded engine may draft
	Path       string                      // of the store's file or folder
	MinFree    uint64                      // bytes that must be free there; 0 is 256 MiB
	Draining   func() bool                 // the process is about to end
}

const (
	checkEvery     = time.Second
	checkTimeout   = 2 * time.Second
	defaultMinFree = 256 << 20
)

// condition is how a part of the process is. Of several, the last in this order
// counts.
type condition string

const (
	well     condition = "ok"
	degraded condition = "degraded"
	down     condition = "unavailable"
)

var gravity = map[condition]int{well: 0, degraded: 1, down: 2}

// finding is what one check found, in a sentence for people.
type finding struct {
	Status  condition `json:"status"`
	Message string    `json:"message"`
}

// report is what /readyz shows.
type report struct {
	Status condition          `json:"status"`
	Checks map[string]finding `json:"checks"`
}

// Health answers whether work can be given to the process.
type Health struct {
	checks Checks

	turn chan struct{} // holds one token, of the one that looks
	last report
	at   time.Time
}

// Health makes what answers /healthz and /readyz, and shows the same as metrics.
// It is called once.
func (t *Telemetry) Health(c Checks) *Health {
	if c.MinFree == 0 {
		c.MinFree = defaultMinFree
	}
	h := &Health{checks: c, turn: make(chan struct{}, 1)}
	t.registry.MustRegister(readiness{h})
	return h
}

// Live says that the process is alive.
func (h *Health) Live(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write([]byte("ok\n"))
}

// Ready says what can be done: 200 when summaries can be drafted, if only by the
// embedded engine; 503 when they cannot.
func (h *Health) Ready(w http.ResponseWriter, _ *http.Request) {
	r := h.look()
	body, err := json.Marshal(r)
	if err != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if r.Status == down {
		w.Header().Set("Retry-After", "5")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_, _ = w.Write(append(body, '\n'))
}

// look makes the checks, at most once in a second however many ask.
func (h *Health) look() report {
	h.turn <- struct{}{}
	defer func() { <-h.turn }()
	if h.at.IsZero() || time.Since(h.at) >= checkEvery {
		h.last = h.checks.run()
		h.at = time.Now()
	}
	r := h.last
	r.Checks = map[string]finding{}
	for name, f := range h.last.Checks {
		r.Checks[name] = f
	}
	return r.with("draining", h.checks.draining())
}

// with adds a finding. A nil one adds nothing.
func (r report) with(name string, f *finding) report {
	if f != nil {
		r.Checks[name] = *f
		if gravity[f.Status] > gravity[r.Status] {
			r.Status = f.Status
		}
	}
	return r
}

// readiness shows the checks as metrics.
type readiness struct{ *Health }

var readyDesc = prometheus.NewDesc(namespace+"_ready", "1 when a check of /readyz is well, 0.5 when it is degraded, 0 when nothing can be drafted for it.", []string{labelCheck}, nil)

// Describe tells of the metric.
func (r readiness) Describe(out chan<- *prometheus.Desc) { out <- readyDesc }

// Collect makes the checks.
func (r readiness) Collect(out chan<- prometheus.Metric) {
	for name, f := range r.look().Checks {
		value := 1 - float64(gravity[f.Status])/2
		out <- prometheus.MustNewConstMetric(readyDesc, prometheus.GaugeValue, value, name)
	}
}
