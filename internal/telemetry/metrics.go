package telemetry

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// Bounds of the histograms: requests and runs last from a millisecond to
// minutes, commits from a fraction of one to seconds.
var (
	longSeconds  = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300}
	shortSeconds = []float64{.00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}
	batchSizes   = []float64{1, 2, 4, 8, 16, 32, 64, 128, 256}
)

// The labels.
const (
	labelRoute   = "route"
	labelMethod  = "method"
	labelStatus  = "status"
	labelKind    = "kind"
	labelEngine  = "engine"
	labelOutcome = "outcome"
	labelCode    = "code"
	labelModel   = "model"
	labelHost    = "host"
	labelRule    = "rule"
	labelVerdict = "verdict"
	labelState   = "state"
	labelCheck   = "check"
	labelVersion = "version"
)

// metrics are all that the registry has beside those of Go and the process.
type metrics struct {
	requests *prometheus.HistogramVec
	streams  prometheus.Gauge

	runs       *prometheus.CounterVec
	runSeconds *prometheus.HistogramVec
	inFlight   prometheus.Gauge
	queued     prometheus.Gauge
	jobs       *prometheus.CounterVec
	cache      *prometheus.CounterVec
	fallbacks  *prometheus.CounterVec
	findings   *prometheus.CounterVec
	steps      *prometheus.HistogramVec

	calls       *prometheus.CounterVec
	callSeconds *prometheus.HistogramVec
	firstText   *prometheus.HistogramVec
	wire        *prometheus.CounterVec
	tokens      *prometheus.CounterVec
	usd         *prometheus.CounterVec
	unpriced    *prometheus.CounterVec

	commits        *prometheus.HistogramVec
	commitWrites   prometheus.Histogram
	exportFailures prometheus.Counter

	routes, kinds, engines, outcomes, models, hosts, rules, states *names
}

func newMetrics(r prometheus.Registerer, version string) *metrics {
	f := factory{r}
	m := &metrics{
		requests: f.histogram("http_request_duration_seconds", "Time to answer a request, by the pattern of its route and the class of its status.", longSeconds, labelRoute, labelMethod, labelStatus),
		streams:  f.gauge("event_streams_open", "Event streams that are open.").WithLabelValues(),

		runs:       f.counter("runs_total", "Runs that ended, by the engine that drafted and the outcome: ok, cancelled or the code of the fault.", labelKind, labelEngine, labelOutcome),
		runSeconds: f.histogram("run_duration_seconds", "Time from the beginning of a run to its end.", longSeconds, labelKind, labelEngine),
		inFlight:   f.gauge("runs_in_flight", "Runs that are worked on.").WithLabelValues(),
		queued:     f.gauge("runs_queued", "Runs that wait for their turn.").WithLabelValues(),
		jobs:       f.counter("jobs_total", "Jobs by the state that they came to: running, taken (over from a process that is gone), done, failed, cancelled.", labelState),
		cache:      f.counter("cache_lookups_total", "Times that a finished result was looked for, by outcome: hit or miss.", labelOutcome),
		fallbacks:  f.counter("fallbacks_total", "Times that another engine drafted, by that engine and the fault of the one before.", labelEngine, labelCode),
		findings:   f.counter("findings_total", "Findings about drafted claims.", labelRule, labelVerdict),
		steps:      f.histogram("step_duration_seconds", "Time of a step of the work: check (claims against the article) or store (a write, with its wait).", shortSeconds, labelKind, labelOutcome),

		calls:       f.counter("model_calls_total", "Calls of a model, retries not counted, by outcome: ok, cancelled or the code of the fault.", labelModel, labelHost, labelOutcome),
		callSeconds: f.histogram("model_call_duration_seconds", "Time of a call of a model, with its retries and waits.", longSeconds, labelModel, labelHost),
		firstText:   f.histogram("model_first_text_seconds", "Time until the first text of a streamed answer.", longSeconds, labelModel, labelHost),
		wire:        f.counter("model_requests_total", "Requests on the wire, retries counted.", labelModel, labelHost),
		tokens:      f.counter("model_tokens_total", "Tokens as the endpoint reported them, by kind: input, output, cached (which are part of input).", labelModel, labelHost, labelKind),
		usd:         f.counter("model_usd_total", "Money spent in US dollars, where the price and the tokens are known.", labelModel, labelHost),
		unpriced:    f.counter("model_unpriced_calls_total", "Calls that reached the wire and of which the cost is not known.", labelModel, labelHost),

		commits:        f.histogram("store_commit_duration_seconds", "Time of a transaction that writes, by outcome: ok or the code of the fault.", shortSeconds, labelOutcome),
		commitWrites:   f.histogram("store_commit_writes", "Writes that a transaction gathers.", batchSizes).WithLabelValues().(prometheus.Histogram),
		exportFailures: f.counter("trace_export_failures_total", "Batches of spans that could not be sent.").WithLabelValues(),

		routes: few(100), kinds: few(10), engines: few(10), outcomes: few(80),
		models: few(32), hosts: few(16), rules: few(100), states: few(10),
	}
	f.gauge("build_info", "1, with the version of the program.", labelVersion).WithLabelValues(clip(version)).Set(1)
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

const namespace = "nutgraf"

// factory makes metrics and registers them.
type factory struct{ prometheus.Registerer }

func (f factory) counter(name, help string, labels ...string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
	f.MustRegister(c)
	return c
}

func (f factory) gauge(name, help string, labels ...string) *prometheus.GaugeVec {
	g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, labels)
	f.MustRegister(g)
	return g
}

func (f factory) histogram(name, help string, bounds []float64, labels ...string) *prometheus.HistogramVec {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: bounds}, labels)
	f.MustRegister(h)
	return h
}
