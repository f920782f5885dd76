package provider

import (
	"strings"
	"sync"
	"time"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// format is how the form of an answer is asked for. Each is asked less of an
// endpoint than the one before.
type format int

const (
	jsonSchema format = iota
	toolCall          // one function must be called, with the answer as its arguments
	jsonObject
	plainText
)

var formatNames = [...]string{"json_schema", "tools", "json_object", "text"}

func (f format) String() string { return formatNames[f] }

// parseFormat returns the pinned format, or nil for auto.
func parseFormat(name string) (*format, error) {
	if name == "" || name == "auto" {
		return nil, nil
	}
	for i, n := range formatNames {
		if n == name {
			f := format(i)
			return &f, nil
		}
	}
	return nil, fault.New(fault.BadConfig, "the wire format %q is unknown: it must be auto, json_schema, tools, json_object or text", name)
}

// tokenLimit is the parameter that bounds an answer.
type tokenLimit int

const (
	maxTokens tokenLimit = iota
	maxCompletionTokens
	noLimit
)

// plan is how one request is put. Its zero value asks the most of an endpoint.
type plan struct {
	stream  bool
	format  format
	pinned  bool // the format stays
	limit   tokenLimit
	swapped bool // the limit was changed once
	noUsage bool // a stream is not asked for its usage

	temperature, seed bool // are sent
	top               int  // tokens with their probabilities asked for at each place
}

// fewTop is how many likely tokens endpoints give that do not give 20.
const fewTop = 5

// objection is the part of a plan that an endpoint refuses.
type objection int

const (
	noObjection objection = iota
	toFormat
	toLimit
	toStreamOptions
	toTemperature
	toSeed
	toTop
)

// without returns the plan that does without what the endpoint objects to, or
// false when there is none.
func (p plan) without(o objection, model string) (plan, bool) {
	switch {
	case o == toFormat && !p.pinned && p.format < plainText:
		p.format++
	case o == toLimit && !p.swapped:
		p.swapped = true
		p.limit = otherLimit(p.limit, model)
	case o == toStreamOptions && p.stream && !p.noUsage:
		p.noUsage = true
	case o == toTemperature && p.temperature:
		p.temperature = false
	case o == toSeed && p.seed:
		p.seed = false
	case o == toTop && p.top > fewTop:
		p.top = fewTop
	case o == toTop && p.top > 0:
		p.top = 0
	default:
		return p, false
	}
	return p, true
}

// otherLimit is the parameter to try next. go-openai never sends max_tokens
// with the names of some models, so that no limit is left for them.
func otherLimit(limit tokenLimit, model string) tokenLimit {
	switch {
	case limit == maxTokens:
		return maxCompletionTokens
	case refusesMaxTokens(model):
		return noLimit
	}
	return maxTokens
}

func refusesMaxTokens(model string) bool {
	for _, prefix := range []string{"o1", "o3", "o4", "gpt-5", "gpt-6"} {
		if strings.HasPrefix(model, prefix) {
			return true
		}
	}
	return false
}

// memory keeps what an endpoint did not take or heed, for streams and for whole
// answers. It forgets all of it after a while: servers learn, and are replaced.
type memory struct {
	first plan // of a whole answer, before anything is known
	bare  bool // go-openai refuses to steer the sampling of this model

	mu     sync.Mutex
	plans  [2]plan
	proven [2]bool
	since  time.Time // when the first of what it knows was learned; zero for nothing

	noTemperature, noSeed bool
	mostTop               int
}

// memoryLife is how long what was learned counts. An endpoint that still does
// not take what was forgotten costs one refused request, or one answer of which
// nothing was shown, for each thing.
const memoryLife = time.Hour

// mostTop is how many likely tokens may be asked for.
const mostTop = 20

func newMemory(host, model string, pinned *format) *memory {
	first := plan{}
	if host == "api.openai.com" || refusesMaxTokens(model) {
		first.limit = maxCompletionTokens
	}
	if pinned != nil {
		first.format, first.pinned = *pinned, true
	}
	m := &memory{first: first, bare: refusesMaxTokens(model)}
	m.forget()
	return m
}

// forget goes back to the beginning.
func (m *memory) forget() {
	m.plans, m.proven, m.since = [2]plan{m.first, m.first}, [2]bool{}, time.Time{}
	m.plans[1].stream = true
	m.noTemperature, m.noSeed, m.mostTop = m.bare, m.bare, mostTop
	if m.bare {
		m.mostTop = 0
	}
}

// learn notes when something was learned.
func (m *memory) learn() {
	if m.since.IsZero() {
		m.since = time.Now()
	}
}

func index(stream bool) int {
	if stream {
		return 1
	}
	return 0
}

// plan returns how to put a request.
func (m *memory) plan(req summarize.Request) plan {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.since.IsZero() && time.Since(m.since) >= memoryLife {
		m.forget()
	}
	p := m.plans[index(req.OnText != nil)]
	if len(req.Schema) == 0 {
		p.format, p.pinned = plainText, true
	}
	p.temperature = req.Temperature != nil && !m.noTemperature
	p.seed = req.Seed != nil && !m.noSeed
	p.top = min(req.TopTokens, m.mostTop)
	return p
}

// refused remembers that an endpoint does not take what comes before p.
func (m *memory) refused(p plan, o objection) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.learn()
	known := &m.plans[index(p.stream)]
	switch o {
	case toFormat:
		known.format = max(known.format, p.format)
	case toLimit:
		m.plans[0].limit, m.plans[0].swapped = p.limit, true
		m.plans[1].limit, m.plans[1].swapped = p.limit, true
	case toStreamOptions:
		known.noUsage = true
	case toTemperature:
		m.noTemperature = true
	case toSeed:
		m.noSeed = true
	case toTop:
		m.mostTop = min(m.mostTop, p.top)
	}
}

// worked remembers the format of a good answer. A format that was good once is
// not given up for a single answer in prose.
func (m *memory) worked(p plan) {
	if p.pinned {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	i := index(p.stream)
	if known := &m.plans[i]; !m.proven[i] && known.format < p.format {
		known.format = p.format
		m.learn()
	}
	m.proven[i] = true
}

// mayDo reports whether a lower format may be heeded where that of p was not.
// Where it was heeded before, the model made a mistake, which it had better be
// told of.
func (m *memory) mayDo(p plan) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return !p.pinned && p.format < plainText && !m.proven[index(p.stream)]
}

// disappointed remembers that a format was not heeded: where a lower one could
// not be tried any more, because the answer had been shown, or was good all the
// same.
func (m *memory) disappointed(p plan) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := index(p.stream)
	if !p.pinned && !m.proven[i] && p.format < plainText {
		m.learn()
		m.plans[i].format = max(m.plans[i].format, p.format+1)
	}
}

// best remembers that a format is heeded as well as any: lower ones were tried and
// brought something worse.
func (m *memory) best(p plan) {
	if p.pinned {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	i := index(p.stream)
	m.learn()
	m.plans[i].format, m.proven[i] = p.format, true
}
