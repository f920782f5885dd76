package server_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// contract is docs/openapi.json as what answers are held against. Its schemas
// allow no field that they do not name, so that every field has to be described.
type contract struct {
	doc struct {
		Paths      map[string]map[string]operation
		Components struct {
			Responses  map[string]response
			Headers    map[string]header
			Parameters map[string]struct{ Name string }
		}
	}
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	schemas  map[string]*jsonschema.Schema // by their place in the document
}

type operation struct {
	ID          string `json:"operationId"`
	RequestBody *struct {
		Content map[string]json.RawMessage
	}
	Responses  map[string]response
	Parameters []struct {
		Ref  string `json:"$ref"`
		Name string
	}
}

type response struct {
	Ref     string `json:"$ref"`
	Headers map[string]header
	Content map[string]json.RawMessage
}

type header struct {
	Ref      string `json:"$ref"`
	Required bool
}

const documentURL = "file:///openapi.json"

var documented = sync.OnceValues(func() (*contract, error) {
	data, err := os.ReadFile(documentFile)
	if err != nil {
		return nil, err
	}
	c := &contract{compiler: jsonschema.NewCompiler(), schemas: map[string]*jsonschema.Schema{}}
	if err := json.Unmarshal(data, &c.doc); err != nil {
		return nil, err
	}
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	closeObjects(whole)
	c.compiler.DefaultDraft(jsonschema.Draft2020)
	c.compiler.AssertFormat()
	return c, c.compiler.AddResource(documentURL, whole)
})

// closeObjects takes the schemas at their word: what they do not name is not there.
func closeObjects(value any) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			closeObjects(item)
		}
	case map[string]any:
		_, named := v["properties"].(map[string]any)
		if _, said := v["additionalProperties"]; named && !said && v["type"] == "object" {
			v["additionalProperties"] = false
		}
		for _, item := range v {
			closeObjects(item)
		}
	}
}

// schema is the one at a place of the document, as a JSON pointer of parts.
func (c *contract) schema(parts ...string) (*jsonschema.Schema, error) {
	escape := strings.NewReplacer("~", "~0", "/", "~1", "{", "%7B", "}", "%7D")
	at := documentURL + "#"
	for _, part := range parts {
		at += "/" + escape.Replace(part)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.schemas[at]; known != nil {
		return known, nil
	}
	made, err := c.compiler.Compile(at)
	if err == nil {
		c.schemas[at] = made
	}
	return made, err
}

// valid holds JSON against a schema of the document.
func (c *contract) valid(t testing.TB, what string, data []byte, parts ...string) {
	t.Helper()
	schema, err := c.schema(parts...)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Errorf("%s is not what the document says: %v\n%s", what, err, data)
	}
}

// find is the operation that a request is of.
func (c *contract) find(r *http.Request) (path string, op operation, ok bool) {
	method := strings.ToLower(r.Method)
	if r.Method == http.MethodHead {
		method = "get"
	}
	given := strings.Split(r.URL.EscapedPath(), "/")
	for path, methods := range c.doc.Paths {
		parts := strings.Split(path, "/")
		same := slices.EqualFunc(parts, given, func(part, is string) bool { return part == is || part == "{id}" })
		if op, ok := methods[method]; ok && same {
			return path, op, true
		}
	}
	return "", operation{}, false
}
