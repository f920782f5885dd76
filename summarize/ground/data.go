package ground

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed data
var files embed.FS

var loaded sync.Map // path -> *T, read only once it is in

// load reads what a rule knows of a language, data/<rule>/<code>.yaml, and
// returns nil where it knows nothing. The files are part of the program and
// tested, so a broken one panics. What it returns is shared: do not change it.
func load[T any](rule, code string) *T {
	name := "data/" + rule + "/" + code + ".yaml"
	if v, ok := loaded.Load(name); ok {
		return v.(*T)
	}
	text, err := files.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // not kept: codes can be foreign input
	}
	v := new(T)
	dec := yaml.NewDecoder(strings.NewReader(string(text)))
	dec.KnownFields(true)
	if err := dec.Decode(v); err != nil {
		panic(fmt.Sprintf("ground: %s: %v", name, err))
	}
	actual, _ := loaded.LoadOrStore(name, v)
	return actual.(*T)
}
