package article

import (
	"time"
)

// liveEntry is an entry of a live blog as the page's JSON-LD has it.
type liveEntry struct {
	headline, body string // folded, the beginning of each
	at             time.Time
}

const (
	mostUpdates    = 5000 // of one live blog
	entryKey       = 40   // characters by which an entry is found in the text
	leastOpenings  = 3    // entries with a time that make a live blog
	leastKey       = 12   // characters of a headline that can be told by it
	entryWords     = 8    // words of an entry, in the mean
	longestBefore  = 40   // bytes before a time element that begins a block
	longestOpening = 160  // columns of the line that heads an entry
)

// liveEntries reads a liveBlogUpdate property.
func liveEntries(v any) []liveEntry {
	list, _ := v.([]any)
	var out []liveEntry
	for _, e := range list[:min(len(list), mostUpdates)] {
		m, ok := e.(map[string]any)
		if !ok {
			continue
		}
		entry := liveEntry{headline: keyOf(plainText(first(m["headline"]))), body: keyOf(plainText(first(m["articleBody"])))}
		fillDate(&entry.at, first(m["datePublished"]), first(m["dateCreated"]), first(m["dateModified"]))
		if !entry.at.IsZero() {
			out = append(out, entry)
		}
	}
	return out
}

// keyOf is what the beginnings of two spellings of a text share, "" for a text
// too short to be known by it.
func keyOf(text string) string {
	runes := []rune(fold(text[:min(len(text), 8*entryKey)]))
	if len(runes) < leastKey {
		return ""
	}
	return string(runes[:min(len(runes), entryKey)])
}

// opening is where an entry of a live blog begins.
type opening struct {
	block int       // index of the first block
	seq   int       // its number, which stays when blocks are taken out
	at    time.Time // when the page says it in full
	clock clockTime // when it only shows a time of day
	title string
	alone bool // the block is the time and nothing else

	aloneAt int // index of a block below that is the time and nothing else, 0 for none
}

// findEntries finds where the entries of a live blog begin, and numbers the
// blocks so that they can be found again when furniture is out. It takes the
// lines that are only a time out of the text, unless all is kept.
func (p *page) findEntries(keepAll bool) {
	for i := range p.blocks {
		p.blocks[i].seq = i + 1
	}
	openings := p.openings()
	if !entriesOf(openings, p.blocks) {
		return
	}
	p.sections = openings
	if keepAll {
		return
	}
	alone := map[int]bool{}
	for _, o := range openings {
		if o.alone {
			alone[o.block] = true
		}
		if o.aloneAt > 0 {
			alone[o.aloneAt] = true
		}
	}
	kept := p.blocks[:0:0]
	for i, b := range p.blocks {
		if alone[i] {
			p.omitted = append(p.omitted, Omission{Kind: "time", Text: b.text})
			continue
		}
		kept = append(kept, b)
	}
	p.blocks = kept
}
