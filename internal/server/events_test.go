package server_test

import (
	"strings"
	"testing"
)

// event is one of a stream.
type event struct{ id, name, data string }

// eventsOf reads the events of a stream that must have some.
func eventsOf(t *testing.T, body string) []event {
	t.Helper()
	out := split(body)
	if len(out) == 0 {
		t.Fatalf("no events: %q", body)
	}
	return out
}

// split reads the events of a stream.
func split(body string) (out []event) {
	for block := range strings.SplitSeq(body, "\n\n") {
		var e event
		for line := range strings.SplitSeq(block, "\n") {
			field, value, _ := strings.Cut(line, ": ")
			switch field {
			case "id":
				e.id = value
			case "event":
				e.name = value
			case "data":
				e.data = value
			}
		}
		if e.name != "" {
			out = append(out, e)
		}
	}
	return out
}
