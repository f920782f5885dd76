package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"a", "b"}, {"/no/such/file"}} {
		var out, errs bytes.Buffer
		if code := run(args, &out, &errs); code != 2 || errs.Len() == 0 || out.Len() > 0 {
			t.Errorf("%q: %d %q", args, code, errs.String())
		}
	}
}

func TestRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rated.jsonl")
	line := `{"article":"The council of Varnholt voted on Monday to close the Heddle quarry. Nobody was hurt in the landslide.","systems":[` +
		`{"summary":"the council voted to close the quarry .","human":{"consistency":5}},` +
		`{"summary":"the council voted to sell the orchestra .","human":{"consistency":3}},` +
		`{"summary":"seven violinists were hurt in a concert hall .","human":{"consistency":1}}]}`
	if err := os.WriteFile(path, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run([]string{path}, &out, &errs); code != 0 || strings.Count(out.String(), " 1.000  1.000 to 1.000") < 3 {
		t.Errorf("%d\n%s%s", code, out.String(), errs.String())
	}
}

func TestDensity(t *testing.T) {
	source := strings.Fields("the old mill by the river burned down on sunday")
	for text, want := range map[string]float64{
		"the old mill burned down": (9.0 + 4) / 5,
		"a fire":                   0,
		"":                         0,
	} {
		if got := density(strings.Fields(text), source); got != want {
			t.Errorf("%q: %v, not %v", text, got, want)
		}
	}
}
