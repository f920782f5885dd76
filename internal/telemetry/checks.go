package telemetry

import (
	"context"
	"fmt"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// run makes the checks that take time.
func (c Checks) run() report {
	r := report{Status: well, Checks: map[string]finding{}}
	return r.with("database", c.database()).with("disk", c.disk()).with("model", c.model())
}

func (c Checks) draining() *finding {
	switch {
	case c.Draining == nil:
		return nil
	case c.Draining():
		return &finding{down, "The service is about to end and takes no new work"}
	}
	return &finding{well, "The service takes work"}
}

// database says what is wrong by the code alone: the words of the error may
// name a path.
func (c Checks) database() *finding {
	if c.Store == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), checkTimeout)
	defer cancel()
	err := c.Store(ctx)
	if err == nil {
		return &finding{well, "The database can be read and written"}
	}
	switch fault.CodeOf(err) {
	case fault.StoreFull:
		return &finding{down, "The disk of the database is full: summaries can be read, new ones cannot be stored"}
	case fault.StoreDamaged:
		return &finding{down, "The database is damaged: it must be restored from a backup"}
	case fault.StoreNewer:
		return &finding{down, "The database is of a newer version of the program"}
	}
	return &finding{down, "The database cannot be read and written right now"}
}

func (c Checks) disk() *finding {
	if c.Path == "" {
		return nil
	}
	free, err := freeBytes(c.Path)
	switch {
	case err != nil:
		return &finding{degraded, "How much room the disk of the database has cannot be found out"}
	case free < c.MinFree:
		return &finding{degraded, fmt.Sprintf("The disk of the database has %d MiB left, which is less than the %d MiB that it should have", free>>20, c.MinFree>>20)}
	}
	return &finding{well, "The disk of the database has room"}
}

// model is down only when nobody can draft.
func (c Checks) model() *finding {
	if c.Endpoints == nil {
		if c.Extractive {
			return &finding{well, "The embedded engine drafts"}
		}
		return nil
	}
	endpoints := c.Endpoints()
	paused, failing, wait := 0, 0, time.Duration(0)
	for _, e := range endpoints {
		switch {
		case e.Paused > 0:
			if paused == 0 || e.Paused < wait {
				wait = e.Paused
			}
			paused++
		case e.Failed > 0:
			failing++
		}
	}
	switch {
	case paused == 0 && failing == 0:
		return &finding{well, "The model answers, or was not asked yet"}
	case paused == 0:
		return &finding{degraded, fmt.Sprintf("The last call failed at %d of %d endpoints", failing, len(endpoints))}
	}
	f := &finding{degraded, fmt.Sprintf("%d of %d endpoints are left alone after faults; one is tried again in %d seconds", paused, len(endpoints), int(max(wait.Round(time.Second), time.Second).Seconds()))}
	switch {
	case paused < len(endpoints):
	case c.Extractive:
		f.Message += "; the embedded engine drafts meanwhile"
	default:
		f.Status = down
	}
	return f
}
