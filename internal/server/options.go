package server

import (
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/internal/store"
)

// Options say how the API is served. Service and Store are needed, the rest may
// be left out: then everybody needs a token.
type Options struct {
	Service *service.Service
	Store   *store.Store // of tokens and of what was answered to idempotency keys
	Logger  *slog.Logger // nil is nobody
	Now     func() time.Time

	// Open serves without login: whoever reaches the service may do everything, in
	// the space "local". A token that is sent counts all the same. See Login.
	Open bool
	// Hosts are the names by which the service is reached, without ports. Others
	// are refused when there are any, and with Open always; names of the loopback
	// are known. With login and no Hosts any name will do: a page that reaches the
	// service by a name of its own has no token to send, and its browser sends the
	// cookie of a session to no other name than the one that set it.
	Hosts []string
	// Origins are those of pages that may use the API from a browser, such as
	// "https://cms.example.org". None by default.
	Origins []string
	// Proxies are the networks whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
	// AddressPerMinute is how many requests a minute may come from an address; 0 is
	// 1,200, negative is no limit. The loopback is not limited.
	AddressPerMinute int
	// Session tells who is logged in, where requests carry no token: an error with
	// the code unauthorized is nobody. Nil is nobody.
	Session func(*http.Request) (service.Caller, []Scope, error)

	MaxBody      int64         // bytes of a request with an article; 0 is 16 MiB
	MaxBodies    int64         // bytes of all requests that are being answered; 0 is 256 MiB, and it is MaxBody at least
	Deadline     time.Duration // after which work that is not streamed goes on as a job, when a request names none; 0 is 60 s
	Heartbeat    time.Duration // of streams; 0 is 15 s
	ReadTimeout  time.Duration // for a request to arrive; 0 is 30 s
	WriteTimeout time.Duration // for a caller to take an answer, or an event of a stream; 0 is 30 s
	IdleTimeout  time.Duration // of connections that are kept; 0 is 2 min
	DrainTimeout time.Duration // for work to end when the service is stopped; 0 is 20 s

	// CertFile and KeyFile are for TLS, in PEM. They are read again when they change.
	CertFile, KeyFile string

	// Telemetry wraps everything but recovery and request IDs, Routed the choice of
	// the route. Metrics, Health and Ready answer /metrics, /healthz and /readyz; by
	// default there are no metrics, and being there is healthy.
	Telemetry, Routed      func(http.Handler) http.Handler
	Metrics, Health, Ready http.Handler
	// Desk answers what is not of the API, with headers of its own. Nil is nobody.
	Desk http.Handler
}

func (o Options) withDefaults() Options {
	or := func(d *time.Duration, other time.Duration) {
		if *d == 0 {
			*d = other
		}
	}
	or(&o.Deadline, time.Minute)
	or(&o.Heartbeat, 15*time.Second)
	or(&o.ReadTimeout, 30*time.Second)
	or(&o.WriteTimeout, 30*time.Second)
	or(&o.IdleTimeout, 2*time.Minute)
	or(&o.DrainTimeout, 20*time.Second)
	if o.MaxBody == 0 {
		o.MaxBody = 16 << 20
	}
	if o.MaxBodies == 0 {
		o.MaxBodies = 256 << 20
	}
	o.MaxBodies = max(o.MaxBodies, o.MaxBody)
	if o.AddressPerMinute == 0 {
		o.AddressPerMinute = 1200
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	same := func(next http.Handler) http.Handler { return next }
	if o.Telemetry == nil {
		o.Telemetry = same
	}
	if o.Routed == nil {
		o.Routed = same
	}
	return o
}
