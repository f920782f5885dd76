package provider

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// towards sends every request to a handler, whatever its host.
type towards struct{ handler http.Handler }

func (h towards) RoundTrip(req *http.Request) (*http.Response, error) {
	rec := httptest.NewRecorder()
	h.handler.ServeHTTP(rec, req)
	return rec.Result(), nil
}

func TestAzure(t *testing.T) {
	const token = "eyJhbGciOi.eyJzdWIi.c2ln"
	for _, tt := range []struct {
		base, version string
		key           string
		url           string
		header        string // that holds the key
	}{
		{"https://news.openai.azure.com/openai/deployments/herald", "", canary, "https://news.openai.azure.com/openai/deployments/herald/chat/completions?api-version=2024-10-21", "Api-Key"},
		{"https://news.openai.azure.com/openai/deployments/herald/", "2025-04-01-preview", canary, "https://news.openai.azure.com/openai/deployments/herald/chat/completions?api-version=2025-04-01-preview", "Api-Key"},
		{"https://gateway.example/openai/deployments/herald", "", canary, "https://gateway.example/openai/deployments/herald/chat/completions?api-version=2024-10-21", "Api-Key"},
		{"https://news.openai.azure.com/openai/v1", "", canary, "https://news.openai.azure.com/openai/v1/chat/completions", "Api-Key"},
		{"https://news.openai.azure.com/openai/v1/", "preview", canary, "https://news.openai.azure.com/openai/v1/chat/completions?api-version=preview", "Api-Key"},
		{"https://NEWS.openai.azure.com", "", canary, "https://NEWS.openai.azure.com/openai/v1/chat/completions", "Api-Key"},
		{"https://news.services.ai.azure.com/openai/v1", "", canary, "https://news.services.ai.azure.com/openai/v1/chat/completions", "Api-Key"},
		{"https://news.openai.azure.com/openai/v1", "", token, "https://news.openai.azure.com/openai/v1/chat/completions", "Authorization"},
		{"https://openai.azure.com.example.net/v1", "2024-10-21", canary, "https://openai.azure.com.example.net/v1/chat/completions", "Authorization"},
	} {
		for _, stream := range []bool{false, true} {
			var got *http.Request
			handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				got = r
				w.WriteHeader(http.StatusUnauthorized)
				fmt.Fprintf(w, `{"error":{"code":"401","message":"Access denied due to invalid subscription key %s"}}`, r.Header.Get("Api-Key"))
			})
			c := client(t, tt.base, func(cfg *Config) {
				cfg.APIKey, cfg.APIVersion, cfg.Transport = secret.New(tt.key), tt.version, towards{handler}
			})
			req := request()
			if stream {
				req.OnText = func(string) {}
			}
			_, err := c.Complete(t.Context(), req)
			checkFault(t, c, err, fault.ModelUnauthorized, false, "refuses the API key")
			if got == nil || got.URL.String() != tt.url {
				t.Fatalf("%s: %v", tt.base, got)
			}
			values := strings.Join(append(got.Header["Api-Key"], got.Header["Authorization"]...), "|")
			if !strings.HasSuffix(got.Header.Get(tt.header), tt.key) || strings.Count(values, tt.key) != 1 || strings.Contains(values, "|") {
				t.Errorf("%s: not in %s alone", tt.base, tt.header)
			}
		}
	}
	_, err := New(Config{BaseURL: "https://news.openai.azure.com/openai/v1", Model: "m", APIVersion: "1&key=" + canary})
	if fault.CodeOf(err) != fault.BadConfig || strings.Contains(err.Error(), canary) {
		t.Errorf("%v", err)
	}
}

func TestUsageOfEveryKind(t *testing.T) {
	for usage, want := range map[string][3]int{ // input, output, cached
		`{"prompt_tokens":900,"completion_tokens":30,"prompt_tokens_details":{"cached_tokens":512}}`:                {900, 30, 512},
		`{"prompt_tokens":900,"completion_tokens":30,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":260}`: {900, 30, 640},
		`{"prompt_tokens":900,"completion_tokens":30,"cached_tokens":128}`:                                          {900, 30, 128},
		`{"input_tokens":100,"output_tokens":30,"cache_read_input_tokens":700,"cache_creation_input_tokens":100}`:   {900, 30, 700},
		`{"prompt_tokens":900,"completion_tokens":30,"cache_read_input_tokens":700,"prompt_tokens_details":null}`:   {900, 30, 700},
		`{"prompt_tokens":"900","completion_tokens":30}`:                                                            {0, 30, 0},
		`{"prompt_tokens":-9,"completion_tokens":30,"cached_tokens":5}`:                                             {0, 30, 0},
		`[]`: {},
	} {
		var a answer
		a.setUsage(json.RawMessage(usage))
		u := a.usage
		if got := [3]int{u.InputTokens, u.OutputTokens, u.CachedTokens}; got != want {
			t.Errorf("%s: %v, want %v", usage, got, want)
		}
	}
}
