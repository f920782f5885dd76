package service

import "time"

// What is kept of runs that ended.
const (
	mostKept  = 4096
	mostBytes = 64 << 20
)

// shelf holds the runs that ended, the oldest first, for those who come back to
// read their events.
type shelf struct {
	runs  []shelved
	bytes int
}

type shelved struct {
	run   *Run
	until time.Time
	bytes int
}

// shelve keeps a run that ended for a while, and drops others whose time is over
// or for which there is no room.
func (s *Service) shelve(r *Run) {
	size, now := r.size(), time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.drafts[r.summary] == r {
		delete(s.drafts, r.summary)
	}
	s.ended.runs = append(s.ended.runs, shelved{r, now.Add(s.RunsKept), size})
	s.ended.bytes += size
	s.sweep(now)
}

// sweep drops what is kept for too long or too much. The caller holds the lock.
func (s *Service) sweep(now time.Time) {
	e := &s.ended
	n := 0
	for ; n < len(e.runs); n++ {
		oldest := e.runs[n]
		if now.Before(oldest.until) && e.bytes <= mostBytes && len(e.runs)-n <= mostKept {
			break
		}
		e.bytes -= oldest.bytes
		if id := oldest.run.ID(); s.runs[id] == oldest.run {
			delete(s.runs, id)
		}
		e.runs[n] = shelved{}
	}
	e.runs = e.runs[n:]
}

// size is about what the events of a run take, in bytes.
func (r *Run) size() int {
	size := 2048 + 128*len(r.events)
	if r.result == nil {
		return size
	}
	for _, c := range claimsOf(&r.result.Result) {
		size += 512 + len(c.Text)
		for _, e := range c.Evidence {
			size += 64 + len(e.Quote)
		}
		size += 256 * len(c.Findings)
	}
	return size
}
