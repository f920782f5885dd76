package article

import (
	"strings"
)

// whyBelow returns the paragraph, or the list, below a heading.
func whyBelow(blocks []block) []string {
	var out []string
	for i, b := range blocks {
		if b.kind == Heading || b.drop != "" || (i > 0 && (b.kind != ListItem || blocks[0].kind != ListItem)) || i > 5 {
			break
		}
		out = append(out, b.text)
	}
	return out
}

// takeaways returns the items below or beside the heading in blocks[0], and
// how many blocks they and it take.
func (s *stripper) takeaways(rest string, blocks []block) ([]string, int) {
	if rest != "" {
		if items := inlineItems(rest); len(items) > 1 || len(blocks) < 2 || blocks[1].kind != ListItem {
			return items, 1
		}
	}
	items := listBelow(blocks[1:])
	if len(items) == 0 {
		if items = linesBelow(blocks[1:]); len(items) > 0 && endsSentence(items[0]) && s.sentences > 0 && !s.nothingIn(blocks[1+len(items):]) {
			return nil, 1
		}
	}
	if len(items) == 0 && len(blocks) > 1 && blocks[1].kind == Body {
		if inner := inlineItems(blocks[1].text); len(inner) > 1 && bulleted(blocks[1].text) {
			return inner, 2
		}
	}
	return items, 1 + len(items)
}

// nothingIn reports that blocks are all furniture or summary.
func (s *stripper) nothingIn(blocks []block) bool {
	for _, b := range blocks {
		if b.drop == "" && s.phrases.kind(b.text) == "" && s.headings.of(b.text) == "" && !s.headings.inline(b.text) {
			return false
		}
	}
	return true
}

func bulleted(text string) bool {
	return strings.ContainsAny(text, bullets) || strings.Contains(text, " - ") || strings.Contains(text, "2. ") || strings.Contains(text, "; ")
}

func listBelow(blocks []block) []string {
	var out []string
	for _, b := range blocks {
		rest, bullet := cutBullet(b.text)
		if b.kind != ListItem && !bullet || b.drop != "" || len(out) >= mostTakeaways || columns(b.text) > longestTakeaway {
			break
		}
		out = append(out, rest)
	}
	return out
}

// linesBelow returns short paragraphs without bullets that stand in a row. They
// all end alike; those with a stop must be single short sentences, three at
// least, for the paragraphs of a story can be short as well.
func linesBelow(blocks []block) []string {
	var out []string
	stop := len(blocks) > 0 && endsSentence(blocks[0].text)
	for i, b := range blocks {
		if i >= mostLines || b.drop != "" || endsSentence(b.text) != stop || !itemLike(b.text, stop) || b.kind == Heading && i > 0 && !stop && i < 2 {
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

// inlineItems cuts the items of a summary that was run into one paragraph.
func inlineItems(text string) []string {
	for _, sep := range []string{"•", "‣", "▪", "●", "◦", " – ", " — ", " - ", " * "} {
		padded := " " + text
		if strings.Count(padded, sep) >= 2 || (strings.HasPrefix(strings.TrimSpace(text), strings.TrimSpace(sep)) && strings.Count(padded, sep) > 1) {
			return trimItems(strings.Split(padded, sep))
		}
	}
	if l := labelAt(text[:min(len(text), 12)]); l.n == 1 {
		spans := Split(text, "und")
		items := make([]string, 0, len(spans))
		for _, sp := range spans {
			item, _ := cutBullet(text[sp.Start:sp.End])
			items = append(items, item)
		}
		return trimItems(items)
	}
	if strings.Count(text, ";") >= 2 || strings.Count(text, "；") >= 2 {
		return trimItems(strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '；' }))
	}
	var items []string
	for _, sp := range Split(text, "und") {
		items = append(items, text[sp.Start:sp.End])
	}
	return trimItems(items)
}

func trimItems(items []string) []string {
	out := items[:0]
	for _, it := range items {
		if it = strings.Trim(it, " ;；*_"); it != "" {
			out = append(out, it)
		}
	}
	return out
}
