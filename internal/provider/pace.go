package provider

import (
	"context"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/nutgraf/nutgraf/summarize"
)

const (
	slowest  = 1.0 / 64 // of what is configured
	speedUp  = 1.0 / 32 // that a good answer brings back
	slowDown = 0.5
)

// pace holds the limits of an endpoint. When it asks to slow down they are
// halved, and each good answer brings a little of them back.
type pace struct {
	places *places // for calls
	line   *places // of requests that wait for the minute: the first alone looks at the limits

	mu       sync.Mutex
	calls    int // at the same time, as configured; 0: no limit
	requests *bucket
	tokens   *bucket
	level    float64 // of the limits that are configured
	slowed   time.Time
}

func newPace() *pace { return &pace{places: &places{}, line: &places{limit: 1}, level: 1} }

// limit sets limits; 0 sets none. Limits that are set already are not raised.
func (p *pace) limit(calls, requestsPerMinute, tokensPerMinute int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if calls > 0 && (p.calls == 0 || calls < p.calls) {
		p.calls = calls
	}
	p.requests = p.requests.atMost(requestsPerMinute)
	p.tokens = p.tokens.atMost(tokensPerMinute)
	p.apply()
}

// wait takes a request and its weight from the limits of the minute when both
// allow it, in the order in which requests ask. Nothing is taken before, so that
// one that gives up owes nothing. It takes nothing either where goes says no once it
// is a request's turn. It fails when ctx ends before.
func (p *pace) wait(ctx context.Context, weight int, goes func() bool) (taken bool, err error) {
	if !p.limited() {
		return goes(), nil
	}
	if err := p.line.acquire(ctx); err != nil {
		return false, err
	}
	defer p.line.release()
	for goes() {
		wait := p.take(weight)
		if wait <= 0 {
			return true, nil
		}
		if err := sleep(ctx, wait); err != nil {
			return false, err
		}
	}
	return false, nil
}

func (p *pace) limited() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.requests != nil || p.tokens != nil
}

// take takes a request and its weight together, or tells how long to wait. What
// goes beyond the bucket is owed, and others wait for it.
func (p *pace) take(weight int) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if wait := max(p.requests.missing(now, 1), p.tokens.missing(now, weight)); wait > 0 {
		return wait
	}
	p.requests.take(now, 1)
	p.tokens.take(now, weight)
	return 0
}

// correct books what a request really took in place of its weight. A request that
// was refused before an answer was made took nothing.
func (p *pace) correct(weight int, took summarize.Usage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if took.Unreported == 0 {
		p.tokens.take(time.Now(), took.InputTokens+took.OutputTokens-weight)
	}
}

// slower halves the limits, once for all requests that were under way together.
func (p *pace) slower(start, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if start.After(p.slowed) {
		p.level, p.slowed = max(p.level*slowDown, slowest), now
		p.apply()
	}
}

func (p *pace) faster() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.level < 1 {
		p.level = min(p.level+speedUp, 1)
		p.apply()
	}
}

func (p *pace) apply() {
	p.requests.at(p.level)
	p.tokens.at(p.level)
	if p.calls > 0 {
		p.places.resize(max(1, int(float64(p.calls)*p.level)))
	}
}

// bucket lets through so many a minute: a tenth of them at once, the rest spread
// evenly, so that it is never more in any minute. A nil bucket has no limit.
type bucket struct {
	limiter   *rate.Limiter
	perMinute int
}

// atMost returns a bucket for the smaller one of two limits.
func (b *bucket) atMost(perMinute int) *bucket {
	if perMinute <= 0 || b != nil && b.perMinute <= perMinute {
		return b
	}
	b = &bucket{perMinute: perMinute}
	b.limiter = rate.NewLimiter(0, max(1, perMinute/10))
	b.at(1)
	return b
}

// at sets the part of the limit that is used.
func (b *bucket) at(level float64) {
	if b != nil {
		even := float64(b.perMinute - b.limiter.Burst() + 1)
		b.limiter.SetLimit(rate.Limit(even * level / 60))
	}
}

// missing is how long it takes until n can be taken, or as much of it as the
// bucket holds at most.
func (b *bucket) missing(now time.Time, n int) time.Duration {
	if b == nil {
		return 0
	}
	lacks := float64(min(n, b.limiter.Burst())) - b.limiter.TokensAt(now)
	if lacks <= 0 {
		return 0
	}
	return time.Duration(math.Ceil(lacks / float64(b.limiter.Limit()) * float64(time.Second)))
}

// take takes n, whatever is there, or gives it back when n is less than 0.
func (b *bucket) take(now time.Time, n int) {
	if b == nil || n == 0 {
		return
	}
	if n < 0 {
		b.limiter.ReserveN(now, n)
		return
	}
	for n = min(n, 10*b.perMinute); n > 0; n -= b.limiter.Burst() {
		b.limiter.ReserveN(now, min(n, b.limiter.Burst()))
	}
}
