package ground

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/nutgraf/nutgraf/summarize/article"
)

var (
	showClaims = flag.String("show", "", "list the claims of testdata/claims that are judged wrong, of a kind (or true, or all)")
	half       = flag.Int("half", 0, "use only the first (1) or the second (2) half of testdata/claims, or those that no rule was made with (3)")
)

// claimFile is a file of testdata/claims: claims about an article that a person
// wrote without knowing the rules.
type claimFile struct {
	Article string   `yaml:"article"`
	True    []string `yaml:"true"`
	Wrong   []struct {
		Kind  string `yaml:"kind"`
		Claim string `yaml:"claim"`
		Was   string `yaml:"was"`
	} `yaml:"wrong"`
}

// TestClaimsByHand counts how many of the wrong claims fail, and how many of the
// true ones. The floors are a little below what is measured: they are there so
// that it does not get worse unseen.
func TestClaimsByHand(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/claims/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal("there are no claims", err)
	}
	switch middle := len(paths) / 2; *half {
	case 1:
		paths = paths[:middle]
	case 2:
		paths = paths[middle:]
	case 3:
		if paths, err = filepath.Glob("../../testdata/claims/unseen/*.yaml"); err != nil || len(paths) == 0 {
			t.Fatal("there are no unseen claims", err)
		}
	}
	tally := map[string]map[Verdict]int{}
	for _, path := range paths {
		var f claimFile
		data, err := os.ReadFile(path)
		if err == nil {
			err = yaml.Unmarshal(data, &f)
		}
		if err != nil {
			t.Fatal(path, err)
		}
		c := New(articleOf(t, "../../testdata/articles/"+f.Article), Options{})
		for _, text := range f.True {
			judge(t, tally, c, "true", text, "")
		}
		for _, w := range f.Wrong {
			judge(t, tally, c, w.Kind, w.Claim, w.Was)
		}
	}
	wrong, caught := 0, 0
	for _, kind := range slices.Sorted(maps.Keys(tally)) {
		v := tally[kind]
		n := v[Fail] + v[Warn] + v[Pass] + v[Unknown]
		t.Logf("%-12s %3d: fail %3d, warn %3d, pass %3d, unknown %3d", kind, n, v[Fail], v[Warn], v[Pass], v[Unknown])
		if kind != "true" {
			wrong, caught = wrong+n, caught+v[Fail]
		}
	}
	ok := tally["true"]
	n := ok[Fail] + ok[Warn] + ok[Pass] + ok[Unknown]
	t.Logf("of %d wrong claims %d fail (%.0f %%); of %d true claims %d fail (%.0f %%)",
		wrong, caught, 100*float64(caught)/float64(wrong), n, ok[Fail], 100*float64(ok[Fail])/float64(n))
	if *half == 0 && (float64(caught) < leastCaught*float64(wrong) || float64(ok[Fail]) > mostAlarms*float64(n)) {
		t.Errorf("at least %.2f were caught before, and at most %.2f true ones failed", leastCaught, mostAlarms)
	}
}

// The floors of TestClaimsByHand.
const (
	leastCaught = 0.66
	mostAlarms  = 0.03
)

func judge(t *testing.T, tally map[string]map[Verdict]int, c *Checker, kind, text, was string) {
	t.Helper()
	r := c.Check(article.Claim{ID: "t1", Text: text}).Claims[0]
	if tally[kind] == nil {
		tally[kind] = map[Verdict]int{}
	}
	tally[kind][r.Verdict]++
	bad := kind == "true" && r.Verdict == Fail || kind != "true" && r.Verdict != Fail
	if !bad || *showClaims != kind && *showClaims != "all" {
		return
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %s (%s)\n", kind, text, c.article.Title)
	if was != "" {
		fmt.Fprintf(&out, "    was: %s\n", was)
	}
	for _, id := range r.Evidence {
		s, _ := c.article.Sentence(id)
		fmt.Fprintf(&out, "    [%d] %s\n", id, s.Text)
	}
	for _, f := range r.Findings {
		fmt.Fprintf(&out, "    %s %s/%s %q: %s\n", f.Verdict, f.Rule, f.Code, f.Found, f.Message)
	}
	t.Log(out.String())
}

func articleOf(t testing.TB, name string) *article.Article {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	a, err := article.Read(bytes.NewReader(data), article.Options{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return a
}
