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

func TestTable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pairs.jsonl")
	story := "The council of Varnholt voted on Monday to close the Heddle quarry. Nobody was hurt in the landslide."
	var data strings.Builder
	for _, line := range [][2]string{
		{"The council voted to close the Heddle quarry.", "1"},
		{"Nobody was hurt in the landslide.", "1"},
		{"The council voted to sell the Heddle orchestra.", "0"},
		{"Seven violinists were hurt in the concert hall.", "0"},
	} {
		data.WriteString(`{"doc":"` + line[0] + `","origin":"o","article":"` + story + `","summary":"` + line[0] + `","label":` + line[1] + "}\n")
	}
	if err := os.WriteFile(path, []byte(data.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run([]string{path}, &out, &errs); code != 0 || strings.Count(out.String(), " 1.000  1.000 to 1.000") != 4 {
		t.Errorf("%d\n%s%s", code, out.String(), errs.String())
	}
}
