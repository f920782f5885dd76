package provider

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

func pool(suffixes ...string) func(*Config) {
	return func(cfg *Config) {
		cfg.APIKey = secret.Secret{}
		for _, s := range suffixes {
			cfg.APIKeys = append(cfg.APIKeys, secret.New(canary+s))
		}
	}
}

func TestKeyPool(t *testing.T) {
	quota, unauthorized := refused(429, "insufficient_quota"), refused(401, "invalid_api_key")
	for name, tt := range map[string]struct {
		answers map[string]wanted
		calls   int
		want    string // keys in the order of their use
		code    fault.Code
	}{
		"first is good":      {map[string]wanted{}, 2, "-a -a", ""},
		"first is refused":   {map[string]wanted{"-a": unauthorized}, 2, "-a -b -b", ""},
		"two are dead":       {map[string]wanted{"-a": unauthorized, "-b": quota}, 2, "-a -b -c -c", ""},
		"forbidden":          {map[string]wanted{"-a": refused(403, "")}, 1, "-a -b", ""},
		"all are dead":       {map[string]wanted{"-a": unauthorized, "-b": quota, "-c": unauthorized}, 2, "-a -b -c -a", fault.ModelUnauthorized},
		"first has to rest":  {map[string]wanted{"-a": slow("3600")}, 2, "-a -b -b", ""},
		"a wrong request":    {map[string]wanted{"-a": refused(400, "bad")}, 1, "-a", fault.ModelRejected},
		"trouble of its own": {map[string]wanted{"-a": refused(500, "")}, 1, "-a -a -a", fault.ModelUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := &endpoint{answer: func(key string, _ int) wanted {
					if w, ok := tt.answers[strings.TrimPrefix(key, canary)]; ok {
						return w
					}
					return good(10)
				}}
				c := atEndpoint(t, e, pool("-a", "-b", "-c"))
				for range tt.calls {
					resp, err := c.Complete(t.Context(), request())
					if fault.CodeOf(err) != tt.code || strings.Contains(fmt.Sprintf("%v %+v %+v", err, errors.Unwrap(err), c), "canary") {
						t.Errorf("error %v", err)
					}
					if tt.calls == 1 && resp.Usage.Calls != len(e.keys) {
						t.Errorf("%d calls are told, %d were made", resp.Usage.Calls, len(e.keys))
					}
				}
				if e.order() != tt.want {
					t.Errorf("keys %q, want %q", e.order(), tt.want)
				}
			})
		})
	}
}

// A key that rests is used again, and when all rest the one that is ready first.
func TestKeysRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{answer: func(key string, n int) wanted {
			if n <= 2 {
				return slow(map[bool]string{true: "15", false: "5"}[strings.HasSuffix(key, "a")])
			}
			return good(10)
		}}
		c := atEndpoint(t, e, pool("-a", "-b"))
		noErrors(t, ask(t.Context(), c, 1))
		if e.order() != "-a -b -b" || e.asked[2] < 5*time.Second || e.asked[2] > 6*time.Second {
			t.Errorf("keys %q at %v", e.order(), e.asked)
		}
		time.Sleep(15 * time.Second)
		noErrors(t, ask(t.Context(), c, 1))
		if !strings.HasSuffix(e.order(), "-a") {
			t.Errorf("keys %q", e.order())
		}
	})
}

// Keys that are all asked to slow down do not take turns: each is passed over once
// in a call, and the three requests that may fail are counted.
func TestKeysDoNotTakeTurns(t *testing.T) {
	for _, suffixes := range [][]string{{"-a"}, {"-a", "-b"}, {"-a", "-b", "-c", "-d"}} {
		synctest.Test(t, func(t *testing.T) {
			e := &endpoint{takes: 10 * time.Second, answer: func(string, int) wanted { return refused(429, "rate_limit_exceeded") }}
			c := atEndpoint(t, e, func(cfg *Config) { pool(suffixes...)(cfg); cfg.Timeout = time.Hour })
			_, err := c.Complete(t.Context(), request())
			if fault.CodeOf(err) != fault.ModelRateLimited || len(e.keys) != MaxTries+len(suffixes)-1 {
				t.Errorf("%v after keys %q", err, e.order())
			}
		})
	}
}

// Deployments of one model at one host are different endpoints; the same address
// in another spelling is the same.
func TestLanesAreOfAddresses(t *testing.T) {
	e := &endpoint{answer: func(string, int) wanted { return refused(503, "") }}
	shared := &Endpoints{}
	at := func(address string) *Client {
		return atEndpoint(t, e, func(cfg *Config) {
			cfg.BaseURL, cfg.Endpoints, cfg.MaxRetryWait = address, shared, time.Millisecond
		})
	}
	const azure = "https://desk.openai.azure.com/openai/deployments/"
	for range breakAfter {
		_, _ = at(azure+"A").Complete(t.Context(), request())
	}
	for address, want := range map[string]fault.Code{
		azure + "A":  fault.ModelPaused,
		azure + "A/": fault.ModelPaused,
		"https://DESK.openai.azure.com/openai/deployments/A/chat/completions": fault.ModelPaused,
		azure + "B": fault.ModelUnavailable,
	} {
		if _, err := at(address).Complete(t.Context(), request()); fault.CodeOf(err) != want {
			t.Errorf("%s: %v, want %s", address, err, want)
		}
	}
}

// What one client learns of a key holds for all of the process.
func TestDeadKeysAreShared(t *testing.T) {
	e := &endpoint{answer: func(key string, _ int) wanted {
		if strings.HasSuffix(key, "a") {
			return refused(401, "invalid_api_key")
		}
		return wanted{200, `{"data":[{"index":0,"embedding":[1]}],"usage":{"prompt_tokens":1}}`, nil}
	}}
	shared := &Endpoints{}
	for range 2 {
		c := atEndpoint(t, e, func(cfg *Config) { pool("-a", "-b")(cfg); cfg.Endpoints = shared })
		if _, _, err := c.Embed(t.Context(), []string{"x"}); err != nil {
			t.Error(err)
		}
	}
	if e.order() != "-a -b -b" {
		t.Errorf("keys %q", e.order())
	}
	if text := fmt.Sprintf("%+v %#v", shared, shared); strings.Contains(text, "canary") {
		t.Error("a key shows")
	}
}

func TestKeyPoolOfAzure(t *testing.T) {
	e := &endpoint{answer: func(key string, _ int) wanted {
		if strings.HasSuffix(key, "a") {
			return refused(401, "401")
		}
		return good(10)
	}}
	c := atEndpoint(t, e, func(cfg *Config) {
		pool("-a", "-b")(cfg)
		cfg.BaseURL = "https://desk.openai.azure.com/openai/deployments/herald"
	})
	if _, err := c.Complete(t.Context(), request()); err != nil || e.order() != "-a -b" {
		t.Errorf("%v after keys %q", err, e.order())
	}
}

// A stream that was shown is not asked for again with another key.
func TestNoOtherKeyOnceShown(t *testing.T) {
	e := &endpoint{answer: func(string, int) wanted {
		return wanted{200, "data: " + delta(`{"why":`) + "\n\ndata: {\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow\"}}\n\n", nil}
	}}
	c := atEndpoint(t, e, pool("-a", "-b"))
	var pieces []string
	if _, err := c.Complete(t.Context(), watched(request(), &pieces)); fault.CodeOf(err) != fault.ModelRateLimited || len(e.keys) != 1 {
		t.Errorf("%v after %q", err, e.order())
	}
}
