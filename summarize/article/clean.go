package article

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// invisibles counts the characters that could carry text that nobody sees.
type invisibles struct {
	tags      strings.Builder // what Unicode tag characters spelled
	overrides int
	others    int
}

func (v *invisibles) omissions() []Omission {
	var out []Omission
	add := func(format string, args ...any) {
		out = append(out, Omission{Kind: "invisible", Text: fmt.Sprintf(format, args...)})
	}
	if v.tags.Len() > 0 {
		add("%s", v.tags.String())
	}
	if v.overrides > 0 {
		add("%d characters that change the direction of writing", v.overrides)
	}
	if v.others > 0 {
		add("%d characters that cannot be seen", v.others)
	}
	return out
}

func cleanBlocks(blocks []block, inv *invisibles) []block {
	out := blocks[:0]
	for _, b := range blocks {
		b.text, b.lead = clean(b.text, inv), clean(b.lead, &invisibles{})
		if hasContent(b.text) {
			out = append(out, b)
		}
	}
	return out
}

// hasContent reports a letter, digit or symbol: rules and lone bullets have none.
func hasContent(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || (unicode.IsSymbol(r) && r > 0x2fff) {
			return true
		}
	}
	return false
}

// clean makes canonical text of a block: NFC, single plain spaces, no control
// and no invisible characters.
func clean(s string, inv *invisibles) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	var prev rune
	for i, r := range s {
		end := i + max(1, utf8.RuneLen(r))
		if r == utf8.RuneError {
			end = i + 1
		}
		r = inv.keep(r, prev, s, i, end)
		if r < 0 {
			continue
		}
		if r == ' ' && (prev == ' ' || prev == 0) {
			continue
		}
		b.WriteRune(r)
		prev = r
	}
	return norm.NFC.String(strings.TrimRight(b.String(), " "))
}

// plain reports that s is clean already: printable ASCII with single spaces.
func plain(s string) bool {
	prev := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c >= 0x7f || (c == ' ' && prev == ' ') {
			return false
		}
		prev = c
	}
	return s == "" || prev != ' '
}

// keep returns the character that stands for r in canonical text, or -1.
func (v *invisibles) keep(r, prev rune, s string, i, end int) rune {
	switch {
	case r > ' ' && r < 0x7f:
		return r
	case unicode.IsSpace(r) || r == '\u180e':
		return ' '
	case r < ' ' || (r >= 0x7f && r < 0xa0) || r == utf8.RuneError:
		return -1
	case r == '\u00ad' || r == '\u200b' || r == '\u2060' || r == '\ufeff' || r == '\u200e' || r == '\u200f' || r == '\u061c':
		return v.common(r, prev)
	case r == '\u200c' || r == '\u200d':
		return v.joiner(r, prev, s[end:])
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef:
		return v.selector(r, prev)
	case r >= 0xe0000 && r <= 0xe007f:
		return v.tag(r, s[:i])
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		v.overrides++
		return -1
	case r >= 0x2061 && r <= 0x2064, r >= 0x206a && r <= 0x206f, r == '\u034f', r == '\u115f', r == '\u1160',
		r == '\u3164', r == '\uffa0', r >= 0xfff9 && r <= 0xfffb, r == 0x2800, unicode.Is(unicode.Co, r):
		v.others++
		return -1
	}
	return r
}

// common drops what ordinary pages are full of, and counts a run of it: that
// is no accident.
func (v *invisibles) common(r, prev rune) rune {
	if r != '\u00ad' && prev == 0 {
		return -1
	}
	if r == '\u200b' || r == '\u2060' {
		v.others++
	}
	return -1
}

// joiner keeps the joiners that scripts and emoji need, one at a time.
func (v *invisibles) joiner(r, prev rune, rest string) rune {
	next, _ := utf8.DecodeRuneInString(rest)
	if joins(prev) && (joins(next) || r == '\u200c') {
		return r
	}
	v.others++
	return -1
}

func joins(r rune) bool {
	return r >= 0x590 && r < 0x1000 && (unicode.IsLetter(r) || unicode.IsMark(r)) ||
		r >= 0x1000 && r < 0x1100 || r >= 0x1780 && r < 0x18b0 || r == 0xfe0f ||
		r >= 0x2190 && r <= 0x2bff || r >= 0x1f000 && r <= 0x1faff
}

// selector keeps one variation selector after a visible character.
func (v *invisibles) selector(r, prev rune) rune {
	if prev > ' ' && !isSelector(prev) && (unicode.IsSymbol(prev) || prev == '#' || prev == '*' || unicode.IsDigit(prev) || prev >= 0x1800) {
		return r
	}
	v.others++
	return -1
}

func isSelector(r rune) bool {
	return r >= 0xfe00 && r <= 0xfe0f || r >= 0xe0100 && r <= 0xe01ef
}

// tag keeps the tags of a flag emoji, and spells out the rest.
func (v *invisibles) tag(r rune, before string) rune {
	for k := 0; k < 7; k++ {
		last, n := utf8.DecodeLastRuneInString(before)
		if last == 0x1f3f4 {
			return r
		}
		if last < 0xe0020 || last > 0xe007e {
			break
		}
		before = before[:len(before)-n]
	}
	if c := r - 0xe0000; c >= ' ' && c < 0x7f {
		v.tags.WriteRune(c)
	} else {
		v.others++
	}
	return -1
}
