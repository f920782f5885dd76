package metric

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// rougeScores scores with one ROUGE metric, and returns f, p and r.
func rougeScores(t *testing.T, name string, o Options, text string, references ...string) []Score {
	t.Helper()
	metrics, err := New([]string{name}, o)
	if err != nil || len(metrics) != 1 {
		t.Fatalf("%d metrics, %v", len(metrics), err)
	}
	scores, err := metrics[0].Score(t.Context(), &Sample{Text: text, References: references})
	if err != nil {
		t.Fatal(err)
	}
	for i, info := range metrics[0].Scores() {
		if scores[i].Name != info.Name {
			t.Fatalf("score %d is %s and should be %s", i, scores[i].Name, info.Name)
		}
	}
	return scores
}

func TestRouge(t *testing.T) {
	mean := Options{MeanOverReferences: true}
	for _, tc := range []struct {
		name, metric string
		options      Options
		text         string
		references   []string
		f, p, r      float64
	}{
		{"half", "rouge1", Options{}, "a b", []string{"b c"}, .5, .5, .5},
		{"stem", "rouge1", Options{}, "running", []string{"runs"}, 1, 1, 1},
		{"no stem", "rouge1", Options{NoStemmer: true}, "running", []string{"runs"}, 0, 0, 0},
		{"pairs", "rouge2", Options{}, "a b c", []string{"a b d c"}, .4, .5, 1.0 / 3},
		{"longest", "rougeL", Options{}, "c\na b", []string{"a b c"}, 2.0 / 3, 2.0 / 3, 2.0 / 3},
		{"by line", "rougeLsum", Options{}, "c\na b", []string{"a b\nc"}, 1, 1, 1},
		{"best", "rouge1", Options{}, "a b", []string{"x", "a", "b c d"}, 2.0 / 3, .5, 1},
		{"first of the best", "rouge1", Options{}, "a b", []string{"x y z", "a", "a x x x", "a b y y y y"}, 2.0 / 3, .5, 1},
		{"mean", "rouge1", mean, "a b", []string{"a b", "x y", "a", "b"}, (1 + 0 + 2.0/3 + 2.0/3) / 4, (1 + 0 + .5 + .5) / 4, .75},
		{"Cyrillic", "rouge1", Options{}, "Мэр ушёл", []string{"мэр остался"}, .5, .5, .5},
		{"Chinese", "rouge1", Options{}, "市长辞职", []string{"市长留任"}, .5, .5, .5},
		{"Vietnamese", "rouge1", Options{}, "hội đồng thành phố", []string{"hội đồng tỉnh"}, 4.0 / 7, .5, 2.0 / 3},
		{"another script than the reference", "rouge1", Options{}, "Мэр ушёл", []string{"The mayor resigned"}, 0, 0, 0},
		{"no word", "rouge1", Options{}, "…", []string{"The mayor resigned"}, 0, 0, 0},
		{"like rouge_score", "rouge1", Options{Tokenizer: TokenizerClassic, ZeroUnseen: true}, "Мэр ушёл", []string{"Мэр ушёл"}, 0, 0, 0},
		{"forced", "rouge1", Options{Tokenizer: TokenizerUnicode}, "café", []string{"caf"}, 0, 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			scores := rougeScores(t, tc.metric, tc.options, tc.text, tc.references...)
			for i, want := range []float64{tc.f, tc.p, tc.r} {
				if s := scores[i]; s.Value == nil || math.Abs(*s.Value-want) > 1e-15 {
					t.Errorf("%+v (%v), want %v", s, s.Value, want)
				}
			}
		})
	}
}

func TestRougeUnscored(t *testing.T) {
	classic := Options{Tokenizer: TokenizerClassic}
	for _, tc := range []struct {
		name       string
		options    Options
		text       string
		references []string
		why        string
	}{
		{"no reference", Options{}, "a", nil, "there is no reference"},
		{"no reference, zeroes", Options{ZeroUnseen: true}, "a", nil, "there is no reference"},
		{"summary unseen", classic, "Мэр", []string{"The mayor"}, "the classic tokenizer sees no word in the summary"},
		{"reference unseen", classic, "The mayor", []string{"The mayor", "Мэр"}, "the classic tokenizer sees no word in a reference"},
		{"empty reference", Options{}, "The mayor", []string{"…"}, "the unicode tokenizer sees no word in a reference"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, s := range rougeScores(t, "rouge2", tc.options, tc.text, tc.references...) {
				if s.Value != nil || s.Unscored != tc.why {
					t.Errorf("%v, %q, want %q", s.Value, s.Unscored, tc.why)
				}
			}
		})
	}
}

func TestRougeSignatures(t *testing.T) {
	for want, o := range map[string]Options{
		"rougeL|stem:yes|tok:auto|refs:max|v:1":             {},
		"rougeL|stem:no|tok:classic|refs:mean|unseen:0|v:1": {NoStemmer: true, Tokenizer: "classic", MeanOverReferences: true, ZeroUnseen: true},
		"rougeL|stem:yes|tok:unicode|refs:max|v:1":          {Tokenizer: "unicode"},
	} {
		metrics, err := New([]string{"rougeL"}, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, info := range metrics[0].Scores() {
			if info.Signature != want || info.Better != Higher || info.About == "" {
				t.Errorf("%+v, want signature %s", info, want)
			}
		}
	}
}

func TestRougeNamesKeepTheirOrder(t *testing.T) {
	metrics, err := New([]string{"rougeLsum", "rouge1"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, info := range metrics[0].Scores() {
		names = append(names, info.Name)
	}
	if want := strings.Fields("rouge1.f rouge1.p rouge1.r rougeLsum.f rougeLsum.p rougeLsum.r"); !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}

func TestUnknownTokenizer(t *testing.T) {
	if _, err := New(nil, Options{Tokenizer: "moses"}); fault.CodeOf(err) != fault.BadUsage {
		t.Errorf("%v", err)
	}
}
