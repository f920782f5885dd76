package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// separators part the items of a list that was run into one line.
var separators = []string{" – ", " — ", " - ", " * ", " · ", " + ", " | "}

// inlineItems cuts the items of a summary that was run into one paragraph.
func inlineItems(text string) []string {
	text = strings.TrimSpace(text)
	padded := " " + text
	if parts := atBullets(text); len(parts) > 1 {
		return trimItems(parts)
	}
	for _, sep := range separators {
		n := strings.Count(padded, sep)
		if n >= 2 || n == 1 && strings.HasPrefix(text, strings.TrimSpace(sep)+" ") {
			return trimItems(strings.Split(padded, sep))
		}
	}
	if parts := atNumbers(text); len(parts) > 1 {
		return trimItems(parts)
	}
	if strings.Count(text, ";") >= 2 || strings.Count(text, "；") >= 2 {
		return trimItems(strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '；' }))
	}
	var items []string
	for _, sp := range Split(text, "und") {
		items = append(items, text[sp.Start:sp.End])
	}
	return trimItems(items)
}

// atBullets cuts text at the bullet that it begins with, or at the first of it
// that comes twice.
func atBullets(text string) []string {
	at := strings.IndexAny(text, bullets)
	if at < 0 {
		return nil
	}
	r, _ := utf8.DecodeRuneInString(text[at:])
	if at > 0 && strings.Count(text, string(r)) < 2 {
		return nil
	}
	parts := strings.Split(text, string(r))
	for i, p := range parts {
		parts[i] = strings.TrimLeft(p, "\ufe0f ")
	}
	return parts
}

// atNumbers cuts text before "1.", "2." and so on, or "(1)", "a)", when it
// begins with the first.
func atNumbers(text string) []string {
	first := seriesAt(text)
	if first.n != 1 {
		return nil
	}
	var parts []string
	want, from := first, 0
	for i := 0; i < len(text); i++ {
		if i > 0 && text[i-1] != ' ' {
			continue
		}
		at := seriesAt(text[i:])
		if at.n != want.n || at.close != want.close || at.letter != want.letter {
			continue
		}
		if i > 0 {
			parts = append(parts, text[from:i])
		}
		from = i + at.size
		want.n++
	}
	return append(parts, text[from:])
}

// serial is the number or letter of an item: "1.", "2)", "(3)", "d)" or "(e)".
// The zero value is none.
type serial struct {
	n      int    // from 1
	letter bool   // "a" is 1
	close  string // "." or ")"
	size   int    // bytes
}

// seriesAt reads the number or letter that text begins with, of at most 26.
func seriesAt(text string) serial {
	rest := strings.TrimPrefix(text, "(")
	s, i := serial{}, 0
	for i < len(rest) && i < 2 && rest[i] >= '0' && rest[i] <= '9' {
		s.n = s.n*10 + int(rest[i]-'0')
		i++
	}
	if i == 0 && rest != "" && rest[0] >= 'a' && rest[0] <= 'z' {
		s.n, s.letter, i = int(rest[0]-'a')+1, true, 1
	}
	after := rest[i:]
	switch {
	case i == 0 || s.n > 26:
		return serial{}
	case strings.HasPrefix(after, ") "):
		s.close = ")"
	case strings.HasPrefix(after, ". ") && len(rest) == len(text) && !s.letter:
		s.close = "."
	default:
		return serial{}
	}
	s.size = len(text) - len(rest) + i + 1
	return s
}

func trimItems(items []string) []string {
	out := items[:0]
	for _, it := range items {
		if it = strings.Trim(it, " ;；*_"); it != "" {
			out = append(out, it)
		}
	}
	return out
}

// unmark takes marks off items that all have one: a series of letters or
// numbers, or a sign each.
func unmark(items []string) []string {
	out := make([]string, 0, len(items))
	for i, it := range items {
		rest, ok := cutMark(it)
		if n := seriesAt(it).n; !ok || n > 0 && n != i+1 {
			return items
		}
		out = append(out, rest)
	}
	return out
}

// cutMark takes a mark off a line as cutBullet does, and marks that only lists
// of a summary may have: "(1)", "a)", "1\ufe0f\u20e3" and signs such as emoji.
func cutMark(line string) (string, bool) {
	if rest, ok := cutBullet(line); ok {
		return strings.TrimLeft(rest, "\ufe0f "), true
	}
	if s := seriesAt(line); s.n > 0 && s.close == ")" {
		return strings.TrimSpace(line[s.size:]), true
	}
	r, n := utf8.DecodeRuneInString(line)
	rest := strings.TrimLeft(line[n:], "\ufe0f")
	if keycap, ok := strings.CutPrefix(rest, "\u20e3"); ok {
		return strings.TrimSpace(keycap), true
	}
	rest = strings.TrimLeft(rest, "\u200d")
	if unicode.Is(unicode.So, r) && strings.HasPrefix(rest, " ") {
		return strings.TrimSpace(rest), true
	}
	return line, false
}
