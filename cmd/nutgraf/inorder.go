package main

import (
	"context"
	"sync"
)

// inOrder does n pieces of work, at most limit at the same time, and hands the
// outcomes over in order, one at a time. When the context ends, work that has
// not begun is left out.
func inOrder(ctx context.Context, n, limit int, work func(int) outcome, take func(int, outcome)) {
	results := make([]chan outcome, n)
	for i := range results {
		results[i] = make(chan outcome, 1)
	}
	var wg sync.WaitGroup
	slots := make(chan struct{}, limit)
	wg.Go(func() {
		for i := range n {
			slots <- struct{}{}
			if err := ctx.Err(); err != nil {
				results[i] <- outcome{err: err}
				<-slots
				continue
			}
			wg.Go(func() {
				results[i] <- work(i)
				<-slots
			})
		}
	})
	for i := range n {
		take(i, <-results[i])
	}
	wg.Wait()
}
