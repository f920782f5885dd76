package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

const problemType = "application/problem+json"

// problem is an error as callers see it: RFC 9457 with a code to switch on.
type problem struct {
	Type      string     `json:"type" doc:"Path of a page about this kind of problem"`
	Title     string     `json:"title" doc:"The kind of problem in a few words"`
	Status    int        `json:"status" doc:"The HTTP status"`
	Detail    string     `json:"detail" doc:"What is wrong and what to do, for people"`
	Code      fault.Code `json:"code" doc:"What is wrong, for programs: codes are never renamed"`
	Retryable bool       `json:"retryable" doc:"The same request may succeed later"`
	RequestID string     `json:"request_id" doc:"Names the request in the log of the service"`
	Errors    []mistake  `json:"errors,omitempty" doc:"The parts of the request that are wrong"`

	wait int // seconds, 0 when not known
}

// mistake is a part of a request that is wrong. What was sent is not repeated.
type mistake struct {
	Location string `json:"location" doc:"Path of the part, such as body.article.text"`
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

// huma tells of its errors through these, and they are the same for all servers
// of the process.
func init() {
	huma.ValidateStrictCasing = true
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		return fromHuma(context.Background(), status, errs)
	}
	huma.NewErrorWithContext = func(c huma.Context, status int, _ string, errs ...error) huma.StatusError {
		p := fromHuma(c.Context(), status, errs)
		note(c.Context(), p, errors.Join(errs...))
		h := http.Header{}
		p.header(h)
		for name := range h {
			c.SetHeader(name, h.Get(name))
		}
		return p
	}
}

// mostMistakes is how many are told at once.
const mostMistakes = 20

// fromHuma tells of the fault among errs, else of what huma found wrong with the
// request, without the values that were sent.
func fromHuma(ctx context.Context, status int, errs []error) *problem {
	var list []mistake
	for _, err := range errs {
		var f *fault.Error
		if errors.As(err, &f) {
			return newProblem(ctx, err)
		}
		var d *huma.ErrorDetail
		if errors.As(err, &d) && len(list) < mostMistakes {
			list = append(list, mistake{Location: safeLocation(d.Location), Message: safeMessage(d.Message)})
		}
	}
	switch {
	case status == http.StatusBadRequest && len(list) == 0:
		return newProblem(ctx, fault.New(fault.BadRequest, "a body is needed"))
	case status == http.StatusBadRequest || status == http.StatusUnprocessableEntity:
		return newProblem(ctx, &mistakes{refusal: refuse(fault.Invalid, "%s", summary(list)), list: list})
	default:
		return newProblem(ctx, errors.Join(errs...))
	}
}

// summary says in one sentence what is wrong with a request.
func summary(list []mistake) string {
	if len(list) == 0 {
		return ""
	}
	text := list[0].Location + ": " + list[0].Message
	if more := len(list) - 1; more > 0 {
		text += ", and " + strconv.Itoa(more) + " more"
	}
	return text
}

var (
	location = regexp.MustCompile(`^[A-Za-z0-9_.\-\[\]]{1,100}$`)
	trusted  = regexp.MustCompile(`^(unexpected property|unknown query parameter|invalid (integer|float|boolean|date/time).*|required .* parameter is missing|expected .*)$`)
	quoting  = regexp.MustCompile(`^(expected (string to be (RFC 5322|RFC 3986|RFC 4122|regex)[^:]*|duration)):.*$`)
)

// safeLocation is a path that huma or the scan found, unless the caller wrote
// something else than names into its keys.
func safeLocation(path string) string {
	if location.MatchString(path) {
		return path
	}
	return "body"
}

// safeMessage is what huma says about a part, without what was sent.
func safeMessage(message string) string {
	switch {
	case quoting.MatchString(message):
		return quoting.ReplaceAllString(message, "$1")
	case trusted.MatchString(message):
		return message
	default:
		return "it has not the form that it must have"
	}
}
