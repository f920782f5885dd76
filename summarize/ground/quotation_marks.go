package ground

// quotation is what stands between quotation marks: tokens from the first to
// before the last, without the marks.
type quotation struct {
	from, to       int
	opened, closed bool // the mark is there; a text can be cut out of a quotation
	title          bool // 《》 set off titles and need not be speech
	single         bool // ' and ‘ are easily apostrophes
}

// outer are the tokens of a quotation with its marks.
func (q quotation) outer() at {
	a := at{q.from, q.to}
	if q.opened {
		a.from--
	}
	if q.closed {
		a.to++
	}
	return a
}

// closers are the marks that end what a mark begins.
var closers = map[string]string{
	"“": "”“\"", "„": "“”\"", "‟": "”\"", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "《": "》", "〈": "〉", "＂": "＂",
	"‘": "’'", "‚": "‘’", "'": "'’", "\"": "\"”",
}

// quoter finds quotations in the tokens of one block of text.
type quoter struct {
	tokens []token
	found  []quotation
	faults []int // marks that do not fit
}

// quotations finds the outermost quotations of a block of text, in one pass. A
// mark that is never closed quotes to the end; what is closed and was never
// opened is quoted from the start.
func quotations(tokens []token) (found []quotation, faults []int) {
	q := &quoter{tokens: tokens}
	open, opener := -1, ""
	for i := range tokens {
		t := &tokens[i]
		if t.kind != mark || !isQuoteMark(t.text) {
			continue
		}
		switch {
		case open < 0 && q.opens(i):
			open, opener = i, t.text
		case open < 0 && q.strayClose(i):
			if len(q.found) == 0 {
				q.add(quotation{from: 0, to: i, closed: true})
			} else {
				q.faults = append(q.faults, i)
			}
		case open >= 0 && q.closes(i, opener):
			q.add(quotation{from: open + 1, to: i, opened: true, closed: true, title: opener == "《" || opener == "〈", single: isSingle(opener)})
			open = -1
		case open >= 0 && opener == "\"" && t.text == "\"" && q.opens(i):
			q.add(quotation{from: open + 1, to: q.lastStop(open+1, i), opened: true})
			open, q.faults = i, append(q.faults, i)
		}
	}
	if open >= 0 {
		q.add(quotation{from: open + 1, to: len(tokens), opened: true, single: isSingle(opener)})
	}
	return q.found, q.faults
}

func (q *quoter) add(x quotation) {
	if x.to > x.from {
		q.found = append(q.found, x)
	}
}

// lastStop returns where the last sentence between two tokens ends, to if none does.
func (q *quoter) lastStop(from, to int) int {
	for i := to - 1; i > from; i-- {
		if t := q.tokens[i]; t.isMark(".") || t.isMark("!") || t.isMark("?") {
			return i + 1
		}
	}
	return to
}

func isQuoteMark(s string) bool {
	switch s {
	case "\"", "“", "”", "„", "‟", "«", "»", "‹", "›", "「", "」", "『", "』", "《", "》", "〈", "〉", "＂", "'", "‘", "’", "‚":
		return true
	}
	return false
}

func isSingle(s string) bool { return s == "'" || s == "‘" || s == "‚" || s == "’" }

// tight reports whether a token follows i without a space and is not
// punctuation that follows a closing mark.
func (q *quoter) tight(i int) bool {
	if i+1 >= len(q.tokens) || !q.tokens[i+1].glued {
		return false
	}
	n := q.tokens[i+1]
	return n.kind != mark || n.text == "[" || n.text == "(" || n.text == "…" || n.text == "£" || n.text == "$" || n.text == "€" ||
		n.text == "#" || n.text == "@" || isQuoteMark(n.text) || n.text == "." && i+2 < len(q.tokens) && q.tokens[i+2].isMark(".")
}

// afterWord reports whether the token stands right after a word.
func (q *quoter) afterWord(i int) bool {
	return i > 0 && q.tokens[i].glued && q.tokens[i-1].kind != mark
}

// opens reports whether the mark at i can begin a quotation.
func (q *quoter) opens(i int) bool {
	t := q.tokens[i]
	if _, ok := closers[t.text]; !ok {
		return false
	}
	switch t.text {
	case "'", "‘", "‚":
		return q.tight(i) && !q.afterWord(i) && !(t.text == "'" && q.elided(i+1)) && (t.text == "‚" || q.closedLater(i) || t.text == "‘" || q.begins(i))
	case "\"", "＂":
		return i+1 < len(q.tokens) && (!t.glued || q.tight(i)) && !q.afterNumber(i)
	case "»":
		return q.tight(i) && !q.afterWord(i) // as German books quote
	}
	return true
}

// afterNumber reports whether the mark may be one of inches.
func (q *quoter) afterNumber(i int) bool {
	return i > 0 && q.tokens[i].glued && q.tokens[i-1].kind == number
}

// elided reports whether the token after an apostrophe is a word cut short.
func (q *quoter) elided(i int) bool {
	if i >= len(q.tokens) {
		return true
	}
	switch t := q.tokens[i]; t.norm {
	case "em", "til", "tis", "twas", "cause", "n", "s", "t", "re", "ve", "ll", "d", "m":
		return true
	default:
		return t.kind == number && len(t.text) == 2 && i+1 < len(q.tokens) && q.tokens[i+1].glued && q.tokens[i+1].norm == "s"
	}
}

// begins reports whether speech plainly begins at i: at the start of a block,
// or after a colon.
func (q *quoter) begins(i int) bool { return i == 0 || q.tokens[i-1].isMark(":") }

// mostSingle bounds how far the end of a quotation in single straight marks is
// looked for, in tokens: what has none so soon is an apostrophe.
const mostSingle = 200

func (q *quoter) closedLater(i int) bool {
	for j := i + 2; j < len(q.tokens) && j < i+mostSingle; j++ {
		if isSingle(q.tokens[j].text) && q.closes(j, "'") {
			return true
		}
	}
	return false
}

// closes reports whether the mark at i ends what opener began.
func (q *quoter) closes(i int, opener string) bool {
	t := q.tokens[i]
	if !hasRune(closers[opener], t.text) {
		return false
	}
	if isSingle(opener) {
		return t.glued && !(i+1 < len(q.tokens) && q.tokens[i+1].glued && q.tokens[i+1].kind != mark && !q.tokens[i+1].dense && !q.tokens[i-1].dense) && !q.possessive(i, opener)
	}
	if t.text == "\"" {
		return t.glued || !q.tight(i)
	}
	return true
}

// possessive reports whether the mark after an s is an apostrophe: a word in
// lower case follows, and another mark that ends the quotation.
func (q *quoter) possessive(i int, opener string) bool {
	last := q.tokens[i-1]
	if i+1 >= len(q.tokens) || last.kind != word || !hasSuffixS(last.norm) {
		return false
	}
	if n := q.tokens[i+1]; n.kind != word || n.capital || n.glued {
		return false
	}
	for j := i + 1; j < len(q.tokens) && j < i+mostSingle; j++ {
		t := q.tokens[j]
		switch {
		case !isSingle(t.text) || t.kind != mark:
		case t.text == "‘" || !t.glued && q.tight(j):
			return false
		case t.glued && (j+1 == len(q.tokens) || !q.tokens[j+1].glued || q.tokens[j+1].kind == mark) && hasRune(closers[opener], t.text):
			return true
		}
	}
	return false
}

// strayClose reports whether a mark ends a quotation whose beginning is not in
// the text.
func (q *quoter) strayClose(i int) bool {
	t := q.tokens[i]
	if !t.glued {
		return false
	}
	switch t.text {
	case "”", "»", "›", "」", "』", "》":
		return true
	case "\"":
		return !q.afterNumber(i)
	}
	return false
}

func hasSuffixS(s string) bool { return s != "" && s[len(s)-1] == 's' }

func hasRune(set, s string) bool {
	for _, r := range set {
		if string(r) == s {
			return true
		}
	}
	return false
}

// isEllipsis reports whether words are left out at i, and how many tokens say so.
func isEllipsis(tokens []token, i int) (int, bool) {
	if tokens[i].isMark("…") {
		n := 1
		for i+n < len(tokens) && tokens[i+n].isMark("…") {
			n++
		}
		return n, true
	}
	n := 0
	for i+n < len(tokens) && tokens[i+n].isMark(".") {
		n++
	}
	return n, n >= 3 && n <= 4
}

// isTitleCase reports whether all words that tell have a capital, as in titles
// of works.
func isTitleCase(tokens []token) bool {
	n := 0
	for _, t := range tokens {
		if t.kind == word && !t.capital && (!t.stop || n == 0) {
			return false
		}
		if t.kind == word {
			n++
		}
	}
	return n > 0
}
