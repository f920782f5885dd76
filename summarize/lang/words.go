package lang

import (
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// Word is a word of a text, lower case, with its byte offsets.
type Word struct {
	Text       string
	Start, End int
}

// Words cuts a text into words by UAX #29, without spaces and punctuation.
// Chinese comes out one character at a time.
//
// The text is gone through from space to space: no word goes over one. What is
// ASCII between two of them is cut here, as its rules are few.
func Words(text string) []Word {
	out := make([]Word, 0, len(text)/6+1)
	if !utf8.ValidString(text) {
		return cutUnicode(out, text, 0)
	}
	for start := 0; start < len(text); {
		end, ascii := chunk(text, start)
		if ascii {
			out = cutASCII(out, text, start, end)
		} else {
			out = cutUnicode(out, text[start:end], start)
		}
		start = end
	}
	return out
}

// chunk returns the end of what is to be cut as one, which is behind a space that
// an ASCII character follows: a mark that is not ASCII may belong to the space.
func chunk(text string, start int) (end int, ascii bool) {
	ascii = true
	for i := start; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			ascii = false
		}
		if text[i] == ' ' && i+1 < len(text) && text[i+1] < utf8.RuneSelf {
			return i + 1, ascii
		}
	}
	return len(text), ascii
}

func cutUnicode(out []Word, text string, offset int) []Word {
	for tokens := words.FromString(text); tokens.Next(); {
		if w := tokens.Value(); hasLetterOrDigit(w) {
			out = append(out, Word{Text: strings.ToLower(w), Start: offset + tokens.Start(), End: offset + tokens.End()})
		}
	}
	return out
}

// cutASCII cuts text[start:end].
func cutASCII(out []Word, text string, start, end int) []Word {
	for i := start; i < end; {
		if asciiClass[text[i]]&(letter|digit|joiner) == 0 {
			i++
			continue
		}
		from, seen := i, asciiClass[text[i]]
		for i++; i < end; i++ {
			class := asciiClass[text[i]]
			if class&(letter|digit|joiner) == 0 && !bridges(text, i, end) {
				break
			}
			seen |= class
		}
		if seen&(letter|digit) != 0 {
			out = append(out, Word{Text: strings.ToLower(text[from:i]), Start: from, End: i})
		}
	}
	return out
}

// bridges reports that a mark holds the letters or the digits on both sides of it
// together, as in "isn't" and "1.5".
func bridges(text string, i, end int) bool {
	if i+1 >= end {
		return false
	}
	class, sides := asciiClass[text[i]], asciiClass[text[i-1]]&asciiClass[text[i+1]]
	return class&midLetter != 0 && sides&letter != 0 || class&midDigit != 0 && sides&digit != 0
}

// The classes of ASCII characters that UAX #29 tells apart in words.
const (
	letter = 1 << iota
	digit
	joiner    // the low line
	midLetter // within letters
	midDigit  // within digits
)

var asciiClass = func() (table [256]uint8) {
	for c := byte('a'); c <= 'z'; c++ {
		table[c], table[c-'a'+'A'] = letter, letter
	}
	for c := byte('0'); c <= '9'; c++ {
		table[c] = digit
	}
	table['_'], table[':'] = joiner, midLetter
	table['.'], table['\''] = midLetter|midDigit, midLetter|midDigit
	table[','], table[';'] = midDigit, midDigit
	return table
}()
