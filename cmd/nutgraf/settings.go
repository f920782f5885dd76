package main

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/prompts"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
	"github.com/nutgraf/nutgraf/summarize/tokens"
)

// userDir is the user's configuration folder, by the environment that the
// program was given, "" when it says none.
func (a *app) userDir() string {
	if dir := a.getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "nutgraf")
	}
	if home := a.getenv("HOME"); home != "" {
		return filepath.Join(home, ".config", "nutgraf")
	}
	if dir := a.getenv("AppData"); dir != "" {
		return filepath.Join(dir, "nutgraf")
	}
	return ""
}

// dataDir is the user's data folder, "" when the environment says none.
func (a *app) dataDir() string {
	if dir := a.getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "nutgraf")
	}
	if dir := a.getenv("LocalAppData"); dir != "" && runtime.GOOS == "windows" {
		return filepath.Join(dir, "nutgraf")
	}
	if home := a.getenv("HOME"); home != "" {
		return filepath.Join(home, ".local", "share", "nutgraf")
	}
	return ""
}

// loadConfig reads the configuration and tells its notices.
func (a *app) loadConfig() (*config.Config, error) {
	file := a.file
	if file == "" {
		file = a.getenv("NUTGRAF_CONFIG")
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil, fault.Wrap(fault.InputUnreadable, err, "the working folder cannot be read: %v", err)
	}
	cfg, err := config.Load(config.Loader{
		Dir: dir, UserDir: a.userDir(), SystemDir: "/etc/nutgraf", DataDir: a.dataDir(), File: file, Env: a.env, Flags: a.flags,
	})
	if err != nil {
		return nil, err
	}
	for _, notice := range cfg.Notices {
		a.say("%s", notice)
	}
	return cfg, nil
}

// loadProfile finds a profile: a built-in name, a file, or a name in the
// profiles folder of the user's configuration.
func (a *app) loadProfile(name string) (*summarize.Profile, error) {
	data, source, err := a.profileSource(name)
	if err != nil {
		return nil, err
	}
	return summarize.ParseProfile(data, source)
}

func (a *app) profileSource(name string) (data []byte, source string, err error) {
	if strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml") {
		data, err = os.ReadFile(name)
		if err != nil {
			return nil, "", fault.Wrap(fault.BadConfig, err, "the profile %s cannot be read: %v", name, fileFault(name, err))
		}
		return data, name, nil
	}
	if dir := a.userDir(); dir != "" {
		file := filepath.Join(dir, "profiles", name+".yaml")
		if data, err := os.ReadFile(file); err == nil {
			return data, file, nil
		}
	}
	data, err = summarize.BuiltInProfile(name)
	return data, "the built-in profile " + name, err
}

// loadPrompts reads the built-in prompts and those of the folder that replaces
// some of them.
func loadPrompts(dir string) (*prompts.Set, error) {
	var files fs.FS
	if dir != "" {
		files = os.DirFS(dir)
	}
	return prompts.Load(files, dir)
}

// newEngine makes the engine that the configuration asks for. The second
// result is the model engine, nil for the embedded one.
func (a *app) newEngine(cfg *config.Config, kind string) (summarize.Engine, *summarize.ModelEngine, error) {
	if cfg.Drafts() {
		if err := cfg.Model.Permitted(); err != nil {
			return nil, nil, err
		}
	}
	name := cfg.Engine
	if name == "auto" {
		name = "extractive"
		if cfg.ModelConfigured() {
			name = "model"
			a.say("drafting with %s at %s", cfg.Model.Name, cfg.Model.BaseURL)
		} else {
			a.say("no model is configured, so the embedded engine drafts: it chooses sentences of the article. Set OPENAI_API_KEY, or model.base_url, to draft with a model")
		}
	}
	if name == "extractive" {
		return summarize.Extractive{}, nil, nil
	}
	e, err := a.modelEngine(cfg, cfg.Model, kind)
	if err != nil {
		return nil, nil, err
	}
	return e, e, nil
}

// modelEngine makes an engine that drafts with a model.
func (a *app) modelEngine(cfg *config.Config, m config.Model, kind string) (*summarize.ModelEngine, error) {
	set, err := loadPrompts(cfg.Prompts)
	if err != nil {
		return nil, err
	}
	nobodyElse := len(cfg.Model.Fallback) == 0 && !cfg.Fallback.Extractive
	client, info, err := a.reach(cfg, m, nobodyElse)
	if err != nil {
		return nil, err
	}
	return &summarize.ModelEngine{
		Model: client, Tries: provider.MaxTries, Info: info, Prompts: set, Kind: prompts.Kind(kind), Concurrency: m.Concurrency,
		Counter: tokens.New(info.Encoding),
	}, nil
}

// reach makes a client as dialTo does, and tells what is known of the model.
func (a *app) reach(cfg *config.Config, m config.Model, waits bool) (summarize.Model, summarize.ModelInfo, error) {
	info, err := modelInfo(cfg, m)
	if err != nil {
		return nil, info, err
	}
	client, err := a.dialTo(m, waits)
	if err == nil && !info.Known && m.ContextTokens == 0 {
		a.say("the context of %s is not known, and %d tokens are assumed: set model.context_tokens if it has more", info.Name, info.Context)
	}
	return client, info, err
}

// newFallback makes the engines that draft when the one before is out of order:
// none unless a model drafts. A model that must not read the articles is left
// out.
func (a *app) newFallback(cfg *config.Config, kind string) (f summarize.Fallback, models []*summarize.ModelEngine, err error) {
	if !cfg.Drafts() {
		return f, nil, nil
	}
	f.Also = cfg.Fallback.Also
	for _, m := range cfg.FallbackModels() {
		if refused := m.Permitted(); refused != nil {
			a.say("%s does not stand in: %v", m.Name, refused)
			continue
		}
		e, err := a.modelEngine(cfg, m, kind)
		if err != nil {
			return f, nil, err
		}
		f.Engines, models = append(f.Engines, e), append(models, e)
	}
	if cfg.Fallback.Extractive {
		f.Engines = append(f.Engines, summarize.Extractive{})
	}
	return f, models, nil
}

// dial makes a client for a model that may read the articles, for as many calls
// at once as is configured.
func (a *app) dial(m config.Model) (summarize.Model, error) { return a.dialTo(m, true) }

// dialTo makes a client that waits for an endpoint that is left alone, or does not,
// since another model can stand in.
func (a *app) dialTo(m config.Model, waits bool) (summarize.Model, error) {
	if err := m.Permitted(); err != nil {
		return nil, err
	}
	if a.dialer != nil {
		return a.dialer(m)
	}
	endpoint := a.clientOf(m)
	endpoint.WaitPaused = waits
	client, err := provider.New(endpoint)
	if err != nil {
		return nil, err
	}
	a.atExit = append(a.atExit, client.Close)
	a.accounts.open(client, m)
	return client, nil
}

// clientOf says how to reach a model, within limits that all share who do.
func (a *app) clientOf(m config.Model) provider.Config {
	return provider.Config{
		BaseURL: m.BaseURL, APIKey: m.APIKey, APIKeys: m.APIKeys, Model: m.Name, Timeout: m.Timeout, WireFormat: m.WireFormat, APIVersion: m.APIVersion,
		Concurrency: m.Concurrency, RequestsPerMinute: m.RequestsPerMinute, TokensPerMinute: m.TokensPerMinute, Endpoints: &a.endpoints,
		WaitPaused: true,
	}
}

// newVerifier makes the second reader, nil when none is configured. It counts
// with the tokens of the drafting engine where they are of the same encoding.
func (a *app) newVerifier(cfg *config.Config, drafts *summarize.ModelEngine) (*summarize.Verifier, error) {
	m, ok := cfg.VerifierModel()
	if !ok {
		return nil, nil
	}
	info, err := modelInfo(cfg, m)
	if err != nil {
		return nil, err
	}
	set, err := loadPrompts(cfg.Prompts)
	if err != nil {
		return nil, err
	}
	client, err := a.dial(m)
	if err != nil {
		return nil, err
	}
	counter := tokens.New(info.Encoding)
	if drafts != nil && drafts.Info.Encoding == info.Encoding {
		counter = drafts.Counter
	}
	a.say("%s at %s reads each claim with its sentences", m.Name, m.BaseURL)
	return &summarize.Verifier{
		Model: client, Info: info, Prompts: set, Concurrency: m.Concurrency, Tries: provider.MaxTries, Counter: counter,
	}, nil
}

// modelInfo is what is known of a configured model, with what the configuration
// says of it.
func modelInfo(cfg *config.Config, m config.Model) (summarize.ModelInfo, error) {
	base, err := url.Parse(m.BaseURL)
	if err != nil {
		return summarize.ModelInfo{}, fault.Wrap(fault.BadConfig, err, "the address of %s is not an address", m.Name)
	}
	info := summarize.LookUpModel(m.Name, base.Host)
	if n := m.ContextTokens; n > 0 {
		info.Context, info.MaxOutput = n, min(info.MaxOutput, n/4)
	}
	if n := m.MaxOutputTokens; n > 0 {
		info.MaxOutput = n
	}
	if p, ok := cfg.PriceOf(m.Name); ok {
		info.Price = &summarize.Price{Input: p.Input, Output: p.Output, Cached: p.Cached}
	}
	return info, nil
}
