package metric

import (
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Options change how metrics are computed. The zero value gives the usual ones.
type Options struct {
	// NoStemmer leaves words as they are where a metric would stem them (ROUGE).
	NoStemmer bool
	// Tokenizer says what a word is (ROUGE): TokenizerClassic, TokenizerUnicode, or
	// TokenizerAuto, which "" stands for.
	Tokenizer string
	// ZeroUnseen gives 0, as rouge_score does, where the tokenizer sees no word in
	// a text that may have some. Such scores are unscored without it (ROUGE).
	ZeroUnseen bool
	// MeanOverReferences takes the mean over several references instead of the
	// best one (ROUGE).
	MeanOverReferences bool
}

// The tokenizers of Options.
const (
	TokenizerAuto    = "auto"    // classic, unless over a quarter of the references' letters is none of a-z
	TokenizerClassic = "classic" // that of rouge_score: a-z and digits
	TokenizerUnicode = "unicode" // the words of every script
)

// family is a kind of metrics that share work: one Metric gives the scores of
// all that are wanted.
type family struct {
	names []string // in the order in which they are listed
	make  func(names []string, o Options) Metric
}

// families returns all of them in the order in which scores are shown.
func families() []family {
	return []family{
		{rougeNames[:], newRouge},
		{[]string{"bleu"}, newBLEU},
		{[]string{"chrf", "chrf++"}, newCHRF},
		{[]string{"coverage", "density", "compression", "novelty"}, newGrusky},
		{[]string{"takeaways"}, newTakeaways},
		{[]string{"grounding"}, newGrounding},
		{[]string{"house"}, newHouse},
		{[]string{"readability"}, newReadability},
		{[]string{"cost"}, newSpent},
		{[]string{"composite"}, newComposite},
	}
}

// Names lists all metrics that New knows.
func Names() []string {
	var names []string
	for _, f := range families() {
		names = append(names, f.names...)
	}
	return names
}

// unknownMetric says what was meant, if that can be told.
func unknownMetric(name string, known []string) error {
	plain := func(s string) string {
		return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(s))
	}
	of, _, isScore := strings.Cut(name, ".")
	for _, k := range known {
		switch {
		case isScore && k == of:
			return fault.New(fault.BadUsage, "there is no metric %q: name the metric, %s, which gives all of its scores", name, of)
		case plain(k) == plain(name):
			return fault.New(fault.BadUsage, "there is no metric %q: did you mean %s?", name, k)
		}
	}
	return fault.New(fault.BadUsage, "there is no metric %q: there are %s", name, strings.Join(known, ", "))
}

// New makes metrics by their names; nil stands for all. It fails with bad_usage
// for a name or a tokenizer that is not known.
func New(names []string, o Options) ([]Metric, error) {
	known := Names()
	for _, name := range names {
		if !slices.Contains(known, name) {
			return nil, unknownMetric(name, known)
		}
	}
	if t := o.Tokenizer; t != "" && t != TokenizerAuto && t != TokenizerClassic && t != TokenizerUnicode {
		return nil, fault.New(fault.BadUsage, "there is no tokenizer %q: there are classic, unicode and auto", t)
	}
	var metrics []Metric
	for _, f := range families() {
		wanted := slices.DeleteFunc(slices.Clone(f.names), func(name string) bool {
			return names != nil && !slices.Contains(names, name)
		})
		if len(wanted) > 0 {
			metrics = append(metrics, f.make(wanted, o))
		}
	}
	return metrics, nil
}
