package ground

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// cueRules are the rules that look for cues.
var cueRules = map[string]bool{"hedge": true, "attribution": true, "negation": true, "direction": true}

type sample struct {
	name   string
	read   *article.Article
	claims []string // that are true
}

// samples reads the articles of testdata with their references.
func samples(t testing.TB) []sample {
	t.Helper()
	items, err := filepath.Glob("../../testdata/articles/items/*.yaml")
	if err != nil || len(items) < 28 {
		t.Fatalf("%d articles, %v", len(items), err)
	}
	var out []sample
	for _, item := range items {
		var y struct {
			Article, Lang string
			References    []struct {
				Why       string
				Takeaways []string
			}
		}
		text, err := os.ReadFile(item)
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal(text, &y); err != nil {
			t.Fatal(err)
		}
		body, err := os.ReadFile(filepath.Join("../../testdata/articles", y.Article))
		if err != nil {
			t.Fatal(err)
		}
		a, err := article.Read(bytes.NewReader(body), article.Options{Name: y.Article, Lang: y.Lang})
		if err != nil {
			t.Fatal(err)
		}
		s := sample{name: y.Article, read: a}
		for _, r := range y.References {
			s.claims = append(append(s.claims, r.Why), r.Takeaways...)
		}
		out = append(out, s)
	}
	return out
}

func TestCuesOfASentenceAgainstItself(t *testing.T) {
	for _, s := range samples(t) {
		checker := New(s.read, Options{})
		for _, sentence := range s.read.Sentences {
			for _, cites := range [][]article.SentenceID{nil, {sentence.ID}} {
				for _, f := range checker.Check(article.Claim{ID: "t1", Text: sentence.Text, Cites: cites}).Claims[0].Findings {
					if cueRules[f.Rule] && f.Verdict == Fail {
						t.Errorf("%s, sentence %d %v: %s (%s): %q: %s", s.name, sentence.ID, cites, f.Rule, f.Code, f.Found, f.Message)
					}
				}
			}
		}
	}
}

func TestCuesOfReferences(t *testing.T) {
	n, failed := 0, 0
	for _, s := range samples(t) {
		checker := New(s.read, Options{})
		for _, text := range s.claims {
			n++
			for _, f := range checker.Check(article.Claim{ID: "t1", Text: text}).Claims[0].Findings {
				if cueRules[f.Rule] && f.Verdict == Fail {
					failed++
					t.Logf("%s: %q: %s (%s): %q: %s", s.name, text, f.Rule, f.Code, f.Found, f.Message)
				}
			}
		}
	}
	if failed*100 > n {
		t.Errorf("%d of %d true claims fail", failed, n)
	}
}
