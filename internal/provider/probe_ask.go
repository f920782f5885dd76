package provider

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// sample is what one question brought.
type sample struct {
	answer
	failure      *failure // nil: none
	first, whole time.Duration
	pieces       int
}

// ask makes a request by a plan, whatever the endpoint is known to take. Where it
// does not take what is beside the question, the limit or the wish for usage, the
// question is put again without.
func (p *prober) ask(req summarize.Request, with plan) sample {
	with.limit, with.noUsage = p.limit, p.noUsage
	if req.MaxOutputTokens == 0 {
		req.MaxOutputTokens = p.o.MaxOutput
	}
	for again := 0; ; again++ {
		s := p.once(req, with)
		f := s.failure
		if f == nil || p.ctx.Err() != nil || again == 3 {
			return s
		}
		next, changed := with.without(f.objection, p.model)
		switch {
		case changed && f.objection == toLimit:
			p.limit = next.limit
		case changed && f.objection == toStreamOptions:
			p.noUsage = true
			p.report.UsageStream = Trial{Refused, reason(f)}
		case again > 0 || f.objection != noObjection || !p.pause(p.ctx, f, 1):
			return s
		default:
			next = with
		}
		with = next
	}
}

// once makes one request. Its times are those of the endpoint, without what was
// waited for a limit.
func (p *prober) once(req summarize.Request, with plan) (s sample) {
	var start time.Time
	if with.stream {
		req.OnText = func(string) {
			if s.pieces++; s.pieces == 1 {
				s.first = time.Since(start)
			}
		}
	}
	s.failure = p.try(weigh(req), func(ctx context.Context) (summarize.Usage, bool, *failure) {
		start = time.Now()
		var f *failure
		s.answer, f = p.attempt(ctx, req, with)
		s.whole = time.Since(start)
		return s.usage, s.shown, f
	})
	if s.first == 0 {
		s.first = s.whole
	}
	p.note(s.failure)
	return s
}

// note counts how often in a row the endpoint was not there.
func (p *prober) note(f *failure) {
	p.down++
	if f == nil || f.objection != noObjection {
		p.down = 0
		return
	}
	switch f.fault.Code {
	case fault.ModelUnreachable, fault.ModelUnavailable, fault.ModelTimeout, fault.ModelRateLimited:
	default:
		p.down = 0
	}
}

// mostHeaders and headerBytes bound what is kept of the headers about limits.
const (
	mostHeaders = 32
	headerBytes = 200
)

// limitHeaders passes requests on and keeps the headers of answers that speak of
// limits.
type limitHeaders struct {
	base     http.RoundTripper
	answered bool
	of       map[string]string
}

// RoundTrip sends one request.
func (l *limitHeaders) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := l.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	l.answered = true
	for name, values := range resp.Header {
		name = strings.ToLower(name)
		_, known := l.of[name]
		if isLimit(name) && len(values) > 0 && (known || len(l.of) < mostHeaders) {
			l.of[name] = values[0][:min(len(values[0]), headerBytes)]
		}
	}
	return resp, nil
}

func isLimit(header string) bool {
	return strings.Contains(header, "ratelimit") || strings.Contains(header, "rate-limit") || strings.HasPrefix(header, "retry-after")
}
