package config

import (
	"fmt"
	"slices"
	"strings"
)

// contradictions checks what two settings say together.
func contradictions(c *Config, ps *problems) {
	m := c.Model
	if m.ContextTokens > 0 && m.MaxOutputTokens >= m.ContextTokens {
		ps.add(c.sourceOf("model.max_output_tokens"),
			"model.max_output_tokens must be less than model.context_tokens (%s), which has to hold the article too",
			c.sourceOf("model.context_tokens"))
	}
	v, reads := c.VerifierModel()
	drafting := append([]Model{m}, c.FallbackModels()...)
	if reads && c.Drafts() && !c.Verifier.AllowSame && slices.ContainsFunc(drafting, v.same) {
		ps.add(c.sourceOf("verifier.model"),
			"verifier.model is the model that drafts, which would judge its own work: name another, or set verifier.allow_same to true")
	}
	for i, f := range drafting {
		if slices.ContainsFunc(drafting[:i], f.same) {
			ps.add(c.sourceOf("model.fallback"), "model.fallback has a model that is there before it: a model that is out of order cannot stand in for itself")
			break
		}
	}
	c.Server.contradictions(c, ps)
	c.OIDC.contradictions(c, ps)
}

func (s Server) contradictions(c *Config, ps *problems) {
	switch {
	case s.TLSCert != "" && s.TLSKey == "":
		ps.add(c.sourceOf("server.tls_cert"), "server.tls_cert needs the file with its key in server.tls_key")
	case s.TLSKey != "" && s.TLSCert == "":
		ps.add(c.sourceOf("server.tls_key"), "server.tls_key needs the file with its certificate in server.tls_cert")
	}
}

// same reports whether two models are one.
func (m Model) same(other Model) bool {
	return strings.EqualFold(m.Name, other.Name) && strings.EqualFold(m.BaseURL, other.BaseURL)
}

// withhold takes OPENAI_API_KEY out of the layers when it would go to an address
// that a file in the working directory names: the folder may be somebody else's.
func withhold(layers []layer, env map[string]string) []string {
	ecosystem := layers[0]
	base, _ := top(layers, "model.base_url")
	if !base.untrusted || ecosystem["model.api_key"].value == nil {
		return nil
	}
	address := base.value.(string)
	if address == DefaultBaseURL || address == strings.TrimRight(strings.TrimSpace(env[openAIURL]), "/") {
		return nil
	}
	delete(ecosystem, "model.api_key")
	return []string{fmt.Sprintf("%s is not sent to %s, because that address comes from %s in the working directory; if you trust it, set NUTGRAF_MODEL_API_KEY",
		openAIKey, hostOf(address), base.source)}
}

// withholdHeaders takes OTEL_EXPORTER_OTLP_HEADERS out of the layers when they
// would go to an address that a file in the working directory names.
func withholdHeaders(layers []layer, env map[string]string) []string {
	ecosystem := layers[0]
	endpoint, _ := top(layers, "telemetry.otlp_endpoint")
	if !endpoint.untrusted || ecosystem["telemetry.otlp_headers"].value == nil || endpoint.value == env[otlpURL] {
		return nil
	}
	delete(ecosystem, "telemetry.otlp_headers")
	return []string{fmt.Sprintf("%s are not sent to %s, because that address comes from %s in the working directory; if you trust it, set NUTGRAF_TELEMETRY_OTLP_HEADERS",
		otlpHeader, hostOf(endpoint.value.(string)), endpoint.source)}
}

// plainHTTP warns of keys that others on the way can read.
func plainHTTP(c *Config) (notices []string) {
	warn := func(m Model, key string) {
		if m.hasKey() && strings.HasPrefix(strings.ToLower(m.BaseURL), "http:") && !staysHere(m.BaseURL) {
			notices = append(notices, fmt.Sprintf("the key goes to %s over plain http, where others can read it; use https (%s, from %s)",
				hostOf(m.BaseURL), key, c.sourceOf(key)))
		}
	}
	warn(c.Model, "model.base_url")
	for _, m := range c.FallbackModels() {
		if m.BaseURL != c.Model.BaseURL {
			warn(m, "model.fallback")
		}
	}
	for _, beside := range []struct {
		model func() (Model, bool)
		key   string
	}{{c.VerifierModel, "verifier.base_url"}, {c.JudgeModel, "judge.base_url"}, {c.EmbeddingsModel, "embeddings.base_url"}} {
		if m, used := beside.model(); used && m.BaseURL != c.Model.BaseURL {
			warn(m, beside.key)
		}
	}
	return notices
}
