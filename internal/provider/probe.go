package provider

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// ProbeOptions say what Probe asks for. The zero value works.
type ProbeOptions struct {
	MaxOutput int // tokens of one answer at most; 0 is 1000
	Samples   int // answers that latency is the median of; 0 is 3

	// Context is the context, in tokens, that is tried with a prompt that fits and
	// with one that does not, which costs as many tokens; 0 tries none. Tokens
	// counts those of a text, and is needed then.
	Context int
	Tokens  func(text string) int

	Embeddings *Config           // an endpoint for vectors that is tried too; nil for none
	On         func(what string) // is told what is asked next; nil for nobody
}

const (
	probeOutput  = 1000
	probeSamples = 3
	probeBytes   = 256 << 10 // of one answer
	probeText    = 250       // tokens of a short question with its form, generously
)

func (o ProbeOptions) withDefaults() ProbeOptions {
	if o.MaxOutput <= 0 {
		o.MaxOutput = probeOutput
	}
	if o.Samples <= 0 {
		o.Samples = probeSamples
	}
	if o.On == nil {
		o.On = func(string) {}
	}
	return o
}

// Usage is what a probe takes as a rule, and at most, when the endpoint keeps to
// the limits that it accepts and every short question has to be asked twice.
func (o ProbeOptions) Usage() (usual, most summarize.Usage) {
	o = o.withDefaults()
	short := 2*len(formatNames) + 2 + 2 + 3 + o.Samples
	usual = summarize.Usage{Calls: short, InputTokens: short * probeText, OutputTokens: short * 60}
	most = summarize.Usage{Calls: 2 * short, InputTokens: 2 * short * probeText, OutputTokens: 2 * short * o.MaxOutput}
	if o.Context > 0 {
		long := summarize.Usage{Calls: 2, InputTokens: within(o.Context) + beyond(o.Context) + 2*probeText, OutputTokens: 2 * codeOutput}
		usual, most = usual.Add(long), most.Add(long)
	}
	if o.Embeddings != nil {
		usual.Calls++
		most.Calls += MaxTries
	}
	usual.Calls++ // the list of models
	most.Calls++
	return usual, most
}

// Probe asks an endpoint short questions, one after the other, and reports what
// it can do. It fails with bad_config, or with ctx's error; what is wrong with
// the endpoint is in the report.
func Probe(ctx context.Context, cfg Config, o ProbeOptions) (*ProbeReport, error) {
	o = o.withDefaults()
	base := cfg.Transport
	if base == nil {
		own := NewTransport()
		defer own.CloseIdleConnections()
		base = own
	}
	seen := &limitHeaders{base: base, of: map[string]string{}}
	cfg.Transport, cfg.WireFormat, cfg.MaxAnswerBytes = seen, "auto", probeBytes
	c, err := New(cfg)
	if err != nil {
		return nil, err
	}
	p := &prober{Client: c, ctx: ctx, o: o, limit: c.learned.plan(summarize.Request{}).limit}
	p.report = newReport(c)
	p.run()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p.report.Reachable = seen.answered
	for name, value := range seen.of {
		p.report.RateLimits[name] = c.mask(clean(value))
	}
	return p.report, nil
}

// prober is the work of one Probe.
type prober struct {
	*Client
	ctx    context.Context
	o      ProbeOptions
	report *ProbeReport

	limit   tokenLimit // that the endpoint takes
	noUsage bool       // it does not take the wish for usage in streams
	down    int        // questions in a row that the endpoint was not there for
}

// run asks all questions, those first on which others depend.
func (p *prober) run() {
	p.formats()
	if p.ctx.Err() == nil {
		p.listModels() // with a key that was found to work
	}
	for _, step := range []func(){p.latency, p.limits, p.sampling, p.odds, p.context} {
		if p.ctx.Err() != nil || p.gone() {
			break
		}
		step()
	}
	if p.o.Embeddings != nil && p.ctx.Err() == nil {
		p.embeddings()
	}
	p.pin()
}

// gone reports that asking on is of no use.
func (p *prober) gone() bool {
	return p.down >= mostDown || p.report.Problem != nil && fatal(p.report.Problem.Code)
}

// mostDown is how many questions in a row an endpoint may not be there for.
const mostDown = 2

// fatal reports that nothing else can be asked either.
func fatal(code fault.Code) bool {
	switch code {
	case fault.ModelUnauthorized, fault.ModelQuota, fault.ModelNotFound, fault.ModelUnreachable:
		return true
	}
	return false
}

// try sends one question, within the limits and with the keys of every call.
func (p *prober) try(weight int, send func(context.Context) (took summarize.Usage, shown bool, f *failure)) *failure {
	t, err := p.enter(p.ctx, weight)
	if err != nil {
		return &failure{fault: asFault(err)}
	}
	ctx, cancel := context.WithTimeoutCause(p.ctx, p.timeout, errDeadline)
	defer cancel()
	took, f := t.try(ctx, send)
	p.report.Spent = p.report.Spent.Add(took)
	var outcome error
	if f != nil {
		outcome = f.fault
	}
	t.leave(outcome)
	return f
}

// listModels asks which models there are, which costs nothing. A key that may not
// ask for them may still draft, so that nothing is learned of a refusal.
func (p *prober) listModels() {
	p.o.On("which models there are")
	var ex *exchange
	_ = p.try(0, func(ctx context.Context) (summarize.Usage, bool, *failure) {
		ctx, stop := context.WithCancelCause(ctx)
		defer stop(nil)
		ex = &exchange{stop: stop}
		k := call{Client: p.Client, ctx: context.WithValue(ctx, exchangeKey{}, ex), ex: ex}
		_, err := p.list(k.ctx) // the answer is in ex
		var f *failure
		switch {
		case err != nil && ex.status == 0:
			f = k.broken(err)
		case err != nil:
			f = k.fail(fault.ModelRejected, err, "%s does not say which models it has", k.host)
		}
		return summarize.Usage{Calls: ex.sent}, false, f
	})
	if ex == nil || ex.status == 0 {
		return
	}
	var wire struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if ex.status != http.StatusOK || json.Unmarshal(ex.body, &wire) != nil || len(wire.Data) == 0 {
		return
	}
	known := false
	for _, m := range wire.Data {
		known = known || m.ID == p.model
	}
	p.report.ModelKnown = &known
}

// embeddings asks for the vectors of two texts.
func (p *prober) embeddings() {
	p.o.On("vectors of texts")
	t := &EmbeddingsTrial{Model: p.o.Embeddings.Model}
	p.report.Embeddings = t
	c, err := New(*p.o.Embeddings)
	if err != nil {
		t.Trial = Trial{Failed, err.Error()}
		return
	}
	defer c.Close()
	t.Host = c.host
	vectors, spent, err := c.Embed(p.ctx, []string{"The ferry is late.", "The bridge is open."})
	t.Spent = spent
	if err != nil {
		t.Trial = Trial{Failed, err.Error()}
		return
	}
	t.Trial, t.Dimensions = Trial{Outcome: Honoured}, len(vectors[0])
}

// pin settles on the format that works best in whole answers and in streams, and
// on a context that was read whole.
func (p *prober) pin() {
	r := p.report
	for _, f := range r.Formats {
		if f.UsableWhole && (f.UsableStream || r.Streaming.Outcome != Honoured) && (f.Whole.Outcome == Honoured || f.Format == plainText.String()) {
			r.Pin.Model.WireFormat = f.Format
			break
		}
	}
	if c := r.Context; c != nil && c.Within.Outcome == Honoured {
		r.Pin.Model.ContextTokens = c.Assumed
	}
}
