package service

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
)

// Run is the making of one version of a summary, with the events that tell of
// it. Its ID is that of the job that it may become.
type Run struct {
	service *Service
	caller  Caller
	id      string
	kind    string
	summary string // ID of the summary, known from the start
	begun   time.Time
	task    task
	flight  *flight

	mu      sync.Mutex
	events  []Event
	before  int           // number that the first event follows
	changed chan struct{} // closed at the next event
	done    chan struct{} // closed at the end
	state   runState
	result  *Summary
	err     error

	waiting int         // followers and waiters
	grace   *time.Timer // runs since the last of them left
	job     bool        // it is a job in the store
	moving  chan struct{}
}

// task is what a run does besides drafting.
type task interface {
	// about is the article.
	about() *article.Article
	// announce tells the first event.
	announce(r *Run)
	// keep stores a result and what it cost.
	keep(ctx context.Context, r *Run, result *summarize.Result, b *booking) (*Summary, error)
	// request is what is needed to begin anew in another process. It puts into the
	// store what that needs beside.
	request(tx *store.Tx) (jobRequest, error)
}

type runState int

const (
	working runState = iota
	storing
	ended
)

// newRun makes a run that was admitted.
func (s *Service) newRun(c Caller, id, kind, summary string, t task) *Run {
	r := &Run{
		service: s, caller: c, summary: summary, task: t, begun: s.now(),
		id: id, kind: kind,
		changed: make(chan struct{}), done: make(chan struct{}),
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.runs[id] = r
	if kind == kindDraft {
		s.drafts[summary] = r
	}
	return r
}

// ID returns the ID of the run, and of the job that it may become.
func (r *Run) ID() string { return r.id }

// Summary returns the ID of the summary that the run makes a version of.
func (r *Run) Summary() string { return r.summary }

// Run finds a run of this process that is under way or ended a while ago.
func (s *Service) Run(c Caller, id string) (*Run, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.runs[id]
	if !ok || r.caller.Space != c.Space {
		return nil, false
	}
	return r, true
}

// Follow tells all events after the one with the number given, and then those to
// come, until the last. A number that none of the run's events has, such as one
// of a process that died at the same job, is like 0: all are told. It fails with the
// context's error. Who stops leaves: the work ends when nobody is left and it is no
// job.
func (r *Run) Follow(ctx context.Context, after int) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		r.enter()
		defer r.exit()
		told := r.place(after)
		for {
			events, changed, over := r.since(told)
			for _, e := range events {
				if !yield(e, nil) {
					return
				}
			}
			told += len(events)
			if over {
				return
			}
			select {
			case <-changed:
			case <-ctx.Done():
				yield(Event{}, ctx.Err())
				return
			}
		}
	}
}

// place is how many events there are up to the one with a number, 0 for a number
// that none has.
func (r *Run) place(number int) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := number - r.before; n > 0 && n <= len(r.events) {
		return n
	}
	return 0
}

// since returns the events after the first told ones, and whether those are the
// last.
func (r *Run) since(told int) ([]Event, <-chan struct{}, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.events[told:], r.changed, r.state == ended
}

// Wait returns what came of the run. Who gives up, by ctx, leaves as a follower
// does.
func (r *Run) Wait(ctx context.Context) (*Summary, error) {
	r.enter()
	defer r.exit()
	select {
	case <-r.done:
		return r.result, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (r *Run) enter() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.waiting++
	if r.grace != nil {
		r.grace.Stop()
	}
}

func (r *Run) exit() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.waiting--; r.waiting == 0 && r.state == working {
		r.grace = time.AfterFunc(r.service.DisconnectGrace, r.abandon)
	}
}

// tell adds an event. Nothing follows the last.
func (r *Run) tell(name EventName, data any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.state != ended {
		r.add(name, data)
	}
}

func (r *Run) add(name EventName, data any) {
	r.events = append(r.events, Event{Seq: r.before + len(r.events) + 1, Name: name, Data: data})
	close(r.changed)
	r.changed = make(chan struct{})
}
