package provider_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize"
)

// caught is a Model that keeps the request which it is asked.
type caught struct {
	summarize.Model
	req summarize.Request
}

func (c *caught) Complete(ctx context.Context, req summarize.Request) (summarize.Response, error) {
	c.req = req
	return c.Model.Complete(ctx, req)
}

// exchange is a real request with its answer, as bytes.
type exchange struct {
	req            summarize.Request
	sent, answered []byte
}

func realExchange(b *testing.B) exchange {
	b.Helper()
	srv := scripted.New(scripted.Options{})
	defer srv.Close()
	model := &caught{Model: deskClient(b, srv.URL())}
	if _, err := newDesk(b, model, shortArticle).summarize(b.Context()); err != nil {
		b.Fatal(err)
	}
	e := exchange{req: model.req, sent: srv.Requests()[0].Body}
	resp, err := http.Post(srv.URL()+"/chat/completions", "application/json", bytes.NewReader(e.sent))
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	if e.answered, err = io.ReadAll(resp.Body); err != nil {
		b.Fatal(err)
	}
	return e
}

// static answers every request with the same bytes.
func static(b *testing.B, answer []byte) *httptest.Server {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	}))
	b.Cleanup(srv.Close)
	return srv
}

// timed runs f and reports its median.
func timed(b *testing.B, f func()) {
	b.Helper()
	f() // connects
	b.ReportAllocs()
	var took []time.Duration
	for b.Loop() {
		begun := time.Now()
		f()
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
}

// BenchmarkBare sends the bytes of a real request with net/http and reads the
// text of the answer: the least that a call can be.
func BenchmarkBare(b *testing.B) {
	e := realExchange(b)
	srv := static(b, e.answered)
	transport := provider.NewTransport()
	defer transport.CloseIdleConnections()
	timed(b, func() {
		req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, srv.URL+"/v1/chat/completions", bytes.NewReader(e.sent))
		if err != nil {
			b.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Authorization", "Bearer "+deskKey)
		resp, err := (&http.Client{Transport: transport}).Do(req)
		if err != nil {
			b.Fatal(err)
		}
		data, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		var answer struct {
			Choices []struct {
				Message struct {
					Content string `json:"content"`
				} `json:"message"`
			} `json:"choices"`
		}
		if err != nil || json.Unmarshal(data, &answer) != nil || answer.Choices[0].Message.Content == "" {
			b.Fatal(err)
		}
	})
}

// BenchmarkClient makes the same call with a Client.
func BenchmarkClient(b *testing.B) {
	e := realExchange(b)
	c := deskClient(b, static(b, e.answered).URL+"/v1")
	timed(b, func() {
		if resp, err := c.Complete(b.Context(), e.req); err != nil || resp.Text == "" {
			b.Fatal(err)
		}
	})
}
