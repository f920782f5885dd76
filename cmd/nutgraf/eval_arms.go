package main

import (
	"context"
	"io"
	"maps"
	"path/filepath"
	"sync"

	"github.com/nutgraf/nutgraf/eval"
	evalrun "github.com/nutgraf/nutgraf/eval/run"
	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/replay"
	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

// entrance makes the arms of a run. All of them share the way to the models,
// the budget and the counters of tokens.
type entrance struct {
	*app
	mode      replay.Mode
	cassettes string

	transport *replay.Transport
	budget    *budget
	maxUSD    float64
	calls     bool // some arm calls a model
	counters  map[string]*tokens.Counter
	drafters  []*armDrafter
}

// open makes the way to the models. The keys of the configuration are hidden in
// cassettes.
func (e *entrance) open() error {
	cfg, err := e.loadConfig()
	if err != nil {
		return err
	}
	if cfg.Drafts() && (len(cfg.Model.Fallback) > 0 || cfg.Fallback.Extractive) {
		e.say("nothing stands in for a model that is measured: model.fallback and fallback.extractive do not count here")
	}
	base := provider.NewTransport()
	e.atExit = append(e.atExit, base.CloseIdleConnections)
	e.transport, err = replay.New(replay.Options{
		Mode: e.mode, Dir: e.cassettes, Base: base, Secrets: cfg.Secrets(),
	})
	e.maxUSD, e.counters, e.dialer = cfg.Budget.MaxUSD, map[string]*tokens.Counter{}, e.dialSample
	return err
}

// arm makes one of a combination of settings.
func (e *entrance) arm(settings map[string]string) (evalrun.Contestant, error) {
	cfg, err := e.configOf(settings)
	if err != nil {
		return evalrun.Contestant{}, err
	}
	profile, err := e.loadProfile(cfg.Profile)
	if err != nil {
		return evalrun.Contestant{}, err
	}
	engine, model, err := e.newEngine(cfg, "")
	if err != nil {
		return evalrun.Contestant{}, err
	}
	verifier, err := e.newVerifier(cfg, model)
	if err != nil {
		return evalrun.Contestant{}, err
	}
	d := &armDrafter{batch: &batch{app: e.app, cfg: cfg, profile: profile, engine: engine, model: model, verifier: verifier}}
	e.drafters, e.calls = append(e.drafters, d), e.calls || model != nil || verifier != nil
	c := evalrun.Contestant{Drafter: d, Profile: profile, Arm: evalrun.Arm{
		Name: "extractive", Engine: "extractive", Profile: evalrun.Profile{Name: profile.Name, Digest: profile.Digest()},
		Signature: d.options().Signature(),
	}}
	if model != nil {
		c.Arm.Name, c.Arm.Engine, c.Arm.Model, c.Arm.EndpointHost = model.Info.Name, "model", model.Info.Name, model.Info.EndpointHost
		c.Arm.Prompts = model.Prompts.Digest()
	}
	e.share(d)
	if profile.Name != "default" {
		c.Arm.Name += "/" + profile.Name
	}
	if cfg.Prompts != "" && model != nil {
		c.Arm.Name += "+" + filepath.Base(cfg.Prompts)
	}
	return c, nil
}

// configOf loads the configuration as if the settings had been given as flags.
// Its notices have been told.
func (e *entrance) configOf(settings map[string]string) (*config.Config, error) {
	flags, errs := e.flags, e.err
	defer func() { e.flags, e.err = flags, errs }()
	e.flags, e.err = maps.Clone(flags), io.Discard
	maps.Copy(e.flags, settings)
	return e.loadConfig()
}

// share gives arms one counter for each encoding. Where traffic is recorded or
// replayed, the calls of a sample are made one after the other, so that they are
// the same ones each time: what an endpoint objects to is learned in order.
func (e *entrance) share(d *armDrafter) {
	counter := func(encoding string, own *tokens.Counter) *tokens.Counter {
		if e.counters[encoding] == nil {
			e.counters[encoding] = own
		}
		return e.counters[encoding]
	}
	if m := d.model; m != nil {
		m.Counter = counter(m.Info.Encoding, m.Counter)
		if e.mode != replay.Off {
			m.Concurrency = 1
		}
	}
	if v := d.verifier; v != nil {
		v.Counter = counter(v.Info.Encoding, v.Counter)
		if e.mode != replay.Off {
			v.Concurrency = 1
		}
	}
}

// limit sets the budget: what a run cost before it is taken up counts, its drafts
// included where it paid for them. A replay costs nothing.
func (e *entrance) limit(before *evalrun.Run, drafts bool) {
	e.budget = newBudget(e.maxUSD, e.calls && e.mode != replay.Strict)
	if before == nil {
		before = &evalrun.Run{}
	}
	for i := range before.Records {
		rec := &before.Records[i]
		if drafts && rec.USD != nil {
			e.budget.left -= *rec.USD
		}
		if rec.Scoring != nil && rec.Scoring.USD != nil {
			e.budget.left -= *rec.Scoring.USD
		}
	}
	for _, d := range e.drafters {
		d.budget = e.budget
	}
}

// armDrafter drafts for an arm.
type armDrafter struct{ *batch }

// Draft drafts one sample, within the budget.
func (d *armDrafter) Draft(ctx context.Context, a *article.Article, _ *eval.Item, _ int) (*summarize.Result, error) {
	release, err := d.budget.reserve(ctx, func() (float64, error) { return atMost(ctx, a, d.options()) })
	if err != nil {
		return nil, err
	}
	result, err := summarize.Summarize(ctx, a, d.options())
	release(result)
	return result, err
}

// dialSample makes a model with a client of its own for each sample, so that
// what one sample learns of the endpoint changes nothing in another.
func (e *entrance) dialSample(m config.Model) (summarize.Model, error) {
	s := e.sampleModel(m)
	if _, err := provider.New(s.config); err != nil {
		return nil, err
	}
	return s, nil
}

// sampleModel says how the samples reach a model. A replay needs no key and waits
// for nobody.
func (e *entrance) sampleModel(m config.Model) *sampleModel {
	c := e.clientOf(m)
	c.Transport = e.transport
	if e.mode == replay.Strict {
		c.APIKey, c.APIKeys, c.MaxRetryWait = secret.Secret{}, nil, 1
		c.Endpoints, c.RequestsPerMinute, c.TokensPerMinute, c.WaitPaused = nil, 0, 0, false
	}
	return &sampleModel{c}
}

type sampleModel struct{ config provider.Config }

// sampleClients are the clients of a sample.
type sampleClients struct {
	mu sync.Mutex
	of map[*sampleModel]*provider.Client
}

type sampleClientsKey struct{}

// session gives a sample its tape and its clients.
func (e *entrance) session(ctx context.Context, item, arm string, k int) (context.Context, func(bool) ([]string, error)) {
	ctx = replay.WithSample(ctx, item, arm, k)
	ctx = context.WithValue(ctx, sampleClientsKey{}, &sampleClients{of: map[*sampleModel]*provider.Client{}})
	return ctx, func(keep bool) ([]string, error) { return e.transport.Finish(ctx, keep) }
}

// Complete makes a call with the sample's client.
func (s *sampleModel) Complete(ctx context.Context, req summarize.Request) (summarize.Response, error) {
	clients, ok := ctx.Value(sampleClientsKey{}).(*sampleClients)
	if !ok {
		return summarize.Response{}, fault.New(fault.Internal, "a request to a model belongs to no sample")
	}
	client, err := clients.get(s)
	if err != nil {
		return summarize.Response{}, err
	}
	return client.Complete(ctx, req)
}

func (c *sampleClients) get(s *sampleModel) (*provider.Client, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if client := c.of[s]; client != nil {
		return client, nil
	}
	client, err := provider.New(s.config)
	if err == nil {
		c.of[s] = client
	}
	return client, err
}
