package summarize

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

//go:embed models.yaml
var modelsFile []byte

// unknownContext is the context, in tokens, that is assumed of a model that is
// not in the table: small enough for what local servers are started with.
const unknownContext = 8192

// unknownEncoding is what its tokens are counted with. Of the two encodings it
// counts more in most languages, and is loaded in half the time.
const unknownEncoding = "cl100k_base"

// Price is what a model costs, in US dollars per million tokens.
type Price struct {
	Input  float64  `yaml:"input"`
	Output float64  `yaml:"output"`
	Cached *float64 `yaml:"cached"` // of input tokens that the endpoint had cached; nil is Input
}

// Cost returns what a usage costs in US dollars.
func (p Price) Cost(u Usage) float64 {
	cached := p.Input
	if p.Cached != nil {
		cached = *p.Cached
	}
	return (float64(u.InputTokens-u.CachedTokens)*p.Input + float64(u.CachedTokens)*cached + float64(u.OutputTokens)*p.Output) / 1e6
}

// ModelInfo says which model is used, and its limits.
type ModelInfo struct {
	Name         string
	EndpointHost string
	Context      int    // tokens in and out
	MaxOutput    int    // tokens of one answer
	Encoding     string // for tokens.New
	Known        bool   // false: Context is an assumption
	Price        *Price // nil: unknown
}

type modelTable struct {
	PricesAsOf string `yaml:"prices_as_of"`
	PricesAt   string `yaml:"prices_at"`
	Models     []struct {
		Name      string `yaml:"name"`
		Context   int    `yaml:"context"`
		Output    int    `yaml:"output"`
		Encoding  string `yaml:"encoding"`
		Reasoning bool   `yaml:"reasoning"`
		Price     *Price `yaml:"price"`
	} `yaml:"models"`
}

var models = sync.OnceValue(func() *modelTable {
	t := &modelTable{}
	if err := strictYAML(modelsFile, t); err != nil {
		panic(fmt.Sprintf("models.yaml: %v", err)) // part of the program, and tested
	}
	return t
})

// The tokens that are asked for at most in one answer: enough for the longest
// summary in the most expensive script, and for thinking before it.
const (
	answerTokens    = 2000
	reasoningTokens = 16000
)

// version is what may follow the name of a model that is in the table.
var version = regexp.MustCompile(`^-(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}|latest)$`)

// LookUpModel returns what is known of a model by its name and the host of its
// endpoint. Prices are those of the host that publishes them; elsewhere they
// are unknown. The name may have a vendor in front ("openai/gpt-4o") and a date
// behind. Of any other name nothing is known, however it begins.
func LookUpModel(name, endpointHost string) ModelInfo {
	info := ModelInfo{
		Name: name, EndpointHost: endpointHost, Context: unknownContext,
		MaxOutput: unknownContext / 5, Encoding: unknownEncoding,
	}
	bare := strings.ToLower(name[strings.LastIndex(name, "/")+1:])
	for _, m := range models().Models {
		rest, found := strings.CutPrefix(bare, m.Name)
		if !found || rest != "" && !version.MatchString(rest) {
			continue
		}
		info.Context, info.Encoding, info.Known = m.Context, m.Encoding, true
		info.MaxOutput = min(answerTokens, m.Output, m.Context/5)
		if m.Reasoning {
			info.MaxOutput = min(reasoningTokens, m.Output)
		}
		if strings.TrimSuffix(strings.ToLower(endpointHost), ":443") == models().PricesAt {
			info.Price = m.Price
		}
	}
	return info
}

// PricesAsOf is the date of the prices that LookUpModel knows, as YYYY-MM-DD.
func PricesAsOf() string { return models().PricesAsOf }
