package provider_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

const atOnce = 200

// mixed is a script in which one reply of five fails, each in one of many ways.
// A key that is refused and an account without credit are not among them: they
// stay so, and end all calls.
func mixed(n int) []scripted.Reply {
	limited := says("rate_limit_exceeded", "Rate limit reached for requests")
	ways := []scripted.Reply{
		{Status: 500, Body: says("", "The server had an error")},
		{Status: 502, Body: scripted.ErrorBody("html", "", "", "502 Bad Gateway")},
		{Status: 503, Header: header("Retry-After", "2")},
		{Status: 429, Header: header("Retry-After-Ms", "700"), Body: limited},
		{Status: 429, Body: limited},
		{Status: 408},
		{Status: 400, Body: says("content_filter", "The response was filtered")},
		{Cut: scripted.CutBefore},
		{Cut: scripted.CutHeader},
		{Cut: scripted.CutMiddle},
		{Cut: scripted.Unfinished},
		{Body: `{"error":{"code":502,"message":"Provider returned error"}}`},
		{Body: `{"choices":[{"message":{"content":"{`},
		{Body: "<html>Sign in</html>"},
		{Text: "The cup final was a fine match, and the town is happy."},
		{Silent: true, Reasoning: "Let me think."},
		{Text: `{"why":{"te`, Finish: "length"},
		{Refusal: "I cannot help with that."},
		{Usage: scripted.None},
		{WriteBytes: 7, Gzip: true},
		{Pause: 40 * time.Second},
	}
	rnd := rand.New(rand.NewPCG(3, 9))
	script := make([]scripted.Reply, n, n+1)
	for i := range script {
		if rnd.IntN(5) == 0 {
			script[i] = ways[rnd.IntN(len(ways))]
		}
	}
	return append(script, scripted.Reply{})
}

// ledger notes what every call of a model cost.
type ledger struct {
	summarize.Model
	mu    sync.Mutex
	usage summarize.Usage
	most  int // requests of one call
}

func (l *ledger) Complete(ctx context.Context, req summarize.Request) (summarize.Response, error) {
	resp, err := l.Model.Complete(ctx, req)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.usage = l.usage.Add(resp.Usage)
	l.most = max(l.most, resp.Usage.Calls)
	return resp, err
}

// load is what came of many summaries.
type load struct {
	drafts  int
	codes   map[fault.Code]int
	others  []error
	booked  float64 // US dollars, of the results that know
	unknown int     // results that do not
	took    []time.Duration
}

// drive drafts n summaries, that many at once, every second one streamed.
func drive(t testing.TB, d *desk, n int) *load {
	t.Helper()
	out := &load{codes: map[fault.Code]int{}}
	var mu sync.Mutex
	var wg sync.WaitGroup
	jobs := make(chan bool)
	for range atOnce {
		wg.Go(func() {
			for stream := range jobs {
				engine := *d.engine
				engine.Stream = stream
				begun := time.Now()
				r, err := summarize.Summarize(t.Context(), d.article, summarize.Options{Engine: &engine, Profile: d.profile})
				mu.Lock()
				out.add(r, err, time.Since(begun))
				mu.Unlock()
			}
		})
	}
	for i := range n {
		jobs <- i%2 == 1
	}
	close(jobs)
	wg.Wait()
	slices.Sort(out.took)
	return out
}

func (l *load) add(r *summarize.Result, err error, took time.Duration) {
	l.took = append(l.took, took)
	var f *fault.Error
	switch {
	case err == nil:
		l.drafts++
	case errors.As(err, &f):
		l.codes[f.Code]++
	default:
		l.others = append(l.others, err)
	}
	if r != nil && r.Provenance.USD != nil {
		l.booked += *r.Provenance.USD
	} else {
		l.unknown++
	}
}

// TestLoad drafts 1,000 summaries, 200 at once, with a server that fails one
// call of five in mixed ways: in faked time, so that every wait is as long as in
// earnest. It drafts 150 with the race detector or -short. That no goroutine is
// left, the bubble demands.
func TestLoad(t *testing.T) {
	n := 1000
	if raced || testing.Short() {
		n = 150
	}
	newDesk(t, nil, shortArticle)
	synctest.Test(t, func(t *testing.T) {
		network := newMemoryNet()
		srv := scripted.NewHandler(scripted.Options{Key: deskKey, Model: deskModel, Latency: time.Second}, mixed(4*n)...)
		server := http.Server{Handler: srv, ErrorLog: quiet}
		go func() { _ = server.Serve(network) }()
		c := deskClient(t, "http://model.example/v1", func(cfg *provider.Config) {
			cfg.Transport = &http.Transport{DialContext: network.dial, MaxIdleConnsPerHost: atOnce}
			cfg.Timeout, cfg.MaxRetryWait = 0, 0
		})
		books := &ledger{Model: c}
		d := newDesk(t, books, shortArticle)
		got := drive(t, d, n)
		synctest.Wait() // for the server to write its bill
		checkLoad(t, got, books, srv, n)
		c.Close()
		srv.Close()
		_ = server.Close()
	})
}

func checkLoad(t *testing.T, got *load, books *ledger, srv *scripted.Server, n int) {
	t.Helper()
	bill, wire := srv.Bill(), len(srv.Requests())
	t.Logf("%d drafts, failures %v, %d requests, at most %d in a call, %d at once, %+v", got.drafts, got.codes, wire, books.most, srv.MaxInFlight(), bill)
	failed := 0
	for code, k := range got.codes {
		failed += k
		if code.Kind() != fault.KindModel {
			t.Errorf("%d failed with %s", k, code)
		}
	}
	if len(got.others) > 0 || got.drafts+failed != n || got.drafts < n/2 {
		t.Errorf("%d drafts, %d failures of %d, without a code: %v", got.drafts, failed, n, got.others)
	}
	if books.most > provider.MaxTries || books.usage.Calls != wire {
		t.Errorf("%d requests in one call; %d on the wire, %d are told", books.most, wire, books.usage.Calls)
	}
	u := books.usage
	if u.InputTokens != bill.Input || u.OutputTokens != bill.Output || u.CachedTokens != bill.Cached {
		t.Errorf("booked %+v, served %+v", u, bill)
	}
	if most := deskPrice.Cost(u); got.booked > most+1e-9 || got.unknown == 0 && math.Abs(got.booked-most) > 1e-9 {
		t.Errorf("$%f in the results, $%f served", got.booked, most)
	}
	if srv.MaxInFlight() > atOnce {
		t.Errorf("%d at once", srv.MaxInFlight())
	}
	for _, r := range srv.Requests() {
		if r.Objection != "" {
			t.Fatalf("the server objects: %s", r.Objection)
		}
	}
}

// BenchmarkLoad is TestLoad's load over TCP and in real time, with answers after
// 50 ms and waits of 50 ms at most. Run it once: script/bench-load.
func BenchmarkLoad(b *testing.B) {
	const n = 1000
	for b.Loop() {
		script := mixed(4 * n)
		for i := range script {
			script[i].Pause = min(script[i].Pause, 100*time.Millisecond)
		}
		srv := scripted.New(scripted.Options{Key: deskKey, Model: deskModel, Latency: 50 * time.Millisecond}, script...)
		books := &ledger{Model: deskClient(b, srv.URL(), func(cfg *provider.Config) { cfg.MaxRetryWait = 50 * time.Millisecond })}
		d := newDesk(b, books, shortArticle)
		begun := time.Now()
		got := drive(b, d, n)
		spent := time.Since(begun)
		time.Sleep(100 * time.Millisecond) // for the server to write its bill
		bill := srv.Bill()
		if books.usage.InputTokens != bill.Input || books.usage.Calls != len(srv.Requests()) || len(got.others) > 0 {
			b.Errorf("booked %+v, served %+v, %d requests, %v", books.usage, bill, len(srv.Requests()), got.others)
		}
		b.ReportMetric(float64(n)/spent.Seconds(), "summaries/s")
		b.ReportMetric(got.took[n/2].Seconds()*1000, "p50-ms")
		b.ReportMetric(got.took[n*99/100].Seconds()*1000, "p99-ms")
		b.ReportMetric(float64(len(srv.Requests()))/n, "requests/summary")
		b.ReportMetric(float64(got.drafts), "drafts")
		fmt.Fprintf(b.Output(), "%d drafts, failures by code %v, %d requests, %d at once\n", got.drafts, got.codes, len(srv.Requests()), srv.MaxInFlight())
		srv.Close()
	}
}
