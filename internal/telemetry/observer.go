package telemetry

import (
	"context"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/ground"
)

// Queued notes that a run waits for its turn. What it returns is called when it
// waits no more.
func (t *Telemetry) Queued() (left func()) {
	t.metrics.queued.Inc()
	return sync.OnceFunc(t.metrics.queued.Dec)
}

// Run notes that a run begins its work, which goes on with the context that is
// returned. Ended is called once; its result may be nil, and hold what was spent
// beside an error.
func (t *Telemetry) Run(ctx context.Context, kind, engine string) (_ context.Context, ended func(*summarize.Result, error)) {
	started := time.Now()
	kind = t.metrics.kinds.of(kind)
	t.metrics.inFlight.Inc()
	ctx, span := t.tracer.Start(ctx, kind)
	return ctx, func(r *summarize.Result, err error) {
		t.metrics.inFlight.Dec()
		if r != nil && r.Provenance.Engine != "" {
			engine = r.Provenance.Engine
		}
		t.ran(kind, t.metrics.engines.of(engine), r, err, time.Since(started))
		if span.IsRecording() {
			span.SetAttributes(drafted(engine, r, err)...)
			fail(span, err)
		}
		span.End()
	}
}

func (t *Telemetry) ran(kind, engine string, r *summarize.Result, err error, took time.Duration) {
	m := t.metrics
	m.runs.WithLabelValues(kind, engine, m.outcomes.of(outcome(err))).Inc()
	m.runSeconds.WithLabelValues(kind, engine).Observe(took.Seconds())
	if r == nil {
		return
	}
	for _, step := range r.Provenance.Fallback {
		to, _, isModel := strings.Cut(step.To, "@")
		if isModel {
			to = "model"
		}
		m.fallbacks.WithLabelValues(m.engines.of(to), m.outcomes.of(string(step.Code))).Inc()
	}
	if err != nil {
		return
	}
	eachClaim(r, func(c *summarize.ClaimResult) {
		for _, f := range c.Findings {
			m.findings.WithLabelValues(m.rules.of(f.Rule), string(verdictOf(f.Verdict))).Inc()
		}
	})
}

func verdictOf(v ground.Verdict) ground.Verdict {
	switch v {
	case ground.Pass, ground.Warn, ground.Fail:
		return v
	}
	return ground.Unknown
}

func eachClaim(r *summarize.Result, visit func(*summarize.ClaimResult)) {
	if r.Why != nil {
		visit(r.Why)
	}
	for i := range r.Takeaways {
		visit(&r.Takeaways[i])
	}
}

// drafted is what the span of a run says.
func drafted(engine string, r *summarize.Result, err error) []attribute.KeyValue {
	out := []attribute.KeyValue{attribute.String(ownEngine, clip(engine)), attribute.String(ownOutcome, outcome(err))}
	if r == nil || err != nil {
		return out
	}
	claims, failing := 0, 0
	eachClaim(r, func(c *summarize.ClaimResult) {
		claims++
		worst := ground.Verdict("")
		for _, f := range c.Findings {
			worst = worst.Worse(f.Verdict)
		}
		if worst == ground.Fail {
			failing++
		}
	})
	return append(out, attribute.Int(ownSentences, r.Coverage.Sentences), attribute.Int(ownChunks, r.Coverage.Chunks),
		attribute.Int(ownClaims, claims), attribute.Int(ownFailing, failing))
}

// Step notes a step of the work, such as "check" or "store", which goes on with
// the context that is returned. Ended is called once.
func (t *Telemetry) Step(ctx context.Context, name string) (_ context.Context, ended func(error)) {
	started := time.Now()
	name = t.metrics.kinds.of(name)
	ctx, span := t.tracer.Start(ctx, name, trace.WithSpanKind(trace.SpanKindInternal))
	return ctx, func(err error) {
		t.metrics.steps.WithLabelValues(name, t.metrics.outcomes.of(outcome(err))).Observe(time.Since(started).Seconds())
		if span.IsRecording() {
			fail(span, err)
		}
		span.End()
	}
}

// Cached notes that a finished result was looked for.
func (t *Telemetry) Cached(hit bool) {
	found := "miss"
	if hit {
		found = "hit"
	}
	t.metrics.cache.WithLabelValues(found).Inc()
}

// Job notes that a job came to a state.
func (t *Telemetry) Job(state string) {
	t.metrics.jobs.WithLabelValues(t.metrics.states.of(state)).Inc()
}

// Committed notes a transaction of the store and how many writes it gathered.
func (t *Telemetry) Committed(writes int, took time.Duration, err error) {
	t.metrics.commits.WithLabelValues(t.metrics.outcomes.of(outcome(err))).Observe(took.Seconds())
	t.metrics.commitWrites.Observe(float64(writes))
}
