package telemetry

import "strings"

// The names of what spans say about model calls. The conventions for gen_ai.*
// are in development: what changes in them changes here.
const (
	genAIOperation    = "gen_ai.operation.name"
	genAIProvider     = "gen_ai.provider.name"
	genAIModel        = "gen_ai.request.model"
	genAIMaxTokens    = "gen_ai.request.max_tokens"
	genAITemperature  = "gen_ai.request.temperature"
	genAISeed         = "gen_ai.request.seed"
	genAIStream       = "gen_ai.request.stream"
	genAIOutputType   = "gen_ai.output.type"
	genAIInputTokens  = "gen_ai.usage.input_tokens"
	genAIOutputTokens = "gen_ai.usage.output_tokens"
	genAICachedTokens = "gen_ai.usage.cache_read.input_tokens"

	operationChat  = "chat"
	outputTypeJSON = "json"
)

// The names of other attributes: those of OpenTelemetry, which are stable, and
// the program's own.
const (
	errorType     = "error.type"
	serverAddress = "server.address"
	httpMethod    = "http.request.method"
	httpRoute     = "http.route"
	httpStatus    = "http.response.status_code"

	ownStep      = "nutgraf.step"
	ownRequests  = "nutgraf.wire_requests"
	ownRequestID = "nutgraf.request_id"
	ownEngine    = "nutgraf.engine"
	ownOutcome   = "nutgraf.outcome"
	ownSentences = "nutgraf.sentences"
	ownChunks    = "nutgraf.chunks"
	ownClaims    = "nutgraf.claims"
	ownFailing   = "nutgraf.claims_failing"
)

// providers are the names that the conventions have for well-known hosts.
var providers = map[string]string{
	"api.openai.com": "openai", "api.groq.com": "groq", "api.mistral.ai": "mistral_ai",
	"api.deepseek.com": "deepseek", "api.x.ai": "x_ai", "api.perplexity.ai": "perplexity",
	"api.anthropic.com": "anthropic", "api.cohere.ai": "cohere",
	"generativelanguage.googleapis.com": "gcp.gemini",
}

// providerName names who answers at a host. Others than the well-known ones are
// known by their protocol alone.
func providerName(host string) string {
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	if name := providers[host]; name != "" {
		return name
	}
	if strings.HasSuffix(host, ".openai.azure.com") {
		return "azure.ai.openai"
	}
	return "openai_compatible"
}
