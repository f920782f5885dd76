package plant

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/golden.txt anew; read it with care")

var suite = sync.OnceValues(func() ([]Case, error) { return Suite(os.DirFS("../../testdata/articles")) })

func cases(t *testing.T) []Case {
	t.Helper()
	all, err := suite()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var planted = sync.OnceValue(func() []Plant {
	all, err := suite()
	if err != nil {
		return nil
	}
	return plantsOf(all, 1)
})

func plantsOf(cases []Case, seed uint64) []Plant {
	var out []Plant
	for _, c := range cases {
		out = append(out, Plants(c.Doc, c.Article, c.Lang, c.Claims, seed)...)
	}
	return out
}

func TestPlantsAreTheSameForTheSameSeed(t *testing.T) {
	some := cases(t)[:6]
	one, again, other := plantsOf(some, 1), plantsOf(some, 1), plantsOf(some, 2)
	if diff := cmp.Diff(one, again); diff != "" {
		t.Errorf("the same seed gave other plants:\n%s", diff)
	}
	if slices.EqualFunc(one, other, func(a, b Plant) bool { return a.Text == b.Text }) {
		t.Error("another seed gave the same plants")
	}
	for _, kind := range Kinds() {
		a, b := Draw(slices.Clone(one), kind, 20, 1), Draw(slices.Clone(again), kind, 20, 1)
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("%s: the same seed drew another sample:\n%s", kind, diff)
		}
	}
}

func TestPlantDiffersWhereItSays(t *testing.T) {
	for _, p := range planted() {
		if p.Text == p.Of.Text {
			t.Errorf("%s/%s: nothing is planted in %q", p.Kind, p.How, p.Text)
		}
		head, tail := p.Text[:p.Start], p.Text[p.End:]
		if !strings.HasPrefix(p.Of.Text, head) || !strings.HasSuffix(p.Of.Text, tail) {
			t.Errorf("%s/%s: %q differs from %q outside %d-%d", p.Kind, p.How, p.Text, p.Of.Text, p.Start, p.End)
		}
	}
}

func TestNoPlantIsTrue(t *testing.T) {
	articles := map[string]Case{}
	for _, c := range cases(t) {
		articles[c.Doc] = c
	}
	for _, p := range planted() {
		if p.Kind == Attribution { // its words stand in the article; that somebody said them is what is missing
			continue
		}
		c := articles[p.Of.Doc]
		text := strings.TrimRight(p.Text, ".!? ")
		if strings.Contains(c.Article.Text, text) {
			t.Errorf("%s/%s: the article has %q", p.Kind, p.How, p.Text)
		}
		if slices.ContainsFunc(c.Claims, func(x Claim) bool { return x.Text == p.Text }) {
			t.Errorf("%s/%s: %q is a true claim", p.Kind, p.How, p.Text)
		}
	}
}

func TestNewNumbersAreNotInTheArticle(t *testing.T) {
	stories := map[string]*story{}
	for _, c := range cases(t) {
		if c.Lang == "en" {
			stories[c.Doc] = newStory(c.Doc, c.Article, "en")
		}
	}
	invented := []string{"little", "much", "digits swapped"}
	for _, p := range planted() {
		s := stories[p.Of.Doc]
		if p.Kind == Number && slices.Contains(invented, p.How) && s != nil {
			for _, q := range quantities(p.Now()) {
				if slices.Contains(s.values, q.value) && !slices.ContainsFunc(quantities(p.Was), func(w quantity) bool { return w.value == q.value }) {
					t.Errorf("%s: %q is a number of %s: %s", p.How, p.Now(), p.Of.Doc, p.Text)
				}
			}
		}
	}
}

func TestEveryKindIsPlanted(t *testing.T) {
	plants := planted()
	for _, kind := range Kinds() {
		if n := len(Draw(plants, kind, 10, 1)); n < 4 {
			t.Errorf("%s: only %d plants in all of testdata", kind, n)
		}
	}
}

// TestGolden shows a sample for people to judge: is each wrong, and would somebody write it?
func TestGolden(t *testing.T) {
	const file = "testdata/golden.txt"
	var out strings.Builder
	plants := planted()
	for _, kind := range Kinds() {
		for i, p := range Draw(plants, kind, 16, 1) {
			if i%4 != 0 {
				continue
			}
			fmt.Fprintf(&out, "%s / %s: %s\n- %s\n+ %s\n\n", p.Kind, p.How, p.Of.Doc, p.Of.Text, p.Text)
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("the sample changed (go test ./internal/plant -update, then read it):\n%s", diff)
	}
}
