package score

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// FuzzRun feeds any bytes. Every line that is not blank is scored or told.
func FuzzRun(f *testing.F) {
	f.Add([]byte(`{"prediction":"a","reference":"b"}` + "\n" + `{"id":[1],"prediction":"","references":["x","y"]}`))
	f.Add([]byte("\ufeff\n{\"prediction\":\"\\ud800\",\"reference\":\"\xff\",\"id\":\"\xff\"}\r\n{}"))
	f.Add([]byte("\x1f\x8b\x08\x00"))
	f.Add([]byte(`{"prediction":"a","article":"b","lang":"en","use_stemmer":false}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var out bytes.Buffer
		problems, last := 0, 0
		o := rougeOne
		o.Problem = func(e LineError) {
			if problems++; e.Line <= last {
				t.Errorf("line %d is told after line %d", e.Line, last)
			}
			last = e.Line
		}
		means, err := Run(t.Context(), bytes.NewReader(data), &out, o)
		if (err == nil) != (problems == 0 && means.Pairs > 0) && fault.CodeOf(err) != fault.InputUnreadable {
			t.Errorf("%d pairs, %d problems, and %v", means.Pairs, problems, err)
		}
		if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) && problems+means.Pairs != filled(data) {
			t.Errorf("%d pairs and %d problems of %d lines", means.Pairs, problems, filled(data))
		}
		for line := range bytes.Lines(out.Bytes()) {
			if !json.Valid(line) {
				t.Errorf("not JSON: %q", line)
			}
		}
	})
}

func filled(data []byte) int {
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		if strings.TrimSpace(line) != "" {
			n++
		}
	}
	return n
}
