package provider

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/url"
	"slices"
	"syscall"
	"time"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// failure is what went wrong with one request.
type failure struct {
	fault     *fault.Error
	retry     bool          // the same request may be sent again at once
	wait      time.Duration // that the server asks for; 0: it does not
	objection objection     // another plan may please the endpoint
	answered  bool          // there was an answer, which counts, and its form is the objection
	readable  bool          // the answer is JSON, which may do although it breaks the schema
}

// call is one request on its way, with what is needed to tell what became of it.
type call struct {
	*Client
	ctx  context.Context
	ex   *exchange
	req  summarize.Request
	plan plan
	kind string // of answer that is asked for; "" is chat
}

// endpoint names the kind of endpoint that can give the answer.
func (k call) endpoint() string { return cmp.Or(k.kind, "chat") }

// cause is the technical side of a fault. Its text is masked; it unwraps only
// to errors that hold no text of others.
type cause struct {
	text string
	err  error
}

func (c *cause) Error() string { return c.text }
func (c *cause) Unwrap() error { return c.err }

func (k call) cause(err error) error {
	if err == nil {
		return nil
	}
	var address *url.Error
	if errors.As(err, &address) {
		err = address.Err
	}
	c := &cause{text: k.mask(clean(err.Error()))}
	var number syscall.Errno
	known := []error{context.DeadlineExceeded, context.Canceled, io.ErrUnexpectedEOF, io.EOF}
	if errors.As(err, &number) {
		c.err = number
	} else if i := slices.IndexFunc(known, func(e error) bool { return errors.Is(err, e) }); i >= 0 {
		c.err = known[i]
	}
	return c
}

// fail makes a failure that sending the same again at once does not mend.
func (k call) fail(code fault.Code, err error, format string, args ...any) *failure {
	f := fault.New(code, format, args...)
	f.Err = k.cause(err)
	return &failure{fault: f}
}

// again makes a failure that may be gone at the next request.
func (k call) again(code fault.Code, err error, format string, args ...any) *failure {
	f := k.fail(code, err, format, args...)
	f.retry, f.fault.Retryable = true, true
	return f
}

// later makes a failure that may be gone some time, but not at once.
func (k call) later(code fault.Code, err error, format string, args ...any) *failure {
	f := k.fail(code, err, format, args...)
	f.fault.Retryable = true
	return f
}

func asFault(err error) *fault.Error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f
	}
	return fault.Wrap(fault.Internal, err, "the request to the model could not be made")
}
