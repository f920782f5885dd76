package service

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// States of a job.
const (
	jobRunning   = "running"
	jobDone      = "done"
	jobFailed    = "failed"
	jobCancelled = "cancelled"
)

// mostAttempts is how often a job is begun before it is given up.
const mostAttempts = 3

// errJobEnded says that the job was done, given up or cancelled by somebody else.
var errJobEnded = errors.New("the job has ended")

// jobOf is a job as callers see it.
func jobOf(j store.Job) Job {
	out := Job{ID: j.ID, State: j.State, Kind: j.Kind, Summary: j.Summary, CreatedAt: j.CreatedAt, UpdatedAt: j.UpdatedAt}
	if len(j.Error) > 0 {
		out.Error = new(Failure)
		if json.Unmarshal(j.Error, out.Error) != nil {
			out.Error = nil
		}
	}
	return out
}

// elsewhere is how the job of a run ended that another process worked on too.
func (r *Run) elsewhere(ctx context.Context) (*Summary, error) {
	s := r.service
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTimeout)
	defer cancel()
	j, err := s.Job(ctx, r.caller, r.ID())
	switch {
	case err != nil:
		return nil, err
	case j.State == jobDone:
		return s.Get(ctx, r.caller, j.Summary, 0)
	case j.Error != nil:
		return nil, &fault.Error{Code: j.Error.Code, Message: j.Error.Message, Retryable: j.Error.Retryable}
	}
	return nil, interrupted()
}

// Job returns a run as a job: of this process, or of any when it was detached.
func (s *Service) Job(ctx context.Context, c Caller, id string) (Job, error) {
	var j store.Job
	err := s.Store.Read(ctx, func(tx *store.Tx) (err error) {
		j, err = tx.Job(c.Space, id)
		return err
	})
	if err == nil {
		return jobOf(j), nil
	}
	if r, ok := s.Run(c, id); ok && errors.Is(err, store.ErrNotFound) {
		return r.asJob(), nil
	}
	return Job{}, notFound(err, "job")
}

func (r *Run) asJob() Job {
	r.mu.Lock()
	defer r.mu.Unlock()
	return jobOf(r.row())
}

// CancelJob ends the work on a job. One that ended stays as it is.
func (s *Service) CancelJob(ctx context.Context, c Caller, id string) (Job, error) {
	var j store.Job
	err := s.Store.Write(ctx, func(tx *store.Tx) (err error) {
		if j, err = tx.Job(c.Space, id); err != nil || j.State != jobRunning {
			return err
		}
		j.State, j.UpdatedAt = jobCancelled, s.now()
		j.Error = failureJSON(interrupted())
		if err := tx.UpdateJob(j); err != nil {
			return err
		}
		e, err := entry(c.Space, c.Actor, jobCancelled, "job/"+id, 0, j.UpdatedAt, struct{}{})
		if err != nil {
			return err
		}
		return tx.Audit(e)
	})
	r, here := s.Run(c, id)
	switch {
	case here && (err == nil || errors.Is(err, store.ErrNotFound)):
		r.cancel()
		if err == nil {
			return jobOf(j), nil
		}
		return r.asJob(), nil
	case err != nil:
		return Job{}, notFound(err, "job")
	}
	return jobOf(j), nil
}
