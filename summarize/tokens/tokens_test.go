package tokens

import (
	"context"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// The counts are those of OpenAI's own tokenizer for these strings.
func TestCountsAreThoseOfTheEncoding(t *testing.T) {
	for _, tc := range []struct {
		encoding, text string
		want           int
	}{
		{"o200k_base", "", 0},
		{"o200k_base", "hello world", 2},
		{"cl100k_base", "hello world", 2},
		{"cl100k_base", "tiktoken is great!", 6},
		{"", "<|endoftext|>", 7}, // text, never the special token
	} {
		got, err := New(tc.encoding).Count(tc.text)
		if err != nil || got != tc.want {
			t.Errorf("%s %q: %d, %v; want %d", tc.encoding, tc.text, got, err, tc.want)
		}
	}
}

func TestUnknownEncoding(t *testing.T) {
	if _, err := New("p50k").Count("x"); fault.CodeOf(err) != fault.BadConfig {
		t.Errorf("error = %v", err)
	}
}

func TestCutNeverLosesOrSplitsACharacter(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("a", 1000), strings.Repeat("é", 1000), strings.Repeat("水", 1000),
		strings.Repeat(" ", 1000), strings.Repeat("ab 12 ", 300), strings.Repeat("\u0301", 999), "\xff\xfe",
	} {
		var got strings.Builder
		for rest := text; rest != ""; {
			n := cut(rest)
			if n == 0 {
				t.Fatalf("no progress on %.20q", rest)
			}
			got.WriteString(rest[:n])
			rest = rest[n:]
		}
		if got.String() != text {
			t.Errorf("cutting %.20q loses text", text)
		}
	}
}

func TestCountAll(t *testing.T) {
	c := New("")
	texts := make([]string, 1000)
	for i := range texts {
		texts[i] = strings.Repeat("word ", i%7)
	}
	counts, err := c.CountAll(context.Background(), texts)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		if want, _ := c.Count(text); counts[i] != want {
			t.Fatalf("text %d: %d tokens, want %d", i, counts[i], want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.CountAll(ctx, texts); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func BenchmarkCount(b *testing.B) {
	const size = 1 << 20
	for name, unit := range map[string]string{
		"english": "The council voted 7-2 on Tuesday to close the old bridge, which officials said was unsafe. ",
		"letter":  "a", "space": " ", "chinese": "水",
	} {
		b.Run(name, func(b *testing.B) {
			text := strings.Repeat(unit, size/len(unit))
			c := New("")
			if _, err := c.Count("x"); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := c.Count(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// However a text is made, counting it word by word gives the same.
func TestCountAllIsCount(t *testing.T) {
	counters := []*Counter{New("o200k_base"), New("cl100k_base")}
	piece := rapid.SampledFrom([]string{
		" ", " ", " ", "  ", "\n", "\t", "\u00a0", "a", "the", "Council's", "2023", "1,234.5", "...", "—", "“x”", "$", "don't", "É", "水", "اسم", "👍", "//", "'s", "_", "\u200d",
	})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "pieces"), "")
		for _, c := range counters {
			want, err := c.Count(text)
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.CountAll(context.Background(), []string{text, text})
			if err != nil || got[0] != want || got[1] != want {
				t.Fatalf("%q: %v, %v; want %d", text, got, err, want)
			}
		}
	})
}
