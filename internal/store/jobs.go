package store

import (
	"time"
)

// AddJob stores a job. Another with its ID in the space is ErrExists.
func (t *Tx) AddJob(j Job) error {
	now := t.store.now()
	if j.CreatedAt.IsZero() {
		j.CreatedAt = now
	}
	added, err := t.exec(`INSERT INTO jobs (space, id, actor, kind, request, state, summary, error, attempts, owner, lease, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`,
		j.Space, j.ID, j.Actor, j.Kind, []byte(j.Request), j.State, j.Summary, []byte(j.Error), j.Attempts, j.Owner, micros(j.Lease),
		micros(j.CreatedAt), micros(now))
	if err == nil && added == 0 {
		return exists("there is such a job already")
	}
	return err
}

// Job returns a job.
func (t *Tx) Job(space, id string) (Job, error) {
	return one(t, "job", scanJob, selectJob+`WHERE space = $1 AND id = $2`, space, id)
}

// UpdateJob keeps State, Summary, Error, Attempts and Lease of a running job.
// When it has ended, or j.Owner does not own it, it is ErrConflict.
func (t *Tx) UpdateJob(j Job) error {
	return t.owned(`UPDATE jobs SET state = $4, summary = $5, error = $6, attempts = $7, lease = $8, updated_at = $9
		WHERE space = $1 AND id = $2 AND owner = $3 AND state = 'running'`,
		j.Space, j.ID, j.Owner, j.State, j.Summary, []byte(j.Error), j.Attempts, micros(j.Lease), micros(t.store.now()))
}

// ExtendJobs moves the lease of all running jobs of owner.
func (t *Tx) ExtendJobs(owner string, until time.Time) error {
	_, err := t.exec(`UPDATE jobs SET lease = $2 WHERE owner = $1 AND state = 'running'`, owner, micros(until))
	return err
}

// TakeJobs makes owner the owner of at most so many running jobs whose lease
// ended before now, oldest first, counts the attempt, and returns them. No two
// owners are given the same job.
func (t *Tx) TakeJobs(owner string, now, until time.Time, most int) ([]Job, error) {
	free, err := many(t, scanJob, selectJob+`WHERE state = 'running' AND lease < $1 ORDER BY lease LIMIT $2`, micros(now), most)
	if err != nil {
		return nil, err
	}
	for i := range free {
		j := &free[i]
		_, err := t.exec(`UPDATE jobs SET owner = $3, lease = $4, attempts = attempts + 1, updated_at = $5 WHERE space = $1 AND id = $2`,
			j.Space, j.ID, owner, micros(until), micros(now))
		if err != nil {
			return nil, err
		}
		j.Owner, j.Lease, j.Attempts, j.UpdatedAt = owner, moment(micros(until)), j.Attempts+1, moment(micros(now))
	}
	return free, nil
}

const selectJob = `SELECT space, id, actor, kind, request, state, summary, error, attempts, owner, lease, created_at, updated_at FROM jobs `

func scanJob(row scanner) (j Job, err error) {
	err = row.Scan(&j.Space, &j.ID, &j.Actor, &j.Kind, (*[]byte)(&j.Request), &j.State, &j.Summary, (*[]byte)(&j.Error), &j.Attempts,
		&j.Owner, when{&j.Lease}, when{&j.CreatedAt}, when{&j.UpdatedAt})
	return j, err
}
