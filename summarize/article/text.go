package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wrapWidth is the longest line, in characters, that counts as wrapped by hand.
const wrapWidth = 100

// readText makes blocks of plain text: paragraphs by blank lines, lines that
// were wrapped by hand joined, bullets as list items.
func readText(text string) page {
	groups := atLabels(lineGroups(text))
	wrapped := isWrapped(groups)
	var p page
	for i, lines := range groups {
		if allHeadings().of(lines[0]) != "" && len(lines) > 1 {
			p.blocks = append(p.blocks, block{text: lines[0]})
			if lines = lines[1:]; summaryHeading(groups[i][0]) {
				p.blocks = append(p.blocks, summaryBlocks(lines, wrapped)...)
				continue
			}
		} else if i > 0 && len(groups[i-1]) == 1 && summaryHeading(groups[i-1][0]) && len(lines) > 1 {
			p.blocks = append(p.blocks, summaryBlocks(lines, wrapped)...)
			continue
		}
		if rest, bullet := loneBullet(lastLine(groups, i-1), lines[0], firstLine(groups, i+1)); bullet && len(lines) == 1 {
			p.blocks = append(p.blocks, block{kind: ListItem, text: rest})
			continue
		}
		p.blocks = append(p.blocks, groupBlocks(lines, wrapped, i < 4)...)
	}
	markHeadings(p.blocks)
	return p
}

// atLabels cuts groups before lines that are a label of a summary.
func atLabels(groups [][]string) [][]string {
	out := make([][]string, 0, len(groups))
	for _, lines := range groups {
		from := 0
		for i, line := range lines {
			if i > from && begins(line) && allHeadings().of(line) != "" {
				out = append(out, lines[from:i])
				from = i
			}
		}
		out = append(out, lines[from:])
	}
	return out
}

func firstLine(groups [][]string, i int) string {
	if i >= len(groups) {
		return ""
	}
	return groups[i][0]
}

func lastLine(groups [][]string, i int) string {
	if i < 0 {
		return ""
	}
	return groups[i][len(groups[i])-1]
}

// summaryHeading knows the label of an article's own takeaways in any language:
// the lines below it are items, not one wrapped paragraph.
func summaryHeading(line string) bool { return allHeadings().of(line) == "takeaways" }

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\v", "\n", "\f", "\n\n", "\u0085", "\n")

// lineGroups cuts a text at its blank lines. Lines that hang below the text of
// a list item are put back to it.
func lineGroups(text string) [][]string {
	var out [][]string
	var group []string
	hang := 0 // indent of the text of the item before, 0 for none
	for raw := range strings.SplitSeq(lineBreaks.Replace(text), "\n") {
		line := strings.TrimSpace(raw)
		if line != "" {
			indent := len(raw) - len(strings.TrimLeft(raw, " \t"))
			_, bullet := cutMark(line)
			switch last := len(group) - 1; {
			case bullet:
				hang = indent + 1
			case hang > 0 && indent >= hang && last >= 0:
				group[last] = joinLines([]string{group[last], line})
				continue
			default:
				hang = 0
			}
			group = append(group, line)
			continue
		}
		if group != nil {
			out, group = append(out, group), nil
		}
	}
	if group != nil {
		out = append(out, group)
	}
	return out
}

// isWrapped reports that lines were broken by width: most lines that another
// one follows are short and end in the middle of a sentence. One such line
// alone can as well be a headline.
func isWrapped(groups [][]string) bool {
	inner, broken, long := 0, 0, 0
	for _, lines := range groups {
		for _, line := range lines[:len(lines)-1] {
			inner++
			n := columns(line)
			if n > wrapWidth {
				long++
			} else if n > 30 && !endsSentence(line) {
				broken++
			}
		}
	}
	return broken > 1 && broken*2 > inner && long*10 < inner
}

// columns counts characters as a terminal does: ideographs are two wide.
func columns(s string) int {
	n := utf8.RuneCountInString(s)
	if n < len(s) {
		for _, r := range s {
			if r >= 0x2e80 && r < 0xa4d0 || r >= 0xac00 && r < 0xd7a4 || r >= 0xff00 && r < 0xff61 {
				n++
			}
		}
	}
	return n
}

func endsSentence(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool { return isCloser(r) || unicode.IsSpace(r) })
	r := lastRune(s)
	return isStop(r)
}

// groupBlocks makes blocks of lines with no blank line between them. The first
// groups of a text may hold headline, byline and dates, a line each.
func groupBlocks(lines []string, wrapped, top bool) []block {
	if listed(lines) {
		return listBlocks(lines, wrapped)
	}
	if phraseList(lines) {
		return lineBlocks(lines)
	}
	width := 0
	for _, l := range lines {
		width = max(width, columns(l))
	}
	var out []block
	for from := 0; from < len(lines); {
		to := from + 1
		for to < len(lines) && continues(lines[to-1], lines[to], wrapped, width) && !apart(lines[to-1], lines[to], top && to < 8) {
			to++
		}
		out = append(out, block{text: joinLines(lines[from:to])})
		from = to
	}
	return out
}

// phraseList reports a list of phrases without marks: three lines or more, in
// lower case after the first, that are not one sentence that was wrapped.
func phraseList(lines []string) bool {
	for i, line := range lines {
		if i > 0 && !unicode.IsLower(firstRune(line)) || i+1 < len(lines) && (endsSentence(line) || strings.HasSuffix(line, "-")) {
			return false
		}
	}
	return len(lines) > 2 && !wrapped(lines)
}

func lineBlocks(lines []string) []block {
	out := make([]block, 0, len(lines))
	for _, line := range lines {
		out = append(out, block{text: line})
	}
	return out
}

// apart reports lines that are furniture in some language: they do not go on
// with the line before, nor does the next with them.
func apart(before, line string, top bool) bool {
	if top && (dated(line) || dated(before) || furnitureLine(before, 1)) {
		return true
	}
	least := 2
	if top {
		least = 1
	}
	return furnitureLine(line, least) || furnitureLine(before, 2)
}

func furnitureLine(line string, words int) bool {
	r, _ := utf8.DecodeRuneInString(line)
	if !unicode.IsUpper(r) && !unicode.Is(unicode.Lo, r) || len(line) > 300 {
		return false
	}
	p, _ := allPhrases().match(line)
	return p.kind != "" && p.words >= words
}

// dated reports a line that says when and hardly more.
func dated(line string) bool {
	if columns(line) > 80 || len(strings.Fields(line)) > 10 {
		return false
	}
	if !holdsDate(line) {
		return false
	}
	words := 0
	for _, w := range strings.FieldsFunc(line, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if utf8.RuneCountInString(w) > 2 {
			words++
		}
	}
	return words <= 5
}

// continues reports that line goes on with what the line before it began.
func continues(before, line string, wrapped bool, width int) bool {
	if isStop(firstRune(line)) && !hasContent(line) && !endsSentence(before) {
		return utf8.RuneCountInString(line) == 1
	}
	if ruled(before) || ruled(line) {
		return false
	}
	if endsSentence(before) {
		return wrapped && columns(before)*10 > width*7
	}
	r, n := utf8.DecodeRuneInString(line)
	if unicode.IsLower(r) || r == ',' || r == ')' || r == '(' && endsSentence(line) && !unicode.IsLetter(firstRune(line[n:])) {
		return true
	}
	return strings.ContainsRune("、，のをがに", lastRune(before)) || wrapped && columns(before)*10 > width*6 && columns(before) > 30
}

// ruled knows lines of dashes, stars and the like.
func ruled(s string) bool { return !hasContent(s) }

// joinLines joins lines with a space, except between ideographs and after a
// hyphen.
func joinLines(lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 && !tightJoin(lines[i-1], line) {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}

func tightJoin(a, b string) bool {
	if strings.HasSuffix(a, "-") {
		return unicode.IsLetter(lastRune(a[:len(a)-1]))
	}
	r := firstRune(b)
	return wide(lastRune(a)) && wide(r) || isStop(r) && !hasContent(b)
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func wide(r rune) bool {
	return r >= 0x2e80 && r < 0xa4d0 || r >= 0xff00 && r < 0xff61
}

// markHeadings calls short lines between paragraphs headings when they have no
// stop and the next paragraph is running text. Lines below the label of a list
// of takeaways are its items.
func markHeadings(blocks []block) {
	items := false
	for i := 1; i+1 < len(blocks); i++ {
		b := &blocks[i]
		items = b.kind == Body && !endsSentence(b.text) && (items || summaryHeading(blocks[i-1].text))
		if !items && b.kind == Body && headingLike(b.text) && blocks[i+1].kind == Body && endsSentence(blocks[i+1].text) && columns(blocks[i+1].text) > 80 {
			b.kind = Heading
		}
	}
}

func headingLike(s string) bool {
	if columns(s) > 80 || endsSentence(s) && !strings.HasSuffix(s, "?") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "«“\"„‘' "))
	last := lastRune(s)
	return (unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.Is(unicode.Lo, r)) && last != ',' && last != ';' && !strings.ContainsAny(s, "|:@")
}
