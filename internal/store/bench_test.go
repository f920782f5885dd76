package store_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
)

// BenchmarkWrites stores summaries as the service does: the article, the version,
// a line of the audit, the answer to the idempotency key and the spending, by so
// many writers at the same time.
func BenchmarkWrites(b *testing.B) {
	databases := []struct {
		name string
		dsn  func(testing.TB) string
	}{{"SQLite", storetest.File}, {"PostgreSQL", storetest.URL}}
	for _, database := range databases {
		for _, writers := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/%d", database.name, writers), func(b *testing.B) {
				writeSummaries(b, storetest.Open(b, database.dsn(b)), writers)
			})
		}
	}
}

func writeSummaries(b *testing.B, s *store.Store, writers int) {
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	for range writers {
		all.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				id := fmt.Sprintf("summary-%d", n)
				err := s.Write(context.Background(), func(tx *store.Tx) error { return addAnswered(tx, id) })
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "summaries/s")
	b.ReportMetric(0, "ns/op")
}

func addAnswered(tx *store.Tx, id string) error {
	if err := addSummary(tx, id); err != nil {
		return err
	}
	err := tx.PutAnswer(store.Answer{
		Space: "s", Key: id, Digest: "digest", Owner: "bench", Status: http.StatusCreated,
		Header: map[string]string{"Location": "/v1/summaries/" + id}, Body: resultOfStory, SHA256: "sha-" + id,
	})
	if err != nil {
		return err
	}
	return tx.Settle("token", "2026-11-23", 0, 0.01)
}
