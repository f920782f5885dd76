package article

import (
	"strings"
	"unicode"
)

// cutMarks takes what is struck out ("~~14~~ 11") and the footnotes ("[^1]") out
// of Markdown and reports them. CommonMark knows neither.
func cutMarks(source string) (string, []Omission) {
	if !strings.Contains(source, "~~") && !strings.Contains(source, "[^") {
		return source, nil
	}
	var out strings.Builder
	m := markCutter{}
	for i, part := range strings.Split(source, "\n\n") {
		if i > 0 {
			out.WriteString("\n\n")
		}
		if !strings.Contains(part, "~~~") {
			part = m.struck(m.notes(part))
		}
		out.WriteString(part)
	}
	return out.String(), m.omitted
}

type markCutter struct{ omitted []Omission }

func (m *markCutter) omit(kind, text string) {
	if text = strings.TrimSpace(text); text != "" && len(m.omitted) < mostClutter {
		m.omitted = append(m.omitted, Omission{Kind: kind, Text: shorten(text, hiddenLength)})
	}
}

// struck cuts what stands between two "~~" that touch it.
func (m *markCutter) struck(part string) string {
	var out strings.Builder
	for {
		open := strings.Index(part, "~~")
		if open < 0 {
			break
		}
		size := strings.Index(part[open+2:], "~~")
		if size < 0 {
			break
		}
		gone := part[open+2 : open+2+size]
		if gone == "" || strings.TrimSpace(gone) != gone {
			out.WriteString(part[:open+2])
			part = part[open+2:]
			continue
		}
		m.omit("deleted", gone)
		out.WriteString(part[:open])
		part = part[open+2+size+2:]
	}
	return out.String() + part
}

// notes drops the definitions of footnotes, a line and those that go on with
// it, and the marks that point at them.
func (m *markCutter) notes(part string) string {
	if !strings.Contains(part, "[^") {
		return part
	}
	var out, note strings.Builder
	for line := range strings.Lines(part) {
		switch mark := noteMark(line); {
		case mark > 0 && strings.HasPrefix(line[mark:], ":"):
			m.omit("footnote", note.String())
			note.Reset()
			note.WriteString(line)
		case note.Len() > 0:
			note.WriteString(line)
		default:
			out.WriteString(m.marks(line))
		}
	}
	m.omit("footnote", note.String())
	return out.String()
}

// marks cuts "[^1]" where it follows a character.
func (m *markCutter) marks(line string) string {
	var out strings.Builder
	for {
		k := strings.Index(line, "[^")
		if k < 0 {
			return out.String() + line
		}
		out.WriteString(line[:k])
		n := noteMark(line[k:])
		if n == 0 {
			n = len("[^")
			out.WriteString("[^")
		} else {
			m.omit("footnote", line[k:k+n])
		}
		line = line[k+n:]
	}
}

// noteMark returns the length of the "[^name]" that s begins with, 0 for none.
func noteMark(s string) int {
	rest, ok := strings.CutPrefix(s, "[^")
	if !ok {
		return 0
	}
	end := strings.IndexByte(rest[:min(len(rest), 64)], ']')
	if end <= 0 || strings.ContainsFunc(rest[:end], unicode.IsSpace) {
		return 0
	}
	return len("[^") + end + 1
}
