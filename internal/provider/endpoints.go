package provider

import (
	"net/url"
	"strings"
	"sync"
	"time"
)

// Endpoints is what the Clients of a process share about the endpoints that they
// call, each with its model: how many calls are under way, how many requests and
// tokens were sent in the last minute, which keys are dead, whether the endpoint
// is left alone. Clients with the same Endpoints, address and model share it all;
// an address with another path, as that of another deployment, is another one.
// The zero value is ready. It is safe for concurrent use.
type Endpoints struct {
	mu    sync.Mutex
	lanes map[string]*lane
}

// lane returns what is shared about one endpoint. Where Clients ask for
// different limits, the strictest count.
func (e *Endpoints) lane(base *url.URL, model string, cfg Config) *lane {
	e.mu.Lock()
	defer e.mu.Unlock()
	name := strings.ToLower(base.Scheme+"://"+base.Host) + strings.TrimRight(base.EscapedPath(), "/") + " " + model
	l := e.lanes[name]
	if l == nil {
		l = &lane{pace: newPace()}
		if e.lanes == nil {
			e.lanes = map[string]*lane{}
		}
		e.lanes[name] = l
	}
	l.pace.limit(cfg.Concurrency, cfg.RequestsPerMinute, cfg.TokensPerMinute)
	return l
}

// lane is the way to one model at one endpoint.
type lane struct {
	breaker breaker
	pace    *pace

	mu   sync.Mutex
	keys []*apiKey // all that were ever used
	rest time.Time // until when nothing is sent
}
