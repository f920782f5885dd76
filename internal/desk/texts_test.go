package desk

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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
	words, err := loadEnglish()
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
	for key := range words.phrases {
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
	words, err := loadEnglish()
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
	words, err := parseTexts([]byte(`{"page.lang": "en", "plain": "{who} saved {what}", "count": {"one": "{n} word", "other": "{n} words"}}`))
	if err != nil {
		t.Fatal(err)
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

// TestAnotherLanguage puts Polish, which has four plural forms, over English.
func TestAnotherLanguage(t *testing.T) {
	words, err := ParseTexts([]byte(`{"page.lang": "pl", "nav.summaries": "Streszczenia <b>", "claim.open": {"one": "{n} słowo", "few": "{n} słowa", "many": "{n} słów", "other": "{n} słowa"}}`))
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{1: "1 słowo", 3: "3 słowa", 5: "5 słów", 22: "22 słowa"} {
		if got, err := words.say("claim.open", "n", n); got != want || err != nil {
			t.Errorf("%d: %q, %v", n, got, err)
		}
	}
	if len(words.Missing()) == 0 || slices.Contains(words.Missing(), "nav.summaries") || !words.has("nav.draft") {
		t.Errorf("missing: %q", words.Missing())
	}
	page := helpIn(t, words)
	for _, want := range []string{`<html lang="pl" dir="ltr"`, "Streszczenia &lt;b&gt;", `"nav.summaries":"Streszczenia \u003cb\u003e"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%.1500s", want, page)
		}
	}
}

// helpIn is a page in a language.
func helpIn(t *testing.T, words *Texts) string {
	t.Helper()
	h, err := New(Options{Texts: words})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/help", nil))
	return w.Body.String()
}

func TestMistakesInTexts(t *testing.T) {
	for raw, want := range map[string]string{
		`[]`:                                "cannot unmarshal array",
		`{"nav.draft": "Entwurf"}`:          `"page.lang" has to name the language`,
		`{"page.lang": "klingonisch!"}`:     `no BCP 47 tag`,
		`{"page.lang": "de", "nav.x": "X"}`: `"nav.x" is the key of no text`,
		`{"page.lang": "de", "nav.draft": "Entwurf {n}"}`:             `"nav.draft" has a place {n}, which the English text lacks`,
		`{"page.lang": "de", "nav.draft": {"other": "Entwurf"}}`:      `"nav.draft" has plural forms, where English has one text`,
		`{"page.lang": "de", "claim.open": {"one": "{n} Wort"}}`:      `"claim.open" has plural forms without "other"`,
		`{"page.lang": "de", "claim.open": {"other": "", "1": "x"}}`:  `"claim.open" has plural forms without "other"`,
		`{"page.lang": "de", "claim.open": {"other": "x", "1": "x"}}`: `"claim.open" has the plural form "1"`,
	} {
		if _, err := ParseTexts([]byte(raw)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", raw, err)
		}
	}
	if words, err := ParseTexts(EnglishTexts()); err != nil || len(words.Missing()) > 0 {
		t.Errorf("English: %v", err)
	}
}
