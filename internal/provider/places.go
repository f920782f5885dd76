package provider

import (
	"container/list"
	"context"
	"sync"
)

// places are the calls that may be under way at the same time. They are given
// in the order in which they were asked for, and their number may change.
type places struct {
	mu    sync.Mutex
	limit int // 0: no limit
	used  int
	queue list.List // of chan struct{}, closed when the place is given
}

func (p *places) acquire(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.mu.Lock()
	given := make(chan struct{})
	at := p.queue.PushBack(given)
	p.give()
	p.mu.Unlock()
	select {
	case <-given:
		return nil
	case <-ctx.Done():
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-given: // meanwhile
		p.used--
		p.give()
	default:
		p.queue.Remove(at)
	}
	return ctx.Err()
}

func (p *places) release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.used--
	p.give()
}

func (p *places) resize(limit int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.limit = limit
	p.give()
}

func (p *places) give() {
	for p.queue.Len() > 0 && (p.limit == 0 || p.used < p.limit) {
		close(p.queue.Remove(p.queue.Front()).(chan struct{}))
		p.used++
	}
}
