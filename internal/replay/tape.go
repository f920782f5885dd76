package replay

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"sync"
)

// sample says whose traffic it is.
type sample struct {
	item, arm string
	k         int
}

func (s sample) String() string {
	return fmt.Sprintf("item %q, arm %q, sample %d", s.item, s.arm, s.k)
}

// tape is the traffic of one sample.
type tape struct {
	sample

	mu     sync.Mutex
	seen   map[string]int // requests by key
	taken  []*exchange    // in the order of the requests
	stored *cassette      // what Strict plays, nil until it is needed
}

type tapeKey struct{}

// WithSample returns a context whose traffic belongs to sample k, from 1, of an
// item by an arm.
func WithSample(ctx context.Context, item, arm string, k int) context.Context {
	return context.WithValue(ctx, tapeKey{}, &tape{sample: sample{item, arm, k}, seen: map[string]int{}})
}

func tapeOf(ctx context.Context) *tape {
	t, _ := ctx.Value(tapeKey{}).(*tape)
	return t
}

// begin names a request and puts it on the tape, with its body as it is.
func (t *tape) begin(req *http.Request, body []byte, m *mask) *exchange {
	what := request{Method: req.Method, Host: req.URL.Host, Path: address(req.URL, m), Body: canonical(body)}
	h := sha256.New()
	for _, part := range []string{what.Method, what.Host, what.Path, fmt.Sprint(t.k), string(what.Body)} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	key := hex.EncodeToString(h.Sum(nil))
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seen[key]++
	ex := &exchange{Key: fmt.Sprintf("%s.%d", key, t.seen[key]), Request: what}
	t.taken = append(t.taken, ex)
	return ex
}

// end notes that the answer is as far as it went.
func (t *tape) end(ex *exchange, answer response) {
	t.mu.Lock()
	defer t.mu.Unlock()
	ex.Response, ex.done = answer, true
}

// finished returns the exchanges that have ended.
func (t *tape) finished() []exchange {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []exchange
	for _, ex := range t.taken {
		if ex.done {
			out = append(out, *ex)
		}
	}
	return out
}

// recorded finds the answer to a request in the sample's cassette.
func (t *tape) recorded(dir string, ex *exchange, m *mask) (*exchange, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.stored == nil {
		stored, err := load(file(dir, t.sample))
		if err != nil {
			return nil, err
		}
		t.stored = stored
	}
	i := slices.IndexFunc(t.stored.Exchanges, func(e exchange) bool { return e.Key == ex.Key })
	if i < 0 {
		ex.Request.Body = m.body(ex.Request.Body, false)
		return nil, t.miss(dir, ex)
	}
	return &t.stored.Exchanges[i], nil
}
