package article

import (
	"hash/fnv"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// Bounds of what is known as said twice, in words.
const (
	leastAlt    = 4
	longestAlt  = 25
	leastRepeat = 8
	longestPull = 60
	wordRun     = 5 // words in a row that are compared
)

// altsOf returns what the images of a page say that they show, folded.
func altsOf(body *html.Node) map[string]bool {
	out := map[string]bool{}
	for d := range body.Descendants() {
		if d.DataAtom != atom.Img && d.Data != "amp-img" {
			continue
		}
		if alt := attr(d, "alt"); wordsOf(alt) >= leastAlt && wordsOf(alt) <= longestAlt {
			out[fold(alt)] = true
		}
	}
	return out
}

// markCaptions marks blocks that say what an image shows, in its own words.
func markCaptions(blocks []block, alts map[string]bool) {
	for i, b := range blocks {
		if b.drop != "" || b.kind == Heading || wordsOf(b.text) > longestAlt {
			continue
		}
		bare, _, _ := strings.Cut(b.text, " (")
		if alts[fold(b.text)] || wordsOf(bare) >= leastAlt && alts[fold(bare)] {
			blocks[i].drop = "caption"
		}
	}
}

// markRepeats marks blocks that an earlier one has word for word, and quotations
// set apart that another paragraph has too.
func markRepeats(blocks []block) {
	seen := map[string]bool{}
	for i, b := range blocks {
		if b.drop != "" || b.kind == Heading || wordsOf(b.text) < leastRepeat || !endsSentence(b.text) {
			continue
		}
		key := fold(b.text)
		if seen[key] {
			blocks[i].drop = "repeated"
		}
		seen[key] = true
	}
	markPulled(blocks)
}

// pulled reports a block that could be a quotation pulled out of the text.
func (b block) pulled() bool {
	n := wordsOf(b.text)
	return b.drop == "" && n >= leastRepeat && n <= longestPull && (b.kind == Quote || strings.HasPrefix(b.text, "“") || strings.HasPrefix(b.text, "\"") || strings.HasPrefix(b.text, "„") || strings.HasPrefix(b.text, "«"))
}

// markPulled marks pulled quotations all of whose runs of words are in other
// blocks, longer than they are.
func markPulled(blocks []block) {
	wanted := map[uint64]bool{}
	for _, b := range blocks {
		if b.pulled() {
			for _, h := range runs(b.text) {
				wanted[h] = true
			}
		}
	}
	if len(wanted) == 0 {
		return
	}
	longest := map[uint64]int{} // run -> size of the longest block with it
	for _, b := range blocks {
		if b.drop != "" {
			continue
		}
		for _, h := range runs(b.text) {
			if wanted[h] {
				longest[h] = max(longest[h], len(b.text))
			}
		}
	}
	for i, b := range blocks {
		if b.pulled() && !slices.ContainsFunc(runs(b.text), func(h uint64) bool { return longest[h] <= len(b.text)+8 }) {
			blocks[i].drop = "repeated"
		}
	}
}

// runs returns a hash of each run of words of a text.
func runs(text string) []uint64 {
	words := lang.Words(text)
	var out []uint64
	for i := 0; i+wordRun <= len(words); i++ {
		h := fnv.New64a()
		for _, w := range words[i : i+wordRun] {
			h.Write([]byte(w.Text)) // a hash does not fail
			h.Write([]byte{' '})
		}
		out = append(out, h.Sum64())
	}
	return out
}
