package article

import (
	"strings"
	"unicode"
)

// whyBelow returns the text below the label in blocks[0]: a paragraph, or a
// list, or two or three paragraphs where another heading shows that they are a
// section, or that were set as a quotation with the label.
func (s *stripper) whyBelow(blocks []block) []string {
	label, below := blocks[0], blocks[1:]
	var out []string
	size := 0
	for _, b := range below {
		if b.kind == Heading || b.drop != "" || len(out) > 5 || s.labels(b) || s.phrases.kind(b.text) != "" {
			break
		}
		if len(out) > 0 && b.kind != below[0].kind {
			break
		}
		size += columns(b.text)
		out = append(out, b.text)
	}
	if len(out) == 0 || columns(out[0]) > longestWhy {
		return nil
	}
	if below[0].kind == ListItem || len(out) == 1 {
		return out
	}
	if below[0].kind == Quote && label.kind == Quote && size <= longestWhy {
		return out
	}
	if s.section(label, below, len(out)) && len(out) <= 3 && size <= longestWhy {
		return out
	}
	return out[:1]
}

// section reports that the n paragraphs below a label are all of its section:
// another label ends it, or a heading in an article that has sections.
func (s *stripper) section(label block, below []block, n int) bool {
	if n >= len(below) || label.kind != Heading {
		return false
	}
	return s.labels(below[n]) || below[n].kind == Heading && s.sentences > 0 && n == 2
}

// labels reports that a block is a label or begins with one.
func (s *stripper) labels(b block) bool {
	part, _ := s.headings.label(b)
	return part != ""
}

// goesOnInBox returns the paragraphs that stand in one quotation with the label
// and text of blocks[0].
func (s *stripper) goesOnInBox(blocks []block) []string {
	if blocks[0].kind != Quote {
		return nil
	}
	var out []string
	for _, b := range blocks[1:] {
		if b.kind != Quote || b.drop != "" || s.labels(b) || len(out) > 2 {
			break
		}
		out = append(out, b.text)
	}
	return out
}

// takeaways returns the items below or beside the label in blocks[0], and how
// many blocks they and it take.
func (s *stripper) takeaways(rest string, blocks []block) ([]string, int) {
	below := s.upToLabel(blocks[1:])
	listed := listBelow(below)
	if rest != "" {
		return s.beside(rest, below, listed)
	}
	if len(listed) > 0 {
		return unmark(listed), 1 + len(listed)
	}
	if len(below) > 1 && leadsOver(below[0]) {
		if listed = listBelow(below[1:]); len(listed) > 1 {
			return unmark(listed), 2 + len(listed)
		}
	}
	if lines := linesBelow(below); len(lines) > 0 {
		after := blocks[1+len(lines):]
		labelled := len(lines) == len(below) && len(after) > 0
		if endsSentence(lines[0]) && s.sentences > 0 && !labelled && !s.nothingIn(after) {
			return nil, 1
		}
		return unmark(lines), 1 + len(lines)
	}
	if len(below) > 0 && below[0].kind != Heading && below[0].drop == "" && listLike(below[0].text) {
		if inner := inlineItems(below[0].text); len(inner) > 1 {
			return inner, 2
		}
	}
	return nil, 1
}

// leadsOver reports that a block can be the words between a label and its list.
func leadsOver(b block) bool {
	return b.kind != Heading && b.kind != ListItem && b.drop == "" && columns(b.text) <= 2*widestHeading && len(Split(b.text, "und")) == 1
}

// beside returns the takeaways that begin in the block of their label: all of
// them, the first of them, or words that lead over to the list below.
func (s *stripper) beside(rest string, below []block, listed []string) ([]string, int) {
	items := inlineItems(rest)
	if len(items) > 1 && (len(listed) == 0 || listLike(rest)) {
		return items, 1
	}
	if len(listed) > 0 {
		if _, bullet := cutBullet(rest); bullet || !strings.HasSuffix(rest, ":") && !endsSentence(rest) && below[0].kind != ListItem {
			return append(items, unmark(listed)...), 1 + len(listed)
		}
		return unmark(listed), 1 + len(listed)
	}
	if lines := linesBelow(below); len(lines) > 0 && !endsSentence(rest) && !endsSentence(lines[0]) {
		return append(items, lines...), 1 + len(lines)
	}
	return items, 1
}

// upToLabel returns the blocks before the next label. An item with a label and
// more items after it is a takeaway itself.
func (s *stripper) upToLabel(blocks []block) []block {
	for i, b := range blocks[:min(len(blocks), mostTakeaways+2)] {
		part, rest := s.headings.label(b)
		inList := rest != "" && b.kind == ListItem && i+1 < len(blocks) && blocks[i+1].kind == ListItem && !s.labels(blocks[i+1])
		if part != "" && !inList {
			return blocks[:i]
		}
	}
	return blocks
}

// nothingIn reports that blocks are all furniture or summary.
func (s *stripper) nothingIn(blocks []block) bool {
	for i := 0; i < len(blocks); i++ {
		part, rest := s.headings.label(blocks[i])
		if part != "" && rest == "" {
			i++ // what the label introduces
		} else if part == "" && blocks[i].drop == "" && s.phrases.kind(blocks[i].text) == "" {
			return false
		}
	}
	return true
}

// listBelow returns the list that blocks begin with, nil when it is too long
// for a summary, of links, or of facts.
func listBelow(blocks []block) []string {
	var out []string
	links, facts := 0, 0
	for _, b := range blocks {
		rest, bullet := cutMark(b.text)
		if b.kind == ListItem {
			rest = b.text
		} else if !bullet || b.kind == Heading {
			break
		}
		if b.drop != "" {
			break
		}
		if len(out) >= mostTakeaways || columns(b.text) > longestTakeaway {
			return nil
		}
		if b.linked {
			links++
		}
		if fact(rest) {
			facts++
		}
		out = append(out, rest)
	}
	if links > 0 && links == len(out) || facts*2 > len(out) {
		return nil
	}
	return out
}

// fact reports that an item is a line of a fact box: "Founded: 1931".
func fact(text string) bool {
	name, value, ok := strings.Cut(text, ": ")
	if !ok || endsSentence(text) || columns(text) > widestHeading {
		return false
	}
	return len(strings.Fields(name)) <= 3 && (len(strings.Fields(value)) <= 3 || strings.ContainsFunc(value[:1], unicode.IsDigit))
}

// linesBelow returns short paragraphs without bullets that stand in a row. They
// all end alike; those with a stop must be single short sentences, three at
// least, for the paragraphs of a story can be short as well.
func linesBelow(blocks []block) []string {
	var out []string
	stop := len(blocks) > 0 && endsSentence(blocks[0].text)
	for i, b := range blocks {
		if i >= mostLines || b.drop != "" || b.kind == Heading || b.kind == ListItem || endsSentence(b.text) != stop || !itemLike(b.text, stop) {
			break
		}
		out = append(out, b.text)
	}
	if len(out) < 2 || stop && len(out) < 3 {
		return nil
	}
	return out
}

func itemLike(text string, stop bool) bool {
	if stop {
		return columns(text) <= sentenceTakeaway && len(Split(text, "und")) == 1
	}
	return columns(text) <= plainTakeaway
}
