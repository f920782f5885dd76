package service

import (
	"context"
	"encoding/json"

	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// jobRequest is what is needed to begin a job anew. The article is in the store.
type jobRequest struct {
	Article  string       `json:"article"`
	Revision int          `json:"revision"`
	Summary  string       `json:"summary"`
	Options  DraftOptions `json:"options"`
	Purse    purse        `json:"purse"`
	Base     int          `json:"base,omitempty"`   // version to draft anew from
	Claims   []string     `json:"claims,omitempty"` // of it
}

// Detach makes a run a job: it goes on whatever its callers do, and another
// process takes it up should this one die. The job of a run that ended has its
// end.
func (r *Run) Detach(ctx context.Context) (Job, error) {
	for {
		r.mu.Lock()
		switch {
		case r.moving != nil:
			wait := r.moving
			r.mu.Unlock()
			<-wait
			continue
		case r.job:
			r.mu.Unlock()
			return r.service.Job(ctx, r.caller, r.ID())
		case r.state == storing:
			r.mu.Unlock()
			select {
			case <-r.done:
				continue
			case <-ctx.Done():
				return Job{}, ctx.Err()
			}
		}
		moved := make(chan struct{})
		r.moving = moved
		t, row := r.task, r.row()
		r.mu.Unlock()
		err := r.service.addJob(ctx, t, row)
		if err == nil {
			r.service.Observer.Job(row.State)
		}
		r.mu.Lock()
		r.job, r.moving = err == nil, nil
		r.mu.Unlock()
		close(moved)
		r.enter()
		r.exit() // nobody may be left
		return jobOf(row), err
	}
}

// row is the run as a job. The caller holds the lock.
func (r *Run) row() store.Job {
	now := r.service.now()
	j := store.Job{
		ID: r.ID(), Space: r.caller.Space, Actor: r.caller.Actor, Kind: r.kind, State: jobRunning, Attempts: 1,
		Owner: r.service.owner, Lease: now.Add(r.service.JobLease), CreatedAt: r.begun, UpdatedAt: now,
	}
	if r.state != ended {
		return j
	}
	j.State, j.Summary = jobDone, r.summary
	if r.err != nil {
		j.State, j.Summary, j.Error = jobFailed, "", failureJSON(r.err)
		if fault.CodeOf(r.err) == fault.Interrupted {
			j.State = jobCancelled
		}
	}
	return j
}

// addJob stores a job, and what it needs unless it ended. A nil task is one that
// ended.
func (s *Service) addJob(ctx context.Context, t task, j store.Job) error {
	return s.write(ctx, func(tx *store.Tx) error {
		j.Request = json.RawMessage("{}")
		if t != nil {
			request, err := t.request(tx)
			if err != nil {
				return err
			}
			if j.Request, err = json.Marshal(request); err != nil {
				return err
			}
		}
		return tx.AddJob(j)
	})
}

// request stores the article of a draft.
func (d *firstDraft) request(tx *store.Tx) (jobRequest, error) {
	if !d.stored {
		put, err := tx.PutRevision(d.row())
		if err != nil {
			return jobRequest{}, err
		}
		if put.Revision != d.revision {
			return jobRequest{}, conflict()
		}
	}
	return jobRequest{Article: d.name, Revision: d.revision, Summary: d.summary, Options: d.options, Purse: d.purse}, nil
}

func failureJSON(err error) json.RawMessage {
	data, _ := json.Marshal(FailureOf(err)) // strings and a bool
	return data
}

// finishJob marks the job of a run done, in the write that stores what came of it.
// It fails with errJobEnded when the job is not to be done any more.
func (r *Run) finishJob(tx *store.Tx, summary string) error {
	if !r.job {
		return nil
	}
	j, err := tx.Job(r.caller.Space, r.ID())
	if err != nil {
		return err
	}
	if j.State != jobRunning {
		return errJobEnded
	}
	j.State, j.Summary, j.UpdatedAt = jobDone, summary, r.service.now()
	return tx.UpdateJob(j)
}

// failed notes in the job how a run failed. A run that was stopped leaves its job
// to the next process.
func (r *Run) failed(ctx context.Context, cause error) error {
	if !r.job {
		return cause
	}
	s := r.service
	_ = s.write(ctx, func(tx *store.Tx) error {
		j, err := tx.Job(r.caller.Space, r.ID())
		if err != nil || j.State != jobRunning || j.Owner != s.owner {
			return err
		}
		j.UpdatedAt = s.now()
		switch fault.CodeOf(cause) {
		case fault.Draining:
			j.Lease = j.UpdatedAt
			j.Attempts--
		case fault.Interrupted:
			j.State, j.Error = jobCancelled, failureJSON(cause)
		default:
			j.State, j.Error = jobFailed, failureJSON(cause)
		}
		return tx.UpdateJob(j)
	})
	return cause
}
