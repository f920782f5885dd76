package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of an article's own summary.
const (
	mostTakeaways       = 20
	mostSummaryHeadings = 6     // labels on a page
	mostSameHeadings    = 2     // times that one label comes: at the top and at the end
	longestTakeaway     = 600   // columns, in a list
	sentenceTakeaway    = 100   // columns, of a sentence without a bullet
	mostLines           = 8     // takeaways without bullets
	plainTakeaway       = 170   // columns, of a line without a bullet
	longestWhy          = 900   // columns, of paragraphs below a heading
	longestRunIn        = 80000 // bytes
)

// reference takes the article's own summary out of blocks: what a label
// introduces.
//
//   - Beside "why this matters" stands the rest of its paragraph; below it one
//     paragraph, or up to three where the next label or heading ends a section, or
//     a box or quotation holds them.
//   - Below "key takeaways" stand the items of a list, nested ones in order, or
//     lines that are no sentences, or at least three that are short ones where no
//     story follows.
//   - No label is the headline, a question of an interview, or what comes three
//     times. No takeaways are links, facts ("Opened: 1931"), and paragraphs.
//   - At least half of the shortest article has to be left.
//
// Where nothing decides, the text keeps what it has: a sentence of the story that
// is lost is worse than one of the summary that stays.
func (s *stripper) reference(blocks []block) []block {
	blocks = s.unrun(s.boxes(blocks))
	if s.structural(blocks) {
		return blocks
	}
	words := 0
	for _, b := range blocks {
		words += proseWords(b)
	}
	out := make([]block, 0, len(blocks))
	for i := 0; i < len(blocks); {
		b := blocks[i]
		used := 0
		if part, rest := s.headings.label(b); part != "" && !s.notLabel(blocks, i) {
			used = s.take(part, rest, blocks[i:], words)
		}
		for _, b := range blocks[i : i+used] {
			words -= proseWords(b)
		}
		if used > 0 {
			i += used
			continue
		}
		if b.kind == Body && endsSentence(b.text) && s.phrases.kind(b.text) == "" {
			s.sentences++
		}
		out = append(out, b)
		i++
	}
	s.sentences = 0
	return out
}

// proseWords counts the words of a block that could be text of an article.
func proseWords(b block) int {
	if b.drop != "" || !endsSentence(b.text) {
		return 0
	}
	return wordsOf(b.text)
}

// structural reports that labels of a summary come again and again: then they
// are the article's own structure, a section each.
func (s *stripper) structural(blocks []block) bool {
	n, same := 0, map[string]int{}
	for _, b := range blocks {
		part, rest := s.headings.label(b)
		if part == "" {
			continue
		}
		key := headingKey(strings.TrimSuffix(b.text, rest))
		same[key]++
		if n++; n > mostSummaryHeadings || same[key] > mostSameHeadings {
			return true
		}
	}
	return false
}

// notLabel reports that what reads like a label at blocks[i] is the article's
// headline, or a question of an interview.
func (s *stripper) notLabel(blocks []block, i int) bool {
	text := blocks[i].text
	if s.title != "" && i < headlineZone && sameTitle(text, s.title) {
		return true
	}
	if !asks(text) {
		return false
	}
	for k, b := range blocks {
		if k != i && asks(b.text) && columns(b.text) <= 2*widestHeading && s.headings.of(b.text) == "" {
			return true
		}
	}
	return i+1 < len(blocks) && speaks(blocks[i+1].text)
}

func asks(text string) bool {
	switch lastRune(text) {
	case '?', '؟', '？', '՞':
		return true
	}
	return false
}

// speaks reports that a paragraph begins with the name of who speaks: "Jo
// Brandt: Because …".
func speaks(text string) bool {
	name, rest, ok := strings.Cut(text[:min(len(text), 60)], ": ")
	words := strings.Fields(name)
	return ok && rest != "" && len(words) > 0 && len(words) <= 3 && capitalised(words)
}

// take adds the summary that begins at blocks[0] and returns how many blocks
// it is. words is how many words of prose the article has with them.
func (s *stripper) take(part, rest string, blocks []block, words int) int {
	used := 1
	var items []string
	if part == "takeaways" {
		items, used = s.takeaways(rest, blocks)
	} else if rest != "" {
		items = append([]string{rest}, s.goesOnInBox(blocks)...)
		used = len(items)
	} else if items = s.whyBelow(blocks); len(items) > 0 {
		used = 1 + len(items)
	}
	for _, b := range blocks[:used] {
		words -= proseWords(b)
	}
	if len(items) == 0 || words < leastWords/2 {
		return 0
	}
	for _, b := range blocks[:used] {
		s.omit("reference", b.text)
	}
	s.keep(part, items)
	return used
}

// keep adds to the reference what it does not have yet: a page can show its
// summary at the top and again at the end.
func (s *stripper) keep(part string, items []string) {
	if s.page.reference == nil {
		s.page.reference = &Reference{}
	}
	ref := s.page.reference
	if part == "takeaways" {
		known := map[string]bool{}
		for _, it := range ref.Takeaways {
			known[fold(it)] = true
		}
		for _, it := range items {
			if !known[fold(it)] {
				ref.Takeaways = append(ref.Takeaways, it)
			}
		}
		return
	}
	why := strings.Join(items, " ")
	switch {
	case ref.Why == "":
		ref.Why = why
	case !strings.Contains(fold(ref.Why), fold(why)):
		ref.Why += " " + why
	}
}

// begins reports that text begins as a sentence or name does.
func begins(text string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, "“\"«„‘'(¿¡ "))
	return r != utf8.RuneError && !unicode.IsLower(r)
}
