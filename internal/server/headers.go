package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// etag is the entity tag of a version.
func etag(version int) string { return `"` + strconv.Itoa(version) + `"` }

// tags are the entity tags of an If-Match or If-None-Match header that name
// versions. Others are of no version, and are left out.
type tags struct {
	any    bool // "*"
	strong []int
	weak   []int
}

// parseTags reads a list of entity tags.
func parseTags(header string) (tags, error) {
	var out tags
	rest := strings.TrimSpace(header)
	if rest == "*" {
		return tags{any: true}, nil
	}
	for rest != "" {
		list := &out.strong
		if after, ok := strings.CutPrefix(rest, "W/"); ok {
			rest, list = after, &out.weak
		}
		if !strings.HasPrefix(rest, `"`) {
			return tags{}, badTags()
		}
		value, after, closed := strings.Cut(rest[1:], `"`)
		if !closed {
			return tags{}, badTags()
		}
		if n, err := strconv.ParseUint(value, 10, 31); err == nil && n > 0 {
			*list = append(*list, int(n))
		}
		rest = strings.TrimSpace(after)
		if rest == "" {
			break
		}
		var more bool
		if rest, more = strings.CutPrefix(rest, ","); !more {
			return tags{}, badTags()
		}
		rest = strings.TrimSpace(rest)
	}
	return out, nil
}

func badTags() error {
	return wrong(fault.BadRequest, "header.If-Match", `it must be an ETag as the service gave it, such as "3"`)
}

// has is the weak comparison, which If-None-Match takes.
func (t tags) has(version int) bool {
	return t.any || slices.Contains(t.strong, version) || slices.Contains(t.weak, version)
}

// preference is what is understood of a Prefer header.
type preference struct {
	async bool
	wait  time.Duration // 0 when it is not told
}

// parsePrefer reads preferences and passes over those that it does not know.
func parsePrefer(header string) preference {
	var p preference
	for part := range strings.SplitSeq(header, ",") {
		part, _, _ = strings.Cut(part, ";")
		name, value, _ := strings.Cut(part, "=")
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "respond-async":
			p.async = true
		case "wait":
			seconds, err := strconv.ParseUint(strings.Trim(strings.TrimSpace(value), `"`), 10, 31)
			if err == nil && p.wait == 0 {
				p.wait = time.Duration(min(seconds, 600)) * time.Second
			}
		}
	}
	return p
}

// longestKey is how many bytes an idempotency key may have.
const longestKey = 255

// parseKey reads an Idempotency-Key header, as a quoted string or bare. It is ""
// when there is none.
func parseKey(values []string) (string, error) {
	if len(values) == 0 {
		return "", nil
	}
	bad := wrong(fault.BadRequest, "header.Idempotency-Key", "it must be one string of 1 to 255 visible ASCII characters, in quotes or bare")
	if len(values) > 1 {
		return "", bad
	}
	key, ok := strings.TrimSpace(values[0]), true
	if strings.HasPrefix(key, `"`) {
		key, ok = unquote(key)
	} else if strings.ContainsAny(key, "\",;\\ ") {
		ok = false
	}
	if !ok || key == "" || len(key) > longestKey {
		return "", bad
	}
	for _, c := range []byte(key) {
		if c < ' ' || c > '~' {
			return "", bad
		}
	}
	return key, nil
}

// unquote reads a string of RFC 9651.
func unquote(quoted string) (string, bool) {
	var out strings.Builder
	for i := 1; i < len(quoted); i++ {
		switch c := quoted[i]; c {
		case '"':
			return out.String(), i == len(quoted)-1
		case '\\':
			i++
			if i == len(quoted) || (quoted[i] != '"' && quoted[i] != '\\') {
				return "", false
			}
			out.WriteByte(quoted[i])
		default:
			out.WriteByte(c)
		}
	}
	return "", false
}

// eventID names an event of a stream.
type eventID struct {
	run string
	seq int
}

func (e eventID) String() string { return e.run + ":" + strconv.Itoa(e.seq) }

// parseEventID reads a Last-Event-ID header. The zero eventID is none, or one
// that the service did not give.
func parseEventID(header string) eventID {
	run, seq, ok := strings.Cut(header, ":")
	n, err := strconv.ParseUint(seq, 10, 31)
	if !ok || err != nil || run == "" || len(run) > 100 || strings.ContainsFunc(run, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return eventID{}
	}
	return eventID{run: run, seq: int(n)}
}

// isJSON tells whether a Content-Type is that of JSON.
func isJSON(contentType string) bool {
	name, parameters, _ := strings.Cut(contentType, ";")
	if !strings.EqualFold(strings.TrimSpace(name), jsonType) {
		return false
	}
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(parameter, "=")
		if strings.EqualFold(strings.TrimSpace(name), "charset") && !strings.EqualFold(strings.Trim(strings.TrimSpace(value), `"`), "utf-8") {
			return false
		}
	}
	return true
}

// header1 is the only value of a header, and those of several in one list.
func header1(h http.Header, name string) string { return strings.Join(h.Values(name), ", ") }
