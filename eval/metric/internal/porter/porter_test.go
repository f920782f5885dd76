package porter

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/internal/datatest"
)

// TestStem holds Stem against testdata/stems.tsv, which
// nltk.stem.porter.PorterStemmer().stem of NLTK 3.8 has made.
func TestStem(t *testing.T) {
	data, err := os.ReadFile("testdata/stems.tsv")
	if err != nil {
		t.Fatal(err)
	}
	checkStems(t, data)
}

// TestStemData does the same with the files porter_stems*.tsv.gz of the folder
// that NUTGRAF_DATA names, or with that file.
func TestStemData(t *testing.T) {
	datatest.Each(t, "porter_stems", func(file string, r io.Reader) {
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		same, all := checkStems(t, data)
		t.Logf("%s: %d of %d stems are equal", file, same, all)
	})
}

func checkStems(t *testing.T, data []byte) (same, all int) {
	t.Helper()
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		word, want, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			t.Fatalf("line %d has no tab", all+1)
		}
		all++
		if got := Stem(word); got != want {
			t.Errorf("Stem(%q) = %q, want %q", word, got, want)
		} else {
			same++
		}
	}
	if all == 0 {
		t.Error("there are no stems")
	}
	return same, all
}

// TestConsonants holds the two ways of telling consonants against each other.
func TestConsonants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[ayb]{1,12}`).Draw(t, "word")
		before := true
		for i := range len(word) {
			before = follows(word[i], before, i == 0)
			if got := isConsonant(word, i); got != before {
				t.Fatalf("isConsonant(%q, %d) = %v", word, i, got)
			}
		}
	})
}

func FuzzStem(f *testing.F) {
	for _, word := range []string{"", "y", "ing", "aed", "ational", "alli", "logi", "yyyyed", "ll", "12ies"} {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		stem := Stem(word)
		if len(stem) > len(word)+1 {
			t.Errorf("Stem(%q) = %q is longer than the word", word, stem)
		}
		if len(word) <= 2 && stem != word {
			t.Errorf("Stem(%q) = %q", word, stem)
		}
	})
}
