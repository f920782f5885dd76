package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// articles counts what was sent, so that no article comes twice.
var articles atomic.Int64

// request is one for a summary of an article that was not sent before.
func (b *bench) request(ctx context.Context, s *service, more string) (*http.Request, error) {
	n := articles.Add(1)
	text := fmt.Sprintf("%s\n\nThe council keeps the report in its file %d. %s", b.article, n, more)
	body, err := json.Marshal(map[string]any{"article": map[string]any{"id": fmt.Sprint("bench-", n), "text": text}})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/v1/summaries", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	return r, nil
}

// callers keep their connections, as a CMS does.
var callers = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4000, DisableCompression: true}}

// draft asks for a summary and reads all of it.
func (b *bench) draft(ctx context.Context, s *service) error {
	r, err := b.request(ctx, s, "")
	if err != nil {
		return err
	}
	return send(r, http.StatusCreated)
}

func send(r *http.Request, want int) error {
	res, err := callers.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != want {
		body, _ := io.ReadAll(io.LimitReader(res.Body, 1000))
		return fmt.Errorf("%s: %s", res.Status, body)
	}
	_, err = io.Copy(io.Discard, res.Body)
	return err
}

// result is what a load came to.
type result struct {
	stored int
	failed int
	first  error // of the failures
	took   time.Duration
	times  []time.Duration
}

func (r *result) percentile(p float64) time.Duration {
	if len(r.times) == 0 {
		return 0
	}
	slices.Sort(r.times)
	return r.times[min(len(r.times)-1, int(p*float64(len(r.times))))]
}

// tally counts answers of many callers.
type tally struct {
	mu sync.Mutex
	result
}

func (t *tally) add(took time.Duration, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err != nil {
		t.failed++
		if t.first == nil {
			t.first = err
		}
		return
	}
	t.stored++
	t.times = append(t.times, took)
}

// flatOut has callers send one request after the other.
func (b *bench) flatOut(ctx context.Context, s *service) result {
	var t tally
	var all sync.WaitGroup
	began := time.Now()
	for range b.callers {
		all.Go(func() {
			for time.Since(began) < b.load {
				at := time.Now()
				err := b.draft(ctx, s)
				t.add(time.Since(at), err)
			}
		})
	}
	all.Wait()
	t.took = time.Since(began)
	return t.result
}

// atRate sends requests at equal distances, whether those before were answered or
// not. The time of each begins when it is due.
func (b *bench) atRate(ctx context.Context, s *service, perSecond int) result {
	var t tally
	var all sync.WaitGroup
	began := time.Now()
	for i := range int(b.load.Seconds() * float64(perSecond)) {
		due := began.Add(time.Duration(i) * time.Second / time.Duration(perSecond))
		time.Sleep(time.Until(due))
		all.Go(func() {
			err := b.draft(ctx, s)
			t.add(time.Since(due), err)
		})
	}
	all.Wait()
	t.took = time.Since(began)
	return t.result
}
