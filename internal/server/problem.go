package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

const problemType = "application/problem+json"

// problem is an error as callers see it: RFC 9457 with a code to switch on.
type problem struct {
	Type      string     `json:"type" doc:"Path of a page about this kind of problem" example:"/problems/version_conflict"`
	Title     string     `json:"title" doc:"The kind of problem in a few words"`
	Status    int        `json:"status" doc:"The HTTP status" example:"412"`
	Detail    string     `json:"detail" doc:"What is wrong and what to do, for people. It never repeats what was sent"`
	Code      fault.Code `json:"code" doc:"What is wrong, for programs: codes are never renamed, and there may be more in time" example:"version_conflict"`
	Retryable bool       `json:"retryable" doc:"Whether the same request may succeed later"`
	RequestID string     `json:"request_id" doc:"Names the request in the log of the service"`
	Errors    []mistake  `json:"errors,omitempty" doc:"The parts of the request that are wrong; absent when it is not about parts"`

	wait int // seconds, 0 when not known
}

// mistake is a part of a request that is wrong. What was sent is not repeated.
type mistake struct {
	Location string `json:"location" doc:"Path of the part" example:"body.article.text"`
	Message  string `json:"message" doc:"What it must be"`
}

// Error makes a problem an error of huma's.
func (p *problem) Error() string { return p.Detail }

// GetStatus gives huma the status.
func (p *problem) GetStatus() int { return p.Status }

// ContentType gives huma the media type.
func (p *problem) ContentType(string) string { return problemType }

// newProblem tells of err. The text of an error that is no fault is not shown.
func newProblem(ctx context.Context, err error) *problem {
	var f *fault.Error
	if !errors.As(err, &f) {
		f = fault.New(codeOfPlain(err), "%s", "")
	}
	row := answerFor(f.Code)
	p := &problem{
		Type: "/problems/" + string(f.Code), Title: row.title, Status: row.status, Code: f.Code,
		Retryable: f.Retryable || row.wait > 0, RequestID: RequestID(ctx), wait: row.wait,
	}
	p.Detail = sentence(f.Message)
	if row.says != "" || p.Detail == "" {
		p.Detail = sentence(row.says)
	}
	if p.Detail == "" {
		p.Detail = sentence(row.title)
	}
	var w *waiting
	if errors.As(err, &w) {
		p.wait = w.seconds
	}
	var m *mistakes
	if errors.As(err, &m) {
		p.Errors = m.list
	}
	return p
}

// codeOfPlain is the code of an error that is no fault: work that was called off
// or a bug.
func codeOfPlain(err error) fault.Code {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.Interrupted
	}
	return fault.Internal
}

// sentence begins a message with a capital letter, for people who see it alone,
// unless it begins with a path.
func sentence(message string) string {
	first, size := utf8.DecodeRuneInString(message)
	word, _, _ := strings.Cut(message, " ")
	if size == 0 || !unicode.IsLower(first) || strings.HasSuffix(word, ":") {
		return message
	}
	return string(unicode.ToUpper(first)) + message[size:]
}

// waiting is a fault with the seconds after which to try again.
type waiting struct {
	*refusal
	seconds int
}

// mistakes is a fault with the parts of the request that are wrong.
type mistakes struct {
	*refusal
	list []mistake
}

// refusal is a fault as a part of an error that says more.
type refusal struct{ fault *fault.Error }

func refuse(code fault.Code, format string, args ...any) *refusal {
	return &refusal{fault.New(code, format, args...)}
}

// Error is the message of the fault.
func (r *refusal) Error() string { return r.fault.Message }

// Unwrap is the fault.
func (r *refusal) Unwrap() error { return r.fault }

// wrong is the fault of one part of a request.
func wrong(code fault.Code, location, message string) error {
	return &mistakes{
		refusal: refuse(code, "%s: %s", safeLocation(location), message),
		list:    []mistake{{Location: safeLocation(location), Message: message}},
	}
}

// header sets what a problem needs beside its body.
func (p *problem) header(h http.Header) {
	h.Set("Content-Type", problemType)
	if p.wait > 0 {
		h.Set("Retry-After", strconv.Itoa(p.wait))
	}
	if p.Status == http.StatusUnauthorized && h.Get("WWW-Authenticate") == "" {
		h.Set("WWW-Authenticate", `Bearer realm="nutgraf"`)
	}
}

// fail answers with a problem, outside of huma.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	p := newProblem(r.Context(), err)
	note(r.Context(), p, err)
	body, _ := json.Marshal(p) // of strings and numbers: cannot fail
	h := w.Header()
	for _, name := range []string{"ETag", "Location", "Link", "Preference-Applied"} {
		h.Del(name)
	}
	p.header(h)
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n'))
}
