package telemetry

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/nutgraf/nutgraf/internal/secret"
)

func hidden(text string) secret.Secret { return secret.New(text) }

// buffer is a log that may be read while it is written.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// lines are the log's, read as JSON.
func (b *buffer) lines(t *testing.T) []map[string]any {
	t.Helper()
	var out []map[string]any
	for line := range strings.Lines(b.String()) {
		fields := map[string]any{}
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		out = append(out, fields)
	}
	return out
}

// served runs what the service would be, in its order of handlers.
func served(t *testing.T, tel *Telemetry, mux *http.ServeMux) *httptest.Server {
	caught := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() {
				if recover() != nil {
					w.WriteHeader(http.StatusInternalServerError)
				}
			}()
			next.ServeHTTP(w, r.WithContext(WithRequestID(r.Context(), "req-"+r.URL.Query().Get("n"))))
		})
	}
	copied := func(next http.Handler) http.Handler { // as middleware does that adds to the context
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			SetCaller(r.Context(), "news", "tok_1")
			next.ServeHTTP(w, r.Clone(r.Context()))
		})
	}
	s := httptest.NewServer(caught(tel.HTTP(copied(Routed(mux)))))
	t.Cleanup(s.Close)
	return s
}

func fetch(t *testing.T, method, url string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestEachRequestIsOneLine(t *testing.T) {
	var log buffer
	tel := start(t, Options{Log: NewLogger(LogOptions{Out: &log})})
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/summaries/{id}/approve", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusConflict)
		_, _ = io.WriteString(w, "four")
	})
	mux.HandleFunc("GET /fails", func(http.ResponseWriter, *http.Request) { panic("article text") })
	mux.HandleFunc("GET /nothing", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	s := served(t, tel, mux)
	fetch(t, http.MethodPost, s.URL+"/v1/summaries/sum_secret/approve?n=1&q=article")
	fetch(t, http.MethodGet, s.URL+"/fails?n=2")
	fetch(t, http.MethodGet, s.URL+"/nothing?n=3")
	fetch(t, http.MethodGet, s.URL+"/wp-login.php?n=4")
	fetch(t, http.MethodGet, s.URL+"/v1/summaries/sum_secret/approve?n=5")
	fetch(t, http.MethodGet, s.URL+"/healthz?n=6")
	want := []map[string]any{
		{"level": "INFO", "method": "POST", "route": "/v1/summaries/{id}/approve", "status": 409., "bytes": 4., "request_id": "req-1"},
		{"level": "WARN", "method": "GET", "route": "/fails", "status": 500., "bytes": 0., "request_id": "req-2"},
		{"level": "INFO", "method": "GET", "route": "/nothing", "status": 200., "bytes": 0., "request_id": "req-3"},
		{"level": "INFO", "method": "GET", "route": "unmatched", "status": 404., "bytes": 19., "request_id": "req-4"},
		{"level": "INFO", "method": "GET", "route": "unmatched", "status": 405., "bytes": 19., "request_id": "req-5"},
	}
	got := log.lines(t)
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d:\n%s", len(got), len(want), log.String())
	}
	for i, fields := range want {
		fields["msg"], fields["space"], fields["token"] = "request", "news", "tok_1"
		for name, value := range fields {
			if got[i][name] != value {
				t.Errorf("line %d: %s is %v, want %v", i, name, got[i][name], value)
			}
		}
		for _, name := range []string{"time", "ms"} {
			if _, ok := got[i][name]; !ok {
				t.Errorf("line %d has no %s", i, name)
			}
		}
		if len(got[i]) != len(fields)+2 {
			t.Errorf("line %d has other fields too: %v", i, got[i])
		}
	}
	if strings.Contains(log.String(), "sum_secret") || strings.Contains(log.String(), "article") {
		t.Errorf("a path, query or panic is in the log:\n%s", log.String())
	}
	if got := value(t, tel, "nutgraf_http_request_duration_seconds", "route", "/fails", "status", "5xx"); got != 1 {
		t.Errorf("the panic was counted %v times", got)
	}
}

func TestHealthIsLoggedForThoseWhoAsk(t *testing.T) {
	var log buffer
	tel := start(t, Options{Log: NewLogger(LogOptions{Out: &log, Level: slog.LevelDebug})})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	fetch(t, http.MethodGet, served(t, tel, mux).URL+"/healthz")
	if lines := log.lines(t); len(lines) != 1 || lines[0]["level"] != "DEBUG" {
		t.Errorf("%v", lines)
	}
}

func TestStreamsPassAsTheyAreWritten(t *testing.T) {
	tel := start(t, Options{})
	mux := http.NewServeMux()
	goOn := make(chan struct{})
	mux.HandleFunc("GET /events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		_, _ = io.WriteString(w, "data: 1\n\n")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		<-goOn
		if _, ok := w.(http.Flusher); !ok {
			t.Error("the answer cannot be flushed")
		}
	})
	s := served(t, tel, mux)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body := bufio.NewReader(resp.Body)
	if line, err := body.ReadString('\n'); err != nil || line != "data: 1\n" {
		t.Fatalf("%q %v", line, err)
	}
	if got := value(t, tel, "nutgraf_event_streams_open"); got != 1 {
		t.Errorf("%v streams are open, want 1", got)
	}
	close(goOn)
	if _, err := io.ReadAll(body); err != nil {
		t.Error(err)
	}
	s.Close()
	if got := value(t, tel, "nutgraf_event_streams_open"); got != 0 {
		t.Errorf("%v streams are open, want 0", got)
	}
}

// refusing fails as a connection does whose reader went away.
type refusing struct{ http.ResponseWriter }

func (refusing) FlushError() error { return io.ErrClosedPipe }

func TestFlushTellsOfReadersThatLeft(t *testing.T) {
	tel := start(t, Options{})
	tel.HTTP(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if err := http.NewResponseController(w).Flush(); err != io.ErrClosedPipe {
			t.Errorf("flush says %v", err)
		}
	})).ServeHTTP(refusing{httptest.NewRecorder()}, httptest.NewRequest(http.MethodGet, "/", nil))
}
