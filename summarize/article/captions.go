package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// captions takes photo credits, and the captions that they end, out of a block
// that they were run into.
func (s *stripper) captions(b *block) {
	for from := 0; from < len(b.text); {
		open := strings.IndexAny(b.text[from:], "([（【")
		if open < 0 {
			break
		}
		open += from
		end := creditEnd(b.text[open:])
		if end == 0 || !s.credit(b.text[open:open+end]) {
			from = open + 1
			continue
		}
		from = s.cutCredit(b, open, open+end)
	}
	s.tailCredit(b)
}

// creditEnd returns the length of the bracket that s begins with, 0 when it is
// too long for a credit.
func creditEnd(s string) int {
	end := strings.IndexAny(s[:min(len(s), 240)], ")]）】")
	if end < 0 {
		return 0
	}
	_, size := utf8.DecodeRuneInString(s[end:])
	return end + size
}

// credit reports that a bracket holds a photo credit.
func (s *stripper) credit(bracket string) bool {
	return s.phrases.captionOpens(strings.Trim(bracket, "()[]（）【】 "))
}

// names reports that a credit is names and no description: few words, most of
// them with capitals.
func (s *stripper) names(bracket string) bool {
	_, rest, _ := strings.Cut(strings.Trim(bracket, "()[] "), " ")
	words := strings.FieldsFunc(rest, func(r rune) bool { return r == ' ' || r == '/' || r == ',' })
	upper := 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsUpper(r) {
			upper++
		}
	}
	return len(words) > 0 && len(words) <= 8 && upper*10 >= len(words)*6
}

// cutCredit removes the credit at [open,end) of the block and returns where to
// look on. One sentence that the block begins with, before a bracket that only
// says whose picture it is, is a caption and goes too; otherwise only the
// bracket goes.
func (s *stripper) cutCredit(b *block, open, end int) int {
	before, after := b.text[:open], strings.TrimLeft(b.text[end:], " .。")
	caption := len(Split(before, "und")) <= 1 && columns(before) <= 260
	if caption && s.names(b.text[open:end]) {
		s.omit("caption", strings.TrimSpace(b.text[:end]))
		b.text = after
		return 0
	}
	s.omit("caption", b.text[open:end])
	rest := b.text[end:]
	b.text = strings.TrimRight(before, " ") + spaced(rest)
	return min(len(b.text), len(strings.TrimRight(before, " ")))
}

// spaced returns the rest of a text after a cut, with one space before a word.
func spaced(rest string) string {
	rest = strings.TrimLeft(rest, " ")
	if rest == "" || strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, ",") {
		return rest
	}
	return " " + rest
}

// longestCaption bounds the one sentence that a credit makes a caption of.
const longestCaption = 140

// tailCall cuts a last sentence that asks to subscribe off a block.
func (s *stripper) tailCall(b *block) {
	if len(b.text) > 2000 {
		return
	}
	spans := Split(b.text, "und")
	if len(spans) < 2 {
		return
	}
	from := spans[len(spans)-1].Start
	if s.phrases.kind(b.text[from:]) == "newsletter" {
		s.omit("newsletter", b.text[from:])
		b.text = strings.TrimRight(b.text[:from], " ")
	}
}

// tailCredit handles a credit without brackets that ends a block: "Residents
// wade through water on Sunday. Photo: Ana Ruiz/Courier".
func (s *stripper) tailCredit(b *block) {
	if len(b.text) > 2000 || !strings.ContainsAny(b.text[max(0, len(b.text)-180):], ":：") {
		return
	}
	spans := Split(b.text, "und")
	if len(spans) < 2 {
		return
	}
	last := b.text[spans[len(spans)-1].Start:]
	p, rest := s.phrases.match(last)
	opening := lowered(last[:len(last)-len(rest)])
	if p.kind != "caption" || columns(last) > 90 || strings.HasPrefix(opening, "source") || !strings.HasPrefix(rest, ":") && !strings.HasPrefix(opening, "photo") {
		return
	}
	if len(spans) == 2 && columns(b.text[:spans[1].Start]) <= longestCaption {
		s.omit("caption", b.text)
		b.text = ""
		return
	}
	s.omit("caption", last)
	b.text = strings.TrimRight(b.text[:len(b.text)-len(last)], " ")
}
