package extractive

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

var closers = map[rune]string{
	'“': "”", '„': "“”", '«': "»", '»': "«", '‹': "›", '「': "」", '『': "』", '《': "》",
	'"': "\"", '‘': "’", '\'': "'", '(': ")", '[': "]", '（': "）", '【': "】",
}

const (
	bracketsOpen = "([（【"
	quotesClose  = "”»」』》›"
	bracketClose = ")]）】"
)

// scan walks over the runes between words and fills in marks and quotations.
func (p *parsed) scan(open rune) {
	s := scanner{p: p}
	if open != 0 {
		s.stack = append(s.stack, opening{closer: string(open)})
	}
	next := 0
	for i := 0; i < len(p.text); {
		if next < len(p.words) && i == p.words[next].Start {
			p.inside[next] = len(s.stack) > 0
			i = p.words[next].End
			next++
			continue
		}
		r, size := utf8.DecodeRuneInString(p.text[i:])
		s.rune(r, i, i+size, next)
		i += size
	}
	s.finish()
}

type opening struct {
	closer  string
	at      int
	bracket bool
}

type scanner struct {
	p     *parsed
	stack []opening
}

const deepest = 8 // quotations and brackets inside each other; more is not prose

func (s *scanner) rune(r rune, start, end, next int) {
	if n := len(s.stack); n > 0 && strings.ContainsRune(s.stack[n-1].closer, r) && s.closes(r, start, end) {
		top := s.stack[n-1]
		s.stack = s.stack[:n-1]
		if n == 1 && top.bracket {
			s.add(bracket, top.at, end, next)
		}
		return
	}
	if closer, ok := closers[r]; ok && s.opens(r, start, end) {
		isBracket := strings.ContainsRune(bracketsOpen, r)
		s.p.hasQuote = s.p.hasQuote || !isBracket
		if len(s.stack) < deepest {
			s.stack = append(s.stack, opening{closer, start, isBracket})
		} else {
			s.p.stray = true
		}
		return
	}
	if strings.ContainsRune(quotesClose+bracketClose, r) {
		s.p.stray = true
		return
	}
	if len(s.stack) == 0 {
		s.punctuation(r, start, end, next)
	}
}

// opens tells an opening single quotation mark from an apostrophe.
func (s *scanner) opens(r rune, start, end int) bool {
	if r != '\'' && r != '‘' {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(s.p.text[:start])
	after, _ := utf8.DecodeRuneInString(s.p.text[end:])
	return (start == 0 || !isWordRune(before)) && isWordRune(after) && !unicode.IsDigit(after)
}

const nearQuote = 300 // bytes, within which a quotation is expected to close

// closes tells a closing single quotation mark from an apostrophe.
func (s *scanner) closes(r rune, start, end int) bool {
	if r != '\'' && r != '’' {
		return true
	}
	after, _ := utf8.DecodeRuneInString(s.p.text[end:])
	if isWordRune(after) {
		return false
	}
	plural := strings.HasSuffix(s.p.text[:start], "s") && after == ' '
	rest := s.p.text[end:]
	return !plural || !strings.ContainsRune(rest[:min(len(rest), nearQuote)], r)
}

func (s *scanner) punctuation(r rune, start, end, next int) {
	switch r {
	case ',', '，', '،':
		s.add(comma, start, end, next)
	case ';', '；', '؛':
		s.add(semicolon, start, end, next)
	case ':', '：':
		s.add(colon, start, end, next)
	case '—', '―':
		s.dash(start, end, next)
	case '–', '-':
		if spaced(s.p.text, start, end) {
			s.dash(start, end, next)
		}
	case '!', '?', '！', '？', '؟', '…', '。':
		s.add(terminal, start, end, next)
	case '.':
		if s.endsSentence(start, end, next) {
			s.add(terminal, start, end, next)
		}
	}
}

// dash adds a dash, or widens the one that it follows ("--", "——").
func (s *scanner) dash(start, end, next int) {
	if n := len(s.p.marks); n > 0 && s.p.marks[n-1].kind == dash && s.p.marks[n-1].end == start {
		s.p.marks[n-1].end = end
		return
	}
	s.add(dash, start, end, next)
}

// endsSentence reports whether a full stop inside the text ends a sentence:
// after a longer word that is no abbreviation, and before a capital.
func (s *scanner) endsSentence(start, end, next int) bool {
	if next == 0 || next >= len(s.p.words) || !strings.HasPrefix(s.p.text[end:], " ") {
		return false
	}
	w := s.p.words[next-1]
	first, _ := utf8.DecodeRuneInString(s.p.text[s.p.words[next].Start:])
	return w.End == start && utf8.RuneCountInString(w.Text) > 3 && !s.p.lx.abbrevs[w.Text] && unicode.IsUpper(first)
}

func (s *scanner) add(kind markKind, start, end, next int) {
	s.p.marks = append(s.p.marks, mark{kind, start, end, next})
}

func (s *scanner) finish() {
	for _, o := range s.stack {
		if o.bracket {
			s.p.stray = true
		} else {
			s.p.open, _ = utf8.DecodeRuneInString(o.closer)
		}
	}
}

func spaced(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return (unicode.IsSpace(before) || before == '-') && (unicode.IsSpace(after) || after == '-')
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
