package provider_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/nutgraf/nutgraf/internal/provider"
	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// obedient answers the questions of a probe as a good model does.
func obedient(req scripted.Request) string {
	return cmp.Or(scripted.AnswerProbe(req), "Paris")
}

func probe(t *testing.T, o provider.ProbeOptions, script ...scripted.Reply) (*provider.ProbeReport, *scripted.Server) {
	t.Helper()
	s := scripted.New(scripted.Options{}, script...)
	t.Cleanup(s.Close)
	r, err := provider.Probe(t.Context(), provider.Config{BaseURL: s.URL(), Model: "scripted", MaxRetryWait: 1}, o)
	if err != nil {
		t.Fatal(err)
	}
	return r, s
}

func formatNamed(t *testing.T, r *provider.ProbeReport, name string) provider.FormatTrial {
	t.Helper()
	for _, f := range r.Formats {
		if f.Format == name {
			return f
		}
	}
	t.Fatalf("there is no format %s in %+v", name, r.Formats)
	return provider.FormatTrial{}
}

func TestProbeOfAGoodEndpoint(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	r, s := probe(t, provider.ProbeOptions{}, scripted.Reply{Write: obedient, Header: map[string]string{"X-RateLimit-Remaining-Requests": "41"}})
	if !r.Reachable || r.ModelKnown == nil || !*r.ModelKnown || !r.CanDraft || r.Problem != nil || r.Pin.Model.WireFormat != "json_schema" {
		t.Errorf("%+v", r)
	}
	for _, name := range []string{"json_schema", "tools", "json_object", "text"} {
		if f := formatNamed(t, r, name); f.Whole.Outcome != provider.Honoured || f.Stream.Outcome != provider.Honoured {
			t.Errorf("%+v", f)
		}
	}
	for name, got := range map[string]provider.Trial{
		"streaming": r.Streaming, "usage": r.UsageWhole, "usage in streams": r.UsageStream, "max_tokens": r.MaxTokens,
		"max_completion_tokens": r.MaxCompletionTokens, "seed": r.Seed, "probabilities": r.LogProbs.Trial,
	} {
		if got.Outcome != provider.Honoured {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if r.Temperature.Outcome != provider.Accepted || r.LogProbs.Top == 0 || r.Latency == nil || r.Latency.Samples != 3 || r.Latency.FirstMS > r.Latency.WholeMS {
		t.Errorf("%+v %+v %+v", r.Temperature, r.LogProbs, r.Latency)
	}
	if r.RateLimits["x-ratelimit-remaining-requests"] != "41" || r.Context != nil || r.Embeddings != nil {
		t.Errorf("%+v", r)
	}
	usual, _ := provider.ProbeOptions{}.Usage()
	if n := len(s.Requests()) + 1; n > usual.Calls || r.Spent.Calls != n || r.Spent.InputTokens == 0 { // the list of models is not among the requests
		t.Errorf("%d requests, %+v, planned %+v", n, r.Spent, usual)
	}
	s.Close()
}

func TestProbeFindsWhatIsRefused(t *testing.T) {
	r, _ := probe(t, provider.ProbeOptions{}, scripted.Reply{
		Write: obedient, Rejects: []string{"json_schema", "tools", "max_tokens", "stream_options", "temperature", "seed", "logprobs"},
	})
	for name, got := range map[string]provider.Trial{
		"tools": formatNamed(t, r, "tools").Whole, "json_schema": formatNamed(t, r, "json_schema").Whole, "json_schema in streams": formatNamed(t, r, "json_schema").Stream,
		"max_tokens": r.MaxTokens, "usage in streams": r.UsageStream, "temperature": r.Temperature, "seed": r.Seed, "probabilities": r.LogProbs.Trial,
	} {
		if got.Outcome != provider.Refused || got.Detail == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if !r.CanDraft || r.MaxCompletionTokens.Outcome != provider.Honoured || r.Streaming.Outcome != provider.Honoured {
		t.Errorf("%+v", r)
	}
}

func TestProbeFindsWhatIsIgnored(t *testing.T) {
	var n atomic.Int64
	r, _ := probe(t, provider.ProbeOptions{}, scripted.Reply{IgnoreStream: true, NoOdds: true, Usage: scripted.None, Write: func(req scripted.Request) string {
		switch {
		case strings.Contains(req.Text(), `"capital_city"`):
			return "Here it is:\n```json\n{\"capital_city\": \"Paris\", \"letter_count\": 5}\n```"
		case strings.Contains(string(req.Body), "capital_city"):
			return "Paris, which has five letters."
		case strings.Contains(req.Text(), "random"):
			return fmt.Sprint(n.Add(1))
		}
		return obedient(req)
	}})
	for name, got := range map[string]provider.Trial{
		"json_schema": formatNamed(t, r, "json_schema").Whole, "tools": formatNamed(t, r, "tools").Whole,
		"json_object": formatNamed(t, r, "json_object").Whole, "streaming": r.Streaming,
		"usage": r.UsageWhole, "usage in streams": r.UsageStream, "seed": r.Seed, "probabilities": r.LogProbs.Trial,
	} {
		if got.Outcome != provider.Ignored || got.Detail == "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if f := formatNamed(t, r, "json_object"); !f.UsableWhole || formatNamed(t, r, "json_schema").UsableWhole {
		t.Errorf("%+v", r.Formats)
	}
	if !r.CanDraft || r.Pin.Model.WireFormat != "text" {
		t.Errorf("can draft %v, pin %+v", r.CanDraft, r.Pin)
	}
}

// TestProbeTellsFamiliesApart asks each family of servers, and finds what it is
// known to refuse and to ignore.
func TestProbeTellsFamiliesApart(t *testing.T) {
	heeding := func(req scripted.Request) string { // what was ignored is not in its request
		if req.Format == "" && !strings.Contains(req.Text(), "capital_city") && strings.Contains(req.Text(), "how many letters") {
			return "It is Paris, with five letters."
		}
		return obedient(req)
	}
	for _, as := range scripted.Personalities() {
		t.Run(as.Name, func(t *testing.T) {
			s := scripted.New(scripted.Options{As: as, Model: "m"}, scripted.Reply{Write: heeding})
			defer s.Close()
			r, err := provider.Probe(t.Context(), provider.Config{BaseURL: s.URL(), Model: "m", APIKey: secret.New("k"), MaxRetryWait: 1}, provider.ProbeOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if !r.CanDraft || r.Pin.Model.WireFormat == "" || r.Streaming.Outcome != provider.Honoured {
				t.Errorf("can draft %v, %+v, %+v, streaming %+v", r.CanDraft, r.Problem, r.Pin, r.Streaming)
			}
			for name, got := range map[string]provider.Trial{
				"json_schema": formatNamed(t, r, "json_schema").Whole, "tools": formatNamed(t, r, "tools").Whole, "json_object": formatNamed(t, r, "json_object").Whole,
				"max_tokens": r.MaxTokens, "max_completion_tokens": r.MaxCompletionTokens, "temperature": r.Temperature, "seed": r.Seed, "logprobs": r.LogProbs.Trial,
			} {
				if want := knownOf(as, name); !slices.Contains(want, got.Outcome) {
					t.Errorf("%s: %+v, want one of %q", name, got, want)
				}
			}
		})
	}
}

// knownOf is what may come of asking a family of servers for something.
func knownOf(as scripted.Personality, name string) []provider.Outcome {
	field := name
	if strings.HasPrefix(name, "json_") {
		field = "response_format"
	}
	switch {
	case slices.ContainsFunc(as.Refuses, func(r scripted.Refusal) bool { return r.Field == name || r.Field == field }):
		return []provider.Outcome{provider.Refused}
	case name == "json_object" && slices.Contains(as.Ignores, name): // the question asks for it in words too
		return []provider.Outcome{provider.Ignored, provider.Honoured}
	case slices.Contains(as.Ignores, name) && name != "temperature" && name != "seed":
		return []provider.Outcome{provider.Ignored}
	}
	return []provider.Outcome{provider.Honoured, provider.Accepted}
}

func TestProbeOfEndpointsThatCannotDraft(t *testing.T) {
	for name, tt := range map[string]struct {
		reply scripted.Reply
		code  fault.Code
		most  int // requests
	}{
		"a wrong key":  {scripted.Reply{Status: 401, Body: scripted.ErrorBody("openai", "invalid_request_error", "invalid_api_key", "Incorrect API key provided")}, fault.ModelUnauthorized, 1},
		"out of money": {scripted.Reply{Status: 429, Body: scripted.ErrorBody("openai", "insufficient_quota", "insufficient_quota", "You exceeded your current quota")}, fault.ModelQuota, 1},
		"no model":     {scripted.Reply{Status: 404, Body: scripted.ErrorBody("openai", "invalid_request_error", "model_not_found", "The model does not exist")}, fault.ModelNotFound, 1},
		"always down":  {scripted.Reply{Status: 503, Body: "no"}, fault.ModelUnavailable, 4},
		"prose alone":  {scripted.Reply{Text: "Paris has five letters."}, fault.ModelBadAnswer, 40},
	} {
		t.Run(name, func(t *testing.T) {
			r, s := probe(t, provider.ProbeOptions{}, tt.reply)
			if r.CanDraft || r.Problem == nil || r.Problem.Code != tt.code || !r.Reachable {
				t.Errorf("%+v %+v", r, r.Problem)
			}
			if n := len(s.Requests()); n > tt.most {
				t.Errorf("%d requests", n)
			}
			if tt.code != fault.ModelBadAnswer && (r.Latency != nil || r.Seed.Outcome != provider.NotTried) {
				t.Errorf("it went on asking: %+v", r)
			}
		})
	}
	r, err := provider.Probe(t.Context(), provider.Config{BaseURL: "http://127.0.0.1:1/v1", Model: "m", MaxRetryWait: 1}, provider.ProbeOptions{})
	if err != nil || r.Reachable || r.CanDraft || r.Problem == nil || r.Problem.Code != fault.ModelUnreachable {
		t.Errorf("%+v %v", r, err)
	}
}

// counted is one token for each word.
func counted(text string) int { return len(strings.Fields(text)) * 2 }

func TestProbeOfContext(t *testing.T) {
	const context = 8000
	long := func(req scripted.Request) bool { return strings.Contains(req.Text(), "code words") }
	over := func(req scripted.Request) bool { return long(req) && counted(req.Text()) > context }
	for name, tt := range map[string]struct {
		write          func(scripted.Request) string
		usage          string
		within, beyond provider.Outcome
	}{
		"reads all": {obedient, scripted.None, provider.Honoured, provider.Honoured},
		"forgets": {func(req scripted.Request) string {
			return map[bool]string{true: "LARCH-87", false: obedient(req)}[over(req)]
		}, scripted.None, provider.Honoured, provider.CutQuietly},
		"reports less": {obedient, `{"prompt_tokens":2000,"completion_tokens":3,"total_tokens":2003}`, provider.CutQuietly, provider.CutQuietly},
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := probe(t, provider.ProbeOptions{Context: context, Tokens: counted}, scripted.Reply{Write: tt.write, Usage: tt.usage})
			if c := r.Context; c == nil || c.Within.Outcome != tt.within || c.Beyond.Outcome != tt.beyond || c.WithinTokens > context || c.BeyondTokens <= context {
				t.Errorf("%+v", c)
			}
			if pinned := r.Pin.Model.ContextTokens == context; pinned != (tt.within == provider.Honoured) {
				t.Errorf("%+v", r.Pin)
			}
		})
	}
}

func TestProbeOfEmbeddings(t *testing.T) {
	s := scripted.New(scripted.Options{})
	t.Cleanup(s.Close)
	r, _ := probe(t, provider.ProbeOptions{Embeddings: &provider.Config{BaseURL: s.URL(), Model: "vectors"}}, scripted.Reply{Write: obedient})
	if e := r.Embeddings; e == nil || e.Outcome != provider.Honoured || e.Dimensions == 0 || e.Spent.Calls != 1 {
		t.Errorf("%+v", e)
	}
	r, _ = probe(t, provider.ProbeOptions{Embeddings: &provider.Config{BaseURL: "http://127.0.0.1:1/v1", Model: "vectors"}}, scripted.Reply{Write: obedient})
	if e := r.Embeddings; e == nil || e.Outcome != provider.Failed || e.Detail == "" || !r.CanDraft {
		t.Errorf("%+v", e)
	}
}

// The vectors may come from the model that is probed, where one call is allowed at
// a time.
func TestProbeOfEmbeddingsTakesTurns(t *testing.T) {
	s := scripted.New(scripted.Options{}, scripted.Reply{Write: obedient})
	t.Cleanup(s.Close)
	cfg := provider.Config{BaseURL: s.URL(), Model: "scripted", MaxRetryWait: 1, Concurrency: 1, Endpoints: &provider.Endpoints{}}
	vectors := cfg
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	r, err := provider.Probe(ctx, cfg, provider.ProbeOptions{Embeddings: &vectors})
	if err != nil || r.Embeddings.Outcome != provider.Honoured {
		t.Errorf("%v, %+v", err, r)
	}
}

// A probe uses the keys as a call does: one that is dead is asked once, and the
// next for all that comes.
func TestProbeUsesTheKeyPool(t *testing.T) {
	const good = "sk-good-51c8e07b93d2f6a4"
	s := scripted.New(scripted.Options{Key: good}, scripted.Reply{Write: obedient})
	t.Cleanup(s.Close)
	cfg := provider.Config{BaseURL: s.URL(), Model: "scripted", MaxRetryWait: 1, APIKey: secret.New("sk-dead-90d1"), APIKeys: []secret.Secret{secret.New(good)}}
	r, err := provider.Probe(t.Context(), cfg, provider.ProbeOptions{})
	if err != nil || !r.CanDraft || r.ModelKnown == nil {
		t.Fatalf("%v, %+v", err, r)
	}
	refused := 0
	for _, req := range s.Requests() {
		if req.Objection != "" {
			refused++
		}
	}
	if refused != 1 {
		t.Errorf("%d questions with the dead key", refused)
	}
}

// Long prompts count for what they are, and waiting for the minute is not taken
// for slowness.
func TestProbeKeepsToTheMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := newMemoryNet()
		srv := scripted.NewHandler(scripted.Options{}, scripted.Reply{Write: obedient, Usage: scripted.None})
		server := http.Server{Handler: srv}
		go func() { _ = server.Serve(network) }()
		transport := &http.Transport{DialContext: network.dial}
		cfg := provider.Config{BaseURL: "http://model.example/v1", Model: "m", Transport: transport, RequestsPerMinute: 10, TokensPerMinute: 10_000}
		begun := time.Now()
		r, err := provider.Probe(t.Context(), cfg, provider.ProbeOptions{Context: 20_000, Tokens: counted})
		if err != nil || r.Latency == nil || r.Latency.WholeMS > 0 || r.Context.Beyond.Outcome != provider.Honoured {
			t.Errorf("%v, %+v", err, r)
		}
		if took := time.Since(begun); took < 3*time.Minute {
			t.Errorf("it took %v", took)
		}
		transport.CloseIdleConnections()
		srv.Close()
		_ = server.Close()
	})
}

func TestProbeIsCancelled(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	ctx, cancel := context.WithCancel(t.Context())
	var n atomic.Int64
	s := scripted.New(scripted.Options{}, scripted.Reply{Write: func(req scripted.Request) string {
		if n.Add(1) == 3 {
			cancel()
		}
		return obedient(req)
	}})
	defer s.Close()
	r, err := provider.Probe(ctx, provider.Config{BaseURL: s.URL(), Model: "m"}, provider.ProbeOptions{})
	if !errors.Is(err, context.Canceled) || r != nil || n.Load() > 3 {
		t.Errorf("%v after %d questions", err, n.Load())
	}
}

func TestProbeShowsNoKey(t *testing.T) {
	const key = "sk-canary-probe-77"
	s := scripted.New(scripted.Options{Lenient: true}, scripted.Reply{Status: 400, Body: "the key " + key + " is odd", Header: map[string]string{"X-RateLimit-Key": key}})
	defer s.Close()
	r, err := provider.Probe(t.Context(), provider.Config{BaseURL: s.URL(), Model: "m", APIKey: secret.New(key)}, provider.ProbeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprintf("%+v %+v", r, r.Problem); strings.Contains(text, "canary") || len(r.RateLimits) == 0 {
		t.Error(text)
	}
}
