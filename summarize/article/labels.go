package article

import (
	"maps"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/lang"
	"golang.org/x/text/unicode/norm"
)

// headings are the labels that introduce an article's own summary: label to
// "why" or "takeaways".
type headings map[string]string

// headingsFor knows the labels of a language and English ones; of a language
// that is not known, those of all.
func headingsFor(l *lang.Language) headings {
	if l.Code == "und" {
		return allHeadings()
	}
	h := headings{}
	h.add(lang.For("en"))
	h.add(l)
	return h
}

func (h headings) add(l *lang.Language) {
	for _, p := range l.WhyHeadings {
		h[headingKey(p)] = "why"
	}
	for _, p := range l.TakeawayHeadings {
		h[headingKey(p)] = "takeaways"
	}
}

// allHeadings holds those of every language.
var allHeadings = sync.OnceValue(func() headings {
	all := headings{}
	for _, code := range lang.Codes() {
		h := headings{}
		h.add(lang.For(code))
		maps.Copy(all, h)
	}
	return all
})

// plainWhy holds the labels that say "why this matters" in so many words, in any
// language: the first of each list. Others ("the bottom line") are what an
// author says in the middle of a paragraph as well.
var plainWhy = sync.OnceValue(func() map[string]bool {
	plain := map[string]bool{}
	for _, code := range lang.Codes() {
		labels := lang.For(code).WhyHeadings
		for _, p := range labels[:min(len(labels), 5)] {
			plain[headingKey(p)] = true
		}
	}
	return plain
})

// headingKey is a label for comparison: letters without accents in lower case,
// no marks around it, no number before it or in it ("die 5 wichtigsten Punkte").
func headingKey(s string) string {
	s = strings.TrimFunc(bare(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	words := strings.Fields(s)
	kept := words[:0]
	for _, w := range words {
		if strings.TrimFunc(w, unicode.IsDigit) != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// bare writes text in lower case without what capitals and keyboards leave out:
// accents, the dot of a Turkish i, joiners, forms of Arabic letters.
func bare(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		ascii = ascii && s[i] < utf8.RuneSelf
	}
	if ascii {
		return strings.ToLower(s)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0x300 && r <= 0x36f, r >= 0x64b && r <= 0x655, r >= 0x200b && r <= 0x200f, r == 0xad:
			return -1
		case r == '’' || r == 'ʼ' || r == '՚':
			return '\''
		case r == 'ı':
			return 'i'
		case r == 'ی' || r == 'ى':
			return 'ي'
		case r == 'ک':
			return 'ك'
		}
		return r
	}, norm.NFD.String(strings.ToLower(s)))
}

// widestHeading bounds a label, in columns.
const widestHeading = 60

// of says what a block that is nothing but a label introduces, "" for none.
func (h headings) of(text string) string {
	if len(text) > 4*widestHeading || columns(text) > widestHeading || strings.HasSuffix(text, ".") {
		return ""
	}
	key := headingKey(text)
	if part := h[key]; part != "" {
		return part
	}
	if before, ok := strings.CutSuffix(key, " to you"); ok && plainWhy()[before] {
		return h[before]
	}
	if before, _, ok := strings.Cut(key, " from "); ok && h[before] == "takeaways" {
		return "takeaways" // "three takeaways from the vote"
	}
	if before, _, ok := strings.Cut(key, " ("); ok && strings.HasSuffix(strings.TrimRight(text, ":*_ "), ")") {
		return h[headingKey(before)] // "key takeaways (written by a machine)"
	}
	return ""
}

// cut finds a label that text begins with and a colon, dash, bracket or list
// ends, or that was set in bold or in capitals. It returns what it introduces
// and what follows it.
func (h headings) cut(text, lead string) (part, rest string) {
	if lead != "" && strings.HasPrefix(text, lead) {
		rest = strings.TrimLeft(text[len(lead):], " :：-–—.|*_")
		if part = h.of(lead); part != "" && h.of(rest) == "" {
			return part, rest
		}
	}
	head := text[:min(len(text), 4*widestHeading)]
	for i, r := range head {
		if r == utf8.RuneError {
			break
		}
		rest = text[i+utf8.RuneLen(r):]
		switch {
		case !h.ends(r, head[:i], rest):
			continue
		case strings.ContainsRune(bullets, r):
			rest = text[i:]
		}
		if part = h.of(head[:i]); part != "" && !(isDash(r) && aside(rest, string(r))) && !(r == '|' && h.of(rest) != "") {
			return part, trimLabelEnd(rest)
		}
		if r == ':' || r == '：' {
			break
		}
	}
	return h.capitals(head, text)
}

// ends reports that r can end a label.
func (h headings) ends(r rune, before, rest string) bool {
	switch r {
	case ':', '：', ']', '】', '］', '」':
		return true
	case '|', '-', '–', '—':
		return strings.HasSuffix(before, " ") && strings.HasPrefix(rest, " ")
	case '”', '"', '»':
		rest = strings.TrimLeft(rest, " ")
		return strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "—") || strings.HasPrefix(rest, "–")
	}
	return before != "" && strings.ContainsRune(bullets, r)
}

func isDash(r rune) bool { return r == '-' || r == '–' || r == '—' }

// trimLabelEnd takes what still belongs to a label off the text after it.
func trimLabelEnd(rest string) string {
	marks := strings.TrimLeft(rest, " *_:：")
	if strings.HasPrefix(rest, " * ") || strings.HasPrefix(rest, "* ") {
		marks = strings.TrimLeft(rest, " :：") // the first item of a list
	}
	for _, dash := range []string{"— ", "– "} {
		if after, ok := strings.CutPrefix(marks, dash); ok && !strings.Contains(after, " "+dash) {
			return strings.TrimSpace(after)
		}
	}
	return strings.TrimSpace(marks)
}

// capitals finds a label of several words in capitals, with a sentence that is
// not behind it: "WHY IT MATTERS The board …".
func (h headings) capitals(head, text string) (part, rest string) {
	for i := 0; i < len(head); {
		word, _, _ := strings.Cut(head[i:], " ")
		if word == "" || word != strings.ToUpper(word) || word == strings.ToLower(word) {
			break
		}
		i = min(i+len(word)+1, len(head))
		next, _, _ := strings.Cut(text[i:], " ")
		if part = h.of(head[:i]); part != "" && strings.Contains(strings.TrimSpace(head[:i]), " ") && next != strings.ToUpper(next) {
			return part, text[i:]
		}
	}
	return "", ""
}

// aside reports that the dash before rest opens an aside: one more closes it.
func aside(rest, dash string) bool {
	return strings.Count(rest, " "+dash+" ") == 1
}

// label says what a block introduces that is a label or begins with one, and
// what follows the label in it.
func (h headings) label(b block) (part, rest string) {
	if b.drop != "" {
		return "", ""
	}
	if part = h.of(b.text); part != "" {
		return part, ""
	}
	return h.cut(b.text, b.lead)
}

// inline reports that text begins with a label and what it introduces.
func (h headings) inline(text string) bool {
	part, _ := h.cut(text, "")
	return part != ""
}
