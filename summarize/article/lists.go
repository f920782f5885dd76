package article

import (
	"strings"
	"unicode/utf8"
)

// listed reports that a group of lines is a list, or a heading and a list.
func listed(lines []string) bool {
	n := 0
	for _, l := range lines {
		if _, ok := cutBullet(l); ok {
			n++
		}
	}
	_, ok := cutBullet(lines[min(1, len(lines)-1)])
	return n >= 2 && ok
}

func listBlocks(lines []string, wrapped bool) []block {
	var out []block
	for from := 0; from < len(lines); {
		to := from + 1
		for to < len(lines) && continues(lines[to-1], lines[to], wrapped, wrapWidth) {
			if _, bullet := cutBullet(lines[to]); bullet {
				break
			}
			to++
		}
		b := block{text: joinLines(lines[from:to])}
		if rest, bullet := cutBullet(b.text); bullet {
			b = block{kind: ListItem, text: rest}
		}
		out, from = append(out, b), to
	}
	return out
}

// cutBullet takes the mark of a list item off a line.
func cutBullet(line string) (string, bool) {
	r, n := utf8.DecodeRuneInString(line)
	rest := line[n:]
	switch {
	case strings.ContainsRune(bullets, r) || r == '·' || r == '✓' || r == '►' || r == '➤' || r == '→':
		return strings.TrimSpace(rest), strings.TrimSpace(rest) != ""
	case (r == '-' || r == '*' || r == '–' || r == '—' || r == '+') && (strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "\t")):
		return strings.TrimSpace(rest), true
	case r >= '0' && r <= '9':
		l := labelAt(line[:min(len(line), 12)])
		if l.n > 0 && l.close != "" {
			_, rest, _ = strings.Cut(line, l.close)
			if strings.HasPrefix(rest, " ") && !l.alpha {
				return strings.TrimSpace(rest), true
			}
		}
	}
	return line, false
}
