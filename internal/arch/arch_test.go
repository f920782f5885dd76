// Package arch holds the test of the directions in which packages import each
// other.
package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/nutgraf/nutgraf/"

// layers are the packages from the bottom to the top. A package may import
// those of lower layers only.
var layers = [][]string{
	{"summarize/fault", "summarize/lang", "summarize/plain", "summarize/internal/memo", "internal/secret", "internal/datatest", "eval/metric/internal/porter"},
	{"summarize/article", "summarize/tokens", "eval/metric/internal/rouge"},
	{"summarize/draft", "summarize/ground", "prompts", "summarize/extractive"},
	{"summarize"},
	{"eval", "eval/metric", "eval/stats"},
	{"eval/score", "eval/run", "eval/meta"},
	{"eval/compare", "eval/prefer"},
	{"eval/report"},
	{"internal/config", "internal/fetch", "internal/provider", "internal/provider/scripted", "internal/labels", "internal/plant", "internal/render", "internal/replay", "client"},
	{"internal/store", "internal/telemetry"},
	{"internal/store/storetest"},
	{"internal/ledger"},
	{"internal/service"},
	{"internal/service/servicetest"},
	{"internal/login"},
	{"internal/login/logintest"},
	{"internal/server"},
	{"internal/desk"},
	{"internal/labels/cmd/bench-faithfulness", "internal/labels/cmd/bench-summeval", "internal/plant/cmd/bench-ground", "internal/provider/scripted/cmd/scripted", "internal/replay/cmd/bench-eval", "internal/server/cmd/bench-service", "cmd/nutgraf", "internal/arch"},
}

// libraries are used by other programs: they see nothing of the environment.
var libraries = []string{"summarize", "prompts", "eval"}

func TestImportsPointOneWay(t *testing.T) {
	layerOf := map[string]int{}
	for i, layer := range layers {
		for _, pkg := range layer {
			layerOf[pkg] = i
		}
	}
	seen := map[string]bool{}
	eachFile(t, func(pkg, file string, imports []string) {
		seen[pkg] = true
		from, ok := layerOf[pkg]
		if !ok {
			t.Fatalf("%s: package %s is in no layer; put it into one", file, pkg)
		}
		for _, imported := range imports {
			to, ours := strings.CutPrefix(imported, module)
			if !ours || strings.HasSuffix(file, "_test.go") {
				continue
			}
			level, known := layerOf[to]
			if !known || level >= from {
				t.Errorf("%s: %s must not import %s", file, pkg, to)
			}
		}
	})
	for pkg := range layerOf {
		if !seen[pkg] {
			t.Errorf("layer names %s, and there is no such package", pkg)
		}
	}
}

func TestLibrariesReadNoEnvironmentAndWriteNoLogs(t *testing.T) {
	eachFile(t, func(pkg, file string, imports []string) {
		root, _, _ := strings.Cut(pkg, "/")
		for _, library := range libraries {
			if root != library || strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, imported := range imports {
				switch imported {
				case "os", "os/exec", "log", "log/slog", "flag", "net", "net/http", "syscall", "unsafe", module + "internal/config":
					t.Errorf("%s: the library package %s must not import %s", file, pkg, imported)
				}
			}
		}
	})
}

func TestOnlyTheProviderSpeaksToModels(t *testing.T) {
	eachFile(t, func(pkg, file string, imports []string) {
		for _, imported := range imports {
			if strings.HasPrefix(imported, "github.com/sashabaranov/go-openai") && pkg != "internal/provider" {
				t.Errorf("%s: only internal/provider may import go-openai", file)
			}
		}
	})
}

// eachFile visits the imports of every Go file of the module.
func eachFile(t *testing.T, visit func(pkg, file string, imports []string)) {
	t.Helper()
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "bin"):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		var imports []string
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, imported)
		}
		visit(path.Dir(name), name, imports)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
