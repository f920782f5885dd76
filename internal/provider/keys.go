package provider

import (
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// allKeys are the keys of a configuration, each once.
func (cfg Config) allKeys() ([]string, error) {
	var keys []string
	for _, key := range append([]secret.Secret{cfg.APIKey}, cfg.APIKeys...) {
		value := strings.TrimSpace(key.Reveal())
		if strings.ContainsFunc(value, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) || r > unicode.MaxASCII }) {
			return nil, fault.New(fault.BadConfig, "the API key holds a space, a line break or a character that no key has: copy it again, alone")
		}
		if value != "" && !slices.Contains(keys, value) {
			keys = append(keys, value)
		}
	}
	return keys, nil
}

func first(keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	return keys[0]
}

// apiKey is one key of an endpoint with what is known of it, under the mutex of
// its lane. Where no key is set there is one that is empty.
type apiKey struct {
	value secret.Secret
	dead  bool      // refused, or out of credit
	rest  time.Time // until when it is not used
}

type apiKeyKey struct{}

// keysOf returns the lane's keys of these values, in their order.
func (l *lane) keysOf(values []string) []*apiKey {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(values) == 0 {
		values = []string{""}
	}
	out := make([]*apiKey, 0, len(values))
	for _, value := range values {
		i := slices.IndexFunc(l.keys, func(k *apiKey) bool { return k.value.Reveal() == value })
		if i < 0 {
			i = len(l.keys)
			l.keys = append(l.keys, &apiKey{value: secret.New(value)})
		}
		out = append(out, l.keys[i])
	}
	return out
}

// key returns the first key that can be used now, or else the one that can be
// used first. When all are dead it is the first, which may have been mended.
func (t *turn) key() *apiKey {
	t.mu.Lock()
	defer t.mu.Unlock()
	if k := t.next(); k != nil {
		return k
	}
	return t.keys[0]
}

// next is the living key that this turn did not leave and that can be used
// first, one that was not asked to slow down in it before one that was; nil when
// there is none.
func (t *turn) next() *apiKey {
	var best *apiKey
	now := time.Now()
	for _, k := range t.keys {
		if !k.dead && !t.left[k] && (best == nil || t.before(k, best, now)) {
			best = k
		}
	}
	return best
}

// before reports whether a key is to be used rather than another that comes
// before it in the order of keys.
func (t *turn) before(k, other *apiKey, now time.Time) bool {
	ready, otherReady := !k.rest.After(now), !other.rest.After(now)
	switch {
	case ready && otherReady:
		return t.slowed[other] && !t.slowed[k]
	case ready != otherReady:
		return ready
	}
	return k.rest.Before(other.rest)
}

// resting is how long nothing can be sent yet: the endpoint rests, or all of the
// keys do.
func (t *turn) resting() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	until := t.rest
	if k := t.next(); k != nil {
		until = later(until, k.rest)
	}
	return time.Until(until)
}

// works notes that a key is good.
func (t *turn) works(k *apiKey) {
	t.mu.Lock()
	defer t.mu.Unlock()
	k.dead = false
}

// bury notes that a key is dead, for all. It reports whether there is another.
func (t *turn) bury(k *apiKey) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	k.dead, t.left[k] = true, true
	return t.next() != nil
}

// rests notes until when a key is not to be used, by anybody. It reports whether
// there is another that can be used at once, and that this turn has not passed
// over yet: two keys that are both asked to slow down would else take turns.
func (t *turn) rests(k *apiKey, until time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	k.rest, t.slowed[k] = later(k.rest, until), true
	other := t.next()
	return other != nil && !t.slowed[other] && !other.rest.After(time.Now())
}

// keyed gives each request the key of its turn.
type keyed struct{ *wire }

// RoundTrip sends one request.
func (t keyed) RoundTrip(req *http.Request) (*http.Response, error) {
	key, ok := req.Context().Value(apiKeyKey{}).(*apiKey)
	if !ok || !key.value.IsSet() {
		return t.wire.RoundTrip(req)
	}
	req = req.Clone(req.Context())
	req.Header.Set("Authorization", "Bearer "+key.value.Reveal())
	return t.wire.RoundTrip(req)
}
