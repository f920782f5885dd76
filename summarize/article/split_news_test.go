package article

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSplitNews: news text of many languages, from a file. Text of scripts
// without spaces is joined without them.
func TestSplitNews(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "sentences.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		lang, want, found := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !found {
			continue
		}
		space := " "
		if lang == "zh" || lang == "ja" {
			space = ""
		}
		text := strings.ReplaceAll(want, " ¶ ", space)
		if got := strings.Join(splitTexts(text, lang), " ¶ "); got != want {
			t.Errorf("%s\n got %s\nwant %s", lang, got, want)
		}
	}
}
