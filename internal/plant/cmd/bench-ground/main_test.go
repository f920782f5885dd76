package main

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func bench(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	args = append([]string{"-suite", "../../../../testdata/articles", "-max", "4", "-true", "20"}, args...)
	code = run(args, func(string) string { return "" }, &out, &errs)
	return code, out.String(), errs.String()
}

func TestTable(t *testing.T) {
	code, out, errs := bench(t)
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	for _, want := range []string{"28 articles, seed 1", "number ", "attribution ", "true claims", "reference "} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	if !strings.Contains(errs, "testdata alone") {
		t.Errorf("standard error does not say what it measured on: %q", errs)
	}
}

func TestJSON(t *testing.T) {
	code, out, errs := bench(t, "-json", "-lang", "zh")
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	var got struct {
		Plants []row
		True   []alarm
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Plants) == 0 || len(got.True) == 0 || got.Plants[0].Cited.N == 0 {
		t.Errorf("nothing measured: %+v", got)
	}
}

func TestShow(t *testing.T) {
	o := options{suite: "../../../../testdata/articles", seed: 1, max: 4, true: 20, lang: "en"}
	cases, err := load(o)
	if err != nil {
		t.Fatal(err)
	}
	m := measure(cases[:4], o)
	for _, what := range []string{"all", "missed", "number", "name/a letter", "caught/number", "alarms", "alarms/number"} {
		if err := checkShow(what); err != nil {
			t.Error(err)
		}
		var out bytes.Buffer
		m.show(&out, what, 0)
		if what == "all" && (!strings.Contains(out.String(), "  planted ") || !strings.Contains(out.String(), "] -> [")) {
			t.Errorf("no example:\n%s", out.String())
		}
	}
}

func TestBadUsage(t *testing.T) {
	for _, args := range [][]string{{"-show", "nothing"}, {"a", "b"}, {"/does/not/exist"}, {"-seed", "x"}, {"-suite", "/does/not/exist"}} {
		if code, _, errs := bench(t, args...); code != 2 || errs == "" {
			t.Errorf("%v: exit %d, %q", args, code, errs)
		}
	}
}

func TestWilson(t *testing.T) {
	// Of ten, nine: the interval as textbooks give it.
	r := wilson(9, 10)
	if math.Abs(r.Low-0.596) > 0.001 || math.Abs(r.High-0.982) > 0.001 {
		t.Errorf("got %v", r)
	}
	if wilson(0, 0) != (rate{}) {
		t.Error("of none, there is a rate")
	}
}
