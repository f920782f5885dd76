package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
)

// The figures, as the table names them.
const (
	most    = "summaries stored a second, 32 callers one after the other"
	cpu     = "processor time of the service for each of them"
	atRate  = "300 a second: stored in that time, p50, p99"
	atHalf  = "150 a second: stored in that time, p50, p99"
	checked = "summaries answered, in the database, entries of the audit verified"
	streams = "2,000 idle event streams: growth of resident memory"
	started = "start to ready, 10 starts: median, longest"
	oneKey  = "100 callers at once with one idempotency key: rounds, calls of the model"
)

// bench measures with one database.
type bench struct {
	plan
	model    *model
	database string
	figures  map[string]string
	answered int // summaries that the service said it stored
}

func (b *bench) measure(ctx context.Context, only string) error {
	for _, part := range []struct {
		name    string
		measure func(context.Context) error
	}{{"load", b.underLoad}, {"key", b.withOneKey}, {"streams", b.withStreams}, {"start", b.starting}} {
		if only != "" && !slices.Contains(strings.Split(only, ","), part.name) {
			continue
		}
		if err := part.measure(ctx); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return b.verify(ctx)
}

func (b *bench) underLoad(ctx context.Context) error {
	s, err := b.serve(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	if err := b.warmUp(ctx, s); err != nil {
		return err
	}
	before, err := s.processor()
	if err != nil {
		return err
	}
	flat := b.flatOut(ctx, s)
	after, err := s.processor()
	if err != nil {
		return err
	}
	b.figures[most] = fmt.Sprintf("%.0f", float64(flat.stored)/flat.took.Seconds())
	b.figures[cpu] = ms((after - before) / time.Duration(max(1, flat.stored)))
	b.note(most, flat)
	for _, load := range []struct {
		figure string
		rate   int
	}{{atRate, b.rate}, {atHalf, b.rate / 2}} {
		r := b.atRate(ctx, s, load.rate)
		b.figures[load.figure] = fmt.Sprintf("%d in %.1f s, %s, %s", r.stored, r.took.Seconds(), ms(r.percentile(0.5)), ms(r.percentile(0.99)))
		b.note(load.figure, r)
	}
	return nil
}

func (b *bench) warmUp(ctx context.Context, s *service) error {
	for range 50 {
		if err := b.draft(ctx, s); err != nil {
			return err
		}
		b.answered++
	}
	return nil
}

// note counts what was stored, and adds to a figure what was not.
func (b *bench) note(figure string, r result) {
	b.answered += r.stored
	if r.failed > 0 {
		b.figures[figure] += fmt.Sprintf(" (%d refused)", r.failed)
		fmt.Fprintf(os.Stderr, "%s: %v\n", figure, r.first)
	}
}

func ms(d time.Duration) string {
	return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
}

// withOneKey has many callers send the same at once, round after round.
func (b *bench) withOneKey(ctx context.Context) error {
	s, err := b.serve(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	before, err := b.model.calls(ctx)
	if err != nil {
		return err
	}
	for round := range b.rounds {
		if err := b.round(ctx, s, round); err != nil {
			return err
		}
	}
	after, err := b.model.calls(ctx)
	b.answered += b.rounds
	b.figures[oneKey] = fmt.Sprintf("%d, %d", b.rounds, after-before)
	return err
}

func (b *bench) round(ctx context.Context, s *service, round int) error {
	first, err := b.request(ctx, s, "")
	if err != nil {
		return err
	}
	first.Header.Set("Idempotency-Key", fmt.Sprintf("round-%d-%d", time.Now().UnixNano(), round))
	failures := make(chan error, b.same)
	var all sync.WaitGroup
	for range b.same {
		all.Go(func() {
			r := first.Clone(ctx)
			if r.Body, err = first.GetBody(); err != nil {
				failures <- err
				return
			}
			failures <- send(r, http.StatusCreated)
		})
	}
	all.Wait()
	for range b.same {
		if err := <-failures; err != nil {
			return err
		}
	}
	return nil
}

// withStreams follows one draft that does not come, many times.
func (b *bench) withStreams(ctx context.Context) error {
	s, err := b.serve(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	if err := b.warmUp(ctx, s); err != nil {
		return err
	}
	job, err := b.submit(ctx, s)
	if err != nil {
		return err
	}
	before, err := s.memory()
	if err != nil {
		return err
	}
	following, leave := context.WithCancel(ctx)
	defer leave()
	if err := b.follow(following, s, job); err != nil {
		return err
	}
	time.Sleep(b.idle)
	after, err := s.memory()
	leave()
	cancelled, _ := http.NewRequestWithContext(ctx, http.MethodDelete, s.url+"/v1/jobs/"+job, nil)
	if err := send(cancelled, http.StatusOK); err != nil {
		return err
	}
	b.figures[streams] = fmt.Sprintf("%.0f MB, from %.0f", float64(after-before)/1e6, float64(before)/1e6)
	return err
}

// submit begins a draft that is held, and returns its job.
func (b *bench) submit(ctx context.Context, s *service) (string, error) {
	r, err := b.request(ctx, s, held)
	if err != nil {
		return "", err
	}
	r.Header.Set("Prefer", "respond-async")
	res, err := callers.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	var job struct{ ID string }
	return job.ID, json.NewDecoder(res.Body).Decode(&job)
}

// follow opens streams, and returns when each has had an event.
func (b *bench) follow(ctx context.Context, s *service, job string) error {
	for range b.streams {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/v1/jobs/"+job+"/events", nil)
		if err != nil {
			return err
		}
		res, err := callers.Do(r)
		if err != nil {
			return err
		}
		context.AfterFunc(ctx, func() { _ = res.Body.Close() })
		lines := bufio.NewScanner(res.Body)
		for lines.Scan() && !strings.HasPrefix(lines.Text(), "event:") {
		}
		if err := lines.Err(); err != nil || res.StatusCode != http.StatusOK {
			return fmt.Errorf("%s: %w", res.Status, err)
		}
	}
	return nil
}

func (b *bench) starting(ctx context.Context) error {
	var times []time.Duration
	for range b.starts {
		s, err := b.serve(ctx)
		if err != nil {
			return err
		}
		times = append(times, s.ready)
		s.stop()
	}
	slices.Sort(times)
	b.figures[started] = fmt.Sprintf("%s, %s", ms(times[len(times)/2]), ms(times[len(times)-1]))
	return nil
}

// verify counts what is stored, and verifies the audit.
func (b *bench) verify(ctx context.Context) error {
	s, err := store.Open(ctx, b.database, store.Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	stored, err := count(ctx, s)
	if err != nil {
		return err
	}
	if stored != b.answered {
		return fmt.Errorf("%d summaries were answered, and %d are in the database", b.answered, stored)
	}
	audit, err := s.VerifyAudit(ctx)
	if err != nil {
		return err
	}
	if audit.Broken != nil {
		return fmt.Errorf("entry %d of the audit does not verify", audit.Broken.Seq)
	}
	b.figures[checked] = fmt.Sprintf("%d, %d, %d", b.answered, stored, audit.Entries)
	return nil
}

func count(ctx context.Context, s *store.Store) (n int, err error) {
	for page := (store.Page{Limit: 200}); ; {
		err = s.Read(ctx, func(tx *store.Tx) error {
			var items []store.Summary
			items, page.Cursor, err = tx.Summaries("local", store.Filter{}, page)
			n += len(items)
			return err
		})
		if err != nil || page.Cursor == "" {
			return n, err
		}
	}
}
