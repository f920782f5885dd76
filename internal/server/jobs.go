package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// JobInput is the job that a path names.
type JobInput struct {
	ID string `path:"id" maxLength:"100" doc:"ID of the job" example:"run_06fj3w8k2r5m9q1t7v0x4z6b8d"`
}

type jobOutput struct {
	Body service.Job
}

const running = "running"

func (s *Server) job(ctx context.Context, in *JobInput) (*jobOutput, error) {
	job, err := s.o.Service.Job(ctx, infoOf(ctx).caller, in.ID)
	if err != nil {
		return nil, err
	}
	return &jobOutput{Body: shown(ctx, job)}, nil
}

func (s *Server) cancelJob(ctx context.Context, in *JobInput) (*jobOutput, error) {
	job, err := s.o.Service.CancelJob(ctx, infoOf(ctx).caller, in.ID)
	if err != nil {
		return nil, err
	}
	return &jobOutput{Body: shown(ctx, job)}, nil
}

type eventsInput struct {
	JobInput
	LastEventID string `header:"Last-Event-ID" doc:"ID of the last event that you have: the stream goes on after it; from the beginning when left out" example:"run_06fj3w8k2r5m9q1t7v0x4z6b8d:4"`
}

// ended is the number of the last event of a run whose other events are not
// known any more.
const ended = 1_000_000

// events streams a run of this process from memory. One of another process, or
// of long ago, is told of by how it ended, also to who followed it before: nobody
// knows any more what was seen of it.
func (s *Server) events(ctx context.Context, in *eventsInput) (*raw, error) {
	caller := infoOf(ctx).caller
	last := parseEventID(in.LastEventID)
	if last.run != in.ID {
		last.seq = 0
	}
	work, here := s.o.Service.Run(caller, in.ID)
	job := service.Job{State: running}
	if !here || last.seq > 0 {
		var err error
		if job, err = s.o.Service.Job(ctx, caller, in.ID); err != nil {
			return nil, err
		}
	}
	return &raw{Body: func(c huma.Context) {
		r, w := humago.Unwrap(c)
		switch {
		case job.State != running && (last.seq == ended || here && last.seq > 0 && nothingAfter(r.Context(), work, last.seq)):
			w.WriteHeader(http.StatusNoContent) // an EventSource asks no more
		case here:
			s.follow(r.Context(), w, work, last.seq)
		default:
			s.await(r.Context(), w, job)
		}
	}}, nil
}

// nothingAfter tells whether a run that has ended has no event after a number.
func nothingAfter(ctx context.Context, work *service.Run, seq int) bool {
	for range work.Follow(ctx, seq) {
		return false
	}
	return true
}

// await looks at a job of another process until it ends.
func (s *Server) await(ctx context.Context, w http.ResponseWriter, job service.Job) {
	caller := infoOf(ctx).caller
	reading, out := s.openStream(ctx, w)
	defer out.close()
	out.write([]byte(retryLine))
	for job.State == running {
		select {
		case <-reading.Done():
			return
		case <-s.draining:
			s.breakOff(ctx, out, &fault.Error{Code: fault.Draining, Message: "the service is being stopped: ask again", Retryable: true})
			return
		case <-time.After(lookAgain):
		}
		var err error
		if job, err = s.o.Service.Job(reading, caller, job.ID); err != nil {
			s.breakOff(ctx, out, err)
			return
		}
	}
	s.end(ctx, out, job)
}

// lookAgain is how often a job of another process is looked at.
const lookAgain = time.Second

// end sends the last event of a job that has ended.
func (s *Server) end(ctx context.Context, out *stream, job service.Job) {
	id := eventID{run: job.ID, seq: ended}
	switch {
	case job.Error != nil:
		out.send(id, string(service.EventError), failure(ctx, job.Error))
	case job.State == "cancelled":
		out.send(id, string(service.EventError), failure(ctx, &service.Failure{Code: fault.Interrupted, Message: "the work was cancelled"}))
	default:
		summary, err := s.o.Service.Get(ctx, infoOf(ctx).caller, job.Summary, 0)
		if err != nil {
			s.breakOff(ctx, out, err)
			return
		}
		out.send(id, string(service.EventDone), summary)
	}
}
