// Package config makes one typed Config out of a file, the environment and the
// flags, and refuses whatever it does not understand.
//
// The journey of a setting:
//
//  1. The first nutgraf.yaml is taken, from the working directory, the user's
//     folder or the system's, or the one file that was named.
//  2. Every value is checked where it is written: is there such a key, is the
//     value of its type, with a unit where it needs one, and in its range. All
//     problems are kept, each with its file and line, variable or flag.
//  3. viper lays the values over each other: flags over the NUTGRAF_ environment
//     over the file over OPENAI_API_KEY and OPENAI_BASE_URL over defaults.
//  4. The result is decoded into Config, and checked for values that contradict
//     each other. If there was any problem, all of them are returned at once.
//
// An empty environment variable counts as not set. Relative paths among the
// values are left as they are.
//
// The package does not look whether folders, profiles or models exist, does not
// write files, and reads no environment but the one that it is given.
package config

import (
	"cmp"
	"slices"
	"time"

	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// DefaultBaseURL is where the model is when nothing says otherwise.
const DefaultBaseURL = "https://api.openai.com/v1"

// Config is everything that can be configured. [Load] makes it; each field is
// valid by itself. [Template] explains the keys.
type Config struct {
	Engine  string `mapstructure:"engine"` // "auto", "model" or "extractive"
	Profile string `mapstructure:"profile"`
	Prompts string `mapstructure:"prompts"` // "" is the built-in ones
	Lang    string `mapstructure:"lang"`    // "" is to be detected

	Model      Model      `mapstructure:"model"`
	Fallback   Fallback   `mapstructure:"fallback"`
	Verifier   Verifier   `mapstructure:"verifier"`
	Judge      Judge      `mapstructure:"judge"`
	Embeddings Embeddings `mapstructure:"embeddings"`
	Fetch      Fetch      `mapstructure:"fetch"`
	Budget     Budget     `mapstructure:"budget"`
	Policy     Policy     `mapstructure:"policy"`
	Prices     []Price    `mapstructure:"prices"`
	Output     Output     `mapstructure:"output"`

	Database      Database   `mapstructure:"database"`
	RetentionDays int        `mapstructure:"retention_days"` // 0 keeps texts
	Server        Server     `mapstructure:"server"`
	OIDC          OIDC       `mapstructure:"oidc"`
	Desk          Desk       `mapstructure:"desk"`
	Disclosure    Disclosure `mapstructure:"disclosure"`
	Cache         Cache      `mapstructure:"cache"`
	Telemetry     Telemetry  `mapstructure:"telemetry"`
	Log           Log        `mapstructure:"log"`

	// Notices are sentences that the user should see on standard error.
	Notices []string `mapstructure:"-"`

	// ServerNotices are such sentences about what only the service uses.
	ServerNotices []string `mapstructure:"-"`

	settings []Setting
	file     string
}

// Model says which model is called, where and how.
type Model struct {
	Name              string          `mapstructure:"name"`
	BaseURL           string          `mapstructure:"base_url"` // without a slash at its end
	APIKey            secret.Secret   `mapstructure:"api_key"`
	APIKeys           []secret.Secret `mapstructure:"api_keys"`            // used after APIKey
	ContextTokens     int             `mapstructure:"context_tokens"`      // 0 is by the model's name
	MaxOutputTokens   int             `mapstructure:"max_output_tokens"`   // 0 is the default
	Concurrency       int             `mapstructure:"concurrency"`         // 1 to 512
	RequestsPerMinute int             `mapstructure:"requests_per_minute"` // 0 is no limit
	TokensPerMinute   int             `mapstructure:"tokens_per_minute"`   // 0 is no limit
	Timeout           time.Duration   `mapstructure:"timeout"`             // one step, retries included
	WireFormat        string          `mapstructure:"wire_format"`         // "auto", "json_schema", "tools", "json_object" or "text"
	APIVersion        string          `mapstructure:"api_version"`         // of Azure OpenAI; "" is a default

	// Fallback are the models that draft, in this order, when this one is out of
	// order. They have none of their own.
	Fallback []Model `mapstructure:"fallback"`

	Policy Policy `mapstructure:"-"` // that of the configuration: see Permitted
}

// Fallback says when another model drafts, and whether the embedded engine does
// when no model can.
type Fallback struct {
	Extractive bool         `mapstructure:"extractive"`
	Also       []fault.Code `mapstructure:"also"` // beside faults of the infrastructure
}

// Verifier says which model is the second reader. See [Config.VerifierModel].
type Verifier struct {
	Model     string        `mapstructure:"model"`    // "" is none
	BaseURL   string        `mapstructure:"base_url"` // "" is that of the model
	APIKey    secret.Secret `mapstructure:"api_key"`
	AllowSame bool          `mapstructure:"allow_same"`
}

// Judge says which model grades drafts when they are measured, and how. See
// [Config.JudgeModel].
type Judge struct {
	Model          string        `mapstructure:"model"`    // "" is none
	BaseURL        string        `mapstructure:"base_url"` // "" is that of the model
	APIKey         secret.Secret `mapstructure:"api_key"`
	ContextTokens  int           `mapstructure:"context_tokens"` // 0 is by the model's name
	Scoring        string        `mapstructure:"scoring"`        // "auto", "logprobs" or "samples"
	Samples        int           `mapstructure:"samples"`        // 1 to 100
	Rubrics        string        `mapstructure:"rubrics"`        // a folder; "" is the built-in ones
	AllowSameModel bool          `mapstructure:"allow_same_model"`
}

// Embeddings says which model makes the vectors for similarity. See
// [Config.EmbeddingsModel].
type Embeddings struct {
	Model   string        `mapstructure:"model"`    // "" is none
	BaseURL string        `mapstructure:"base_url"` // "" is that of the model
	APIKey  secret.Secret `mapstructure:"api_key"`
}

// Fetch limits the fetching of pages.
type Fetch struct {
	Timeout      time.Duration `mapstructure:"timeout"`
	MaxBytes     int64         `mapstructure:"max_bytes"`
	AllowPrivate bool          `mapstructure:"allow_private"`
}

// Budget limits what a run may cost, and a day.
type Budget struct {
	MaxUSD   float64 `mapstructure:"max_usd"`   // 0 is no limit
	DailyUSD float64 `mapstructure:"daily_usd"` // of one key of a provider; 0 is no limit
}

// Price is what a model costs, in US dollars per million tokens.
type Price struct {
	Model  string   `json:"model"`
	Input  float64  `json:"input"`
	Output float64  `json:"output"`
	Cached *float64 `json:"cached,omitempty"` // nil when not known
}

// Output says what results look like.
type Output struct {
	Format string `mapstructure:"format"` // "text", "markdown", "html" or "json"
}

// ModelConfigured reports whether a key, or a base URL other than the default,
// was configured.
func (c *Config) ModelConfigured() bool {
	return c.Model.hasKey() || c.Model.BaseURL != DefaultBaseURL
}

func (m Model) hasKey() bool { return m.APIKey.IsSet() || len(m.APIKeys) > 0 }

// Secrets are all keys and passwords that are configured.
func (c *Config) Secrets() []secret.Secret {
	out := []secret.Secret{c.Verifier.APIKey, c.Judge.APIKey, c.Embeddings.APIKey, c.Database.password(), c.Telemetry.OTLPHeaders, c.OIDC.ClientSecret}
	for _, value := range c.Telemetry.Headers() {
		if len(value) >= 8 { // a shorter one may be a word like any other
			out = append(out, secret.New(value))
		}
	}
	for _, m := range append([]Model{c.Model}, c.Model.Fallback...) {
		out = append(append(out, m.APIKey), m.APIKeys...)
	}
	return out
}

// FallbackModels returns the models that draft when the one before is out of
// order. The keys of the drafting model go with them only to the same address.
func (c *Config) FallbackModels() []Model {
	var out []Model
	for _, f := range c.Model.Fallback {
		m := c.beside(f.Name, f.BaseURL, f.APIKey)
		if len(f.APIKeys) > 0 {
			m.APIKey, m.APIKeys = f.APIKey, f.APIKeys
		}
		m.ContextTokens, m.MaxOutputTokens = f.ContextTokens, f.MaxOutputTokens
		m.RequestsPerMinute, m.TokensPerMinute = f.RequestsPerMinute, f.TokensPerMinute
		m.Concurrency, m.Timeout = cmp.Or(f.Concurrency, m.Concurrency), cmp.Or(f.Timeout, m.Timeout)
		m.WireFormat, m.APIVersion = cmp.Or(f.WireFormat, m.WireFormat), cmp.Or(f.APIVersion, m.APIVersion)
		out = append(out, m)
	}
	return out
}

// VerifierModel returns the second reader as a model, false when there is none.
// The key of the drafting model goes with it only to the same address.
func (c *Config) VerifierModel() (Model, bool) {
	v := c.Verifier
	return c.beside(v.Model, v.BaseURL, v.APIKey), v.Model != ""
}

// JudgeModel returns the judge as a model, false when there is none. The key of
// the drafting model goes with it only to the same address.
func (c *Config) JudgeModel() (Model, bool) {
	j := c.Judge
	m := c.beside(j.Model, j.BaseURL, j.APIKey)
	m.ContextTokens = j.ContextTokens
	return m, j.Model != ""
}

// EmbeddingsModel returns the model that makes vectors, false when there is none.
// The key of the drafting model goes with it only to the same address.
func (c *Config) EmbeddingsModel() (Model, bool) {
	e := c.Embeddings
	return c.beside(e.Model, e.BaseURL, e.APIKey), e.Model != ""
}

// beside is a model that is used beside the one that drafts.
func (c *Config) beside(name, baseURL string, key secret.Secret) Model {
	m := c.Model
	m.ContextTokens, m.MaxOutputTokens, m.Name, m.Fallback = 0, 0, name, nil
	if baseURL != "" && baseURL != m.BaseURL {
		m.BaseURL, m.APIKey, m.APIKeys, m.WireFormat, m.APIVersion = baseURL, key, nil, "auto", ""
		m.RequestsPerMinute, m.TokensPerMinute = 0, 0
	}
	if key.IsSet() {
		m.APIKey, m.APIKeys = key, nil
	}
	return m
}

// Drafts reports whether a model drafts, and not the embedded engine.
func (c *Config) Drafts() bool {
	return c.Engine == "model" || c.Engine == "auto" && c.ModelConfigured()
}

// PriceOf returns the configured price of a model, false when there is none.
func (c *Config) PriceOf(model string) (Price, bool) {
	i := slices.IndexFunc(c.Prices, func(p Price) bool { return p.Model == model })
	if i < 0 {
		return Price{}, false
	}
	return c.Prices[i], true
}

// File returns the path of the configuration file that was read, or "".
func (c *Config) File() string { return c.file }

// Setting is one key with its value and where that comes from: "default",
// "nutgraf.yaml:3", "NUTGRAF_MODEL_NAME" or "--model". Secrets are ***.
type Setting struct {
	Key, Value, Source string
}

// Settings returns every key, in the order of the template. A value can be given
// back to its flag as it is, unless it is a secret.
func (c *Config) Settings() []Setting {
	return slices.Clone(c.settings)
}

func (c *Config) sourceOf(key string) string {
	for _, s := range c.settings {
		if s.Key == key {
			return s.Source
		}
	}
	return ""
}
