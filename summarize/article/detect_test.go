package article

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func paragraphsByLanguage(t testing.TB) map[string][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "languages.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for line := range strings.Lines(string(data)) {
		if code, text, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && !strings.HasPrefix(code, "#") {
			out[code] = append(out[code], text)
		}
	}
	return out
}

// TestLanguages: at least 99 % of the paragraphs are right.
func TestLanguages(t *testing.T) {
	all := paragraphsByLanguage(t)
	right, total := 0, 0
	for _, code := range slices.Sorted(maps.Keys(all)) {
		for _, text := range all[code] {
			total++
			if got := DetectLang(text); got == code {
				right++
			} else {
				t.Logf("%s, want %s: %s", got, code, text)
			}
		}
	}
	t.Logf("%d of %d paragraphs in %d languages", right, total, len(all)-1)
	if right*100 < total*99 {
		t.Errorf("%d of %d paragraphs are right", right, total)
	}
}

// TestLanguagesOfArticles reads every paragraph of at least 40 letters of the
// articles in testdata.
func TestLanguagesOfArticles(t *testing.T) {
	paths, _ := filepath.Glob("../../testdata/articles/*.*")
	right, total := map[string]int{}, map[string]int{}
	for _, path := range paths {
		if filepath.Ext(path) == ".yaml" {
			continue
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		a, err := Read(f, Options{Name: path})
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		want, _, _ := strings.Cut(a.Lang, "-")
		for _, p := range a.Paragraphs {
			text := a.Text[p.Span.Start:p.Span.End]
			got := DetectLang(text)
			if letters(text) < 40 || got == "und" && !endsSentence(text) {
				continue // headings and rows of tables may be too little to tell
			}
			total[want]++
			if got == want {
				right[want]++
			} else {
				t.Errorf("%s: %s, want %s: %s", filepath.Base(path), got, want, text)
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(total)) {
		t.Logf("%s %d of %d", code, right[code], total[code])
	}
}

func letters(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
