package run

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Format names the form of the file, in its first line.
const Format = "nutgraf.run/1"

// Head is the first line of a run's file: what was measured, and how.
type Head struct {
	Format  string        `json:"format"`
	Suite   Suite         `json:"suite"`
	Arms    []Arm         `json:"arms"`
	Scores  []metric.Info `json:"scores"`
	Gate    eval.Gate     `json:"gate"`    // of the suite, as it is written
	Samples int           `json:"samples"` // of each item by each arm
	Seed    *int64        `json:"seed"`    // that was sent to models; null: none was
	Replay  string        `json:"replay"`  // "strict", "record" or "off"
	Version string        `json:"version"` // of the program
	Started time.Time     `json:"started"`
}

// Suite says which suite was run.
type Suite struct {
	Name   string `json:"name"`
	Digest string `json:"digest"`
	Items  int    `json:"items"`
}

// Arm is one way of drafting. What does not apply to it is empty.
type Arm struct {
	Name         string  `json:"name"`
	Engine       string  `json:"engine"`
	Model        string  `json:"model,omitempty"`
	EndpointHost string  `json:"endpoint_host,omitempty"`
	Profile      Profile `json:"profile"`
	Prompts      string  `json:"prompts,omitempty"` // digest of the set
	Signature    string  `json:"signature"`         // of its results
}

// Profile says which house style an arm follows.
type Profile struct {
	Name   string `json:"name"`
	Digest string `json:"digest"`
}

// Record is one sample: an item, drafted by an arm for the K-th time.
type Record struct {
	Item    string   `json:"item"`
	Lang    string   `json:"lang"`
	Cluster string   `json:"cluster"`
	Tags    []string `json:"tags"`
	Weight  float64  `json:"weight"`
	Arm     string   `json:"arm"`
	K       int      `json:"k"` // from 1

	// Result is null when there is none. One that comes with an error holds what
	// was spent and nothing else that counts, unless only scoring failed.
	Result     *summarize.Result   `json:"result"`
	References []article.Reference `json:"references"`
	Scores     []metric.Score      `json:"scores"` // in the order of Head.Scores; empty when there is an error
	Error      *Failure            `json:"error"`

	Traffic      []string `json:"traffic"` // keys of the exchanges with models
	USD          *float64 `json:"usd"`     // of drafting; null when it is not known
	InputTokens  *int     `json:"input_tokens"`
	OutputTokens *int     `json:"output_tokens"`
	MS           int64    `json:"ms"` // that drafting took

	// Scoring is what was spent on models that score, null when none was asked.
	Scoring *Scoring `json:"scoring"`
}

// Scoring is what scores took that come from models. What is not known of all of
// it is null.
type Scoring struct {
	USD          *float64 `json:"usd"`
	InputTokens  *int     `json:"input_tokens"`
	OutputTokens *int     `json:"output_tokens"`
}

// Add adds what more was spent.
func (s *Scoring) Add(more Scoring) {
	plus(&s.USD, more.USD)
	plus(&s.InputTokens, more.InputTokens)
	plus(&s.OutputTokens, more.OutputTokens)
}

// plus adds a part to a sum, which is not known any more when the part is not.
func plus[T int | float64](sum **T, part *T) {
	if part == nil || *sum == nil {
		*sum = nil
		return
	}
	total := **sum + *part
	*sum = &total
}

// Failure is why a sample could not be drafted or scored.
type Failure struct {
	Code    fault.Code `json:"code"`
	Message string     `json:"message"`
}

// Run is what a file holds.
type Run struct {
	Head
	// Records are in the order of item IDs, arms and samples. Of a sample that
	// failed and was tried again, only the last try is there.
	Records []Record
	// Torn says that the last line was not whole, as after a kill; it is left out.
	Torn bool
	// Size is how many bytes of the file are whole lines.
	Size int64
}

// Errors counts the samples that failed.
func (r *Run) Errors() int {
	n := 0
	for i := range r.Records {
		if r.Records[i].Error != nil {
			n++
		}
	}
	return n
}

// Missing counts the samples that are not there.
func (r *Run) Missing() int {
	return r.Suite.Items*len(r.Arms)*r.Samples - len(r.Records)
}

// differs lists what two heads do not have in common, but for the time.
func (h Head) differs(other Head) []string {
	var out []string
	add := func(what string, was, now any) {
		if !reflect.DeepEqual(was, now) {
			out = append(out, fmt.Sprintf("%s (%v, now %v)", what, was, now))
		}
	}
	add("the suite", h.Suite.Name, other.Suite.Name)
	if h.Suite.Name == other.Suite.Name && h.Suite != other.Suite {
		out = append(out, "what is in the suite")
	}
	add("the arms", armNames(h.Arms), armNames(other.Arms))
	for i := range min(len(h.Arms), len(other.Arms)) {
		if h.Arms[i].Name == other.Arms[i].Name && h.Arms[i] != other.Arms[i] {
			out = append(out, fmt.Sprintf("arm %s (%s, now %s)", h.Arms[i].Name, h.Arms[i].describe(), other.Arms[i].describe()))
		}
	}
	add("the scores", scoreNames(h.Scores), scoreNames(other.Scores))
	if slices.Equal(scoreNames(h.Scores), scoreNames(other.Scores)) {
		for i := range h.Scores {
			add("the signature of "+h.Scores[i].Name, h.Scores[i].Signature, other.Scores[i].Signature)
		}
	}
	add("the number of samples", h.Samples, other.Samples)
	add("--replay", h.Replay, other.Replay)
	return out
}

// describe holds everything that an arm is, short.
func (a Arm) describe() string {
	return strings.Join([]string{a.Signature, a.EndpointHost, "prompts " + a.Prompts, "profile " + a.Profile.Digest}, " ")
}

func armNames(arms []Arm) []string {
	var names []string
	for _, a := range arms {
		names = append(names, a.Name)
	}
	return names
}

func scoreNames(infos []metric.Info) []string {
	var names []string
	for _, i := range infos {
		names = append(names, i.Name)
	}
	return names
}

// line is a value as a line of the file.
func line(value any) ([]byte, error) {
	var out strings.Builder
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(value)
	return []byte(out.String()), err
}
