package server

import (
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// mostLimited is how many callers are counted at once.
const mostLimited = 10_000

// limits counts requests a minute by caller. The zero value is ready.
type limits struct {
	mu sync.Mutex
	of map[string]*rate.Limiter
}

// take counts a request, and refuses it when the caller had too many.
func (l *limits) take(caller string, perMinute int) error {
	now := time.Now()
	reserved := l.limiter(caller, perMinute, now).ReserveN(now, 1)
	wait := reserved.DelayFrom(now)
	if wait <= 0 {
		return nil
	}
	reserved.CancelAt(now)
	seconds := int(math.Ceil(wait.Seconds()))
	return &waiting{
		refusal: refuse(fault.RateLimited, "more than %d requests a minute: try again in %d s", perMinute, seconds),
		seconds: seconds,
	}
}

// limiter allows a burst of ten seconds' worth.
func (l *limits) limiter(caller string, perMinute int, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if known, ok := l.of[caller]; ok {
		return known
	}
	if len(l.of) >= mostLimited {
		l.forget(now)
	}
	if l.of == nil {
		l.of = map[string]*rate.Limiter{}
	}
	made := rate.NewLimiter(rate.Limit(float64(perMinute)/60), max(1, perMinute/6))
	l.of[caller] = made
	return made
}

// forget drops callers who have not asked for a while; when all are busy, all.
func (l *limits) forget(now time.Time) {
	for caller, limiter := range l.of {
		if limiter.TokensAt(now) >= float64(limiter.Burst()) {
			delete(l.of, caller)
		}
	}
	if len(l.of) >= mostLimited {
		clear(l.of)
	}
}
