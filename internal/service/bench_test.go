//go:build unix

package service_test

import (
	"context"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store/storetest"
	"github.com/nutgraf/nutgraf/summarize"
)

// BenchmarkDraft drafts different articles, 64 at once, with an instant model in the
// same process, and stores them.
func BenchmarkDraft(b *testing.B) {
	for name, dsn := range map[string]string{"SQLite": storetest.File(b), "PostgreSQL": storetest.URL(b)} {
		b.Run(name, func(b *testing.B) {
			answer := `{"why":{"text":"The closing leaves the island without a public link after ten in the evening, and some 1,200 residents who work late shifts on the mainland with a longer way home.","sentences":[6,7]},"takeaways":[` +
				`{"text":"Council votes 9 to 4 to close the night ferry","sentences":[1,2]},{"text":"Harbour union fears for the jobs of 38 deckhands","sentences":[3]},{"text":"Lindqvist Lines blames a 22% rise in fuel costs since May","sentences":[4]},{"text":"Mayor Ilse Tarn says that a review is planned for October","sentences":[8]}]}`
			sv := start(b, storetest.Open(b, dsn), func(o *service.Options) {
				o.Engines = engines(says(answer))
			})
			var n atomic.Int64
			begun := used()
			b.SetParallelism(32)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					r := textOf(story(int(n.Add(1))))
					r.Options.NoCache = true
					run, err := sv.Draft(context.Background(), ann, r)
					if err == nil {
						_, err = run.Wait(context.Background())
					}
					if err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "drafts/s")
			b.ReportMetric(float64((used()-begun).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}

// used is the time that the process took of processors.
func used() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// says is a model that always gives the same answer.
type says string

func (s says) Complete(context.Context, summarize.Request) (summarize.Response, error) {
	return summarize.Response{Text: string(s), Usage: summarize.Usage{Calls: 1, InputTokens: 1000, OutputTokens: 200}, WireFormat: "json_schema"}, nil
}
