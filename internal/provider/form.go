package provider

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// maxBraces bounds how many braces are tried as the beginning of an object.
const maxBraces = 16

// form is the form that an answer must have.
type form struct {
	schema *jsonschema.Schema
	keys   []string // of the object that is asked for
}

// forms keeps compiled schemas: a program has a handful of them.
type forms struct {
	mu    sync.Mutex
	known map[string]*form
}

const mostForms = 64

// of returns the form that a schema asks for. It fails with internal.
func (s *forms) of(raw json.RawMessage) (*form, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f, ok := s.known[string(raw)]; ok {
		return f, nil
	}
	f, err := newForm(raw)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the schema of an answer cannot be used")
	}
	if len(s.known) >= mostForms || s.known == nil {
		s.known = map[string]*form{}
	}
	s.known[string(raw)] = f
	return f, nil
}

func newForm(raw json.RawMessage) (*form, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	const name = "answer.json"
	c := jsonschema.NewCompiler()
	c.UseLoader(jsonschema.SchemeURLLoader{}) // nothing is loaded
	if err := c.AddResource(name, doc); err != nil {
		return nil, err
	}
	f := &form{}
	if f.schema, err = c.Compile(name); err != nil {
		return nil, err
	}
	for key := range f.schema.Properties {
		f.keys = append(f.keys, key)
	}
	slices.Sort(f.keys)
	return f, nil
}

// errProse is an answer with no JSON object in it.
var errProse = errors.New("it holds no JSON object")

// check looks for a JSON object that follows the schema in a text that may have
// prose or a fence around it. The error is errProse, or says in plain words and
// without any of the answer's how it breaks the schema.
func (f *form) check(text string) error {
	var first error
	for range maxBraces {
		start := strings.IndexByte(text, '{')
		if start < 0 {
			break
		}
		text = text[start:]
		var object json.RawMessage
		if json.NewDecoder(strings.NewReader(text)).Decode(&object) == nil {
			err := f.validate(object)
			if err == nil {
				return nil
			}
			if first == nil {
				first = err
			}
		}
		text = text[1:]
	}
	if first == nil {
		return errProse
	}
	return first
}

func (f *form) validate(object json.RawMessage) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(object))
	if err != nil {
		return errors.New("its JSON cannot be read")
	}
	if !tame(value) {
		return errors.New("it holds a number that is too long")
	}
	var broken *jsonschema.ValidationError
	if errors.As(f.schema.Validate(value), &broken) && !onlyMore(broken) {
		return errors.New(f.reason(broken))
	}
	return nil
}

// maxNumber and maxExponent bound a number of an answer, in characters and in
// decimal places: the schema's arithmetic is exact, and would write all of them
// out.
const (
	maxNumber   = 40
	maxExponent = 400
)

// tame reports whether all numbers in a JSON value are of a size to count with.
func tame(value any) bool {
	switch v := value.(type) {
	case json.Number:
		if len(v) > maxNumber {
			return false
		}
		_, exponent, _ := strings.Cut(strings.ToLower(v.String()), "e")
		n, err := strconv.Atoi(cmp.Or(exponent, "0"))
		return err == nil && -maxExponent <= n && n <= maxExponent
	case []any:
		return !slices.ContainsFunc(v, func(item any) bool { return !tame(item) })
	case map[string]any:
		for _, item := range v {
			if !tame(item) {
				return false
			}
		}
	}
	return true
}

// onlyMore reports whether keys that were not asked for are all that is wrong.
// Nobody reads them, so they are not worth paying for another answer.
func onlyMore(broken *jsonschema.ValidationError) bool {
	for _, cause := range broken.Causes {
		if !onlyMore(cause) {
			return false
		}
	}
	_, more := broken.ErrorKind.(*kind.AdditionalProperties)
	return more || len(broken.Causes) > 0
}

// reason tells the first thing that matters. Names that a model chose are not
// repeated: they are part of its answer.
func (f *form) reason(broken *jsonschema.ValidationError) string {
	for len(broken.Causes) > 0 {
		broken = broken.Causes[max(0, slices.IndexFunc(broken.Causes, func(cause *jsonschema.ValidationError) bool { return !onlyMore(cause) }))]
	}
	at := "the answer"
	if len(broken.InstanceLocation) > 0 {
		at = `"` + strings.Join(broken.InstanceLocation, ".") + `"`
	}
	switch k := broken.ErrorKind.(type) {
	case *kind.Required:
		return fmt.Sprintf("%s has no \"%s\"", at, strings.Join(k.Missing, `", "`))
	case *kind.Type:
		return fmt.Sprintf("%s is of the type %s and must be %s", at, k.Got, strings.Join(k.Want, " or "))
	}
	return at + " is not as the schema says"
}
