package summarize

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/summarize/article"
)

const suiteDir = "../testdata/articles"

// suiteItem is an article of the project's own suite.
type suiteItem struct {
	id         string
	article    *article.Article
	references []article.Reference
}

func suite(t testing.TB) []suiteItem {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(suiteDir, "items", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no items: %v", err)
	}
	items := make([]suiteItem, len(files))
	for i, file := range files {
		items[i] = readItem(t, file)
	}
	return items
}

func readItem(t testing.TB, file string) suiteItem {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var item struct {
		ID, Article, Lang string
		References        []article.Reference
	}
	if err := yaml.Unmarshal(data, &item); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	text, err := os.ReadFile(filepath.Join(suiteDir, item.Article))
	if err != nil {
		t.Fatal(err)
	}
	a, err := article.Read(bytes.NewReader(text), article.Options{Name: item.Article, Lang: item.Lang})
	if err != nil {
		t.Fatalf("%s: %v", item.Article, err)
	}
	return suiteItem{item.ID, a, item.References}
}

func defaultProfile(t testing.TB) *Profile {
	t.Helper()
	data, err := BuiltInProfile("default")
	if err != nil {
		t.Fatal(err)
	}
	return mustProfile(t, string(data))
}

// The references of the suite are in the house style, so that a model which
// writes as well as they do is never sent back.
func TestReferencesAreInHouseStyle(t *testing.T) {
	for _, item := range suite(t) {
		t.Run(item.id, func(t *testing.T) {
			h := newHouse(defaultProfile(t), item.article)
			for _, ref := range item.references {
				checkReference(t, h, ref)
			}
		})
	}
}

func checkReference(t *testing.T, h *house, ref article.Reference) {
	t.Helper()
	var before []article.Claim
	if n := len(ref.Takeaways); ref.Takeaways != nil && (n < h.profile.Takeaways.MinCount || n > h.profile.Takeaways.Count) {
		t.Errorf("%d takeaways", n)
	}
	for i, text := range append([]string{strings.TrimSpace(ref.Why)}, ref.Takeaways...) {
		id := whyID
		if i > 0 {
			id = takeawayID(i - 1)
		} else if text == "" {
			continue
		}
		tidied, changes := h.tidy(cited(id, text))
		if len(changes) > 0 {
			t.Errorf("%s: %q was tidied: %q", id, text, changes)
		}
		for _, f := range h.check(tidied, before, anyShown) {
			t.Errorf("%s: %s: %q: %s", id, f.Rule, text, f.Message)
		}
		before = append(before, tidied)
	}
}

func TestExtractiveOnTheSuite(t *testing.T) {
	for _, item := range suite(t) {
		t.Run(item.id, func(t *testing.T) {
			p := defaultProfile(t)
			r, err := Summarize(t.Context(), item.article, Options{Engine: Extractive{}, Profile: p})
			if err != nil {
				t.Fatal(err)
			}
			n := len(item.article.Sentences)
			if r.Coverage != (Coverage{Sentences: n, SentencesRead: n, Complete: true}) {
				t.Errorf("coverage %+v", r.Coverage)
			}
			checkExtract(t, newHouse(p, item.article), item.article, r)
		})
	}
}

// checkExtract asserts that an extract keeps the house's limits and that its
// evidence is in the article.
func checkExtract(t *testing.T, h *house, a *article.Article, r *Result) {
	t.Helper()
	if len(r.Takeaways) > h.count {
		t.Errorf("%d takeaways, the house style asks for %d", len(r.Takeaways), h.count)
	}
	for _, c := range r.Takeaways {
		n := graphemeCount(c.Text)
		if warned := len(c.Findings) > 0; n > h.takeMax || n < h.takeMin && !warned {
			t.Errorf("%s has %d characters: %q", c.ID, n, c.Text)
		}
		if len(c.Evidence) == 0 {
			t.Errorf("%s has no evidence", c.ID)
		}
		checkEvidence(t, a, c.Evidence)
	}
	if r.Why != nil {
		if n := h.unit(r.Why.Text); n > h.whyMax || len(r.Why.Evidence) == 0 {
			t.Errorf("why has %d %s, evidence %v", n, h.unitOf, r.Why.Evidence)
		}
		checkEvidence(t, a, r.Why.Evidence)
	}
	for _, w := range r.Warnings {
		if w.Code == "claim_withheld" && strings.Contains(w.Message, "“”") {
			t.Logf("an empty claim was withheld: see TestExtractiveWithoutWhy")
		}
	}
}
