package server

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzScan compares the scan with a decoder: what it lets pass is one JSON value.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{`{}`, `[1,{"a":"b\u0065\\"}]`, `{"a":1,"a":2}`, `"\\"`, `{"a":[{"b":{}}],"c":""}`, "\xff", `{"a\"":1}`, ``, `"\u0000"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		err := scanJSON(data)
		if err == nil && (!json.Valid(data) || !utf8.Valid(data)) {
			t.Errorf("%q passes", data)
		}
		if err != nil && newProblem(t.Context(), err).Status >= 500 {
			t.Errorf("%q: %v", data, err)
		}
	})
}

// FuzzHeaders holds what parsers take against what they must give.
func FuzzHeaders(f *testing.F) {
	for _, seed := range []string{`"a"`, `W/"1", "2"`, "*", "respond-async, wait=5", "run_1:7", "text/*;q=0.5, */*", `"a\"b"`, "", ",", ";q=", `"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if key, err := parseKey([]string{header}); err == nil && (key == "" || len(key) > longestKey || strings.ContainsFunc(key, func(r rune) bool { return r < ' ' || r > '~' })) {
			t.Errorf("key %q", key)
		}
		if found, err := parseTags(header); err == nil {
			for _, n := range append(found.strong, found.weak...) {
				if n < 1 || !strings.Contains(header, etag(n)) && !strings.Contains(header, "0"+strings.TrimPrefix(etag(n), `"`)) {
					t.Errorf("tag %d of %q", n, header)
				}
			}
		}
		if p := parsePrefer(header); p.wait < 0 {
			t.Errorf("%+v", p)
		}
		if id := parseEventID(header); id.run != "" && (id.seq < 0 || !strings.HasPrefix(header, id.run+":")) {
			t.Errorf("%+v", id)
		}
		if form, ok := negotiate(header, []string{jsonType, streamType}); ok != (form != "") {
			t.Errorf("%q %v", form, ok)
		}
		if id := requestID(header); len(id) < 8 || len(id) > 64 || strings.ContainsAny(id, " \r\n") {
			t.Errorf("%q", id)
		}
	})
}
