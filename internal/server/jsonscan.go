package server

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// deepest is how far values of a request may be nested.
const deepest = 64

// mostValues is how many values a request may consist of: decoding takes far more
// memory for many small ones than for the longest article.
const mostValues = 20_000

// scanJSON refuses what a decoder would let pass in silence: a body that is not
// one JSON value in UTF-8, more values than any request has, a key that its object has twice, and U+0000, which
// databases do not take. Its time is linear in the length.
func scanJSON(data []byte) error {
	if !utf8.Valid(data) {
		return fault.New(fault.BadRequest, "the body is not UTF-8")
	}
	if !json.Valid(data) {
		return notJSON(data)
	}
	s := scan{data: data}
	return s.run()
}

func notJSON(data []byte) error {
	var value json.RawMessage
	var syntax *json.SyntaxError
	if errors.As(json.Unmarshal(data, &value), &syntax) {
		return fault.New(fault.BadRequest, "the body is not JSON: see byte %d", syntax.Offset)
	}
	return fault.New(fault.BadRequest, "the body is not JSON")
}

// scan walks over data, which is valid JSON.
type scan struct {
	data   []byte
	levels []level
	values int
}

// level is an object or an array that is open.
type level struct {
	object bool
	key    string          // of the value that is read, in an object
	index  int             // of the value that is read, in an array
	seen   map[string]bool // keys, in an object
	before bool            // the next string is a key
}

func (s *scan) run() error {
	for i := 0; i < len(s.data); i++ {
		switch s.data[i] {
		case '{', '[':
			if s.values++; s.values > mostValues {
				return tooMany()
			}
			if len(s.levels) == deepest {
				return wrong(fault.BadRequest, s.path(), "it is nested too deeply")
			}
			object := s.data[i] == '{'
			s.levels = append(s.levels, level{object: object, before: object})
		case '}', ']':
			s.levels = s.levels[:len(s.levels)-1]
		case ',':
			if s.values++; s.values > mostValues {
				return tooMany()
			}
			top := &s.levels[len(s.levels)-1]
			top.before = top.object
			top.index++
		case '"':
			end, err := s.text(i)
			if err != nil {
				return err
			}
			i = end
		}
	}
	return nil
}

func tooMany() error {
	return fault.New(fault.BadRequest, "the body has more than %d values", mostValues)
}

// text looks at the string that begins at start, and returns where it ends.
func (s *scan) text(start int) (end int, err error) {
	end = start + 1
	escaped, null := false, false
	for s.data[end] != '"' {
		if s.data[end] == '\\' {
			escaped = true
			null = null || strings.HasPrefix(string(s.data[end+1:min(end+6, len(s.data))]), "u0000")
			end++
		}
		end++
	}
	if null {
		return end, wrong(fault.Invalid, s.path(), "it has the character U+0000, which text must not have")
	}
	if len(s.levels) == 0 || !s.levels[len(s.levels)-1].before {
		return end, nil
	}
	return end, s.name(s.data[start:end+1], escaped)
}

// name takes a string as the key of the open object.
func (s *scan) name(quoted []byte, escaped bool) error {
	key := string(quoted[1 : len(quoted)-1])
	if escaped {
		_ = json.Unmarshal(quoted, &key) // is valid
	}
	top := &s.levels[len(s.levels)-1]
	top.key, top.before = key, false
	if top.seen[key] {
		return wrong(fault.BadRequest, s.path(), "it is there twice")
	}
	if top.seen == nil {
		top.seen = map[string]bool{}
	}
	top.seen[key] = true
	return nil
}

// path is where the scan is, as huma writes paths.
func (s *scan) path() string {
	path := "body"
	for _, l := range s.levels {
		switch {
		case l.object && l.key != "":
			path += "." + l.key
		case !l.object:
			path += "[" + strconv.Itoa(l.index) + "]"
		}
		if len(path) > 200 {
			return "body"
		}
	}
	return path
}
