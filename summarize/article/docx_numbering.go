package article

import "strconv"

// docxNumbering tells which lists have no mark.
type docxNumbering struct {
	abstract map[string]string // id of a list to the id of its definition
	unmarked map[string]bool   // definition and level
}

func (w *docxWalker) readNumbering() error {
	w.numbers = docxNumbering{map[string]string{}, map[string]bool{}}
	return w.readRelated("numbering", func(docxElement) {
		w.part.each(func(el docxElement) {
			switch el.name {
			case "abstractNum":
				w.readListLevels("a" + el.attr("abstractNumId"))
			case "num":
				w.readList(el.attr("numId"))
			}
		})
	})
}

func (w *docxWalker) readListLevels(id string) {
	w.part.each(func(el docxElement) {
		switch el.name {
		case "lvl":
			level := el.attr("ilvl")
			w.part.each(func(el docxElement) {
				if el.name == "numFmt" && el.attr("val") == "none" {
					w.numbers.unmarked[id+" "+level] = true
				}
			})
		case "lvlOverride":
			w.readListLevels(id)
		}
	})
}

func (w *docxWalker) readList(id string) {
	w.part.each(func(el docxElement) {
		switch el.name {
		case "abstractNumId":
			w.numbers.abstract[id] = "a" + el.attr("val")
		case "lvlOverride":
			w.readListLevels("n" + id)
		}
	})
}

// item reports that a paragraph of a list has a bullet or number.
func (n *docxNumbering) item(p paraProps) bool {
	level := p.level
	if level == "" {
		level = "0"
	}
	return p.list != "" && p.list != "0" && !n.unmarked[n.abstract[p.list]+" "+level] && !n.unmarked["n"+p.list+" "+level]
}

// longestHeading is how long a paragraph can be, in columns, that is a heading
// by its style alone and ends as a sentence does.
const longestHeading = 200

// kindOf says what a paragraph is, and what furniture.
func (n *docxNumbering) kindOf(p paraProps, text string) (kind ParagraphKind, drop string) {
	level, err := strconv.Atoi(p.outline)
	outlined := err == nil && level >= 0 && level < 9
	switch {
	case p.role == roleCaption || p.role == roleNavigation:
		return Body, string(p.role)
	case p.role == roleTitle, p.role == roleHeading, outlined:
		if columns(text) > longestHeading && endsSentence(text) {
			return Body, ""
		}
		return Heading, ""
	case p.role == roleList && p.list != "0", n.item(p):
		return ListItem, ""
	case p.role == roleQuote:
		return Quote, ""
	}
	return Body, ""
}
