package client

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/summarize"
)

// Event tells how a draft goes. One of the fields below Name is set; for names
// that are not known here, none.
//
//	accepted     Accepted: the work begins; what earlier events said is void
//	plan, chunk  Progress: calls of the model
//	repair       Progress
//	why          Claim: whole and checked
//	takeaway     Claim
//	fallback     Fallback: another engine begins anew, and earlier claims are void
//	usage        Usage
//	done         Summary: nothing comes after it
type Event struct {
	ID       string // names the event in the stream
	Name     string
	Accepted *Accepted
	Progress *Progress
	Claim    *summarize.ClaimResult
	Fallback *Fallback
	Usage    *summarize.Provenance
	Summary  *Summary
}

// Accepted is what is known of a draft at its beginning.
type Accepted struct {
	Job      string               `json:"job"`     // ID, also of the job that it may become
	Summary  string               `json:"summary"` // ID that the summary will have
	Engine   string               `json:"engine"`
	Labels   summarize.Labels     `json:"labels"` // what the parts of the summary are called
	Article  summarize.ArticleRef `json:"article"`
	Expected int                  `json:"expected"` // takeaways
}

// Progress counts the calls of a step.
type Progress struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

// Fallback says who drafts now.
type Fallback struct {
	Engine string `json:"engine"`
}

const (
	mostLine    = 16 << 20 // bytes
	mostStreams = 100      // connections for one draft
)

var (
	errBroken  = errors.New("the stream broke off")
	errStrange = errors.New("the stream is not as expected")
)

// DraftStream drafts a summary and tells of each claim as soon as it is whole. A
// stream that breaks off is taken up after the last event that came, without
// drafting twice; where the work was lost it begins anew, which another accepted
// event says. The last event is done, or there is an error. To leave the loop
// stops the work.
func (c *Client) DraftStream(ctx context.Context, r DraftRequest) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		if r.Key == "" {
			r.Key = rand.Text()
		}
		s := &stream{client: c, yield: yield, request: request{
			method: http.MethodPost, path: []string{"summaries"}, body: r, key: r.Key, header: http.Header{"Accept": {streamType}},
		}}
		if err := s.run(ctx); err != nil {
			yield(Event{}, err)
		}
	}
}

// stream is a stream over as many connections as it takes.
type stream struct {
	client  *Client
	request request
	yield   func(Event, error) bool
	last    string // ID of the last event that came
	ended   bool   // done was told, or the reader left
}

func (s *stream) run(ctx context.Context) error {
	body, err := s.request.encoded()
	if err != nil {
		return err
	}
	for try, connections := 0, 1; ; try, connections = try+1, connections+1 {
		before := s.last
		err := s.read(ctx, body)
		if s.ended {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if s.last != before {
			try = 0
		}
		// The work stops when nobody follows it for a moment: the first to come back
		// comes at once.
		first := try == 0 && s.last != before && errors.Is(err, errBroken)
		if connections == mostStreams || !first && !s.client.rest(ctx, try, err) {
			return err
		}
	}
}

// read reads the events of one connection. Its error is never nil unless the
// stream has ended.
func (s *stream) read(ctx context.Context, body []byte) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if s.last != "" {
		s.request.header.Set("Last-Event-ID", s.last)
	}
	out, err := s.client.build(ctx, s.request, body)
	if err != nil {
		return err
	}
	res, err := s.client.http.Do(out)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type")); res.StatusCode != http.StatusOK || kind != streamType {
		answer, _ := io.ReadAll(io.LimitReader(res.Body, 1<<20))
		return problemOf(res, answer)
	}
	silence := time.AfterFunc(s.client.idle, cancel)
	defer silence.Stop()
	return s.events(&awake{res.Body, silence, s.client.idle})
}

// awake puts off the end of a stream as long as something comes.
type awake struct {
	io.Reader
	silence *time.Timer
	idle    time.Duration
}

func (a *awake) Read(p []byte) (int, error) {
	n, err := a.Reader.Read(p)
	a.silence.Reset(a.idle)
	return n, err
}

// events takes lines apart into events, and tells of each.
func (s *stream) events(r io.Reader) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, mostLine)
	var id, name string
	var data []byte
	for lines.Scan() {
		field, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "id":
			id = value
		case "event":
			name = value
		case "data":
			data = append(append(data, value...), '\n')
		case "":
			if lines.Text() != "" || len(data) == 0 {
				continue // a sign of life, or a line of the stream itself
			}
			if err := s.tell(id, name, bytes.TrimSpace(data)); err != nil || s.ended {
				return err
			}
			id, name, data = "", "", nil
		}
	}
	return fmt.Errorf("%w: %w", errBroken, errors.Join(lines.Err(), io.ErrUnexpectedEOF))
}

// tell passes an event on.
func (s *stream) tell(id, name string, data []byte) error {
	if name == "error" {
		var f failed
		if json.Unmarshal(data, &f) != nil {
			return errStrange
		}
		return f.problem()
	}
	e := Event{ID: id, Name: name}
	if into := e.field(); into != nil {
		if err := json.Unmarshal(data, into); err != nil {
			return errStrange
		}
	}
	if id != "" {
		s.last = id
	}
	s.ended = !s.yield(e, nil) || name == "done"
	return nil
}

// field makes the field that an event of this name has.
func (e *Event) field() any {
	switch e.Name {
	case "accepted":
		e.Accepted = &Accepted{}
		return e.Accepted
	case "plan", "chunk", "repair":
		e.Progress = &Progress{}
		return e.Progress
	case "why", "takeaway":
		e.Claim = &summarize.ClaimResult{}
		return e.Claim
	case "fallback":
		e.Fallback = &Fallback{}
		return e.Fallback
	case "usage":
		e.Usage = &summarize.Provenance{}
		return e.Usage
	case "done":
		e.Summary = &Summary{}
		return e.Summary
	}
	return nil
}
