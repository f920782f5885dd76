package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// listed reports that a group of lines is a list, or a heading and a list.
func listed(lines []string) bool {
	numbers := numbersOf(lines)
	n := 0
	for _, l := range lines {
		if _, ok := groupBullet(l, numbers); ok {
			n++
		}
	}
	_, ok := groupBullet(lines[min(1, len(lines)-1)], numbers)
	return n >= 2 && ok
}

// numbersOf returns the numbers that lines of a group begin with as items do.
func numbersOf(lines []string) map[int]bool {
	numbers := map[int]bool{}
	for _, l := range lines {
		if l[0] >= '0' && l[0] <= '9' {
			if _, ok := cutBullet(l); ok {
				numbers[itemNumber(l)] = true
			}
		}
	}
	return numbers
}

func itemNumber(line string) int { return labelAt(line[:min(len(line), 12)]).n }

// groupBullet takes the mark of a list item off a line of a group. A number is
// one when the group has the number before or after it as well.
func groupBullet(line string, numbers map[int]bool) (string, bool) {
	rest, ok := cutBullet(line)
	if ok && line[0] >= '0' && line[0] <= '9' {
		if n := itemNumber(line); !numbers[n-1] && !numbers[n+1] {
			return line, false
		}
	}
	return rest, ok
}

func listBlocks(lines []string, wrapped bool) []block {
	var out []block
	numbers := numbersOf(lines)
	for from := 0; from < len(lines); {
		to := from + 1
		for to < len(lines) && continues(lines[to-1], lines[to], wrapped, wrapWidth) {
			if _, bullet := groupBullet(lines[to], numbers); bullet {
				break
			}
			to++
		}
		b := block{text: joinLines(lines[from:to])}
		if rest, bullet := groupBullet(b.text, numbers); bullet {
			b = block{kind: ListItem, text: rest}
		}
		out, from = append(out, b), to
	}
	return out
}

// loneBullet takes the mark of a list item off a line that stands alone: a
// number only when the line before or after has the one beside it, and no "-"
// before a digit, which can be a minus.
func loneBullet(before, line, following string) (string, bool) {
	rest, ok := cutBullet(line)
	if !ok {
		return line, false
	}
	n := itemNumber(line)
	switch {
	case line[0] >= '0' && line[0] <= '9':
		return rest, numbered(before, n-1) || numbered(following, n+1)
	case line[0] == '-' && rest != "" && rest[0] >= '0' && rest[0] <= '9':
		return rest, strings.HasPrefix(before, "- ") || strings.HasPrefix(following, "- ")
	}
	return rest, true
}

// numbered reports that a line is the item n of a list.
func numbered(line string, n int) bool {
	_, ok := cutBullet(line)
	return ok && n > 0 && itemNumber(line) == n
}

// monthFirst reports that text begins with the name of a month: the number
// before it is a day.
func monthFirst(text string) bool {
	words := strings.FieldsFunc(text[:min(len(text), 40)], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	return len(words) > 0 && strings.HasPrefix(strings.TrimSpace(text), words[0]) && isMonth(words[0])
}

// cutBullet takes the mark of a list item off a line. A line with the same
// bullet inside is a whole list, and keeps all of them.
func cutBullet(line string) (string, bool) {
	r, n := utf8.DecodeRuneInString(line)
	rest := line[n:]
	switch {
	case strings.ContainsRune(bullets, r) && strings.ContainsRune(rest, r):
		return line, false
	case strings.ContainsRune(bullets, r) || r == '·' || r == '✓' || r == '►' || r == '➤' || r == '→':
		return strings.TrimSpace(rest), strings.TrimSpace(rest) != ""
	case (r == '-' || r == '*' || r == '–' || r == '—' || r == '+') && (strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "\t")):
		return strings.TrimSpace(rest), true
	case r >= '0' && r <= '9':
		l := labelAt(line[:min(len(line), 12)])
		if l.n > 0 {
			_, rest, _ = strings.Cut(line, l.close)
			if strings.HasPrefix(rest, " ") && !monthFirst(rest) {
				return strings.TrimSpace(rest), true
			}
		}
	}
	return line, false
}
