package render

import (
	"slices"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/plain"
)

func TestWrap(t *testing.T) {
	for _, tc := range []struct {
		in    string
		width int
		want  string
	}{
		{"", 10, ""},
		{"one two three", 20, "one two three"},
		{"one two three", 7, "one two\nthree"},
		{"a bbbbbbbbbbbb, c", 13, "a\nbbbbbbbbbbbb,\nc"},
		{"exactly ten", 7, "exactly\nten"},
		{"incomprehensibilities", 10, "incomprehe\nnsibilitie\ns"},
		{"码头将关闭至明年五月", 8, "码头将关\n闭至明年\n五月"},
		{"乘 Boat 24 过海", 9, "乘 Boat\n24 过海"},
	} {
		if got := wrap(tc.in, tc.width); got != tc.want {
			t.Errorf("wrap(%q, %d) = %q, want %q", tc.in, tc.width, got, tc.want)
		}
	}
}

// TestWrapKeepsWords: joining the lines gives back the words, and no line is
// wider than the width unless a single character is.
func TestWrapKeepsWords(t *testing.T) {
	letters := rapid.RuneFrom([]rune("abcdeXYZ0189.,-'  \n\téñßжقمن中文字かな한글👍🏽👩🇫🇷\u0301\u200d"))
	rapid.Check(t, func(t *rapid.T) {
		in := plain.Clean(rapid.OneOf(rapid.StringOf(letters), rapid.String()).Draw(t, "text"))
		width := rapid.IntRange(4, 60).Draw(t, "width")
		lines := strings.Split(wrap(in, width), "\n")
		if got, want := strings.Join(strings.Fields(strings.Join(lines, "")), ""), strings.Join(strings.Fields(in), ""); got != want {
			t.Fatalf("%q became %q", want, got)
		}
		for i, line := range lines {
			if uniseg.StringWidth(line) > width && uniseg.GraphemeClusterCount(line) > 1 {
				t.Errorf("line %d is wider than %d: %q", i, width, line)
			}
			if strings.HasSuffix(line, " ") {
				t.Errorf("line %d ends with a space: %q", i, line)
			}
		}
	})
}

// TestWrapWords: words of spaced scripts that fit on a line are never cut.
func TestWrapWords(t *testing.T) {
	word := rapid.StringMatching(`[a-zéжقم]{1,12}[.,]?`)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(word).Draw(t, "words")
		width := rapid.IntRange(13, 60).Draw(t, "width")
		if got := strings.Fields(wrap(strings.Join(words, " "), width)); !slices.Equal(got, words) {
			t.Errorf("%q became %q", words, got)
		}
	})
}
