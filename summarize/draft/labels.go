package draft

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/nutgraf/nutgraf/summarize/lang"
)

// part is what a label introduces. The zero value is text below no label.
type part string

const (
	whyPart       part = "why"
	takeawaysPart part = "takeaways"
)

// labels are those of all languages, by their key.
var labels = sync.OnceValue(func() map[string]part {
	table := map[string]part{}
	for _, code := range lang.Codes() {
		l := lang.For(code)
		for _, s := range append([]string{l.WhyLabel}, l.WhyHeadings...) {
			table[labelKey(s)] = whyPart
		}
		for _, s := range append([]string{l.TakeawaysLabel}, l.TakeawayHeadings...) {
			table[labelKey(s)] = takeawaysPart
		}
	}
	delete(table, "")
	return table
})

// widestLabel bounds a label, in characters.
const widestLabel = 60

// labelKey is a label for comparison: words in lower case without accents and
// numbers, no marks around it.
func labelKey(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == 'ı':
			return 'i'
		case r == '’':
			return '\''
		case unicode.Is(unicode.Mn, r):
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(s)))
	s = strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	words := strings.Fields(s)
	kept := words[:0]
	for _, w := range words {
		if strings.TrimFunc(w, unicode.IsDigit) != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// labelOf says what a text introduces that is nothing but a label.
func labelOf(text string) part {
	if utf8.RuneCountInString(text) > widestLabel {
		return ""
	}
	key := labelKey(text)
	if p := labels()[key]; p != "" {
		return p
	}
	for _, more := range []string{" (", " from "} { // "key takeaways (by the desk)", "takeaways from the vote"
		if before, _, ok := strings.Cut(key, more); ok && labels()[labelKey(before)] == takeawaysPart {
			return takeawaysPart
		}
	}
	return ""
}

// cutLabel cuts a label off the text that it begins, and says what it introduces.
func cutLabel(text string) (part, string) {
	if p := labelOf(text); p != "" {
		return p, ""
	}
	count := 0
	for i, r := range text {
		if count++; count > widestLabel {
			break
		}
		if !strings.ContainsRune(":：?؟？.|-–—•", r) {
			continue
		}
		size := utf8.RuneLen(r)
		if p := labels()[labelKey(text[:i])]; p != "" && parts(r, text[i+size:]) {
			if r == '•' {
				size = 0
			}
			return p, strings.TrimLeft(text[i+size:], " :：-–—*")
		}
	}
	return "", text
}

// parts reports that a mark ends a label: a colon does, others only before a space.
func parts(mark rune, rest string) bool {
	return strings.ContainsRune(":：？؟•", mark) || strings.HasPrefix(rest, " ")
}
