package score

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

var rougeOne = Options{Metrics: []string{"rouge1"}, Metric: metric.Options{Tokenizer: metric.TokenizerClassic}}

// scored runs over an input, and returns what was written and the problems.
func scored(t *testing.T, in io.Reader, o Options) (out string, problems []string, means *Means, err error) {
	t.Helper()
	var b bytes.Buffer
	o.Problem = func(e LineError) { problems = append(problems, e.Error()) }
	means, err = Run(t.Context(), in, &b, o)
	return b.String(), problems, means, err
}

func TestRun(t *testing.T) {
	noStem := rougeOne
	noStem.Metric.NoStemmer = true
	zero := rougeOne
	zero.Metric.ZeroUnseen = true
	for _, tc := range []struct {
		name    string
		options Options
		in, out string
	}{
		{"a pair", rougeOne, `{"id":"x","prediction":"a b","reference":"b"}`, `{"id":"x","rouge1":[0.5,1.0,0.6666666666666666]}`},
		{"no id", rougeOne, "\n\n" + `{"prediction":"a","reference":"a"}`, `{"id":3,"rouge1":[1.0,1.0,1.0]}`},
		{"any id", rougeOne, `{"id":{"n": [1,null]},"prediction":"a","reference":"a"}`, `{"id":{"n": [1,null]},"rouge1":[1.0,1.0,1.0]}`},
		{"null", rougeOne, `{"id":null,"prediction":"a","reference":"a","references":null,"use_stemmer":null,"lang":null}`, `{"id":1,"rouge1":[1.0,1.0,1.0]}`},
		{"several", rougeOne, `{"prediction":"a","references":["b","a"]}`, `{"id":1,"rouge1":[1.0,1.0,1.0]}`},
		{"stem", rougeOne, `{"prediction":"running","reference":"runs"}`, `{"id":1,"rouge1":[1.0,1.0,1.0]}`},
		{"stem off for this one", rougeOne, `{"prediction":"running","reference":"runs","use_stemmer":false}`, `{"id":1,"rouge1":[0.0,0.0,0.0]}`},
		{"stem on for this one", noStem, `{"prediction":"running","reference":"runs","use_stemmer":true}`, `{"id":1,"rouge1":[1.0,1.0,1.0]}`},
		{"other keys", rougeOne, `{"rouge1":[9,9,9],"x":{"y":[]},"prediction":"a","reference":"a"}`, `{"id":1,"rouge1":[1.0,1.0,1.0]}`},
		{"empty prediction", rougeOne, `{"prediction":"","reference":"a"}`, `{"id":1,"rouge1":[0.0,0.0,0.0]}`},
		{"unseen", rougeOne, `{"prediction":"ж","reference":"ж"}`, `{"id":1,"unscored":{"rouge1":"the classic tokenizer sees no word in the summary"}}`},
		{"unseen is 0", zero, `{"prediction":"ж","reference":"ж"}`, `{"id":1,"rouge1":[0.0,0.0,0.0]}`},
		{"an article and no reference", rougeOne, `{"prediction":"a","article":"a b"}`, `{"id":1,"unscored":{"rouge1":"there is no reference"}}`},
		{"byte order mark, carriage return", rougeOne, "\ufeff" + `{"prediction":"a","reference":"a"}` + "\r\n\r\n", `{"id":1,"rouge1":[1.0,1.0,1.0]}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for name, in := range map[string]io.Reader{
				"plain": strings.NewReader(tc.in), "packed": strings.NewReader(packed(t, tc.in)), "slow": iotest.OneByteReader(strings.NewReader(tc.in)),
			} {
				out, problems, _, err := scored(t, in, tc.options)
				if err != nil || len(problems) > 0 || out != tc.out+"\n" {
					t.Errorf("%s: %v %q\n%s, want\n%s", name, err, problems, out, tc.out)
				}
			}
		})
	}
}

func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestBadLines(t *testing.T) {
	const good = `{"prediction":"a","reference":"a"}`
	for line, want := range map[string]string{
		`{"prediction":"a",`:                     "is not JSON: unexpected end of JSON input",
		`prediction`:                             "is not JSON: invalid character 'p' looking for beginning of value",
		`[]`:                                     "is a JSON array and must be an object",
		`"a"`:                                    "is a JSON string and must be an object",
		`{"prediction":5,"reference":"a"}`:       `"prediction" is a JSON number and must be a text`,
		`{"prediction":"a","references":"b"}`:    `"references" is a JSON string and must be a list of texts`,
		`{"prediction":"a","references":[null]}`: `"references" holds a null and must be a list of texts`,
		`{"prediction":"a","reference":"b","use_stemmer":1}`: `"use_stemmer" is a JSON number and must be true or false`,
		`{"reference":"a"}`:                                        `there is no "prediction"`,
		`{"prediction":null,"reference":"a"}`:                      `there is no "prediction"`,
		`{"prediction":"a"}`:                                       `there is no "reference" and no "references"`,
		`{"prediction":"a","references":[]}`:                       `there is no "reference" and no "references"`,
		`{"prediction":"a","reference":"b","references":["b"]}`:    `there are "reference" and "references": give one of them`,
		`{"prediction":"` + strings.Repeat("a", maxLine) + `"}`:    "is over 16 MB",
		`{"prediction":"a","reference":"a"}{"prediction":"a"}`:     "is not JSON: invalid character '{' after top-level value",
		"{\"prediction\":\"a\",\"reference\":\"\x00secret word\"}": "is not JSON: invalid character '\\x00' in string literal",
	} {
		out, problems, means, err := scored(t, strings.NewReader(good+"\n"+line+"\n"+good), rougeOne)
		if fault.CodeOf(err) != fault.BadUsage || err.Error() != "1 line was not scored: 2 scored" {
			t.Errorf("%.60s: %v", line, err)
		}
		if len(problems) != 1 || problems[0] != "line 2: "+want {
			t.Errorf("%.60s: %q, want %q", line, problems, want)
		}
		if strings.Count(out, "\n") != 2 || !strings.Contains(out, `{"id":3,`) || means.Pairs != 2 {
			t.Errorf("%.60s: the good lines are not there: %s", line, out)
		}
	}
}

func TestBadInput(t *testing.T) {
	whole := packed(t, strings.Repeat(`{"prediction":"a","reference":"a"}`+"\n", 100))
	for name, tc := range map[string]struct {
		in    io.Reader
		code  fault.Code
		pairs int
	}{
		"nothing":   {strings.NewReader(""), fault.EmptyInput, 0},
		"blank":     {strings.NewReader("\n \n"), fault.EmptyInput, 0},
		"torn":      {strings.NewReader(whole[:len(whole)-9]), fault.InputUnreadable, 100},
		"not gzip":  {strings.NewReader("\x1f\x8b but no"), fault.InputUnreadable, 0},
		"no read":   {iotest.ErrReader(errors.New("the disk is gone")), fault.InputUnreadable, 0},
		"ends soon": {iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("\n\n"))), fault.InputUnreadable, 0},
	} {
		t.Run(name, func(t *testing.T) {
			out, _, means, err := scored(t, tc.in, rougeOne)
			if fault.CodeOf(err) != tc.code || means.Pairs != tc.pairs || strings.Count(out, "\n") != tc.pairs {
				t.Errorf("%v after %d pairs", err, means.Pairs)
			}
		})
	}
}

func TestWriteFails(t *testing.T) {
	r, w := io.Pipe()
	r.Close()
	in := strings.NewReader(strings.Repeat(`{"prediction":"a","reference":"a"}`+"\n", 10000))
	if _, err := Run(t.Context(), in, w, rougeOne); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("%v", err)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe() // nothing comes after the first line
	defer w.Close()
	out := writerFunc(func(p []byte) (int, error) {
		cancel()
		return len(p), nil
	})
	go fmt.Fprintln(w, `{"prediction":"a","reference":"a"}`)
	means, err := Run(ctx, r, out, rougeOne)
	if !errors.Is(err, context.Canceled) || means.Pairs != 1 {
		t.Errorf("%v after %d pairs", err, means.Pairs)
	}
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// TestManyLines checks that the order is kept, and that only a part of the input
// is in memory.
func TestManyLines(t *testing.T) {
	const n = 4000
	text := strings.Repeat("the board of the harbour met again ", 40)
	r, w := io.Pipe()
	go func() {
		for i := range n {
			fmt.Fprintf(w, "{\"id\":%d,\"prediction\":%q,\"reference\":%q}\n", i, text, text)
		}
		w.Close()
	}()
	next, peak := 0, uint64(0)
	out := writerFunc(func(p []byte) (int, error) {
		for line := range bytes.Lines(p) {
			var result struct{ ID int }
			if err := json.Unmarshal(line, &result); err != nil || result.ID != next {
				t.Fatalf("%s (%v), want id %d", line, err, next)
			}
			next++
		}
		if next%1000 < 64 {
			peak = max(peak, heap())
		}
		return len(p), nil
	})
	before := heap()
	o := rougeOne
	o.Metrics = []string{"rouge1", "rougeLsum"}
	means, err := Run(t.Context(), r, out, o)
	if err != nil || next != n || means.Pairs != n {
		t.Errorf("%d of %d pairs: %v", next, n, err)
	}
	if grown := int64(peak) - int64(before); grown > 6<<20 {
		t.Errorf("the heap grew by %d bytes over an input of %d", grown, n*2*len(text))
	}
}

// heap is how much is reachable.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestMeans(t *testing.T) {
	in := `{"prediction":"a","reference":"a"}
{"prediction":"a","reference":"b","use_stemmer":false}
{"prediction":"a","article":"a"}`
	_, _, means, err := scored(t, strings.NewReader(in), rougeOne)
	if err != nil || means.Pairs != 3 || means.Overridden != 1 || len(means.Scores) != 3 {
		t.Fatalf("%+v, %v", means, err)
	}
	f := means.Scores[0]
	if v, ok := f.Value(); f.Name != "rouge1.f" || !ok || v != .5 || f.Scored != 2 || f.Unscored != 1 {
		t.Errorf("%+v", f)
	}
	if _, ok := (Mean{}).Value(); ok {
		t.Error("nothing has a mean")
	}
}

func TestUnknownMetric(t *testing.T) {
	_, _, _, err := scored(t, strings.NewReader(""), Options{Metrics: []string{"rouge9"}})
	if fault.CodeOf(err) != fault.BadUsage {
		t.Errorf("%v", err)
	}
}

// TestAllMetrics scores with all metrics that there are.
func TestAllMetrics(t *testing.T) {
	in := `{"prediction":"The board closes the ferry for ten weeks.\nA bus runs instead.","reference":"The ferry stops for ten weeks.",` +
		`"article":"The harbour board will close the ferry for ten weeks. A free bus runs instead. The work costs 4 million."}`
	out, _, means, err := scored(t, strings.NewReader(in), Options{})
	if err != nil || means.Pairs != 1 {
		t.Fatalf("%v\n%s", err, out)
	}
	var result map[string]any
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		t.Fatal(err)
	}
	missing, _ := result["unscored"].(map[string]any)
	s, err := newScorer(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range s.columns {
		if _, ok := result[c.name]; !ok && missing[c.name] == nil {
			t.Errorf("%s has neither a score nor a reason", c.name)
		}
	}
}

func TestLanguageOfTheArticle(t *testing.T) {
	const english = "The council paid for a new roof on the old mill and it will open again in May. The mill was closed after a fire in the hall."
	for name, tc := range map[string]struct {
		prediction, lang string
		scored           bool
	}{
		"the same":         {"The mill will open again in May after the council paid for the roof", "", true},
		"too short":        {"Mill opens", "", true},
		"said to be":       {"Mill opens", "en", true},
		"another":          {"Die Mühle öffnet im Mai wieder, weil die Stadt das Dach bezahlt hat und es nicht mehr brennt", "", false},
		"another, as said": {"Die Mühle öffnet im Mai wieder, weil die Stadt das Dach bezahlt hat und es nicht mehr brennt", "de", false},
	} {
		line, err := json.Marshal(map[string]string{"prediction": tc.prediction, "lang": tc.lang, "article": english})
		if err != nil {
			t.Fatal(err)
		}
		out, _, _, err := scored(t, bytes.NewReader(line), Options{Metrics: []string{"grounding"}})
		if other := strings.Contains(out, "another language"); err != nil || other == tc.scored {
			t.Errorf("%s: %v, %s", name, err, out)
		}
	}
}
