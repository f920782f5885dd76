package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

// engines are who can draft for the service. All that they need is made once, at
// the start, and shared by all requests.
type engines struct {
	cfg      *config.Config
	models   []servedModel // that draft, in their order; none without a model
	verifier *summarize.Verifier
	reader   config.Model // that the verifier calls
}

// servedModel is a model with who may be shown what.
type servedModel struct {
	config.Model
	engine summarize.ModelEngine
}

// measure puts what measures calls around a model.
type measure func(summarize.Model, summarize.ModelInfo) summarize.Model

// newEngines makes what can draft. Nothing is sent.
func (a *app) newEngines(cfg *config.Config, around measure) (*engines, error) {
	e := &engines{cfg: cfg}
	set, err := loadPrompts(cfg.Prompts)
	if err != nil {
		return nil, err
	}
	counters := map[string]*tokens.Counter{}
	if cfg.ModelConfigured() || cfg.Engine == "model" {
		models := append([]config.Model{cfg.Model}, cfg.FallbackModels()...)
		for _, m := range models {
			alone := len(models) == 1 && !cfg.Fallback.Extractive
			client, info, err := a.served(cfg, m, alone, around)
			if err != nil {
				return nil, err
			}
			e.models = append(e.models, servedModel{m, summarize.ModelEngine{
				Model: client, Tries: provider.MaxTries, Info: info, Prompts: set, Concurrency: m.Concurrency, Counter: counterFor(counters, info.Encoding),
			}})
		}
	}
	if m, reads := cfg.VerifierModel(); reads {
		client, info, err := a.served(cfg, m, true, around)
		if err != nil {
			return nil, err
		}
		e.reader = m
		e.verifier = &summarize.Verifier{
			Model: client, Info: info, Prompts: set, Concurrency: m.Concurrency, Tries: provider.MaxTries, Counter: counterFor(counters, info.Encoding),
		}
	}
	for _, counter := range counters {
		counter.Warm()
	}
	return e, nil
}

// counterFor shares a counter among those who count alike.
func counterFor(counters map[string]*tokens.Counter, encoding string) *tokens.Counter {
	if counters[encoding] == nil {
		counters[encoding] = tokens.New(encoding)
	}
	return counters[encoding]
}

// served makes the client of a model. Who may be shown what is decided by each
// request.
func (a *app) served(cfg *config.Config, m config.Model, waits bool, around measure) (summarize.Model, summarize.ModelInfo, error) {
	m.Policy.Sensitivity = config.Normal
	client, info, err := a.reach(cfg, m, waits)
	if err != nil {
		return nil, info, err
	}
	measured := around(client, info)
	a.accounts.open(measured, m)
	return measured, info, nil
}

// marks are those of articles, the most confidential last.
var marks = []string{config.Normal, config.Embargoed, config.Confidential}

// options chooses who drafts for a request.
func (e *engines) options(r service.EngineRequest) (summarize.Options, error) {
	o := summarize.Options{Version: version, Sensitivity: e.mark(r.Sensitivity)}
	if !slices.Contains(marks, o.Sensitivity) {
		return o, fault.New(fault.Invalid, "options.sensitivity must be normal, embargoed or confidential")
	}
	if r.Kind != "" && !slices.Contains(kindNames(), r.Kind) {
		return o, fault.New(fault.Invalid, "options.kind must be one of %s", strings.Join(kindNames(), ", "))
	}
	if err := e.choose(&o, r); err != nil {
		return o, err
	}
	if e.verifier == nil {
		return o, nil
	}
	o.Verifier = e.verifier
	return o, permitted(e.reader, o.Sensitivity)
}

// mark is how an article is marked: as the request says, and not less than the
// configuration says of all.
func (e *engines) mark(wanted string) string {
	own := e.cfg.Policy.Sensitivity
	if wanted == "" || slices.Index(marks, wanted) >= 0 && slices.Index(marks, wanted) < slices.Index(marks, own) {
		return own
	}
	return wanted
}

// choose sets the engine, and those that stand in for it.
func (e *engines) choose(o *summarize.Options, r service.EngineRequest) error {
	name := cmp.Or(r.Engine, e.cfg.Engine)
	switch {
	case name != "auto" && name != "model" && name != "extractive":
		return fault.New(fault.Invalid, "options.engine must be auto, model or extractive")
	case name == "model" && len(e.models) == 0:
		return fault.New(fault.Invalid, "no model is configured for this service: options.engine must be auto or extractive")
	case name == "extractive" || len(e.models) == 0:
		o.Engine = summarize.Extractive{}
		return nil
	}
	if err := permitted(e.models[0].Model, o.Sensitivity); err != nil {
		return err
	}
	o.Fallback.Also = e.cfg.Fallback.Also
	for i, m := range e.models {
		engine := m.engine
		engine.Kind, engine.Stream = prompts.Kind(r.Kind), r.Stream
		switch {
		case i == 0:
			o.Engine = &engine
		case m.MayRead(o.Sensitivity):
			o.Fallback.Engines = append(o.Fallback.Engines, &engine)
		}
	}
	if e.cfg.Fallback.Extractive {
		o.Fallback.Engines = append(o.Fallback.Engines, summarize.Extractive{})
	}
	return nil
}

// permitted fails when articles of a mark must not go to a model.
func permitted(m config.Model, mark string) error {
	m.Policy.Sensitivity = mark
	return m.Permitted()
}

// model names the model that drafts, "" for none.
func (e *engines) model() string {
	if len(e.models) == 0 {
		return ""
	}
	info := e.models[0].engine.Info
	return info.Name + " at " + info.EndpointHost
}

// String says who drafts when nothing else is asked for.
func (e *engines) String() string {
	if len(e.models) == 0 || e.cfg.Engine == "extractive" {
		return "the embedded engine, which chooses sentences of the article"
	}
	text := e.models[0].Name + " at " + e.models[0].BaseURL
	for _, m := range e.models[1:] {
		text += ", else " + m.Name + " at " + m.BaseURL
	}
	if e.cfg.Fallback.Extractive {
		text += ", else the embedded engine"
	}
	return text
}
