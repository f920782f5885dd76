package lang

import (
	"reflect"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/words"
	"pgregory.net/rapid"
)

// standard cuts a whole text by UAX #29.
func standard(text string) []Word {
	out := []Word{}
	for tokens := words.FromString(text); tokens.Next(); {
		if w := tokens.Value(); hasLetterOrDigit(w) {
			out = append(out, Word{strings.ToLower(w), tokens.Start(), tokens.End()})
		}
	}
	return out
}

// TestWordsAreThoseOfTheStandard draws texts of what its rules are about.
func TestWordsAreThoseOfTheStandard(t *testing.T) {
	pieces := []string{
		"a", "B", "7", "_", ":", ".", "'", ",", ";", "\"", " ", " ", "\t", "\r\n", "-", "/", "@", "\x00", "\x7f",
		"é", "’", "\u00ad", "\u0301", "\u200d", "\u00a0", "\u3000", "東", "カ", "א", "ก", "한", "٣", "·", "\u2019", "🇩", "👩", "\xff", "\xe2\x80",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "pieces"), "")
		if got, want := Words(text), standard(text); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
	})
}

func FuzzWords(f *testing.F) {
	for _, text := range []string{"", "The mill isn't open: 1,250.5 t_x", "a.b c:d 1:2 x_1 __", "l’eau à 3 h", "東京 ok", "a \u0301b", "\xff a"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := Words(text), standard(text); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
	})
}

func BenchmarkWords(b *testing.B) {
	text := strings.Repeat("The council paid £1.2 million for the mill’s new roof, its manager said on Friday. It won't open before 4 May. ", 50)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Words(text)
	}
}
