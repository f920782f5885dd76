package article

// summaryBlocks makes blocks of the lines below the label of a list of
// takeaways: its items, with or without marks, and what comes after them.
func summaryBlocks(lines []string, wrapped bool) []block {
	_, marked := cutMark(lines[0])
	var items []string
	from := 0
	for from < len(lines) {
		line := lines[from]
		_, mark := cutMark(line)
		switch {
		case from > 0 && !mark && continues(lines[from-1], line, wrapped && marked, wrapWidth):
			items[len(items)-1] = joinLines([]string{items[len(items)-1], line})
		case mark != marked, !marked && from > 0 && endsSentence(line) != endsSentence(lines[0]):
			return itemBlocks(items, lines[from:], wrapped)
		default:
			items = append(items, line)
		}
		from++
	}
	return itemBlocks(items, nil, wrapped)
}

// itemBlocks makes list items of the items of a summary, unless they read like
// paragraphs.
func itemBlocks(items, after []string, wrapped bool) []block {
	var out []block
	kind := ListItem
	if _, marked := cutMark(items[0]); !marked {
		for _, it := range items {
			if !loneLine(it) || len(items) < 2 || endsSentence(it) && after != nil {
				kind = Body
			}
		}
	}
	for _, it := range unmark(items) {
		out = append(out, block{kind: kind, text: it})
	}
	if after != nil {
		out = append(out, groupBlocks(after, wrapped, false)...)
	}
	return out
}
