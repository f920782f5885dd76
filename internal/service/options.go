package service

import (
	"context"
	"time"

	"github.com/nutgraf/nutgraf/internal/fetch"
	"github.com/nutgraf/nutgraf/internal/store"
	"github.com/nutgraf/nutgraf/summarize"
)

// Options are what a service works with. Store, Engines and Profiles are needed.
type Options struct {
	Store *store.Store
	// Engines chooses who drafts: Engine, Fallback, Verifier, Sensitivity and
	// Version of the options are taken. It refuses by policy, before anything is
	// sent.
	Engines func(EngineRequest) (summarize.Options, error)
	// Profiles finds a house style by its name, "" is the configured one. It is
	// called for every request.
	Profiles func(name string) (*summarize.Profile, error)
	// Fetch gets the page behind an address. Nil refuses addresses.
	Fetch func(ctx context.Context, url string) (*fetch.Page, error)
	// Observer is told what goes on; nil is nobody.
	Observer Observer
	// Now is the clock of what is stored; nil is time.Now.
	Now func() time.Time

	MaxArticleBytes int64 // 0 is 10 MiB
	Concurrency     int   // runs that are worked on at once; 0 is 64
	Queue           int   // runs that wait for their turn, more are refused as busy; 0 is 256

	// CacheTTL is how long a finished result stands for another request for the
	// same. 0 is 24 hours, negative is no cache.
	CacheTTL time.Duration
	// Disclosure has the label that takes the place of the engine's; "" leaves it.
	Disclosure string
	// DailyUSD is the most that each account may cost in a day, in US dollars; nil is
	// no limit. Account names who pays for the calls of a model; nil is one account
	// for all. A token may have a limit of its own.
	DailyUSD *float64
	Account  func(summarize.Model) string
	// RetentionDays is how long the texts of articles are kept; 0 is for ever.
	RetentionDays int

	DisconnectGrace time.Duration // from the last follower's leaving to the end of the work; 0 is 500 ms
	JobLease        time.Duration // after which another process takes a job that is not heard of; 0 is 30 s
	RunsKept        time.Duration // how long the events of a run that ended can be read again; 0 is 5 minutes
}

// EngineRequest says what is to be drafted with. "" is what is configured.
type EngineRequest struct {
	Engine      string // "auto", "model" or "extractive"
	Kind        string // of the article
	Sensitivity string // "normal", "embargoed" or "confidential"
	Stream      bool   // claims are wanted as soon as they are whole
}

// Observer is told what the service does, for metrics and traces. Its methods are
// called from many goroutines, and return at once.
type Observer interface {
	// Queued tells that a run waits for its turn; left is called when it waits no
	// more.
	Queued() (left func())
	// Run tells that drafting begins: "draft", "regenerate" or "alternatives", by
	// "model" or "extractive". It goes on with the context returned. The function is
	// called at its end; the result may be nil, or hold what was spent beside an
	// error.
	Run(ctx context.Context, kind, engine string) (context.Context, func(*summarize.Result, error))
	// Step is around a piece of work: "check" or "store".
	Step(ctx context.Context, name string) (context.Context, func(error))
	// Cached tells whether a result that was asked for was there already.
	Cached(hit bool)
	// Job tells that a job is "running", was "taken" over, or ended: "done",
	// "failed" or "cancelled".
	Job(state string)
}

// Steps of Observer.Step.
const (
	stepCheck = "check"
	stepStore = "store"
)

// nobody is the Observer of a service that has none.
type nobody struct{}

func (nobody) Queued() func() { return func() {} }

func (nobody) Run(ctx context.Context, _, _ string) (context.Context, func(*summarize.Result, error)) {
	return ctx, func(*summarize.Result, error) {}
}

func (nobody) Step(ctx context.Context, _ string) (context.Context, func(error)) {
	return ctx, func(error) {}
}

func (nobody) Cached(bool) {}

func (nobody) Job(string) {}
