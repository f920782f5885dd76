package article

import (
	"maps"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// headings are the phrases that introduce an article's own summary: phrase to
// "why" or "takeaways".
type headings map[string]string

func headingsFor(l *lang.Language) headings {
	h := headings{}
	for _, l := range []*lang.Language{lang.For("en"), l} {
		for _, p := range l.WhyHeadings {
			h[headingKey(p)] = "why"
		}
		for _, p := range l.TakeawayHeadings {
			h[headingKey(p)] = "takeaways"
		}
	}
	return h
}

// allHeadings holds those of every language.
var allHeadings = sync.OnceValue(func() headings {
	all := headings{}
	for _, code := range lang.Codes() {
		maps.Copy(all, headingsFor(lang.For(code)))
	}
	return all
})

// headingKey is a heading for comparison: lower case, no marks around it, no
// number before it.
func headingKey(s string) string {
	s = strings.TrimFunc(lowered(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r)
	})
	return strings.Join(strings.Fields(s), " ")
}

// of says what a block that is nothing but a heading introduces, "" for none.
func (h headings) of(text string) string {
	if columns(text) > 60 || strings.HasSuffix(text, ".") {
		return ""
	}
	return h[headingKey(text)]
}

// cut finds a heading that text begins with and a colon or dash ends, or that
// was set in bold. It returns what it introduces and what follows it.
func (h headings) cut(text, lead string) (part, rest string) {
	if lead != "" && strings.HasPrefix(text, lead) {
		if part = h.of(lead); part != "" {
			return part, strings.TrimLeft(text[len(lead):], " :：-–—.")
		}
	}
	head := text[:min(len(text), 120)]
	for i, r := range head {
		if r != ':' && r != '：' && r != '—' && r != '–' && r != '-' && r != '|' {
			continue
		}
		rest = text[i+utf8.RuneLen(r):]
		dash := r != ':' && r != '：'
		if dash && (!strings.HasSuffix(head[:i], " ") || !strings.HasPrefix(rest, " ")) {
			continue
		}
		if part = h.of(head[:i]); part != "" && !(dash && aside(rest, string(r))) {
			return part, strings.TrimSpace(rest)
		}
		if !dash {
			break
		}
	}
	return "", ""
}

// aside reports that the dash before rest opens an aside: one more closes it.
func aside(rest, dash string) bool {
	return strings.Count(rest, " "+dash+" ") == 1
}

// inline reports that text begins with a heading and what it introduces.
func (h headings) inline(text string) bool {
	part, _ := h.cut(text, "")
	return part != ""
}

// Bounds of an article's own summary.
const (
	mostTakeaways       = 12
	mostSummaryHeadings = 4
	longestTakeaway     = 420   // columns, in a list
	sentenceTakeaway    = 100   // columns, of a sentence without a bullet
	mostLines           = 8     // takeaways without bullets
	plainTakeaway       = 170   // columns, of a line without a bullet
	longestRunIn        = 10000 // bytes
)

// reference takes the article's own summary out of blocks.
func (s *stripper) reference(blocks []block) []block {
	if s.structural(blocks) {
		return blocks
	}
	out := make([]block, 0, len(blocks))
	for i := 0; i < len(blocks); {
		b := blocks[i]
		part, rest := s.headings.of(b.text), ""
		if part == "" {
			part, rest = s.headings.cut(b.text, b.lead)
		}
		used := 0
		if part != "" && b.drop == "" {
			used = s.take(part, rest, blocks[i:], len(out))
		}
		if used > 0 {
			i += used
			continue
		}
		if b.kind == Body && endsSentence(b.text) && s.phrases.kind(b.text) == "" {
			s.sentences++
		}
		out = append(out, s.runIn(b))
		i++
	}
	s.sentences = 0
	return out
}

// structural reports that headings of a summary come again and again: then
// they are the article's own structure, a section each.
func (s *stripper) structural(blocks []block) bool {
	n := 0
	for _, b := range blocks {
		part := s.headings.of(b.text)
		if part == "" {
			part, _ = s.headings.cut(b.text, b.lead)
		}
		if part != "" {
			n++
		}
	}
	return n > mostSummaryHeadings
}

// take adds the summary that begins at blocks[0] and returns how many blocks
// it is. before is how many blocks of text came before it.
func (s *stripper) take(part, rest string, blocks []block, before int) int {
	used := 1
	var items []string
	if part == "takeaways" {
		items, used = s.takeaways(rest, blocks)
	} else if rest != "" {
		items = trimItems([]string{rest})
	} else if items = whyBelow(blocks[1:]); len(items) > 0 {
		used = 1 + len(items)
	}
	if len(items) == 0 || before+len(blocks)-used < 1 {
		return 0
	}
	for _, b := range blocks[:used] {
		s.omit("reference", b.text)
	}
	s.keep(part, items)
	return used
}

func (s *stripper) keep(part string, items []string) {
	if s.page.reference == nil {
		s.page.reference = &Reference{}
	}
	ref := s.page.reference
	if part == "takeaways" {
		ref.Takeaways = append(ref.Takeaways, items...)
		return
	}
	if ref.Why != "" {
		ref.Why += " "
	}
	ref.Why += strings.Join(items, " ")
}

// runIn cuts a summary that was run into the end of a paragraph: after a
// sentence comes a heading with a colon.
func (s *stripper) runIn(b block) block {
	for i := 0; i < len(b.text); {
		k := strings.IndexAny(b.text[i:], ":：")
		if k < 0 {
			return b
		}
		k += i
		if part, at := s.headingBefore(b.text[:k]); part != "" {
			_, n := utf8.DecodeRuneInString(b.text[k:])
			rest := strings.TrimSpace(b.text[k+n:])
			if rest != "" && at > 0 && runsIn(part, rest) {
				s.omit("reference", b.text[at:])
				items := []string{rest}
				if part == "takeaways" {
					items = inlineItems(rest)
				}
				s.keep(part, items)
				b.text = strings.TrimSpace(b.text[:at])
				return b
			}
		}
		i = k + 1
	}
	return b
}

// runsIn reports that what follows a heading within a paragraph is a summary: a
// list of takeaways, or the one sentence that says why.
func runsIn(part, rest string) bool {
	if len(rest) > longestRunIn {
		return false
	}
	if part == "why" {
		return len(Split(rest, "und")) == 1
	}
	return strings.ContainsAny(rest, bullets+";；") || strings.Count(rest, " - ") > 1 || strings.Count(rest, " – ") > 1 || labelAt(rest[:min(len(rest), 12)]).n == 1
}

// headingBefore finds a heading that text ends with, after the end of a
// sentence and with a capital, and where it begins.
func (s *stripper) headingBefore(text string) (part string, at int) {
	from := max(0, len(text)-70)
	for i := len(text); i > from; {
		r, n := utf8.DecodeLastRuneInString(text[:i])
		i -= n
		if isStop(r) || r == '”' || r == '"' {
			head := strings.TrimLeft(text[i+n:], " ")
			first, _ := utf8.DecodeRuneInString(head)
			if unicode.IsLower(first) || head == "" {
				return "", 0
			}
			return s.headings.of(head), len(text) - len(head)
		}
	}
	return "", 0
}
