package service

import (
	"context"
	"errors"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// abandon ends a run that nobody waits for.
func (r *Run) abandon() {
	r.mu.Lock()
	left := r.waiting == 0 && !r.job && r.moving == nil
	r.mu.Unlock()
	if left {
		r.cancel()
	}
}

// cancel ends a run whose work is not done.
func (r *Run) cancel() {
	if !r.toStore() {
		return
	}
	r.mu.Lock()
	f := r.flight
	r.mu.Unlock()
	if f != nil {
		f.drop(r)
	}
	r.end(nil, r.failed(r.service.ctx, interrupted()))
}

// aboard notes the flight of a run, and reports whether it is still wanted.
func (r *Run) aboard(f *flight) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.state == working {
		r.flight = f
	}
	return r.state == working
}

func interrupted() error { return fault.New(fault.Interrupted, "the work was cancelled") }

// over reports whether the run ended.
func (r *Run) over() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state == ended
}

// finish stores what a flight brought, unless the run ended before.
func (r *Run) finish(ctx context.Context, l landing) {
	if !r.toStore() {
		r.service.settleAlone(ctx, l.booking, false)
		return
	}
	var sum *Summary
	err := l.err
	if err == nil {
		sum, err = r.task.keep(ctx, r, l.result, l.booking)
	}
	if errors.Is(err, errJobEnded) {
		sum, err = r.elsewhere(ctx)
	} else if err != nil {
		err = r.failed(ctx, err)
	}
	r.service.settleAlone(ctx, l.booking, false)
	r.end(sum, err)
}

// toStore takes the run from working to storing, and reports whether it was
// still working. It waits while the run is becoming a job.
func (r *Run) toStore() bool {
	for {
		r.mu.Lock()
		moving := r.moving
		if moving == nil {
			defer r.mu.Unlock()
			if r.state != working {
				return false
			}
			r.state = storing
			return true
		}
		r.mu.Unlock()
		<-moving
	}
}

// end tells the last event.
func (r *Run) end(sum *Summary, err error) {
	if err != nil {
		err = asFault(err)
		sum = nil
	}
	r.mu.Lock()
	r.result, r.err = sum, err
	if err != nil {
		r.add(EventError, FailureOf(err))
	} else {
		r.add(EventUsage, sum.Provenance)
		r.add(EventDone, sum)
	}
	r.state = ended
	detached, state := r.job, r.row().State
	r.task, r.flight = nil, nil
	if r.grace != nil {
		r.grace.Stop()
	}
	close(r.done)
	r.mu.Unlock()
	r.service.shelve(r)
	if detached {
		r.service.Observer.Job(state)
	}
	r.service.leave()
}

// asFault makes every error one that people understand.
func asFault(err error) error {
	var f *fault.Error
	switch {
	case errors.As(err, &f):
		return f
	case errors.Is(err, context.Canceled):
		return fault.Wrap(fault.Interrupted, err, "the work was cancelled")
	case errors.Is(err, context.DeadlineExceeded):
		return &fault.Error{Code: fault.Busy, Retryable: true, Message: "the work took too long: try again", Err: err}
	}
	return fault.Wrap(fault.Internal, err, "something went wrong inside nutgraf: try again, and tell whoever runs it if it goes on")
}

// FailureOf is an error as callers see it.
func FailureOf(err error) *Failure {
	var f *fault.Error
	errors.As(asFault(err), &f)
	return &Failure{Code: f.Code, Message: f.Message, Retryable: f.Retryable}
}
