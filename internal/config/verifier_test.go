package config

import (
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/internal/secret"
)

// The key of the drafting model goes to its own address and nowhere else.
func TestVerifierModel(t *testing.T) {
	for _, tc := range []struct {
		name  string
		flags map[string]string
		want  Model
		none  bool
	}{
		{"none", map[string]string{}, Model{}, true},
		{"at the same address", map[string]string{"verifier.model": "judge"}, Model{Name: "judge", BaseURL: "https://a.example/v1", APIKey: secret.New("k"), WireFormat: "text"}, false},
		{"at the same address, named", map[string]string{"verifier.model": "judge", "verifier.base_url": "https://a.example/v1/"}, Model{Name: "judge", BaseURL: "https://a.example/v1", APIKey: secret.New("k"), WireFormat: "text"}, false},
		{"elsewhere", map[string]string{"verifier.model": "judge", "verifier.base_url": "https://b.example/v1"}, Model{Name: "judge", BaseURL: "https://b.example/v1", WireFormat: "auto"}, false},
		{"elsewhere with a key", map[string]string{"verifier.model": "judge", "verifier.base_url": "https://b.example/v1", "verifier.api_key": "j"}, Model{Name: "judge", BaseURL: "https://b.example/v1", APIKey: secret.New("j"), WireFormat: "auto"}, false},
		{"with a key of its own", map[string]string{"verifier.model": "judge", "verifier.api_key": "j"}, Model{Name: "judge", BaseURL: "https://a.example/v1", APIKey: secret.New("j"), WireFormat: "text"}, false},
	} {
		tc.flags["model.base_url"], tc.flags["model.api_key"], tc.flags["model.wire_format"] = "https://a.example/v1", "k", "text"
		tc.flags["model.context_tokens"] = "9000"
		got, ok := load(t, Loader{Flags: tc.flags}).VerifierModel()
		if ok == tc.none {
			t.Errorf("%s: %v", tc.name, ok)
		}
		if ok && (got.Name != tc.want.Name || got.BaseURL != tc.want.BaseURL || got.APIKey.Reveal() != tc.want.APIKey.Reveal() || got.WireFormat != tc.want.WireFormat || got.ContextTokens != 0) {
			t.Errorf("%s: %+v, key %q", tc.name, got, got.APIKey.Reveal())
		}
	}
}

// Neither do the judge and the model for vectors get a key that is not theirs.
func TestModelsBesideTheDraftingOne(t *testing.T) {
	flags := map[string]string{
		"model.base_url": "https://a.example/v1", "model.api_key": "k", "model.context_tokens": "9000",
		"judge.model": "judge", "judge.base_url": "https://b.example/v1", "judge.context_tokens": "700",
		"embeddings.model": "vec",
	}
	c := load(t, Loader{Flags: flags})
	if m, ok := c.JudgeModel(); !ok || m.Name != "judge" || m.BaseURL != "https://b.example/v1" || m.APIKey.IsSet() || m.ContextTokens != 700 {
		t.Errorf("judge: %v %+v", ok, m)
	}
	if m, ok := c.EmbeddingsModel(); !ok || m.Name != "vec" || m.BaseURL != "https://a.example/v1" || m.APIKey.Reveal() != "k" || m.ContextTokens != 0 {
		t.Errorf("embeddings: %v %+v", ok, m)
	}
	flags["embeddings.base_url"], flags["embeddings.api_key"] = "http://vec.example/v1", "e"
	c = load(t, Loader{Flags: flags})
	if m, _ := c.EmbeddingsModel(); m.APIKey.Reveal() != "e" {
		t.Errorf("embeddings: %+v", m)
	}
	if len(c.Notices) != 1 || !strings.Contains(c.Notices[0], "embeddings.base_url") {
		t.Errorf("%q", c.Notices)
	}
	none := load(t, Loader{})
	if _, ok := none.JudgeModel(); ok {
		t.Error("there is a judge")
	}
	if _, ok := none.EmbeddingsModel(); ok {
		t.Error("there is a model for vectors")
	}
}

func TestModelThatJudgesItself(t *testing.T) {
	same := map[string]string{"model.name": "Llama", "verifier.model": "llama", "model.base_url": "http://localhost:1/v1"}
	with := func(key, value string) map[string]string {
		out := map[string]string{key: value}
		for k, v := range same {
			if k != key {
				out[k] = v
			}
		}
		return out
	}
	lines := refused(t, Loader{Flags: same})
	if len(lines) != 1 || !strings.HasPrefix(lines[0], "--verifier: verifier.model is the model that drafts") {
		t.Errorf("%q", lines)
	}
	for _, flags := range []map[string]string{
		with("verifier.allow_same", "true"), with("engine", "extractive"), with("verifier.model", "judge"), with("verifier.base_url", "http://localhost:2/v1"),
	} {
		load(t, Loader{Flags: flags})
	}
}

func TestVerifierKeyOverPlainHTTP(t *testing.T) {
	c := load(t, Loader{Flags: map[string]string{"verifier.model": "judge", "verifier.base_url": "http://judge.example/v1", "verifier.api_key": "j"}})
	if len(c.Notices) != 1 || !strings.Contains(c.Notices[0], "judge.example over plain http") || !strings.Contains(c.Notices[0], "verifier.base_url") {
		t.Errorf("%q", c.Notices)
	}
}
