package provider

import (
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Outcome says what came of asking an endpoint for something.
type Outcome string

// The outcomes.
const (
	Honoured   Outcome = "honoured"
	Accepted   Outcome = "accepted"  // without an error; whether it was heeded cannot be told
	Ignored    Outcome = "ignored"   // no error, and no effect
	Refused    Outcome = "refused"   // with an error that says so
	CutQuietly Outcome = "cut"       // part of the prompt was dropped, without an error
	Failed     Outcome = "failed"    // for another reason
	NotTried   Outcome = "not_tried" // because of what came before, or because it was not wanted
)

// Trial is the outcome of one question, with a sentence about it, or "".
type Trial struct {
	Outcome Outcome `json:"outcome"`
	Detail  string  `json:"detail"`
}

// ProbeReport is what an endpoint can do with a model.
type ProbeReport struct {
	Model      string   `json:"model"`
	Host       string   `json:"endpoint_host"`
	Reachable  bool     `json:"reachable"`
	ModelKnown *bool    `json:"model_known"` // nil: the endpoint lists no models
	CanDraft   bool     `json:"can_draft"`
	Problem    *Problem `json:"problem"` // why it cannot draft; nil when it can

	Formats             []FormatTrial    `json:"wire_formats"` // the one that asks most first
	Streaming           Trial            `json:"streaming"`
	UsageWhole          Trial            `json:"usage_reported"`
	UsageStream         Trial            `json:"usage_reported_in_streams"`
	MaxTokens           Trial            `json:"max_tokens"`
	MaxCompletionTokens Trial            `json:"max_completion_tokens"`
	Temperature         Trial            `json:"temperature"`
	Seed                Trial            `json:"seed"`
	LogProbs            LogProbsTrial    `json:"log_probabilities"`
	Context             *ContextTrial    `json:"context"`    // nil when it was not asked for
	Embeddings          *EmbeddingsTrial `json:"embeddings"` // nil when there are none
	Latency             *Latency         `json:"latency"`    // nil when nothing was answered

	// RateLimits are the headers seen last that speak of limits, in lower case.
	RateLimits map[string]string `json:"rate_limit_headers"`

	// Pin is a configuration that keeps what was found: JSON is YAML.
	Pin ProbePin `json:"pin"`

	Spent summarize.Usage `json:"-"` // without that of embeddings
}

// Problem is a fault as JSON.
type Problem struct {
	Code    fault.Code `json:"code"`
	Message string     `json:"message"`
}

// FormatTrial is a wire format, asked for a whole answer and for a stream. It is
// usable when the answer had the JSON asked for, whatever was heeded.
type FormatTrial struct {
	Format       string `json:"format"`
	Whole        Trial  `json:"whole"`
	Stream       Trial  `json:"stream"`
	UsableWhole  bool   `json:"usable_whole"`
	UsableStream bool   `json:"usable_in_streams"`
}

// LogProbsTrial says how many likely tokens come with their probabilities.
type LogProbsTrial struct {
	Trial
	Top int `json:"top"`
}

// ContextTrial says what becomes of long prompts. Tokens are as counted here,
// Reported as the endpoint says, 0 when it does not.
type ContextTrial struct {
	Assumed        int   `json:"assumed_tokens"`
	Within         Trial `json:"within"`
	WithinTokens   int   `json:"within_tokens"`
	WithinReported int   `json:"within_reported_tokens"`
	Beyond         Trial `json:"beyond"`
	BeyondTokens   int   `json:"beyond_tokens"`
	BeyondReported int   `json:"beyond_reported_tokens"`
}

// EmbeddingsTrial says what vectors an endpoint makes.
type EmbeddingsTrial struct {
	Trial
	Model      string          `json:"model"`
	Host       string          `json:"endpoint_host"`
	Dimensions int             `json:"dimensions"`
	Spent      summarize.Usage `json:"-"`
}

// Latency is the median over answers to one short question.
type Latency struct {
	Samples      int     `json:"samples"`
	FirstMS      float64 `json:"first_text_ms"` // until the first text; of a whole answer, all of it
	WholeMS      float64 `json:"whole_ms"`
	OutputTokens int     `json:"output_tokens"` // 0 when not reported
}

// ProbePin is the part of a configuration that a probe can settle.
type ProbePin struct {
	Model struct {
		WireFormat    string `json:"wire_format,omitempty"`
		ContextTokens int    `json:"context_tokens,omitempty"`
	} `json:"model"`
}

func newReport(c *Client) *ProbeReport {
	no := Trial{Outcome: NotTried}
	return &ProbeReport{
		Model: c.model, Host: c.host, Formats: []FormatTrial{}, Streaming: no, UsageWhole: no, UsageStream: no,
		MaxTokens: no, MaxCompletionTokens: no, Temperature: no, Seed: no, LogProbs: LogProbsTrial{Trial: no}, RateLimits: map[string]string{},
	}
}
