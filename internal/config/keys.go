package config

import (
	"slices"
	"strings"
	"time"
)

// key describes one configuration key.
type key struct {
	name     string // dotted
	kind     kind
	def      string // the default, as it is written in the file
	doc      string // lines for the template
	flag     string // "" is the name with dashes
	fallback any    // def, parsed
}

// The section of a key is the part of its name before its last dot; keys of a
// section stand together.
var keys = parsed(slices.Concat(draftKeys, serverKeys))

// draftKeys are the keys of what drafts, checks and measures.
var draftKeys = []key{
	{
		name: "engine", kind: oneOf("auto", "model", "extractive"), def: "auto",
		doc: "What drafts: auto, model or extractive. auto takes the model when a key or a\nbase URL is configured, and the extractive engine otherwise.",
	},
	{
		name: "profile", kind: text(notEmpty), def: "default",
		doc: "The house style: the name of a profile, or the path of a profile file.",
	},
	{
		name: "prompts", kind: text(), def: `""`,
		doc: "A folder with prompt files that replace the built-in ones of the same name.",
	},
	{
		name: "lang", kind: text(langCode), def: `""`,
		doc: "The language of the articles, such as en or pt-BR. Empty: it is detected.",
	},
	{
		name: "model.name", kind: modelKinds["name"], def: "gpt-4.1-mini", flag: "model",
		doc: "The name of the model, as the endpoint knows it.",
	},
	{
		name: "model.base_url", kind: modelKinds["base_url"], def: DefaultBaseURL, flag: "base-url",
		doc: "The address of an endpoint that speaks OpenAI's protocol, without\n/chat/completions. OPENAI_BASE_URL is used when this is not set.",
	},
	{
		name: "model.api_key", kind: modelKinds["api_key"], def: `""`, flag: "api-key",
		doc: "The key for the endpoint. Better kept in NUTGRAF_MODEL_API_KEY or\nOPENAI_API_KEY than in a file.",
	},
	{
		name: "model.api_keys", kind: modelKinds["api_keys"], def: "[]",
		doc: "More keys for the same endpoint, as a list. The next one is used when one is\nrefused, out of credit or asked to slow down.",
	},
	{
		name: "model.context_tokens", kind: modelKinds["context_tokens"], def: "0",
		doc: "The tokens that the model can take in. 0: known by the model's name.",
	},
	{
		name: "model.max_output_tokens", kind: modelKinds["max_output_tokens"], def: "0",
		doc: "The tokens that one answer may have. 0: a default that fits a summary.",
	},
	{
		name: "model.concurrency", kind: modelKinds["concurrency"], def: "8",
		doc: "How many requests may be under way at once, 1 to 512.",
	},
	{
		name: "model.requests_per_minute", kind: modelKinds["requests_per_minute"], def: "0",
		doc: "How many requests may be sent to the endpoint in a minute, by all that is\ndrafted, checked and graded with this model. 0: no limit.",
	},
	{
		name: "model.tokens_per_minute", kind: modelKinds["tokens_per_minute"], def: "0",
		doc: "How many tokens these requests and their answers may have. 0: no limit.",
	},
	{
		name: "model.timeout", kind: modelKinds["timeout"], def: "2m",
		doc: "The time for one step, retries included, such as 30s or 2m.",
	},
	{
		name: "model.wire_format", kind: modelKinds["wire_format"], def: "auto",
		doc: "How the form of an answer is asked for: auto, json_schema, tools, json_object or\ntext. auto tries them in this order.",
	},
	{
		name: "model.api_version", kind: modelKinds["api_version"], def: `""`,
		doc: "The api-version that is sent to Azure OpenAI. Empty: 2024-10-21 where base_url\nends in /openai/deployments/NAME, and none where it ends in /openai/v1.",
	},
	{
		name: "model.fallback", kind: modelList(), def: "[]",
		doc: "The models that draft when this one is out of order, in their order. Each has a\nname, and where it differs base_url, api_key, api_keys, context_tokens,\nmax_output_tokens, concurrency, requests_per_minute, tokens_per_minute, timeout,\nwire_format and api_version. Keys go along only to the same address.",
	},
	{
		name: "fallback.extractive", kind: boolean(), def: "false",
		doc: "Whether the embedded engine drafts when the models are out of order.",
	},
	{
		name: "fallback.also", kind: codeList(), def: "[]",
		doc: "What else counts as being out of order, as a list: model_refused,\nmodel_filtered, model_bad_answer, model_empty, model_truncated, model_not_found,\nmodel_rejected or model_context.",
	},
	{
		name: "verifier.model", kind: text(), def: `""`, flag: "verifier",
		doc: "A second reader: a model that compares each claim with its sentences. Empty:\nnone. It must not be the model that drafts.",
	},
	{
		name: "verifier.base_url", kind: orEmpty(baseURL()), def: `""`,
		doc: "The address of its endpoint. Empty: that of model.base_url.",
	},
	{
		name: "verifier.api_key", kind: apiKey(), def: `""`,
		doc: "The key for its endpoint. Empty: model.api_key where the address is the same,\nand none elsewhere. Better kept in NUTGRAF_VERIFIER_API_KEY than in a file.",
	},
	{
		name: "verifier.allow_same", kind: boolean(), def: "false",
		doc: "Whether the model that drafts may be its own second reader.",
	},
	{
		name: "judge.model", kind: text(), def: `""`, flag: "judge",
		doc: "A model that grades drafts by rubrics when they are measured. Empty: none. It\nmust not be a model that drafts.",
	},
	{
		name: "judge.base_url", kind: orEmpty(baseURL()), def: `""`,
		doc: "The address of its endpoint. Empty: that of model.base_url.",
	},
	{
		name: "judge.api_key", kind: apiKey(), def: `""`,
		doc: "The key for its endpoint. Empty: model.api_key where the address is the same,\nand none elsewhere. Better kept in NUTGRAF_JUDGE_API_KEY than in a file.",
	},
	{
		name: "judge.context_tokens", kind: whole(0, 100_000_000), def: "0",
		doc: "The tokens that it can take in. 0: known by its name.",
	},
	{
		name: "judge.scoring", kind: oneOf("auto", "logprobs", "samples"), def: "auto",
		doc: "How its grades become a score: logprobs (one answer, grades weighted with their\nprobability), samples (the mean of several answers), or auto, which asks the\nendpoint once whether it gives probabilities. Scores of both ways cannot be\ncompared.",
	},
	{
		name: "judge.samples", kind: whole(1, 100), def: "5",
		doc: "How many answers make a score with samples, 1 to 100.",
	},
	{
		name: "judge.rubrics", kind: text(), def: `""`, flag: "rubrics",
		doc: "A folder with rubrics that stand beside the built-in ones, or replace those of\nthe same name.",
	},
	{
		name: "judge.allow_same_model", kind: boolean(), def: "false",
		doc: "Whether a model that drafts may grade its own drafts.",
	},
	{
		name: "embeddings.model", kind: text(), def: `""`, flag: "embeddings",
		doc: "A model that makes vectors, for similarity by meaning. Empty: none.",
	},
	{
		name: "embeddings.base_url", kind: orEmpty(baseURL()), def: `""`,
		doc: "The address of its endpoint, without /embeddings. Empty: that of model.base_url.",
	},
	{
		name: "embeddings.api_key", kind: apiKey(), def: `""`,
		doc: "The key for its endpoint. Empty: model.api_key where the address is the same,\nand none elsewhere. Better kept in NUTGRAF_EMBEDDINGS_API_KEY than in a file.",
	},
	{
		name: "fetch.timeout", kind: duration(time.Hour), def: "20s",
		doc: "The time for one page, redirects included.",
	},
	{
		name: "fetch.max_bytes", kind: size(1000, 1<<30), def: "10MiB",
		doc: "The largest page, such as 500KB or 10MiB.",
	},
	{
		name: "fetch.allow_private", kind: boolean(), def: "false", flag: "allow-private",
		doc: "Whether pages may come from this machine, from private networks and from\nports other than 80 and 443.",
	},
	{
		name: "budget.max_usd", kind: number(0, 1_000_000), def: "0", flag: "max-usd",
		doc: "The most that a run may cost, in US dollars. 0: no limit.",
	},
	{
		name: "budget.daily_usd", kind: number(0, 1_000_000), def: "0", flag: "daily-usd",
		doc: "The most that each key of a provider may cost in a day (UTC), in US dollars, over\nsummarize and the service, where they share the database. 0: no limit.",
	},
	{
		name: "policy.sensitivity", kind: oneOf(Normal, Embargoed, Confidential), def: Normal, flag: "sensitivity",
		doc: "How the articles are marked: normal, embargoed or confidential. Marked ones are\nsent to the endpoints alone that are listed for their mark.",
	},
	{
		name: "policy.embargoed.hosts", kind: hostList(), def: "[]",
		doc: "Hosts of the endpoints that may read embargoed articles, such as llm.example.org,\n\"*.example.org\", 10.0.0.5:8080 or localhost. Empty: none, this machine included.",
	},
	{
		name: "policy.confidential.hosts", kind: hostList(), def: "[]",
		doc: "Hosts of the endpoints that may read confidential articles.",
	},
	{
		name: "prices", kind: priceList(), def: "[]",
		doc: "What models cost, in US dollars per million tokens, for those whose price is\nnot known or differs for you. cached (input that the endpoint had seen before)\nmay be left out. For example:\n\n  prices:\n    - model: my-model\n      input: 0.5\n      output: 2\n      cached: 0.1",
	},
	{
		name: "output.format", kind: oneOf("text", "markdown", "html", "json"), def: "text", flag: "format",
		doc: "The form of results: text, markdown, html or json.",
	},
}

// parsed fills in the fallbacks. A default that is not valid is a mistake in the
// table, and stops every test.
func parsed(table []key) []key {
	for i, k := range table {
		var ps problems
		value, ok := readText(k, strings.Trim(k.def, `"`), "default", &ps)
		if !ok {
			panic(ps.lines[0])
		}
		table[i].fallback = value
	}
	return table
}

// FlagName returns the name, without dashes, of the flag for a dotted key:
// "model" for model.name.
func FlagName(name string) string {
	if k, ok := keyNamed(name); ok && k.flag != "" {
		return k.flag
	}
	return strings.NewReplacer(".", "-", "_", "-").Replace(name)
}

func (k key) env() string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(k.name, ".", "_"))
}

func keyNamed(name string) (key, bool) {
	for _, k := range keys {
		if k.name == name {
			return k, true
		}
	}
	return key{}, false
}

// children returns the names that may stand in a section; "" is the whole file.
func children(section string) []string {
	var out []string
	for _, k := range keys {
		rest := k.name
		if section != "" {
			var inside bool
			if rest, inside = strings.CutPrefix(k.name, section+"."); !inside {
				continue
			}
		}
		child, _, _ := strings.Cut(rest, ".")
		if len(out) == 0 || out[len(out)-1] != child {
			out = append(out, child)
		}
	}
	return out
}
