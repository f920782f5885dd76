package rouge

import "strings"

// classic maps bytes to those of words, and all others to 0.
var classic = func() (table [256]byte) {
	for c := range table {
		switch c := byte(c); {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			table[c] = c
		case 'A' <= c && c <= 'Z':
			table[c] = c + 'a' - 'A'
		}
	}
	return table
}()

// Outside of ASCII two characters have an ASCII letter in lower case: the Kelvin
// sign is k, and the dotted capital I is i with a mark, which ends the word.
const (
	kelvin  = "\u212a"
	dottedI = "\u0130"
)

func (v *vocabulary) readClassic(into *text, from string, stem bool) {
	v.word = v.word[:0]
	for i := 0; i < len(from); i++ {
		c := from[i]
		if letter := classic[c]; letter != 0 {
			v.word = append(v.word, letter)
			continue
		}
		switch {
		case c == kelvin[0] && strings.HasPrefix(from[i:], kelvin):
			v.word = append(v.word, 'k')
			i += len(kelvin) - 1
			continue
		case c == dottedI[0] && strings.HasPrefix(from[i:], dottedI):
			v.word = append(v.word, 'i')
			i += len(dottedI) - 1
		}
		v.add(into, stem)
		if c == '\n' {
			into.endLine()
		}
	}
	v.add(into, stem)
	into.endLine()
}
