package server

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// codes are those of package fault, as its source has them.
func codes(t *testing.T) (out []fault.Code) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../summarize/fault/fault.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); ok && name.Name == "Code" && len(spec.Values) == 1 {
			code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, fault.Code(code))
		}
		return true
	})
	if len(out) < 40 {
		t.Fatalf("only %d codes", len(out))
	}
	return out
}

// TestEveryCodeHasAnAnswer walks the codes of package fault.
func TestEveryCodeHasAnAnswer(t *testing.T) {
	known := codes(t)
	for _, code := range known {
		a, ok := answers[code]
		if !ok || a.title == "" || http.StatusText(a.status) == "" {
			t.Errorf("%s has no answer", code)
		}
		if hidden := a.status == http.StatusInternalServerError; hidden && a.says == "" {
			t.Errorf("%s shows what is for operators", code)
		}
	}
	for code := range answers {
		if !slices.Contains(known, code) {
			t.Errorf("%s is no code", code)
		}
	}
}

// TestTableOfCodes keeps the table of docs/api.md equal to answers.
func TestTableOfCodes(t *testing.T) {
	var table strings.Builder
	table.WriteString("| code | status | means | try again |\n|---|---|---|---|\n")
	byStatus := slices.SortedFunc(maps.Keys(answers), func(a, b fault.Code) int {
		if d := answers[a].status - answers[b].status; d != 0 {
			return d
		}
		return strings.Compare(string(a), string(b))
	})
	for _, code := range byStatus {
		a, again := answers[code], "when `retryable` says so"
		if a.wait > 0 {
			again = fmt.Sprintf("yes, after `Retry-After` (%d s)", a.wait)
		}
		fmt.Fprintf(&table, "| `%s` | %d | %s | %s |\n", code, a.status, a.title, again)
	}
	keepTable(t, "codes", table.String())
}

// TestTableOfRoutes keeps the routes of docs/api.md equal to the document's.
func TestTableOfRoutes(t *testing.T) {
	var table strings.Builder
	table.WriteString("| route | what it does | scope |\n|---|---|---|\n")
	paths := read(t, "openapi.json").at("paths")
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		for _, method := range []string{"get", "post", "patch", "delete"} {
			op := paths.at(path, method)
			if op == nil {
				continue
			}
			scope := op["security"].([]any)[0].(map[string]any)["token"].([]any)[0]
			fmt.Fprintf(&table, "| `%s %s` | %s | `%s` |\n", strings.ToUpper(method), path, op["summary"], scope)
		}
	}
	keepTable(t, "routes", table.String())
}

// keepTable keeps what is between two marks of docs/api.md equal to a table.
func keepTable(t *testing.T, name, table string) {
	t.Helper()
	const page = "../../docs/api.md"
	begin, end := "<!-- "+name+": what is between these marks is written by "+t.Name()+" -->\n", "<!-- "+name+" end -->\n"
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(data), begin)
	written, tail, ok := strings.Cut(rest, end)
	table = "\n" + table + "\n"
	switch {
	case !ok:
		t.Fatalf("docs/api.md has no marks for %s", name)
	case written != table && slices.Contains(os.Args, "-update"):
		err := os.WriteFile(page, []byte(head+begin+table+end+tail), 0o644)
		if err != nil {
			t.Fatal(err)
		}
	case written != table:
		t.Errorf("the table of %s in docs/api.md is out of date: go test ./internal/server -run %s -args -update writes it", name, t.Name())
	}
}
