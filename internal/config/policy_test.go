package config

import (
	"slices"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestPolicyCoversHosts(t *testing.T) {
	for _, tt := range []struct {
		listed, base string
		want         bool
	}{
		{"llm.example.org", "https://llm.example.org/v1", true},
		{"llm.example.org", "https://LLM.Example.ORG./v1", true},
		{"LLM.example.org.", "https://llm.example.org/v1", true},
		{"llm.example.org", "https://llm.example.org:8443/v1", true},
		{"llm.example.org", "https://llm.example.org.evil.example/v1", false},
		{"llm.example.org", "https://evil-llm.example.org/v1", false},
		{"llm.example.org", "https://evil.example/llm.example.org/v1", false},
		{"llm.example.org:443", "https://llm.example.org/v1", true},
		{"llm.example.org:443", "http://llm.example.org/v1", false},
		{"llm.example.org:8080", "http://llm.example.org:8080/v1", true},
		{"*.example.org", "https://llm.example.org/v1", true},
		{"*.example.org", "https://a.b.example.org/v1", true},
		{"*.example.org", "https://example.org/v1", false},
		{"*.example.org", "https://llmexample.org/v1", false},
		{"*.example.org:8080", "https://llm.example.org/v1", false},
		{"*.0.0.1.example", "http://127.0.0.1/v1", false},
		{"127.0.0.1", "http://127.0.0.1:8080/v1", true},
		{"127.0.0.1", "http://[::ffff:127.0.0.1]:8080/v1", true},
		{"127.0.0.1", "http://127.1:8080/v1", false},
		{"127.0.0.1", "http://localhost:8080/v1", false},
		{"localhost", "http://localhost:8080/v1", true},
		{"localhost", "http://127.0.0.1:8080/v1", false},
		{"::1", "http://[0:0:0:0:0:0:0:1]:8080/v1", true},
		{"[::1]:8080", "http://[::1]:8080/v1", true},
		{"[::1]:8080", "http://[::1]:8081/v1", false},
		{"my_llm", "http://my_llm:8000/v1", true},
		{"bücher.example", "https://xn--bcher-kva.example/v1", true},
		{"xn--bcher-kva.example", "https://BÜCHER.example/v1", true},
		{"a.example, 10.0.0.5", "http://10.0.0.5/v1", true},
		{"", "http://127.0.0.1/v1", false},
	} {
		c := load(t, Loader{Flags: map[string]string{
			"model.base_url": tt.base, "policy.sensitivity": Confidential, "policy.confidential.hosts": tt.listed,
		}})
		err := c.Model.Permitted()
		if (err == nil) != tt.want || err != nil && fault.CodeOf(err) != fault.PolicyRefused {
			t.Errorf("%q for %q: %v, want permitted %v", tt.listed, tt.base, err, tt.want)
		}
		if c.Model.MayRead(Embargoed) {
			t.Errorf("%q counts for embargoed articles too", tt.listed)
		}
	}
}

func TestPolicyHoldsForEveryModel(t *testing.T) {
	c := load(t, Loader{Dir: write(t, `
model: {base_url: "http://localhost:8080/v1"}
verifier: {model: v, base_url: "https://v.example/v1"}
judge: {model: j}
embeddings: {model: e, base_url: "https://e.example/v1"}
policy:
  sensitivity: embargoed
  embargoed:
    hosts:
      - localhost
      - "*.example.org"
  confidential: {hosts: e.example}
`)})
	verifier, _ := c.VerifierModel()
	judge, _ := c.JudgeModel()
	embeddings, _ := c.EmbeddingsModel()
	for name, tt := range map[string]struct {
		model     Model
		permitted bool
	}{"model": {c.Model, true}, "verifier": {verifier, false}, "judge": {judge, true}, "embeddings": {embeddings, false}} {
		if err := tt.model.Permitted(); (err == nil) != tt.permitted {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := verifier.Permitted(); !strings.Contains(err.Error(), "v.example") || !strings.Contains(err.Error(), "policy.embargoed.hosts") {
		t.Errorf("the message is %q", err)
	}
	if got := c.Policy.Embargoed.Hosts; !slices.Equal(got, []string{"localhost", "*.example.org"}) {
		t.Errorf("hosts %q", got)
	}
}

func TestPolicyOfAnUnknownMarkPermitsNothing(t *testing.T) {
	for _, mark := range []string{"secret", ""} {
		m := Model{BaseURL: "http://localhost/v1", Policy: Policy{Sensitivity: mark}}
		if m.Permitted() == nil {
			t.Errorf("articles marked %q may go anywhere", mark)
		}
	}
}

func TestPolicyMistakes(t *testing.T) {
	for _, host := range []string{"*", "*.", "https://llm.example.org", "llm.example.org/v1", "a..b", "llm.example.org:", "llm.example.org:0", "llm.*.org", "*.10.0.0.1", "a b", "user@llm.example.org", "10.0.0.0/8"} {
		lines := refused(t, Loader{Flags: map[string]string{"policy.confidential.hosts": host}})
		if len(lines) != 1 || !strings.Contains(lines[0], "policy.confidential.hosts") {
			t.Errorf("%q: %q", host, lines)
		}
	}
	for content, says := range map[string]string{
		"policy: {embargoed: {hosts: 5}}":             "list of hosts",
		"policy: {embargoed: {hosts: [[a]]}}":         "list of hosts",
		"policy: {embargoed: {host: a.example}}":      "hosts",
		"policy: {embargoed: a.example}":              "policy.embargoed is a section",
		"policy: {embargoed.hosts: a.example}":        "embargoed",
		"policy: {sensitivity: secret}":               "normal, embargoed or confidential",
		"policy:\n  embargoed:\n    hosts: [\"*\"]\n": "all hosts",
	} {
		if lines := refused(t, Loader{Dir: write(t, content)}); !strings.Contains(lines[0], says) {
			t.Errorf("%q: %q", content, lines)
		}
	}
}

func TestPolicyIsShownAsItCanBeGiven(t *testing.T) {
	c := load(t, Loader{Env: []string{`NUTGRAF_POLICY_EMBARGOED_HOSTS=*.example.org, 10.0.0.5:8080`}})
	for _, s := range c.Settings() {
		if s.Key != "policy.embargoed.hosts" {
			continue
		}
		if s.Value != "[*.example.org, 10.0.0.5:8080]" || s.Source != "NUTGRAF_POLICY_EMBARGOED_HOSTS" {
			t.Errorf("%+v", s)
		}
		again := load(t, Loader{Flags: map[string]string{s.Key: s.Value}})
		if !slices.Equal(again.Policy.Embargoed.Hosts, c.Policy.Embargoed.Hosts) {
			t.Errorf("%q given back is %q", s.Value, again.Policy.Embargoed.Hosts)
		}
	}
}
