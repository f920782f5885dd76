package article

import (
	"strings"
	"unicode/utf8"
)

// Split cuts a text into sentences. Spans are in order, do not overlap, hold no
// outer white space, and together hold everything that is not white space. A
// line break ends a sentence, unless it shows that the line was wrapped by hand
// (see stretches). lang is a BCP 47 tag; a language without data, or "und", is
// cut by the rules that hold everywhere. It takes time linear in the text.
//
// UAX #29 is not used: it ends sentences after most abbreviations and does
// not end them before digits, so that every boundary would be decided again.
func Split(text, lang string) []Span {
	rules := rulesFor(lang)
	lines := stretches{text: text}
	var out []Span
	for start := 0; start < len(text); {
		end := lines.end(start)
		s := splitter{text: text[start:end], rules: rules, base: start}
		out = s.line(out)
		start = end + 1
	}
	return out
}

// splitter cuts one stretch of text. start is where the current sentence begins.
type splitter struct {
	text  string
	base  int
	rules *rules
	start int
	label label

	closed []Span // quotations and brackets that are not cut, by start
	next   int    // first of closed that begins after the scan
	until  int    // the scan is inside of a closed span before this offset
}

func (s *splitter) line(out []Span) []Span {
	s.closed = closedSpans(s.text)
	s.begin(0)
	for i := 0; i < len(s.text); {
		c := s.text[i]
		if c < utf8.RuneSelf && asciiStop[c] == 0 {
			i++
			continue
		}
		end := s.boundary(i)
		if end > 0 {
			out = s.emit(out, end)
			i = max(end, i+1)
			continue
		}
		i = s.skip(i)
	}
	return s.emit(out, len(s.text))
}

// skip returns where to look next when there is no boundary at i.
func (s *splitter) skip(i int) int {
	if s.text[i] == '.' {
		return s.stops(i)
	}
	_, n := utf8.DecodeRuneInString(s.text[i:])
	return i + n
}

func (s *splitter) begin(i int) {
	s.start = i
	s.label = labelAt(strings.TrimLeft(s.text[i:min(len(s.text), i+24)], " "))
}

func (s *splitter) emit(out []Span, end int) []Span {
	a, b := s.start, end
	for a < b && isSpace(s.text[a]) {
		a++
	}
	for b > a && isSpace(s.text[b-1]) {
		b--
	}
	s.begin(end)
	if a < b {
		out = append(out, Span{Start: s.base + a, End: s.base + b})
	}
	return out
}

// boundary returns the offset after the sentence that ends at i, or 0.
func (s *splitter) boundary(i int) int {
	r, n := utf8.DecodeRuneInString(s.text[i:])
	switch {
	case r == ' ':
		return s.beforeItem(i)
	case r == '.' || r == '…':
		return s.afterStop(i)
	case r == '!' || r == '?' || r == '؟' || r == '‼' || r == '⁇' || r == '⁈' || r == '⁉':
		return s.afterMark(i)
	case isFullStop(r) || s.rules.stops[r] && spaceAfter(s.text[i+n:]):
		return s.afterFullStop(i + n)
	case r == '-' || r == '—' || r == '–':
		return s.interrupted(i + n)
	}
	return 0
}

// spaceAfter reports that what follows a mark is space, a closing mark or nothing.
func spaceAfter(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || isSpace(rest[0]) || isCloser(r)
}

// afterFullStop handles stops that always end a sentence, unless they stand
// inside of a quotation or bracket, or the sentence goes on after its close.
func (s *splitter) afterFullStop(i int) int {
	end := s.closers(s.stops(i))
	if s.inside(end) {
		return 0
	}
	if quoted := end > s.stops(i); quoted && end < len(s.text) {
		r, _ := utf8.DecodeRuneInString(s.text[end:])
		if s.aside(end) || s.rules.goesOn(s.text[end:]) || r == '、' || r == '，' || r == ',' || r == '。' {
			return 0
		}
	}
	return end
}

// aside reports that the bracket that closes before end opened within the
// sentence, and that the sentence goes on behind it without a space.
func (s *splitter) aside(end int) bool {
	window := s.text[max(s.start, end-longestQuote):end]
	last := lastRune(window)
	if last != '）' && last != ')' || isSpace(s.text[end]) {
		return false
	}
	return strings.LastIndexAny(window, "（(") > 0
}

// afterMark handles question and exclamation marks.
func (s *splitter) afterMark(i int) int {
	stops := s.stops(i)
	end := s.closers(stops)
	if s.inside(end) {
		return 0
	}
	if end == len(s.text) {
		return end
	}
	rest := s.text[end:]
	if !isSpace(rest[0]) {
		return s.tight(i, end)
	}
	next := nextWord(rest)
	if next.lower || next.dash || next.comma || s.leans(next) {
		return 0
	}
	if end > stops && s.attributed(rest) {
		return 0
	}
	return end
}

// afterStop handles full stops and ellipses.
func (s *splitter) afterStop(i int) int {
	stops := s.stops(i)
	bare := s.marks(stops)
	end := s.closers(bare)
	if s.inside(end) || (i > 0 && s.text[i-1] == '[') {
		return 0
	}
	if end == len(s.text) {
		return end
	}
	rest := s.text[end:]
	if !isSpace(rest[0]) {
		return s.tight(i, end)
	}
	next, quoted := nextWord(rest), end > bare
	single := stops == i+1 && s.text[i] == '.' && !quoted
	switch {
	case next.comma || next.dash && (quoted || next.digit) || s.onlyLabel(end) || s.leans(next):
		return 0
	case next.lower:
		return s.beforeLower(i, end, single, next)
	case single && s.shortened(i, next), s.pause(i, stops):
		return 0
	case (stops > i+1 || s.text[i] != '.' || quoted) && next.text == "":
		return 0
	}
	return end
}

// onlyLabel reports that the sentence so far is the mark of a list item.
func (s *splitter) onlyLabel(end int) bool {
	return s.label.token != "" && len(strings.TrimSpace(s.text[s.start:end])) <= 8
}

// inside reports that offset i is within a quotation or bracket that is kept
// whole. Offsets must not decrease from call to call.
func (s *splitter) inside(i int) bool {
	for s.next < len(s.closed) && s.closed[s.next].Start < i {
		s.until = max(s.until, s.closed[s.next].End)
		s.next++
	}
	return i < s.until
}
