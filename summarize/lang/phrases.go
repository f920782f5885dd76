package lang

import "unicode"

// Phrases finds phrases of one or more words in a text.
type Phrases struct {
	byFirst map[string][][]string
}

// NewPhrases makes a matcher for phrases; see Words for how they are cut.
func NewPhrases(phrases ...[]string) *Phrases {
	p := &Phrases{byFirst: map[string][][]string{}}
	for _, list := range phrases {
		for _, phrase := range list {
			if ws := textsOf(Words(phrase)); len(ws) > 0 {
				p.byFirst[ws[0]] = append(p.byFirst[ws[0]], ws)
			}
		}
	}
	return p
}

// At returns how many words the longest phrase that starts at words[i] has, 0
// for none.
func (p *Phrases) At(words []Word, i int) int {
	longest := 0
	for _, phrase := range p.byFirst[words[i].Text] {
		if len(phrase) > longest && matches(words[i:], phrase) {
			longest = len(phrase)
		}
	}
	return longest
}

// In reports whether any phrase occurs in words.
func (p *Phrases) In(words []Word) bool {
	for i := range words {
		if p.At(words, i) > 0 {
			return true
		}
	}
	return false
}

func matches(words []Word, phrase []string) bool {
	if len(words) < len(phrase) {
		return false
	}
	for i, w := range phrase {
		if words[i].Text != w {
			return false
		}
	}
	return true
}

func textsOf(words []Word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.Text
	}
	return out
}

func hasLetterOrDigit(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return true
		}
	}
	return false
}
