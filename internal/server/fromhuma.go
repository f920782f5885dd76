package server

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

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
