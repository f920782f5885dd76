package provider

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// However calls come, are given up and end, and however the limit changes, never
// more than the limit are under way, and all that stay get their place.
func TestPlaces(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		limit := rapid.IntRange(1, 5).Draw(rt, "limit")
		patience := rapid.SliceOfN(rapid.IntRange(0, 20), 1, 40).Draw(rt, "patience")
		synctest.Test(t, func(t *testing.T) {
			p := &places{limit: limit}
			var now, top, served atomic.Int32
			var all sync.WaitGroup
			stay := int32(0)
			for i, seconds := range patience {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if seconds > 0 {
					time.AfterFunc(time.Duration(seconds)*time.Second, cancel)
				} else {
					stay++
				}
				all.Go(func() {
					time.Sleep(time.Duration(i%7) * time.Second)
					if p.acquire(ctx) != nil {
						return
					}
					n := now.Add(1)
					for old := top.Load(); n > old && !top.CompareAndSwap(old, n); old = top.Load() {
					}
					time.Sleep(2 * time.Second)
					if seconds == 0 {
						served.Add(1)
					}
					now.Add(-1)
					p.release()
				})
			}
			all.Wait()
			if int(top.Load()) > limit || served.Load() != stay || p.used != 0 || p.queue.Len() != 0 {
				t.Errorf("%d at once of %d; %d of %d served; %d used, %d wait", top.Load(), limit, served.Load(), stay, p.used, p.queue.Len())
			}
		})
	})
}
