package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// stretches finds where a text is cut before its sentences are looked for: at
// every line break but the soft ones. A break is soft when the line before it
// does not end a sentence, the next goes on in lower case, and the lines that
// hang together so look like prose (see wrapped).
type stretches struct {
	text string
	hard int // breaks up to this offset are known to be hard
}

// end returns where the stretch that begins at start ends.
func (t *stretches) end(start int) int {
	end := lineEnd(t.text, start)
	if end <= t.hard || !runsOn(t.text[start:end], t.text[end:]) {
		return end
	}
	from, last, flowed := start, end, false
	lines := []string{}
	for runsOn(t.text[from:last], t.text[last:]) {
		lines = append(lines, t.text[from:last])
		flowed = flowed || strings.HasSuffix(strings.TrimSuffix(t.text[from:last], "\r"), " ")
		from, last = last+1, lineEnd(t.text, last+1)
	}
	if flowed || wrapped(append(lines, t.text[from:last])) {
		return last
	}
	t.hard = last
	return end
}

// phraseWidth is the widest line, in characters, that may be an item in a list
// of phrases without marks.
const phraseWidth = 40

// wrapped reports that lines are one sentence that was wrapped by hand, not a
// list of phrases: two lines of which the second ends it, or lines that are all
// nearly full but for the last. (Mailers leave a space at the end of the lines
// that they wrap, which says the same.)
func wrapped(lines []string) bool {
	widest, shortest := 0, columns(lines[0])
	for i, line := range lines {
		n := columns(line)
		widest = max(widest, n)
		if i+1 < len(lines) {
			shortest = min(shortest, n)
		}
	}
	ends := endsSentence(lines[len(lines)-1])
	return ends && len(lines) == 2 || shortest*10 > widest*6 && (ends || widest > phraseWidth)
}

func lineEnd(text string, start int) int {
	if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
		return start + i
	}
	return len(text)
}

// runsOn reports that the line at the start of rest, after its line break, can
// go on with the line before.
func runsOn(before, rest string) bool {
	if rest == "" || strings.TrimSpace(before) == "" || endsSentence(before) {
		return false
	}
	next := strings.TrimLeft(rest[1:min(len(rest), 64)], " \t")
	r, _ := utf8.DecodeRuneInString(next)
	switch {
	case r == '(':
		return strings.HasSuffix(before, " ")
	case r == '.' || r == '!' || r == '?' || r == '。':
		return strings.TrimSpace(next[:lineEnd(next, 0)]) == string(r)
	}
	return unicode.IsLower(r) && nextWord(next).lower && labelAt(next[:min(len(next), 12)]).token == ""
}
