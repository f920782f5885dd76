package service

import (
	"context"
	"encoding/json"
	"time"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// heartbeat keeps the leases of this process's jobs, ends runs whose job was
// cancelled elsewhere, and takes over jobs that nobody keeps.
func (s *Service) heartbeat() {
	ticker := time.NewTicker(s.JobLease / 3)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-s.ctx.Done():
			return
		}
		s.keepJobs()
		if s.idle.Err() == nil {
			_ = s.takeOver(s.idle)
		}
	}
}

// keepJobs extends the leases of the jobs that are worked on. One that was given
// up is not extended, so that somebody takes it.
func (s *Service) keepJobs() {
	jobs := s.jobsHere()
	if len(jobs) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(s.ctx, s.JobLease/3)
	defer cancel()
	var gone []*Run
	_ = s.Store.Write(ctx, func(tx *store.Tx) error {
		gone = gone[:0]
		for _, r := range jobs {
			j, err := tx.Job(r.caller.Space, r.ID())
			switch {
			case err != nil:
				return err
			case j.State == jobCancelled:
				gone = append(gone, r)
			case j.State == jobRunning && j.Owner == s.owner:
				j.Lease = s.now().Add(s.JobLease)
				if err := tx.UpdateJob(j); err != nil {
					return err
				}
			}
		}
		return nil
	})
	for _, r := range gone {
		r.cancel()
	}
}

// jobsHere are the jobs that this process works on.
func (s *Service) jobsHere() []*Run {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*Run
	for _, r := range s.runs {
		r.mu.Lock()
		if r.job && r.state != ended {
			out = append(out, r)
		}
		r.mu.Unlock()
	}
	return out
}

// takeOver begins the jobs anew whose processes are not heard of.
func (s *Service) takeOver(ctx context.Context) error {
	room := s.room()
	if room == 0 {
		return nil
	}
	var jobs []store.Job
	now := s.now()
	err := s.Store.Write(ctx, func(tx *store.Tx) (err error) {
		jobs, err = tx.TakeJobs(s.owner, now, now.Add(s.JobLease), room)
		return err
	})
	if err != nil {
		return err
	}
	for _, j := range jobs {
		if err := s.resume(j); err != nil {
			s.giveUp(j, err)
		}
	}
	return nil
}

// room is how many runs may begin: no more than can be worked on at once.
func (s *Service) room() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return max(0, s.Concurrency-s.active)
}

// giveUp fails a job that cannot be begun anew. While the service has no room it
// is left to whoever comes next.
func (s *Service) giveUp(j store.Job, cause error) {
	_ = s.write(s.ctx, func(tx *store.Tx) error {
		j.UpdatedAt = s.now()
		switch fault.CodeOf(cause) {
		case fault.Busy, fault.Draining, fault.StoreUnavailable, fault.StoreFull:
			j.Lease = j.UpdatedAt.Add(s.JobLease)
			j.Attempts--
		default:
			j.State, j.Error = jobFailed, failureJSON(cause)
		}
		return tx.UpdateJob(j)
	})
}

// mostBefore leaves the numbers of a run's events in 31 bits.
const mostBefore = 1 << 30

// resume begins a job anew.
func (s *Service) resume(j store.Job) error {
	if j.Attempts > mostAttempts {
		return fault.New(fault.Internal, "the work was begun %d times and never came to its end: ask for it again", mostAttempts)
	}
	var q jobRequest
	if err := json.Unmarshal(j.Request, &q); err != nil {
		return fault.Wrap(fault.StoreDamaged, err, "the stored job cannot be read")
	}
	if r, ok := s.Run(Caller{Space: j.Space}, j.ID); ok && !r.over() {
		return nil // it is worked on here
	}
	if err := s.admit(); err != nil {
		return err
	}
	c := Caller{Space: j.Space, Actor: j.Actor}
	t, err := s.again(c, j.Kind, q)
	if err != nil {
		s.leave()
		return err
	}
	r := s.newRun(c, j.ID, j.Kind, q.Summary, t)
	r.mu.Lock()
	r.job, r.begun = true, j.CreatedAt
	r.before = 1000 + int(min(max(s.now().Sub(j.CreatedAt).Milliseconds(), 0), mostBefore)) // numbers that nobody who was at it before has given
	r.mu.Unlock()
	s.Observer.Job("taken")
	t.announce(r)
	s.work.Go(func() { _ = s.board(s.ctx, r, flightKey{}, q.Purse, t) })
	return nil
}

// workload is what a run does, and the drafting for it.
type workload interface {
	task
	drafting
}

// again is the work that a job asked for.
func (s *Service) again(c Caller, kind string, q jobRequest) (workload, error) {
	switch kind {
	case kindDraft:
		return s.sameDraft(c, q)
	case kindRegenerate:
		return s.sameRedraft(c, q)
	}
	return nil, fault.New(fault.StoreDamaged, "the stored job is of a kind that is not known")
}

// sameDraft is the draft that a job asked for.
func (s *Service) sameDraft(c Caller, q jobRequest) (*firstDraft, error) {
	a, err := s.article(s.ctx, c.Space, q.Article, q.Revision)
	if err != nil {
		return nil, err
	}
	d := &firstDraft{
		Service: s, space: c.Space, summary: q.Summary, name: q.Article, named: true, article: a, revision: q.Revision, stored: true,
		options: q.Options, purse: q.Purse,
	}
	return d, d.choose(true)
}
