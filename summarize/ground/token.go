package ground

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokenKind says what a token is made of.
type tokenKind uint8

const (
	mark   tokenKind = iota // one punctuation mark or symbol
	word                    // letters, with apostrophes and the stops of U.S. inside
	number                  // digits, with separators between digits
)

// token is a piece of a text without spaces: Text is text[Start:End].
type token struct {
	text       string
	norm       string // lower case, without diacritics and possessive ending; what names and words are compared by
	stem       string // what content is compared by: norm without its ending; two characters in scripts without spaces
	start, end int    // byte offsets in the text
	kind       tokenKind
	glued      bool // no space between it and the token before
	capital    bool // begins with an upper-case letter
	upper      bool // two or more letters, all upper case
	stop       bool // says nothing about a topic: a mark or a common word
	dense      bool // of a script that is written without spaces
}

// isMark reports whether the token is the mark.
func (t token) isMark(s string) bool { return t.kind == mark && t.text == s }

// passage is a text cut into tokens: a sentence of the article, or a claim.
type passage struct {
	text   string
	tokens []token
}

// words are the languages' knowledge that cutting needs.
type words struct {
	stop  map[string]bool
	stem  func(norm string) string
	stems map[string]string // of the article's words; New alone adds to it
	open  bool              // New is at work
}

func (w *words) stemOf(norm string) string {
	if s, ok := w.stems[norm]; ok {
		return s
	}
	s := w.stem(norm)
	if w.open {
		w.stems[norm] = s
	}
	return s
}

// cut makes tokens of a text, in one pass.
func (w *words) cut(text string) passage {
	tokens := make([]token, 0, len(text)/5+4)
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if isSpaceOrControl(r) {
			i += size
			continue
		}
		t := token{start: i, end: i + size, glued: i > 0 && len(tokens) > 0 && tokens[len(tokens)-1].end == i}
		switch {
		case isDense(r):
			t.kind, t.dense = word, true
		case unicode.IsDigit(r):
			t.kind, t.end = number, endOfNumber(text, i)
		case unicode.IsLetter(r) || unicode.IsMark(r):
			t.kind, t.end = word, endOfWord(text, i)
		}
		t.text = text[t.start:t.end]
		w.name(&t)
		tokens = append(tokens, t)
		i = t.end
	}
	w.pair(tokens)
	return passage{text: text, tokens: tokens}
}

// name sets what the token is compared by.
func (w *words) name(t *token) {
	switch t.kind {
	case mark:
		t.norm, t.stem, t.stop = t.text, t.text, true
	case number:
		t.norm = t.text
		t.stem = t.text
	case word:
		r, _ := utf8.DecodeRuneInString(t.text)
		t.capital = unicode.IsUpper(r) || unicode.IsTitle(r)
		t.upper = t.capital && isUpper(t.text)
		t.norm = strings.TrimSuffix(fold(t.text), "'s")
		t.stop = w.stop[t.norm]
		t.stem = t.norm
		if !t.stop && !t.dense {
			t.stem = w.stemOf(t.norm)
		}
	}
}

// pair makes the stems of scripts without spaces out of two characters: one
// alone says too little.
func (w *words) pair(tokens []token) {
	for i := range tokens {
		if !tokens[i].dense {
			continue
		}
		if i+1 < len(tokens) && tokens[i+1].dense && tokens[i+1].glued {
			tokens[i].stem = tokens[i].text + tokens[i+1].text
			tokens[i].stop = w.stop[tokens[i].stem] || tokens[i].stop && tokens[i+1].stop
		} else if i > 0 && tokens[i-1].dense && tokens[i].glued {
			tokens[i].stop = true // its pair stands before it
		}
	}
}

func isSpaceOrControl(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

func isUpper(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			if !unicode.IsUpper(r) {
				return false
			}
			letters++
		}
	}
	return letters > 1
}

// endOfNumber takes digits and single separators between digits.
func endOfNumber(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsDigit(r):
			i += size
		case strings.ContainsRune(".,'’٫٬", r) && digitAt(text, i+size):
			i += size
		default:
			return i
		}
	}
	return i
}

func digitAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsDigit(r)
}

func letterAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r) && !isDense(r)
}

// endOfWord takes letters and marks, an apostrophe between letters, and the
// full stops of initials ("U.S.").
func endOfWord(text string, start int) int {
	i, run := start, 0 // run counts the letters since the last stop
	dotted := false
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsMark(r) || r == '\u200c' || r == '\u200d' || r == '\u00ad':
			i += size
		case unicode.IsLetter(r) && !isDense(r):
			i, run = i+size, run+1
		case (r == '\'' || r == '’') && letterAt(text, i+size):
			i, run = i+size, 0
		case r == '.' && run == 1 && (dotted || letterAt(text, i+size) && singleLetterAt(text, i+size)):
			dotted = letterAt(text, i+size) && singleLetterAt(text, i+size)
			i, run = i+size, 0
			if !dotted {
				return i
			}
		default:
			return i
		}
	}
	return i
}

// singleLetterAt reports whether one letter and a full stop stand at i.
func singleLetterAt(text string, i int) bool {
	_, size := utf8.DecodeRuneInString(text[i:])
	return strings.HasPrefix(text[i+size:], ".")
}

// isDense reports whether a letter is of a script that is written without spaces.
func isDense(r rune) bool {
	return r >= 0x0E00 && unicode.IsOneOf(denseScripts, r)
}

var denseScripts = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}
