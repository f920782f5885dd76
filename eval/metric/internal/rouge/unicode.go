package rouge

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// folder folds case.
type folder struct {
	caser cases.Caser
	ready bool
}

// fold makes words alike that differ in case, in the form of their letters or in
// soft hyphens only.
func (f *folder) fold(line string) string {
	if !f.ready {
		f.caser, f.ready = cases.Fold(), true
	}
	line = strings.ReplaceAll(strings.ToValidUTF8(line, "\ufffd"), "\u00ad", "")
	return norm.NFKC.String(f.caser.String(norm.NFKC.String(line)))
}

func (v *vocabulary) readUnicode(into *text, from string, stem bool) {
	for line := range strings.Lines(from) {
		if isASCII(line) {
			v.readClassic(into, line, stem)
			continue
		}
		tokens := words.FromString(v.unicode.fold(line))
		for tokens.Next() {
			v.readToken(into, tokens.Value(), stem)
		}
		into.endLine()
	}
}

// readToken puts the words of what UAX #29 takes for one into a text.
func (v *vocabulary) readToken(into *text, token string, stem bool) {
	switch {
	case isASCII(token):
		v.cutASCII(into, token, stem)
	case strings.IndexFunc(token, isSpaceless) >= 0:
		v.cutCharacters(into, token)
	case strings.IndexFunc(token, isOfWord) >= 0:
		v.word = append(v.word[:0], token...)
		v.add(into, stem)
	}
}

func (v *vocabulary) cutASCII(into *text, token string, stem bool) {
	for i := range len(token) {
		if letter := classic[token[i]]; letter != 0 {
			v.word = append(v.word, letter)
		} else {
			v.add(into, stem)
		}
	}
	v.add(into, stem)
}

// cutCharacters makes a word of each letter with the marks that follow it.
func (v *vocabulary) cutCharacters(into *text, token string) {
	for _, r := range token {
		if !unicode.IsMark(r) {
			v.add(into, false)
		}
		if isOfWord(r) || len(v.word) > 0 {
			v.word = utf8.AppendRune(v.word, r)
		}
	}
	v.add(into, false)
}

// isOfWord reports that a rune makes a word of what it stands in.
func isOfWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// isSpaceless reports that a rune is of a script that puts no spaces between
// words.
func isSpaceless(r rune) bool {
	return r >= 0x0e00 && (r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
