package score

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/nutgraf/nutgraf/eval/metric"
)

// column is a key of the result: one score, or precision, recall and F of a
// metric.
type column struct {
	name   string
	scores []int // places in the scores
}

// columnsOf groups scores. A group stands where its first score is.
func columnsOf(infos []metric.Info) []column {
	place := map[string]int{}
	for i, info := range infos {
		place[info.Name] = i
	}
	var columns []column
	grouped := map[string]bool{}
	for i, info := range infos {
		base, part := cutPart(info.Name)
		p, hasP := place[base+".p"]
		r, hasR := place[base+".r"]
		f, hasF := place[base+".f"]
		switch {
		case !part || !hasP || !hasR || !hasF:
			columns = append(columns, column{info.Name, []int{i}})
		case !grouped[base]:
			grouped[base] = true
			columns = append(columns, column{base, []int{p, r, f}})
		}
	}
	return columns
}

func cutPart(name string) (base string, ok bool) {
	for _, part := range []string{".p", ".r", ".f"} {
		if base, ok := strings.CutSuffix(name, part); ok {
			return base, true
		}
	}
	return name, false
}

// appendResult writes the result of a pair as a line of JSON.
func appendResult(b []byte, id json.RawMessage, columns []column, scores []metric.Score) []byte {
	b = append(append(b, `{"id":`...), id...)
	type reason struct{ name, why string }
	var missing []reason
	for _, c := range columns {
		if why := c.unscored(scores); why != "" {
			missing = append(missing, reason{c.name, why})
			continue
		}
		b = append(appendString(append(b, ','), c.name), ':')
		b = c.appendValue(b, scores)
	}
	for i, m := range missing {
		b = append(b, []string{`,"unscored":{`, `,`}[min(i, 1)]...)
		b = append(appendString(b, m.name), ':')
		b = appendString(b, m.why)
	}
	if len(missing) > 0 {
		b = append(b, '}')
	}
	return append(b, '}', '\n')
}

// unscored returns the reason why there is no value, "" when there is one.
func (c column) unscored(scores []metric.Score) string {
	for _, i := range c.scores {
		switch s := scores[i]; {
		case s.Value == nil && s.Unscored == "":
			return "no reason is known"
		case s.Value == nil:
			return s.Unscored
		case math.IsNaN(*s.Value) || math.IsInf(*s.Value, 0):
			return "the score is not a number"
		}
	}
	return ""
}

func (c column) appendValue(b []byte, scores []metric.Score) []byte {
	if len(c.scores) == 1 {
		return appendNumber(b, *scores[c.scores[0]].Value)
	}
	for n, i := range c.scores {
		b = append(b, "[,"[min(n, 1)])
		b = appendNumber(b, *scores[i].Value)
	}
	return append(b, ']')
}

// appendNumber writes the shortest form that reads back as the same number, as
// Python does.
func appendNumber(b []byte, v float64) []byte {
	format := byte('f')
	if size := math.Abs(v); v != 0 && (size < 1e-4 || size >= 1e16) {
		format = 'e'
	}
	text := strconv.FormatFloat(v, format, -1, 64)
	b = append(b, text...)
	if !strings.ContainsAny(text, ".e") {
		b = append(b, ".0"...)
	}
	return b
}

func appendString(b []byte, s string) []byte {
	text, err := json.Marshal(s)
	if err != nil {
		return append(b, `""`...)
	}
	return append(b, text...)
}
