package ground

import (
	"strings"
	"unicode/utf8"
)

// inner are the words of a quotation without the punctuation at its ends.
func (k *quotationCheck) inner(q quotation) at {
	a := at{q.from, q.to}
	for a.from < a.to-1 && k.tokens[a.from].kind == mark {
		a.from++
	}
	for a.to > a.from+1 && k.tokens[a.to-1].kind == mark {
		a.to--
	}
	return a
}

// asStarted gives the words of the article the first letter, large or small, that
// the claim has there. A small one may be wrong for another word: it can be a name.
func (k *quotationCheck) asStarted(where at, p quotePlace) string {
	text, first := p.text(), &k.tokens[where.from]
	_, size := utf8.DecodeRuneInString(text)
	switch theirs := &p.flow.tokens[p.list[p.from]]; {
	case first.capital:
		return strings.ToUpper(text[:size]) + text[size:]
	case theirs.capital && theirs.norm == first.norm:
		return strings.ToLower(text[:size]) + text[size:]
	}
	return text
}

func (k *quotationCheck) textOf(a at) string {
	return k.text[k.tokens[a.from].start:k.tokens[a.to-1].end]
}

// markedText is what a text has from one token to another, with the marks of
// the quotation that it begins or ends with.
func markedText(f *quoteFlow, from, to int) string {
	if q := f.quote[from]; q >= 0 && f.quotes[q].opened && f.quotes[q].from == from {
		from--
	}
	if q := f.quote[to-1]; q >= 0 && f.quotes[q].closed {
		end := to
		for end < f.quotes[q].to && f.tokens[end].kind == mark {
			end++
		}
		if end == f.quotes[q].to {
			to = end + 1
		}
	}
	return f.text[f.tokens[from].start:f.tokens[to-1].end]
}

// mostShown bounds the words of the article in a message, in code points.
const mostShown = 120

func clippedQuote(s string) string {
	n := 0
	for i := range s {
		if n++; n > mostShown {
			return s[:i] + "…"
		}
	}
	return s
}

// inSentence names a sentence by its number.
func inSentence(index int) string {
	if index < 0 {
		return ", in the headline"
	}
	return ", " + placeOf(index)
}
