package replay

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

const recordAnew = "if the change is meant, record it anew with --replay record"

// miss says why there is no answer: in what the nearest recorded request
// differs, without its text.
func (t *tape) miss(dir string, ex *exchange) error {
	if len(t.stored.Exchanges) == 0 {
		return fault.New(fault.ReplayMiss, "no traffic was recorded for %s, in %s: record it with --replay record", t.sample, file(dir, t.sample))
	}
	var nearest []string
	for _, e := range t.stored.Exchanges {
		if d := differences(e.Request, ex.Request); nearest == nil || len(d) < len(nearest) {
			nearest = d
		}
	}
	what := "the nearest recorded request differs in " + strings.Join(nearest, ", ")
	if len(nearest) == 0 {
		what = "the same request was recorded for fewer times than it is made now"
	}
	return fault.New(fault.ReplayMiss, "no answer is recorded for a request of %s: %s; %s", t.sample, what, recordAnew)
}

// differences names what is not the same in two requests.
func differences(was, now request) []string {
	out := []string{}
	for _, d := range []struct{ name, was, now string }{
		{"method", was.Method, now.Method}, {"host", was.Host, now.Host}, {"path", was.Path, now.Path},
	} {
		if d.was != d.now {
			out = append(out, fmt.Sprintf("its %s (%s, now %s)", d.name, d.was, d.now))
		}
	}
	a, b := fields(was.Body), fields(now.Body)
	all := maps.Clone(a)
	maps.Copy(all, b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if name == "messages" || reflect.DeepEqual(a[name], b[name]) {
			continue
		}
		out = append(out, "the parameter "+name+valuesOf(a[name], b[name]))
	}
	return append(out, messageDifferences(a["messages"], b["messages"])...)
}

// fields are the parameters of a body. What is no object is one of them.
func fields(body json.RawMessage) map[string]any {
	out := map[string]any{}
	if json.Unmarshal(body, &out) != nil {
		return map[string]any{"body": string(body)}
	}
	return out
}

// valuesOf shows values that are short and no text of others.
func valuesOf(was, now any) string {
	show := func(v any) (string, bool) {
		switch v := v.(type) {
		case nil:
			return "not set", true
		case float64, bool:
			return fmt.Sprint(v), true
		case string:
			return v, len(v) <= 60
		}
		return "", false
	}
	a, short := show(was)
	b, short2 := show(now)
	if !short || !short2 {
		return ""
	}
	return fmt.Sprintf(" (%s, now %s)", a, b)
}

func messageDifferences(was, now any) []string {
	a, _ := was.([]any)
	b, _ := now.([]any)
	var out []string
	if len(a) != len(b) {
		out = append(out, fmt.Sprintf("the number of messages (%d, now %d)", len(a), len(b)))
	}
	for i := range min(len(a), len(b)) {
		if reflect.DeepEqual(a[i], b[i]) {
			continue
		}
		role, before := message(a[i])
		newRole, after := message(b[i])
		place := ""
		if line := firstDifference(before, after); before != after {
			place = fmt.Sprintf(" from line %d on", line)
		}
		if role != newRole {
			role += ", now " + newRole
		}
		out = append(out, fmt.Sprintf("message %d (%s)%s", i+1, role, place))
	}
	return out
}

func message(v any) (role, text string) {
	m, _ := v.(map[string]any)
	role, _ = m["role"].(string)
	text, _ = m["content"].(string)
	return role, text
}

// firstDifference is the line, from 1, in which two texts begin to differ.
func firstDifference(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return strings.Count(a[:i], "\n") + 1
}
