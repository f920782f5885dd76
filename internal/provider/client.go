package provider

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"github.com/nutgraf/nutgraf/internal/secret"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Config says which model is used, where, and within which limits. BaseURL and
// Model must be set.
type Config struct {
	BaseURL string // http or https, no query and no password; usually ends in /v1
	APIKey  secret.Secret
	Model   string

	// APIVersion is sent to Azure OpenAI, whose addresses are recognised by their
	// host or by /openai/deployments/ in their path. "" is 2024-10-21 with a
	// deployment in the path, and none with /openai/v1.
	APIVersion string
	// APIKeys are used after APIKey, one when those before it are dead or rest.
	APIKeys []secret.Secret
	// Concurrency is how many calls may be under way, RequestsPerMinute and
	// TokensPerMinute what may be sent. 0 is no limit.
	Concurrency, RequestsPerMinute, TokensPerMinute int
	// Endpoints are shared with other Clients; nil shares nothing.
	Endpoints *Endpoints
	// WaitPaused makes a call wait while the endpoint is left alone, until it is
	// tried again and that worked or not, for Timeout at most. After several trials
	// that failed it does not. Else it fails at once with model_paused, as it should
	// where another model can stand in.
	WaitPaused bool

	Timeout   time.Duration // of one Complete call with its retries; 0 is 2 minutes
	FirstByte time.Duration // until a stream begins; 0 is 60 seconds
	Idle      time.Duration // of silence inside a stream; 0 is 30 seconds

	// WireFormat pins how the form of the answer is asked for: "json_schema",
	// "tools", "json_object" or "text". "" and "auto" find out what the endpoint can do.
	WireFormat string

	// MaxAnswerBytes bounds the body of an answer after decompression, and the
	// text of a stream; a stream as a whole may have 16 times as much. 0 is 4 MiB.
	MaxAnswerBytes int64

	MaxRetryWait time.Duration     // between two requests, whatever the server asks for; 0 is 20 seconds
	Transport    http.RoundTripper // nil is one of the client's own
}

const (
	defaultTimeout      = 2 * time.Minute
	defaultFirstByte    = 60 * time.Second
	defaultIdle         = 30 * time.Second
	defaultRetryWait    = 20 * time.Second
	defaultAnswerBytes  = 4 << 20
	streamOverhead      = 16 // times the text, for the envelope of each token
	idlePerHost         = 128
	responseHeaderBytes = 256 << 10
	emptyMessagesLimit  = 1 << 20 // lines of a stream without data: the byte caps come first
)

// Client talks to one model. It is safe for concurrent use.
//
// What knows the key, or the connections, is behind functions: fmt prints what
// pointers of a struct lead to, whatever methods there are.
type Client struct {
	create       func(context.Context, openai.ChatCompletionRequest) (openai.ChatCompletionResponse, error)
	createStream func(context.Context, openai.ChatCompletionRequest) (*openai.ChatCompletionStream, error)
	vectors      func(context.Context, openai.EmbeddingRequestConverter) (openai.EmbeddingResponse, error)
	list         func(context.Context) (openai.ModelsList, error)
	closeIdle    func()
	host         string
	model        string
	hasKey       bool
	mask         func(string) string // hides the key
	timeout      time.Duration
	maxRetryWait time.Duration
	waitPaused   bool
	maxText      int64
	learned      *memory
	forms        *forms
	lane         *lane
	keys         []*apiKey // in the order in which they are used, at least one
}

// New checks the configuration and makes a Client; nothing is sent. It fails
// with bad_config.
func New(cfg Config) (*Client, error) {
	base, err := checkURL(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	keys, err := cfg.allKeys()
	if err != nil {
		return nil, err
	}
	model := strings.TrimSpace(cfg.Model)
	if model == "" {
		return nil, fault.New(fault.BadConfig, "no model is named: set model.name or --model")
	}
	pinned, err := parseFormat(cfg.WireFormat)
	if err != nil {
		return nil, err
	}
	version := strings.TrimSpace(cfg.APIVersion)
	if url.QueryEscape(version) != version {
		return nil, fault.New(fault.BadConfig, "model.api_version is not a version: it must be like %s", azureVersion)
	}
	w := newWire(cfg)
	w.azure = newAzure(base, version)
	apiConfig := openai.DefaultConfig(first(keys))
	apiConfig.BaseURL = strings.TrimRight(base.String(), "/")
	apiConfig.HTTPClient = &http.Client{Transport: keyed{w}}
	apiConfig.EmptyMessagesLimit = emptyMessagesLimit
	api := openai.NewClientWithConfig(apiConfig)
	endpoints := cfg.Endpoints
	if endpoints == nil {
		endpoints = &Endpoints{}
	}
	lane := endpoints.lane(base, model, cfg)
	return &Client{
		create:       api.CreateChatCompletion,
		createStream: api.CreateChatCompletionStream,
		vectors:      api.CreateEmbeddings,
		list:         api.ListModels,
		closeIdle:    apiConfig.HTTPClient.(*http.Client).CloseIdleConnections,
		host:         base.Host,
		model:        model,
		hasKey:       len(keys) > 0,
		mask:         masker(keys...),
		timeout:      orDefault(cfg.Timeout, defaultTimeout),
		maxRetryWait: orDefault(cfg.MaxRetryWait, defaultRetryWait),
		waitPaused:   cfg.WaitPaused,
		maxText:      orDefault(cfg.MaxAnswerBytes, defaultAnswerBytes),
		learned:      newMemory(base.Host, model, pinned),
		forms:        &forms{},
		lane:         lane,
		keys:         lane.keysOf(keys),
	}, nil
}

// Close ends idle connections. Calls that are under way go on.
func (c *Client) Close() { c.closeIdle() }

// String names the model and its host.
func (c *Client) String() string { return fmt.Sprintf("model %s at %s", c.model, c.host) }

// Format writes String for every verb, so that nothing inside is printed.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(c.String())) }

func checkURL(text string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil, base.Host == "", !slices.Contains([]string{"http", "https"}, base.Scheme):
		return nil, fault.New(fault.BadConfig, "model.base_url is not a web address: it must be like https://api.openai.com/v1")
	case base.User != nil:
		return nil, fault.New(fault.BadConfig, "model.base_url holds a user name or password: take it out and set model.api_key")
	case base.RawQuery != "" || base.Fragment != "":
		return nil, fault.New(fault.BadConfig, "model.base_url holds a ? or a #: it must end with its path, usually /v1; the api-version of Azure goes into model.api_version")
	}
	base.Path = strings.TrimSuffix(strings.TrimRight(base.Path, "/"), "/chat/completions")
	return base, nil
}

// NewTransport makes what a Client without a Config.Transport uses, for one that
// stands in between.
func NewTransport() *http.Transport {
	own := http.DefaultTransport.(*http.Transport).Clone()
	own.MaxIdleConns = 2 * idlePerHost
	own.MaxIdleConnsPerHost = idlePerHost
	own.MaxResponseHeaderBytes = responseHeaderBytes
	return own
}

func newWire(cfg Config) *wire {
	base := cfg.Transport
	if base == nil {
		base = NewTransport()
	}
	return &wire{
		base:      base,
		maxBytes:  orDefault(cfg.MaxAnswerBytes, defaultAnswerBytes),
		firstByte: orDefault(cfg.FirstByte, defaultFirstByte),
		idle:      orDefault(cfg.Idle, defaultIdle),
	}
}

func orDefault[T time.Duration | int64](value, zero T) T {
	if value <= 0 {
		return zero
	}
	return value
}
