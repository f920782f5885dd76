package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// raw is an answer that writes itself.
type raw struct {
	Body func(huma.Context)
}

// run answers with work of the service, in the form that the caller asks for.
type run struct {
	*service.Run
	created  bool          // makes a summary, and no new version of one
	deadline time.Duration // after which it goes on as a job
}

// answer waits for a run, follows it, or leaves it to be asked for later.
func (s *Server) answer(work run) *raw {
	return &raw{Body: func(c huma.Context) {
		r, w := humago.Unwrap(c)
		prefers := parsePrefer(header1(r.Header, "Prefer"))
		if prefers.async {
			w.Header().Set("Preference-Applied", "respond-async")
			if work.deadline == 0 || prefers.wait < work.deadline {
				work.deadline = prefers.wait
			}
		}
		switch {
		case infoOf(r.Context()).stream && !prefers.async:
			s.follow(r.Context(), w, work.Run, seenOf(r, work.ID()))
		case prefers.async && prefers.wait == 0:
			s.later(w, r, work)
		default:
			s.wait(w, r, work)
		}
	}}
}

// seenOf is the last event of a run that the caller has seen, 0 for none.
func seenOf(r *http.Request, run string) int {
	if last := parseEventID(r.Header.Get("Last-Event-ID")); last.run == run {
		return last.seq
	}
	return 0
}

// wait answers when the run is done, or at its deadline that it goes on.
func (s *Server) wait(w http.ResponseWriter, r *http.Request, work run) {
	if work.deadline == 0 {
		work.deadline = s.o.Deadline
	}
	ctx, cancel := context.WithTimeout(r.Context(), work.deadline)
	defer cancel()
	summary, err := work.Wait(ctx)
	switch {
	case err == nil && work.created:
		w.Header().Set("Location", "/v1/summaries/"+summary.ID)
		respondSummary(w, r, http.StatusCreated, summary)
	case err == nil:
		respondSummary(w, r, http.StatusOK, summary)
	case r.Context().Err() == nil && errors.Is(ctx.Err(), context.DeadlineExceeded):
		s.later(w, r, work)
	default:
		fail(w, r, err)
	}
}

// later makes the run a job and says where to ask for it.
func (s *Server) later(w http.ResponseWriter, r *http.Request, work run) {
	job, err := work.Detach(r.Context())
	if err != nil {
		fail(w, r, err)
		return
	}
	w.Header().Set("Location", "/v1/jobs/"+job.ID)
	w.Header().Set("Retry-After", "1")
	respond(w, http.StatusAccepted, shown(r.Context(), job))
}

func respondSummary(w http.ResponseWriter, r *http.Request, status int, summary *service.Summary) {
	infoOf(r.Context()).article = summary.Article.SHA256
	w.Header().Set("ETag", etag(summary.Version))
	respond(w, status, summary)
}

// respond writes JSON.
func respond(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", jsonType)
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // to a caller who may be gone
}

// follow streams the events of a run from after a number on.
func (s *Server) follow(ctx context.Context, w http.ResponseWriter, work *service.Run, after int) {
	reading, out := s.openStream(ctx, w)
	defer out.close()
	out.write([]byte(retryLine))
	for e, err := range work.Follow(reading, after) {
		if err != nil {
			s.breakOff(ctx, out, err)
			return
		}
		data := e.Data
		switch d := data.(type) {
		case *service.Summary:
			infoOf(ctx).article = d.Article.SHA256
		case *service.Failure:
			data = failure(ctx, d)
		}
		out.send(eventID{run: work.ID(), seq: e.Seq}, string(e.Name), data)
	}
	if rec, ok := w.(*recording); ok && ctx.Err() != nil {
		rec.spoil()
	}
}

// breakOff ends a stream that cannot go on, unless its reader left.
func (s *Server) breakOff(ctx context.Context, out *stream, err error) {
	p := newProblem(ctx, err)
	note(ctx, p, err)
	if rec, ok := out.w.(*recording); ok {
		rec.spoil()
	}
	if ctx.Err() == nil {
		out.send(eventID{}, string(service.EventError), &service.Failure{Code: p.Code, Message: p.Detail, Retryable: p.Retryable})
	}
}

// failure is a failure as callers are told of it, with the same words as in a
// problem.
func failure(ctx context.Context, f *service.Failure) *service.Failure {
	err := &fault.Error{Code: f.Code, Message: f.Message, Retryable: f.Retryable}
	p := newProblem(ctx, err)
	note(ctx, p, err)
	return &service.Failure{Code: p.Code, Message: p.Detail, Retryable: p.Retryable}
}

// shown is a job as callers see it.
func shown(ctx context.Context, job service.Job) service.Job {
	if job.Error != nil {
		p := newProblem(ctx, &fault.Error{Code: job.Error.Code, Message: job.Error.Message, Retryable: job.Error.Retryable})
		job.Error = &service.Failure{Code: p.Code, Message: p.Detail, Retryable: p.Retryable}
	}
	return job
}
