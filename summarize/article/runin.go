package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a summary within a paragraph.
const (
	longestRunInWhy = 600 // columns
	mostRunInWhy    = 3   // sentences
)

// unrun cuts summaries that were run into a paragraph, as exports do that lose
// line breaks, off it: each label and what it introduces become a block.
func (s *stripper) unrun(blocks []block) []block {
	out := make([]block, 0, len(blocks))
	words := 0
	for _, b := range blocks {
		words += proseWords(b)
	}
	for _, b := range blocks {
		if b.drop != "" || b.kind == Heading {
			out = append(out, b)
			continue
		}
		out = append(out, s.pieces(b, words-proseWords(b) >= leastWords/2)...)
	}
	return out
}

// pieces cuts a block before each label that a summary follows, and after the
// summary where it ends before the block does. A paragraph that begins with a
// label is all of it when there is more of the article.
func (s *stripper) pieces(b block, more bool) []block {
	labels := s.labelsIn(b)
	if len(labels) == 0 {
		return []block{b}
	}
	var out []block
	from := 0
	add := func(to int) {
		if text := strings.TrimSpace(b.text[from:to]); text != "" {
			piece := block{kind: b.kind, text: text, linked: b.linked}
			if from == 0 {
				piece.lead = b.lead
			}
			out = append(out, piece)
		}
		from = to
	}
	for i, l := range labels {
		end := len(b.text)
		if i+1 < len(labels) {
			end = labels[i+1].at
		}
		length := summaryIn(l.part, b.text[l.after:end], more && l.at == 0, l.at == 0)
		if length == 0 {
			continue
		}
		add(l.at)
		add(l.after + length)
	}
	add(len(b.text))
	return out
}

// labelIn is a label within a paragraph: where it begins, and where its colon
// ends.
type labelIn struct {
	part      string
	at, after int
}

// labelsIn finds the labels in a block: one that it begins with, and those that
// begin with a capital after the end of a sentence.
func (s *stripper) labelsIn(b block) []labelIn {
	var out []labelIn
	last := 0
	if part, rest := s.headings.cut(b.text, b.lead); part != "" && rest != "" {
		last = len(b.text) - len(rest)
		out = append(out, labelIn{part, 0, last})
	}
	for i, r := range b.text {
		if i < last {
			continue
		}
		bullet := r >= utf8.RuneSelf && strings.ContainsRune(bullets, r)
		if r != ':' && r != '：' && r != '—' && r != '–' && !bullet {
			continue
		}
		part, at := s.labelBefore(b.text[last:i])
		if part == "" || part == "why" && !plainWhy()[headingKey(b.text[last+at:i])] {
			continue
		}
		after := i + utf8.RuneLen(r)
		if bullet {
			after = i
		}
		out = append(out, labelIn{part, last + at, after})
		last = after
	}
	return out
}

// labelBefore finds a label that text ends with, after the end of a sentence
// and with a capital, and where it begins.
func (s *stripper) labelBefore(text string) (part string, at int) {
	from := max(0, len(text)-4*widestHeading)
	for i := len(text); i > from; {
		r, n := utf8.DecodeLastRuneInString(text[:i])
		i -= n
		if isStop(r) && strings.TrimSpace(text[i+n:]) != "" || r == '”' || r == '"' || r == '»' || r == '」' {
			head := strings.TrimLeft(text[i+n:], " ")
			first, _ := utf8.DecodeRuneInString(head)
			if unicode.IsLower(first) || head == "" {
				return "", 0
			}
			return s.headings.of(head), len(text) - len(head)
		}
	}
	return "", 0
}

// summaryIn returns how much of rest, from its start, is the summary that a
// label introduces, 0 for none: all of it when whole says so, or when it is
// short, else its first sentence. opens says that the label opens its paragraph.
func summaryIn(part, rest string, whole, opens bool) int {
	text := strings.TrimSpace(rest)
	if text == "" || len(rest) > longestRunIn {
		return 0
	}
	if part == "takeaways" {
		return listIn(rest, opens)
	}
	if whole {
		return len(rest)
	}
	if !opens && !begins(text) {
		return 0
	}
	spans := Split(rest, "und")
	if len(spans) <= mostRunInWhy && columns(text) <= longestRunInWhy {
		return len(rest)
	}
	return spans[0].End
}

// listIn returns how much of rest, from its start, is a list: not what follows
// the first sentence of the last item when that is much longer than the others.
func listIn(rest string, opens bool) int {
	if !opens && !listLike(rest) {
		return 0
	}
	items := inlineItems(rest)
	if len(items) < 2 {
		return len(rest)
	}
	longest, sentences := 0, 0
	for _, it := range items[:len(items)-1] {
		longest = max(longest, columns(it))
		sentences = max(sentences, len(Split(it, "und")))
	}
	last := items[len(items)-1]
	spans := Split(last, "und")
	at := strings.LastIndex(rest, last)
	if at < 0 || sentences > 1 || len(spans) < 3 || columns(last) < 2*longest {
		return len(rest)
	}
	return at + spans[0].End
}

// listLike reports that text is a list that was run into a line.
func listLike(rest string) bool {
	return strings.ContainsAny(rest, bullets+";；") || strings.Count(rest, " - ") > 1 || strings.Count(rest, " – ") > 1 ||
		strings.Count(rest, " · ") > 1 || strings.Count(rest, " * ") > 1 || seriesAt(strings.TrimLeft(rest, " ")).n == 1
}
