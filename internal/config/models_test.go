package config

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

const withFallback = `
model:
  name: herald-1
  base_url: https://models.example/v1
  api_key: ` + canary + `-a
  api_keys: [` + canary + `-b, ` + canary + `-c]
  requests_per_minute: 60
  concurrency: 3
  fallback:
    - name: herald-mini
    - name: hilltop
      base_url: http://localhost:8080/v1/
      context_tokens: 16000
      timeout: 30s
    - name: gazette
      base_url: https://other.example/v1
      api_keys: [` + canary + `-d]
      tokens_per_minute: 9000
fallback:
  extractive: true
  also: [model_refused, model_filtered]
`

func reveal(m Model) string {
	var out []string
	for _, k := range append([]secret.Secret{m.APIKey}, m.APIKeys...) {
		out = append(out, strings.TrimPrefix(k.Reveal(), canary+"-"))
	}
	return strings.Join(out, " ")
}

func TestFallbackModels(t *testing.T) {
	c := load(t, Loader{Dir: write(t, withFallback)})
	var got []string
	for _, m := range c.FallbackModels() {
		got = append(got, fmt.Sprintf("%s %s [%s] %d %v %d %d %d", m.Name, m.BaseURL, reveal(m), m.ContextTokens, m.Timeout, m.Concurrency, m.RequestsPerMinute, m.TokensPerMinute))
	}
	want := []string{
		"herald-mini https://models.example/v1 [a b c] 0 2m0s 3 0 0",
		"hilltop http://localhost:8080/v1 [] 16000 30s 3 0 0",
		"gazette https://other.example/v1 [ d] 0 2m0s 3 0 9000",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Fallback{Extractive: true, Also: []fault.Code{fault.ModelRefused, fault.ModelFiltered}}, c.Fallback); diff != "" {
		t.Error(diff)
	}
	if n := len(c.Secrets()); n != 3+2+3+3+1+1 {
		t.Errorf("%d secrets", n)
	}
	if v := c.beside("reader", "https://elsewhere.example", secret.Secret{}); reveal(v) != "" || v.RequestsPerMinute != 0 || v.Fallback != nil {
		t.Errorf("a model elsewhere gets %+v", v)
	}
}

func TestModelsAreShownWithoutKeys(t *testing.T) {
	c := load(t, Loader{Dir: write(t, withFallback)})
	all := fmt.Sprintf("%+v %#v", c.Settings(), c)
	if strings.Contains(all, "c4n4ry") {
		t.Error("a key shows")
	}
	for _, want := range []string{`["***","***"]`, `{"name":"herald-mini"}`, `"timeout":"30s"`, `"api_keys":["***"]`, `["model_refused","model_filtered"]`} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not shown", want)
		}
	}
}

func TestListsInTheEnvironment(t *testing.T) {
	c := load(t, Loader{Env: []string{
		"NUTGRAF_MODEL_API_KEYS=[" + canary + "-a]", `NUTGRAF_MODEL_FALLBACK=[{"name":"herald-mini","timeout":"5s"}]`, "NUTGRAF_FALLBACK_ALSO=[model_empty]",
	}})
	if !c.ModelConfigured() || reveal(c.Model) != " a" || c.FallbackModels()[0].Timeout != 5*time.Second || c.Fallback.Also[0] != fault.ModelEmpty {
		t.Errorf("%+v", c)
	}
}

func TestModelMistakes(t *testing.T) {
	for file, want := range map[string]string{
		"model:\n  api_keys: " + canary:                                                "api_keys must be a list",
		"model:\n  api_keys: [1]":                                                      "must be text",
		"model:\n  api_keys: ['']":                                                     "must not be empty",
		"model:\n  api_keys: ['" + canary + " x']":                                     "copy it again",
		"model:\n  fallback: hilltop":                                                  "must be a list of models",
		"model:\n  fallback: [hilltop]":                                                "must have the name of a model",
		"model:\n  fallback: [{base_url: https://models.example}]":                     "has no name",
		"model:\n  fallback: [{name: x, base_urk: https://models.example}]":            "base_url",
		"model:\n  fallback: [{name: x, timeout: 5}]":                                  "needs a unit",
		"model:\n  fallback: [{name: x, fallback: []}]":                                "has no key",
		"model:\n  name: x\n  fallback: [{name: X}]":                                   "cannot stand in for itself",
		"model:\n  fallback: [{name: x}, {name: x}]":                                   "cannot stand in for itself",
		"model:\n  base_url: http://h\n  fallback: [{name: r}]\nverifier:\n  model: r": "judge its own work",
		"fallback:\n  also: [model_timeout]":                                           "must be model_refused",
		"fallback:\n  extractive: maybe":                                               "true or false",
		"model:\n  requests_per_minute: -1":                                            "whole number from 0",
	} {
		if lines := refused(t, Loader{Dir: write(t, file)}); !strings.Contains(strings.Join(lines, "\n"), want) {
			t.Errorf("%q: %q, want %q", file, lines, want)
		}
	}
}

func TestPlainHTTPNoticeOfAFallback(t *testing.T) {
	c := load(t, Loader{Dir: write(t, "model:\n  fallback: [{name: x, base_url: http://models.example/v1, api_keys: ["+canary+"]}]")})
	if len(c.Notices) != 1 || !strings.Contains(c.Notices[0], "plain http") {
		t.Errorf("%q", c.Notices)
	}
}
