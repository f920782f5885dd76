package metric

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/nutgraf/nutgraf/eval/metric/internal/rouge"
)

// rougeNames are in the order of rouge.Kind.
var rougeNames = [rouge.Kinds]string{"rouge1", "rouge2", "rougeL", "rougeLsum"}

var rougeAbout = [rouge.Kinds]string{
	"words that summary and reference share; blind to their order, to synonyms and to what is true.",
	"pairs of neighbouring words that summary and reference share; blind to synonyms and to what is true.",
	"longest sequence of words that summary and reference share in order; blind to synonyms, and to facts told in another order.",
	"the words of each line that lines of the summary have in the same order, so that lines may change places; blind to synonyms and to what is true.",
}

// rougeMetric computes the ROUGE scores.
type rougeMetric struct {
	options          Options
	kinds            []rouge.Kind
	infos            []Info
	classic, unicode *rouge.Scorer
}

func newRouge(names []string, o Options) Metric {
	m := &rougeMetric{
		options: o,
		classic: &rouge.Scorer{Stem: !o.NoStemmer},
		unicode: &rouge.Scorer{Stem: !o.NoStemmer, Tokenizer: rouge.Unicode},
	}
	for kind := range rouge.Kinds {
		if slices.Contains(names, rougeNames[kind]) {
			m.kinds = append(m.kinds, kind)
			m.infos = append(m.infos, rougeInfos(kind, o)...)
		}
	}
	return m
}

// rougeInfos describes the three scores of a kind.
func rougeInfos(kind rouge.Kind, o Options) []Info {
	name := rougeNames[kind]
	info := Info{Signature: rougeSignature(name, o), Better: Higher}
	f, p, r := info, info, info
	f.Name, f.About = name+".f", "F1 of precision and recall, from 0 to 1: "+rougeAbout[kind]
	f.Headline = kind != rouge.L
	p.Name, p.About = name+".p", "Precision, the share of the summary: "+rougeAbout[kind]
	r.Name, r.About = name+".r", "Recall, the share of the reference: "+rougeAbout[kind]
	return []Info{f, p, r}
}

func rougeSignature(name string, o Options) string {
	parts := []string{name, "stem:yes", "tok:auto", "refs:max"}
	if o.NoStemmer {
		parts[1] = "stem:no"
	}
	if o.Tokenizer != "" {
		parts[2] = "tok:" + o.Tokenizer
	}
	if o.MeanOverReferences {
		parts[3] = "refs:mean"
	}
	if o.ZeroUnseen {
		parts = append(parts, "unseen:0")
	}
	return strings.Join(append(parts, "v:1"), "|")
}

func (m *rougeMetric) Scores() []Info { return slices.Clone(m.infos) }

func (m *rougeMetric) Score(_ context.Context, s *Sample) ([]Score, error) {
	if len(s.References) == 0 {
		return unscored(m.infos, noReference), nil
	}
	results, why := m.results(s)
	if why != "" {
		return unscored(m.infos, why), nil
	}
	values := make([]float64, 0, len(m.infos))
	for _, kind := range m.kinds {
		score := combined(results, kind, m.options.MeanOverReferences)
		values = append(values, score.F, score.Precision, score.Recall)
	}
	scores := make([]Score, len(values))
	for i := range values {
		scores[i] = Score{Name: m.infos[i].Name, Value: &values[i]}
	}
	return scores, nil
}

// results scores a sample with the tokenizer that fits, or says why none does.
func (m *rougeMetric) results(s *Sample) ([]rouge.Result, string) {
	auto := m.options.Tokenizer == "" || m.options.Tokenizer == TokenizerAuto
	if m.options.Tokenizer == TokenizerUnicode || auto && !mostlyASCII(s.References) {
		return m.with(m.unicode, "unicode", s)
	}
	results, why := m.with(m.classic, "classic", s)
	if why != "" && auto {
		return m.with(m.unicode, "unicode", s)
	}
	return results, why
}

// with scores a sample, unless a text has no word that the tokenizer sees. A
// summary with no word at all is a bad one, and gets its 0.
func (m *rougeMetric) with(scorer *rouge.Scorer, tokenizer string, s *Sample) ([]rouge.Result, string) {
	results, words := scorer.Score(s.Text, s.References, m.kinds...)
	if m.options.ZeroUnseen {
		return results, ""
	}
	if words == 0 && strings.IndexFunc(s.Text, isLetterOrNumber) >= 0 {
		return nil, "the " + tokenizer + " tokenizer sees no word in the summary"
	}
	for _, r := range results {
		if r.Words == 0 {
			return nil, "the " + tokenizer + " tokenizer sees no word in a reference"
		}
	}
	return results, ""
}

func isLetterOrNumber(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// mostlyASCII reports that at least three letters of four are from a-z.
func mostlyASCII(texts []string) bool {
	ascii, other := 0, 0
	for _, text := range texts {
		for _, r := range text {
			switch {
			case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
				ascii++
			case r >= 0x80 && unicode.IsLetter(r):
				other++
			}
		}
	}
	return ascii >= 3*other
}

// combined takes the first of the highest F over several references, or the
// mean of each number.
func combined(results []rouge.Result, kind rouge.Kind, mean bool) rouge.Score {
	best := results[0].Scores[kind]
	sum := rouge.Score{}
	for _, r := range results {
		s := r.Scores[kind]
		if s.F > best.F {
			best = s
		}
		sum.Precision += s.Precision
		sum.Recall += s.Recall
		sum.F += s.F
	}
	if !mean {
		return best
	}
	n := float64(len(results))
	return rouge.Score{Precision: sum.Precision / n, Recall: sum.Recall / n, F: sum.F / n}
}
