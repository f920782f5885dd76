package provider

import (
	"slices"
	"strings"
	"time"
)

// State is how an endpoint does with one model.
type State struct {
	Host, Model string
	Failed      int           // calls in a row that it failed, 0 when the last one was answered
	Paused      time.Duration // for which it is left alone yet, 0 when it is not
}

// States returns the state of each endpoint and model that a Client was made
// for, by host and model. Nothing is sent for it.
func (e *Endpoints) States() []State {
	e.mu.Lock()
	defer e.mu.Unlock()
	out := make([]State, 0, len(e.lanes))
	for name, l := range e.lanes {
		address, model, _ := strings.Cut(name, " ")
		_, host, _ := strings.Cut(address, "://")
		host, _, _ = strings.Cut(host, "/")
		s := l.breaker.state()
		s.Host, s.Model = host, model
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b State) int {
		return strings.Compare(a.Host+" "+a.Model, b.Host+" "+b.Model)
	})
	return out
}

func (b *breaker) state() State {
	b.mu.Lock()
	defer b.mu.Unlock()
	return State{Failed: b.failed, Paused: max(0, time.Until(b.until))}
}
