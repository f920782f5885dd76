package config

import (
	"fmt"
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

func plainHTTP(c *Config) []string {
	base := c.Model.BaseURL
	if !c.Model.APIKey.IsSet() || !strings.HasPrefix(strings.ToLower(base), "http:") || staysHere(base) {
		return nil
	}
	return []string{fmt.Sprintf("the key goes to %s over plain http, where others can read it; use https (model.base_url, from %s)",
		hostOf(base), c.sourceOf("model.base_url"))}
}
