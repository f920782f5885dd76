package article

import (
	"strings"
	"time"
)

// openings lists the blocks that could begin an entry.
func (p *page) openings() []opening {
	byKey := map[string]time.Time{}
	for _, e := range p.entries {
		for _, key := range []string{e.headline, e.body} {
			if _, taken := byKey[key]; key != "" && !taken {
				byKey[key] = e.at
			}
		}
	}
	var out []opening
	for i := range p.blocks {
		o, ok := p.openingAt(i, byKey)
		if ok && (len(out) == 0 || !out[len(out)-1].takes(o)) {
			out = append(out, o)
		}
	}
	return out
}

// takes adds to an opening what the next block says of the same entry: the
// headline below its time, the time below its headline, or its text.
func (o *opening) takes(next opening) bool {
	if next.block != o.block+1 || o.clock.text != "" && next.clock.text != "" {
		return false
	}
	switch {
	case o.alone && !next.alone:
		if next.title != "" {
			o.title = next.title
		}
		if o.at.IsZero() {
			o.at = next.at
		}
	case next.alone:
		o.clock, o.aloneAt = next.clock, next.block
	default:
		return o.at.Equal(next.at)
	}
	return true
}

// openingAt reports how block i begins an entry.
func (p *page) openingAt(i int, byKey map[string]time.Time) (opening, bool) {
	b := p.blocks[i]
	o := opening{block: i, seq: b.seq}
	if b.drop != "" || len(b.text) > longestFurniture*8 {
		return o, false
	}
	head := columns(b.text) <= longestOpening && (b.kind == Heading || !endsSentence(b.text))
	clock, rest, ok := clockOf(b.text, head)
	switch {
	case ok && aboutPage(b.text):
		return o, false
	case ok:
		o.clock = clock
		o.at, _ = parseDate(b.when)
		o.alone = !hasContent(rest)
		if head && !o.alone {
			o.title = rest
		}
	case b.when != "" && head && !aboutPage(b.text) && shortTime(b.text):
		if o.at, ok = parseDate(b.when); !ok {
			return o, false
		}
		o.alone = true
	default:
		at, known := byKey[keyOf(b.text)]
		if !known || len(byKey) == 0 {
			return o, false
		}
		if o.at = at; head {
			o.title = b.text
		}
	}
	if o.alone {
		p.titleOf(&o)
	}
	return o, true
}

// titleOf finds the headline of an entry whose time has a line of its own: the
// heading below, else the one above.
func (p *page) titleOf(o *opening) {
	i := o.block
	switch {
	case i+1 < len(p.blocks) && p.blocks[i+1].kind == Heading:
		o.title = p.blocks[i+1].text
	case i > 0 && p.blocks[i-1].kind == Heading && p.blocks[i-1].seq > 1:
		o.title, o.seq = p.blocks[i-1].text, p.blocks[i-1].seq
	}
}

// aboutPage reports a line that says when the page was published or changed.
func aboutPage(text string) bool {
	kind := allPhrases().kind(text)
	return kind == "published" || kind == "updated" || kind == "byline"
}

// shortTime reports that a line is a time in words: "4 hours ago", "Yesterday at
// 9pm".
func shortTime(text string) bool {
	return columns(text) <= 40 && len(strings.Fields(text)) <= 6
}

// entriesOf reports that openings are those of a live blog: some, in the order of
// time, with most of the text in them, and text in most.
func entriesOf(openings []opening, blocks []block) bool {
	if len(openings) < leastOpenings {
		return false
	}
	forward, back := steps(openings)
	if most := max(forward, back); most*10 < (forward+back)*7 || most == 0 {
		return false
	}
	before := countBlockWords(blocks[:openings[0].block])
	within := countBlockWords(blocks[openings[0].block:])
	if within < before || within < entryWords*len(openings) {
		return false
	}
	told := 0
	for i, o := range openings {
		end := len(blocks)
		if i+1 < len(openings) {
			end = openings[i+1].block
		}
		for _, b := range blocks[o.block:end] {
			if endsSentence(b.text) {
				told++
				break
			}
		}
	}
	return told*3 >= len(openings)*2
}

// steps counts the openings that are later and earlier than the one before.
func steps(openings []opening) (forward, back int) {
	for i := 1; i < len(openings); i++ {
		a, b := openings[i-1], openings[i]
		n := acrossMidnight(b.clock.minutes - a.clock.minutes)
		if !a.at.IsZero() && !b.at.IsZero() {
			n = int(b.at.Sub(a.at) / time.Second)
		} else if a.clock.text == "" || b.clock.text == "" {
			continue
		}
		switch {
		case n > 0:
			forward++
		case n < 0:
			back++
		}
	}
	return forward, back
}

// acrossMidnight takes a step of over half a day for one over midnight the other
// way.
func acrossMidnight(minutes int) int {
	const day = 24 * 60
	switch {
	case minutes > day/2:
		return minutes - day
	case minutes < -day/2:
		return minutes + day
	}
	return minutes
}
