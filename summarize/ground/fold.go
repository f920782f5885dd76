package ground

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold makes spellings comparable: lower case, straight apostrophes, no
// diacritics ("Erdoğan's" and "Erdogan's" are one), no Arabic vowel signs.
func fold(s string) string {
	if isLowerASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			b.WriteByte(c)
			i++
			continue
		}
		n := norm.NFD.NextBoundaryInString(s[i:], true)
		foldRunes(&b, norm.NFD.String(s[i:i+n]))
		i += n
	}
	return b.String()
}

func foldRunes(b *strings.Builder, s string) {
	letter := rune(0)
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r) && keepsMarks(letter):
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || r == '\u00ad' || r == '\u200c' || r == '\u200d' || r == 'ـ':
		default:
			letter = r
			if to, ok := foldings[r]; ok {
				b.WriteString(to)
			} else {
				b.WriteRune(unicode.ToLower(r))
			}
		}
	}
}

// keepsMarks are letters whose marks make other letters, not accents: й is not и,
// and the vowels of the Indic scripts are marks.
func keepsMarks(r rune) bool {
	return unicode.Is(unicode.Cyrillic, r) || r >= 0x0900 && r < 0x1000 || unicode.In(r, unicode.Hiragana, unicode.Katakana)
}

// foldings are letters that do not come apart into a letter and a mark.
var foldings = map[rune]string{
	'’': "'", 'ʼ': "'", 'ı': "i", 'ß': "ss", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l", 'đ': "d", 'Đ': "d",
	'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ð': "d", 'þ': "th", 'ё': "е", 'Ё': "е",
	'أ': "ا", 'إ': "ا", 'آ': "ا", 'ٱ': "ا", 'ى': "ي", 'ة': "ه", 'ک': "ك", 'ی': "ي",
}

func isLowerASCII(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}
