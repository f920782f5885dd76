package tokens

import (
	"testing"

	"pgregory.net/rapid"
)

func TestLinesAreCountedForThemselves(t *testing.T) {
	for _, encoding := range []string{"o200k_base", "cl100k_base"} {
		c := New(encoding)
		rapid.Check(t, func(t *rapid.T) {
			text := ""
			for range rapid.IntRange(0, 12).Draw(t, "pieces") {
				text += rapid.SampledFrom([]string{
					"\n", "\n\n", "\r\n", " ", "\t", "\u00a0", "a", "The council, voted", "9:30", "...", "/", "\"", "'s", "日本", "😀", "é", "— ",
					"a line that is long enough for its count to be kept, and comes again and again",
				}).Draw(t, "piece")
			}
			whole, err := c.count(text)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if n, err := c.Count(text); err != nil || n != whole {
					t.Fatalf("%q has %d tokens by lines and %d as a whole, %v", text, n, whole, err)
				}
			}
		})
	}
}
