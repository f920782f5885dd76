package tokens

import (
	"context"
	"fmt"
	"testing"
)

func TestFewWordsAndLinesAreKept(t *testing.T) {
	c := New("")
	texts := make([]string, mostWords+500)
	for i := range texts {
		texts[i] = fmt.Sprintf("w%d", i)
		if i < mostLines+100 {
			texts[i] = fmt.Sprintf("%0*d", shortKept, i)
		}
	}
	for _, list := range [][]string{texts, texts[:10], texts[len(texts)-10:]} {
		counts, err := c.CountAll(context.Background(), list)
		if err != nil {
			t.Fatal(err)
		}
		for i := range min(10, len(list)) {
			if want, err := c.count(list[i]); err != nil || counts[i] != want {
				t.Errorf("%q: %d tokens, want %d (%v)", list[i], counts[i], want, err)
			}
		}
	}
	if words, lines := c.words.Len(), c.lines.Len(); words == 0 || words > mostWords || lines == 0 || lines > mostLines {
		t.Errorf("%d words and %d lines are kept", words, lines)
	}
}
