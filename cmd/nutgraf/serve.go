package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/nutgraf/nutgraf/internal/config"
	"github.com/nutgraf/nutgraf/internal/fetch"
	"github.com/nutgraf/nutgraf/internal/server"
	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/internal/telemetry"
)

func (a *app) serveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the HTTP API for a CMS, and the desk for people",
		Long: `Serve the HTTP API for a CMS, and the desk for people, until it is stopped with
Ctrl-C or SIGTERM. What is under way may then end; a second signal ends it at once.

With nothing configured it listens on this machine alone, needs no login, and keeps
what it makes in your data folder. For others to reach it, make a token first:

  nutgraf token create cms
  nutgraf serve --listen :8642`,
		Example: `  nutgraf serve
  nutgraf serve --listen :8642 --database postgres://nutgraf@db.example/nutgraf
  nutgraf serve --listen :443 --tls-cert cert.pem --tls-key key.pem`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context()) },
	}
	a.configFlag(cmd, "server.listen", "`address` and port; without an address it is every address of this machine")
	a.databaseFlag(cmd)
	a.configFlag(cmd, "server.public_url", "the `address` that people and programs use")
	a.configFlag(cmd, "server.tls_cert", "`file` with the certificate for https")
	a.configFlag(cmd, "server.tls_key", "`file` with its key")
	a.boolConfigFlag(cmd, "server.public_without_login", "let everybody who can reach it do everything, when there is no token (dangerous)")
	a.configFlag(cmd, "profile", "house style of requests that name none: a `name` or a YAML file")
	a.configFlag(cmd, "engine", "the `engine` of requests that name none: auto, model or extractive")
	a.configFlag(cmd, "model.name", "`name` of the model")
	a.configFlag(cmd, "model.base_url", "`address` of an OpenAI-compatible endpoint")
	a.configFlag(cmd, "verifier.model", "a second reader: `name` of a model that compares each claim with its sentences")
	a.configFlag(cmd, "prompts", "`folder` of prompt files that replace built-in ones")
	a.configFlag(cmd, "budget.daily_usd", "the most that a key of a provider may cost in a day (UTC), in US `dollars`")
	a.configFlag(cmd, "log.format", "the `format` of the log: auto, json or text")
	a.configFlag(cmd, "log.level", "what is logged: the `level` debug, info, warn or error, and what is worse")
	a.sensitivityFlag(cmd)
	a.boolConfigFlag(cmd, "fetch.allow_private", "let addresses of private networks be fetched (for tests)")
	return cmd
}

// serve serves until the context ends.
func (a *app) serve(ctx context.Context) (err error) {
	cfg, err := a.loadConfig()
	if err != nil {
		return err
	}
	for _, notice := range cfg.ServerNotices {
		a.say("%s", notice)
	}
	if err := checkTLS(cfg.Server); err != nil {
		return err
	}
	d := &daemon{app: a, cfg: cfg}
	defer func() { err = errors.Join(err, d.close()) }()
	if err := d.open(ctx); err != nil {
		return err
	}
	l, err := listen(ctx, cfg.Server.Listen)
	if err != nil {
		return err
	}
	defer l.Close()
	srv, err := d.server(ctx)
	if err != nil {
		return err
	}
	d.greet(l)
	return srv.Serve(ctx, l)
}

// daemon is what a service is made of.
type daemon struct {
	*app
	cfg       *config.Config
	log       *slog.Logger
	telemetry *telemetry.Telemetry
	store     *store.Store
	engines   *engines
	profiles  *profiles
	loginFree bool
}

// closing is how long the last traces may take.
const closing = 3 * time.Second

// open makes what the service works with. What was made is closed by close, also
// when something failed.
func (d *daemon) open(ctx context.Context) (err error) {
	cfg := d.cfg
	d.log = d.logger()
	d.telemetry, err = telemetry.New(telemetry.Options{
		Version: version, Log: d.log,
		Traces: telemetry.Traces{Endpoint: cfg.Telemetry.OTLPEndpoint, Headers: cfg.Telemetry.OTLPHeaders, Service: cfg.Telemetry.ServiceName},
	})
	if err != nil {
		return err
	}
	if d.store, err = d.openStore(ctx, cfg, store.Options{OnCommit: d.telemetry.Committed}); err != nil {
		return err
	}
	if d.loginFree, err = login(ctx, d.store, cfg); err != nil {
		return err
	}
	d.profiles = &profiles{find: d.loadProfile, own: cfg.Profile, read: map[string]readProfile{}}
	if _, err := d.loadProfile(cfg.Profile); err != nil {
		return err
	}
	d.engines, err = d.newEngines(cfg, d.telemetry.Model)
	return err
}

func (d *daemon) logger() *slog.Logger {
	levels := map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError}
	_, people := terminal(d.err)
	return telemetry.NewLogger(telemetry.LogOptions{
		Out: d.err, Text: d.cfg.Log.Format == "text" || d.cfg.Log.Format == "auto" && people, Level: levels[d.cfg.Log.Level], Secrets: d.cfg.Secrets(),
	})
}

// server puts the service behind HTTP. Serving closes the service.
func (d *daemon) server(ctx context.Context) (*server.Server, error) {
	svc, err := service.New(ctx, d.serviceOptions())
	if err != nil {
		return nil, err
	}
	srv, err := d.around(ctx, svc)
	if err != nil {
		ended, cancel := context.WithCancel(ctx)
		cancel()
		return nil, errors.Join(err, svc.Close(ended))
	}
	return srv, nil
}

// around makes the server of a service, with the desk.
func (d *daemon) around(ctx context.Context, svc *service.Service) (*server.Server, error) {
	c := d.cfg.Server
	perMinute := c.RatePerMinute
	if perMinute == 0 {
		perMinute = -1
	}
	page, session, err := d.desk(svc)
	if err != nil {
		return nil, err
	}
	health := d.telemetry.Health(d.checks(ctx))
	return server.New(server.Options{
		Service: svc, Store: d.store, Logger: d.log, Open: d.loginFree, Hosts: c.Names(), Origins: c.CORSOrigins, Proxies: c.Networks(),
		AddressPerMinute: perMinute, MaxBody: c.MaxBody, Deadline: c.Deadline, DrainTimeout: c.Drain,
		CertFile: c.TLSCert, KeyFile: c.TLSKey,
		Telemetry: d.telemetry.HTTP, Routed: telemetry.Routed, Metrics: d.telemetry.Metrics(), Health: http.HandlerFunc(health.Live), Ready: http.HandlerFunc(health.Ready),
		Desk: page, Session: session,
	})
}

func (d *daemon) serviceOptions() service.Options {
	o := service.Options{
		Store: d.store, Engines: d.engines.options, Profiles: d.profiles.named,
		Fetch: func(ctx context.Context, url string) (*fetch.Page, error) {
			f := d.cfg.Fetch
			return fetch.Fetch(ctx, url, fetch.Options{AllowPrivate: f.AllowPrivate, MaxBytes: f.MaxBytes, Timeout: f.Timeout})
		},
		Concurrency: d.cfg.Server.Concurrency, Queue: d.cfg.Server.Queue, CacheTTL: d.cfg.Cache.TTL,
		Disclosure: d.cfg.Disclosure.Label, RetentionDays: d.cfg.RetentionDays, Observer: d.telemetry, Account: d.accounts.name,
	}
	if o.CacheTTL == 0 {
		o.CacheTTL = -1
	}
	if usd := d.cfg.Budget.DailyUSD; usd > 0 {
		o.DailyUSD = &usd
	}
	return o
}

// checks are what the health of the service depends on.
func (d *daemon) checks(ctx context.Context) telemetry.Checks {
	c := telemetry.Checks{
		Store: d.store.Ready, Extractive: len(d.engines.models) == 0 || d.cfg.Engine == "extractive" || d.cfg.Fallback.Extractive,
		Draining: func() bool { return ctx.Err() != nil },
	}
	if d.cfg.Database.IsFile() {
		c.Path = d.cfg.Database.DSN()
	}
	if len(d.engines.models) > 0 && d.cfg.Engine != "extractive" {
		c.Endpoints = d.endpoints.States
	}
	return c
}

// greet tells where the service is, who drafts and where its work is kept.
func (d *daemon) greet(l net.Listener) {
	who := "callers need a token"
	switch {
	case d.loginFree && d.cfg.Server.PublicWithoutLogin:
		who = "everybody who can reach it may do everything"
	case d.loginFree:
		who = "for this machine alone, without login"
	}
	d.say("listening on %s (%s)", address(l, d.cfg.Server), who)
	d.say("drafting with %s", d.engines)
	d.say("keeping summaries in %s", d.store)
}

// close ends what open began.
func (d *daemon) close() error {
	var err error
	if d.store != nil {
		err = d.store.Close()
	}
	if d.telemetry != nil {
		ctx, cancel := context.WithTimeout(context.Background(), closing)
		defer cancel()
		if unsent := d.telemetry.Close(ctx); unsent != nil {
			d.say("the last traces were not sent: %v", unsent)
		}
	}
	return err
}
