package ground

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// onlyNames grades all other rules off.
func onlyNames() map[string]Grade {
	off := map[string]Grade{}
	for _, name := range RuleNames() {
		off[name] = Off
	}
	off["name"] = AsFound
	return off
}

// testArticles are the articles of the project, by file name.
func nameArticles(t testing.TB) map[string]*article.Article {
	t.Helper()
	files, err := filepath.Glob("../../testdata/articles/*.*")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*article.Article{}
	for _, file := range files {
		if filepath.Ext(file) == ".yaml" {
			continue
		}
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		a, err := article.Read(f, article.Options{})
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(file)] = a
	}
	if len(out) < 28 {
		t.Fatalf("%d articles", len(out))
	}
	return out
}

func TestNamesOfASentenceAreInItsArticle(t *testing.T) {
	for file, a := range nameArticles(t) {
		c := New(a, Options{Rules: onlyNames()})
		for _, s := range a.Sentences {
			for _, cites := range [][]article.SentenceID{nil, {s.ID}} {
				for _, f := range c.Check(article.Claim{Text: s.Text, Cites: cites}).Claims[0].Findings {
					if f.Verdict == Fail || f.Verdict == Warn {
						t.Errorf("%s, sentence %d against itself: %+v", file, s.ID, f)
					}
				}
			}
		}
	}
}

func TestNamesOfTheReferencesAreInTheirArticles(t *testing.T) {
	articles := nameArticles(t)
	items, _ := filepath.Glob("../../testdata/articles/items/*.yaml")
	for _, item := range items {
		text, err := os.ReadFile(item)
		if err != nil {
			t.Fatal(err)
		}
		var v struct {
			Article    string
			References []struct {
				Why       string
				Takeaways []string
			}
		}
		if err := yaml.Unmarshal(text, &v); err != nil {
			t.Fatal(err)
		}
		c := New(articles[v.Article], Options{Rules: onlyNames()})
		for _, r := range v.References {
			for _, claim := range append(r.Takeaways, r.Why) {
				for _, f := range c.Check(article.Claim{Text: claim}).Claims[0].Findings {
					if f.Verdict == Fail {
						t.Errorf("%s: %q: %+v", v.Article, claim, f)
					}
				}
			}
		}
	}
}

func BenchmarkNames(b *testing.B) {
	a := nameArticles(b)["port-ellery-fraud-trial.txt"]
	claims := []article.Claim{
		{Text: "Desmond Averill approved 10 invoices worth $180 million, prosecutors tell a jury in Port Ellery"},
		{Text: "Pilar Restrepo-Hahn, former chief executive of Quillmarsh Marine Inc., denies fraud and bribery"},
		{Text: "Joanna Averill, an auditor, testifies that invoice No. 10 charged for 31 days of dredging in February"},
		{Text: "Authority seeks $95 million from Quillmarsh in a civil suit that waits for the verdict"},
		{Text: "State Sen. Wendell Tsosie will wait for the verdict before reviving a bill on outside surveys"},
		{Text: "Taxpayers of St. Brannock County would have to step in if the authority could not pay its bonds, and the channel is too shallow for the ships that it was meant to attract."},
	}
	b.Logf("%d words", len(strings.Fields(a.Text)))
	c := New(a, Options{})
	b.Run("index", func(b *testing.B) {
		for b.Loop() {
			newNameRule(c)
		}
	})
	b.Run("claims", func(b *testing.B) {
		r := newNameRule(c)
		read := make([]*claim, len(claims))
		for i := range claims {
			read[i] = c.read(claims[i])
		}
		for b.Loop() {
			for _, cl := range read {
				cl.findings = nil
				r.check(cl)
			}
		}
	})
}
