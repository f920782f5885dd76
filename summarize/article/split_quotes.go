package article

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// longestQuote is the size in bytes up to which a quotation or bracket with
// several sentences stays one sentence with what says who spoke. A longer one
// is cut like other text.
const longestQuote = 420

var closerOf = map[rune]rune{
	'“': '”', '«': '»', '„': '“', '「': '」', '『': '』', '（': '）', '(': ')',
	'[': ']', '《': '》', '【': '】', '"': '"', '‘': '’', '\'': '\'', '‹': '›',
}

type opened struct {
	close rune
	at    int
}

// closedSpans finds the quotations and brackets of a line that open and close
// in it and are short enough to be kept whole, by start.
func closedSpans(line string) []Span {
	var out []Span
	var stack []opened
	prev := ' '
	for i, r := range line {
		if r < utf8.RuneSelf && r != '"' && r != '\'' && r != '(' && r != ')' && r != '[' && r != ']' {
			prev = r
			continue
		}
		end := i + utf8.RuneLen(max(r, 0))
		switch k := matching(stack, r); {
		case k >= 0 && closesAt(r, prev, line[min(end, len(line)):]):
			if end-stack[k].at <= longestQuote {
				out = append(out, Span{Start: stack[k].at, End: end})
			}
			stack = stack[:k]
		case opensAt(r, prev, line[min(end, len(line)):]) && len(stack) < 8:
			stack = append(stack, opened{close: closerOf[r], at: i})
		}
		prev = r
	}
	slices.SortFunc(out, func(a, b Span) int { return a.Start - b.Start })
	return out
}

// matching returns the innermost open span that r can close, or -1.
func matching(stack []opened, r rune) int {
	for k := len(stack) - 1; k >= 0; k-- {
		if stack[k].close == r || (r == '”' && stack[k].close == '“') {
			return k
		}
	}
	return -1
}

// closesAt tells an apostrophe from a closing quotation mark.
func closesAt(r, prev rune, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	switch r {
	case '\'', '’':
		return !unicode.IsLetter(next) && !unicode.IsDigit(next) && (isStop(prev) || prev == ',')
	case '"':
		return !unicode.IsSpace(prev) || !unicode.IsLetter(next)
	}
	return true
}

func opensAt(r, prev rune, rest string) bool {
	if closerOf[r] == 0 {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest)
	switch r {
	case '\'', '‘':
		return (unicode.IsSpace(prev) || prev == '(' || prev == '“' || prev == '"') && unicode.IsLetter(next)
	case '"':
		return !unicode.IsLetter(prev) && !unicode.IsDigit(prev) && !unicode.IsSpace(next)
	}
	return true
}
