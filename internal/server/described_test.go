package server

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/ground"
)

// node is a part of the document, or of a schema in docs/schema.
type node map[string]any

func (n node) at(path ...string) node {
	for _, key := range path {
		next, _ := n[key].(map[string]any)
		n = next
	}
	return n
}

func read(t *testing.T, name string) node {
	t.Helper()
	data, err := os.ReadFile("../../docs/" + name)
	if err != nil {
		t.Fatal(err)
	}
	out := node{}
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// walk visits every object of a document with its path.
func walk(path []string, value any, visit func([]string, node)) {
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			walk(append(slices.Clone(path), strconv.Itoa(i)), item, visit)
		}
	case map[string]any:
		visit(path, v)
		for key, item := range v {
			walk(append(slices.Clone(path), key), item, visit)
		}
	}
}

// described are the maps whose values need a description each.
var described = []string{"properties", "schemas", "headers", "responses", "parameters", "securitySchemes"}

// TestEverythingIsDescribed holds schemas, properties, parameters, headers, bodies
// and answers of the document to having a description.
func TestEverythingIsDescribed(t *testing.T) {
	count := map[string]int{}
	walk(nil, map[string]any(read(t, "openapi.json")), func(path []string, n node) {
		if len(path) == 0 {
			return
		}
		what, above := path[len(path)-1], ""
		if len(path) > 1 {
			above = path[len(path)-2]
		}
		switch {
		case what == "requestBody":
			above = what
		case !slices.Contains(described, above) || len(path) > 2 && path[len(path)-3] == "properties":
			return
		case n["$ref"] != nil && above != "properties":
			return // described where it is
		}
		count[above]++
		if about, _ := n["description"].(string); about == "" || about == "OK" {
			t.Errorf("%s has no description", strings.Join(path, "/"))
		}
	})
	for _, kind := range append(described, "requestBody") {
		if count[kind] == 0 {
			t.Errorf("no %s were looked at: %v", kind, count)
		}
	}
}

// TestSchemasAreThere finds what is said about a schema that is not there.
func TestSchemasAreThere(t *testing.T) {
	all := read(t, "openapi.json").at("components", "schemas")
	for name := range aboutSchemas {
		if all[name] == nil {
			t.Errorf("aboutSchemas has %s, and the document has not", name)
		}
	}
}

// values are the string constants of a type, as the source has them.
func values(t *testing.T, file, typ string) (out []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), "../../"+file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == typ {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, value)
		}
		return true
	})
	return out
}

// TestEnumsAreThoseOfTheTypes compares the values that the document allows with the
// constants of the types.
func TestEnumsAreThoseOfTheTypes(t *testing.T) {
	all := read(t, "openapi.json").at("components", "schemas")
	for _, tc := range []struct{ file, typ, schema, property string }{
		{"summarize/result.go", "Status", "Summary", "status"},
		{"summarize/result.go", "Status", "SummaryInfo", "status"},
		{"summarize/result.go", "Status", "VersionInfo", "status"},
		{"summarize/result.go", "Status", "RevisedSummary", "status"},
		{"summarize/result.go", "Origin", "ClaimResult", "origin"},
		{"summarize/result.go", "StaleChange", "Stale", "change"},
		{"summarize/result.go", "Outcome", "Repair", "outcome"},
		{"summarize/ground/finding.go", "Verdict", "Finding", "verdict"},
		{"summarize/ground/finding.go", "Verdict", "CheckedClaim", "verdict"},
		{"summarize/ground/finding.go", "Verdict", "CheckJSON", "verdict"},
		{"summarize/ground/revision.go", "Change", "SentencePair", "status"},
		{"summarize/ground/revision.go", "Standing", "RevisedClaim", "status"},
		{"internal/service/types.go", "ChangeOp", "Change", "op"},
	} {
		allowed, _ := all.at(tc.schema, "properties", tc.property)["enum"].([]any)
		got := make([]string, len(allowed))
		for i, v := range allowed {
			got[i], _ = v.(string)
		}
		want := values(t, tc.file, tc.typ)
		slices.Sort(got)
		slices.Sort(want)
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s.%s is one of %v, and %s of %v", tc.schema, tc.property, got, tc.typ, want)
		}
	}
}

// TestRulesAreThose compares the rules that a finding can have with those that there
// are: of grounding, of the house style and of the second reader.
func TestRulesAreThose(t *testing.T) {
	source, err := os.ReadFile("../../summarize/style.go")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"verifier": true}
	for _, name := range ground.RuleNames() {
		want[name] = true
	}
	for _, m := range regexp.MustCompile(`(?m)^\trule\w+ += "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		want[m[1]] = true
	}
	all := read(t, "openapi.json").at("components", "schemas")
	for _, schema := range []string{"Finding", "Acceptance"} {
		want["stale"] = schema == "Acceptance" // lets a stale claim stand
		got := map[string]bool{}
		for _, rule := range all.at(schema, "properties", "rule")["enum"].([]any) {
			got[rule.(string)] = true
		}
		maps.DeleteFunc(want, func(_ string, there bool) bool { return !there })
		if !maps.Equal(got, want) {
			t.Errorf("%s.rule is one of %v, want %v", schema, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
		}
	}
}
