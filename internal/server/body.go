package server

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// body is a request's body that was read whole. It is let go of when it is
// closed, so that a long stream does not hold it.
type body struct {
	data []byte
	*bytes.Reader
}

func newBody(data []byte) *body { return &body{data: data, Reader: bytes.NewReader(data)} }

// Close lets go of the data.
func (b *body) Close() error {
	b.data = nil
	b.Reset(nil)
	return nil
}

// read reads and examines the body of a request: its media type, its size before
// its bytes, and its JSON.
func (s *Server) read(rule rule, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in := &inbody{Reader: http.MaxBytesReader(w, r.Body, rule.body), room: &s.room}
		defer in.free()
		data, err := s.bytesOf(rule, w, r, in)
		if err == nil && (rule.body > 0 || r.ContentLength == 0) {
			// From here on the connection is only watched for the caller's leaving.
			_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
		}
		if err == nil && len(data) > 0 {
			err = scanJSON(data)
		}
		if err != nil {
			fail(w, r, err)
			return
		}
		r.Body = newBody(data)
		next.ServeHTTP(w, r)
	})
}

func (s *Server) bytesOf(rule rule, w http.ResponseWriter, r *http.Request, in io.Reader) ([]byte, error) {
	if rule.body == 0 {
		return nil, nil
	}
	if r.ContentLength > rule.body {
		w.Header().Set("Connection", "close") // what follows is not read
		return nil, tooLarge(rule.body)
	}
	contentType := r.Header.Get("Content-Type")
	if contentType != "" && !isJSON(contentType) {
		return nil, notMedia()
	}
	// What a request announces is no reason to hold so much for it.
	buffer := bytes.NewBuffer(make([]byte, 0, min(64<<10, max(512, r.ContentLength+bytes.MinRead))))
	_, err := buffer.ReadFrom(in)
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return nil, tooLarge(rule.body)
	case errors.Is(err, errNoRoom):
		w.Header().Set("Connection", "close")
		return nil, fault.New(fault.Busy, "too much is being sent at once: try again in a moment")
	case errors.Is(err, os.ErrDeadlineExceeded):
		w.Header().Set("Connection", "close")
		return nil, fault.Wrap(fault.BadRequest, err, "the body did not arrive in time")
	case err != nil && !errors.Is(err, io.EOF):
		return nil, fault.Wrap(fault.BadRequest, err, "the body broke off")
	case buffer.Len() > 0 && contentType == "":
		return nil, notMedia()
	}
	return buffer.Bytes(), nil
}

func tooLarge(limit int64) error {
	return fault.New(fault.InputTooLarge, "the body is larger than the %d bytes that are read here", limit)
}

func notMedia() error {
	return fault.New(fault.UnsupportedMedia, "the body must be JSON: send it with Content-Type: application/json")
}

// acceptable refuses a request whose answer cannot have the form it asks for.
func acceptable(rule rule, next http.Handler) http.Handler {
	offers := rule.offers()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		form, ok := negotiate(header1(r.Header, "Accept"), offers)
		if !ok {
			fail(w, r, fault.New(fault.NotAcceptable, "this is answered as %s", list(offers)))
			return
		}
		infoOf(r.Context()).stream = form == streamType
		next.ServeHTTP(w, r)
	})
}

func list(offers []string) string {
	if len(offers) == 1 {
		return offers[0]
	}
	return offers[0] + " or " + offers[1]
}
