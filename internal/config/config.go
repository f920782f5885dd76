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
	"slices"
	"time"

	"github.com/nutgraf/nutgraf/internal/secret"
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
	Verifier   Verifier   `mapstructure:"verifier"`
	Judge      Judge      `mapstructure:"judge"`
	Embeddings Embeddings `mapstructure:"embeddings"`
	Fetch      Fetch      `mapstructure:"fetch"`
	Budget     Budget     `mapstructure:"budget"`
	Prices     []Price    `mapstructure:"prices"`
	Output     Output     `mapstructure:"output"`

	// Notices are sentences that the user should see on standard error.
	Notices []string `mapstructure:"-"`

	settings []Setting
	file     string
}

// Model says which model is called, where and how.
type Model struct {
	Name            string        `mapstructure:"name"`
	BaseURL         string        `mapstructure:"base_url"` // without a slash at its end
	APIKey          secret.Secret `mapstructure:"api_key"`
	ContextTokens   int           `mapstructure:"context_tokens"`    // 0 is by the model's name
	MaxOutputTokens int           `mapstructure:"max_output_tokens"` // 0 is the default
	Concurrency     int           `mapstructure:"concurrency"`       // 1 to 512
	Timeout         time.Duration `mapstructure:"timeout"`           // one step, retries included
	WireFormat      string        `mapstructure:"wire_format"`       // "auto", "json_schema", "json_object" or "text"
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

// Budget limits what a run may cost.
type Budget struct {
	MaxUSD float64 `mapstructure:"max_usd"` // 0 is no limit
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
	return c.Model.APIKey.IsSet() || c.Model.BaseURL != DefaultBaseURL
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
	m.ContextTokens, m.MaxOutputTokens, m.Name = 0, 0, name
	if baseURL != "" && baseURL != m.BaseURL {
		m.BaseURL, m.APIKey, m.WireFormat = baseURL, key, "auto"
	}
	if key.IsSet() {
		m.APIKey = key
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
