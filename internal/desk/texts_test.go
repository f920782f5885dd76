package desk

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// said finds the keys of texts in scripts, templates and code.
var said = regexp.MustCompile(`(?:\bt\(|\{\{-? ?t |\(t |\bmustSay\()"([a-z_]+\.[a-z_.]+)"`)

// built are keys that are put together from a name: what stands before it.
var built = []string{
	"status.", "verdict.", "rule.", "omitted.", "repair.", "about.", "stale.", "help.", "claim.fit_", "copy.", "again.", "claim.", "engine.", "sensitivity.",
	"action.", "change.", "standing.", "gate.", "report.", "engine_name.",
}

func TestEveryTextIsThereAndUsed(t *testing.T) {
	words, err := loadTexts("en")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for name, data := range sources(t) {
		all.WriteString(data)
		for _, m := range said.FindAllStringSubmatch(data, -1) {
			if !words.has(m[1]) {
				t.Errorf("%s says %q, which has no text", name, m[1])
			}
		}
	}
	for key := range words {
		if !isBuilt(key) && !strings.Contains(all.String(), `"`+key+`"`) {
			t.Errorf("nobody says %q", key)
		}
	}
}

// sources are all files that say texts.
func sources(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, pattern := range []string{"*.go", "static/*.js", "templates/*.html"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(name, "_test.go") {
				out[name] = string(data)
			}
		}
	}
	return out
}

func isBuilt(key string) bool {
	for _, prefix := range built {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

func TestHelpSheetIsSaid(t *testing.T) {
	words, err := loadTexts("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range helpSheet {
		for _, s := range group.Shortcuts {
			if !words.has("help." + s.Does) {
				t.Errorf("the shortcut %v has no text", s.Keys)
			}
		}
	}
}

func TestSay(t *testing.T) {
	words := texts{
		"plain": {text: "{who} saved {what}"},
		"count": {forms: map[string]string{"one": "{n} word", "other": "{n} words"}},
	}
	for _, test := range []struct {
		key  string
		in   []any
		want string
	}{
		{"plain", []any{"who", "{what}", "what", "it"}, "{what} saved it"},
		{"count", []any{"n", 1}, "1 word"},
		{"count", []any{"n", 0}, "0 words"},
		{"count", []any{"n", 21}, "21 words"},
	} {
		if got, err := words.say(test.key, test.in...); got != test.want || err != nil {
			t.Errorf("%s %v: %q, %v", test.key, test.in, got, err)
		}
	}
	if _, err := words.say("missing"); err == nil {
		t.Error("a text that is not there was said")
	}
}
