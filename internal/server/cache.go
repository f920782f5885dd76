package server

import (
	"sync"
	"time"
)

// mostCached is how many values a cache holds.
const mostCached = 10_000

// cache keeps values for a while. The zero value is ready.
type cache[V any] struct {
	mu sync.Mutex
	of map[string]cached[V]
}

type cached[V any] struct {
	value V
	until time.Time
}

func (c *cache[V]) get(key string) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.of[key]
	if !ok || !time.Now().Before(e.until) {
		var none V
		return none, false
	}
	return e.value, true
}

func (c *cache[V]) put(key string, value V, keep time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil || len(c.of) >= mostCached {
		c.of = map[string]cached[V]{}
	}
	c.of[key] = cached[V]{value: value, until: time.Now().Add(keep)}
}
