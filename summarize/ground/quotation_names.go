package ground

import "unicode/utf8"

// isName reports whether tokens of the claim are a name: no article before
// them, and not a common word that only begins the sentence.
func (k *quotationCheck) isName(t *quoteTeller, name at) bool {
	if name.from > t.lo && t.has(&t.tokens[name.from-1], asDeterminer) {
		return false
	}
	words := k.words(k.tokens, name)
	if t.nouns && len(words) == 1 && !k.isPerson(words[0].norm) {
		return false
	}
	for _, x := range words {
		if !t.has(x, asOffice) && !k.common(x.norm) {
			return true
		}
	}
	return false
}

// common reports whether the article has a word without a capital.
func (k *quotationCheck) common(norm string) bool {
	for i := range k.article.tokens {
		if t := &k.article.tokens[i]; t.norm == norm && t.kind == word && !t.capital {
			return true
		}
	}
	return false
}

func (k *quotationCheck) allCommon(t *quoteTeller, name at) bool {
	for i := name.from; i < name.to; i++ {
		if x := &t.tokens[i]; x.kind == word && !t.has(x, asLink|asTitle) && !k.common(x.norm) {
			return false
		}
	}
	return true
}

// named reports whether the claim's name stands in an area of the article: its
// last word, or all that it has when that is an office.
func (k *quotationCheck) named(name at, f *quoteFlow, area at) bool {
	words := k.words(k.tokens, name)
	if len(words) > 0 && !k.speech.has(words[len(words)-1], asOffice) {
		words = words[len(words)-1:]
	}
	for _, w := range words {
		for j := area.from; j < area.to; j++ {
			if sameName(w, &f.tokens[j]) {
				return true
			}
		}
	}
	return false
}

// within reports whether the last word of the article's name stands in the claim's.
func (k *quotationCheck) within(name, who at) bool {
	theirs := k.words(k.article.tokens, who)
	if len(theirs) == 0 {
		return false
	}
	for _, w := range k.words(k.tokens, name) {
		if sameName(w, theirs[len(theirs)-1]) {
			return true
		}
	}
	return false
}

// tellsApart reports whether a token of a name is more than a title.
func (k *quotationCheck) tellsApart(t *token) bool {
	return t.kind == word && t.capital && !k.speech.has(t, asTitle|asLink)
}

// sameName compares words of names: some languages inflect them.
func sameName(a, b *token) bool {
	if a.norm == b.norm {
		return true
	}
	if !b.capital || a.kind != word || b.kind != word {
		return false
	}
	short, long := a.norm, b.norm
	if len(short) > len(long) {
		short, long = long, short
	}
	keep := len(short)
	if utf8.RuneCountInString(short) < 4 || len(long)-len(short) > 6 {
		return false
	}
	return long[:keep] == short && (a.text[0] >= utf8.RuneSelf || hasRune("'’", apostropheAt(b.text, len(a.text))) || hasRune("'’", apostropheAt(a.text, len(b.text))))
}

// apostropheAt returns the character of a text at a byte offset, "" when there is none.
func apostropheAt(s string, i int) string {
	if i >= len(s) || !utf8.RuneStart(s[i]) {
		return ""
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return string(r)
}

// namesakes reports whether two names have the last word in common and another first.
func (k *quotationCheck) namesakes(name, who at) bool {
	a, b := k.words(k.tokens, name), k.words(k.article.tokens, who)
	if len(a) < 2 || len(b) < 2 || a[len(a)-1].norm != b[len(b)-1].norm {
		return false
	}
	for _, x := range a[:len(a)-1] {
		for _, y := range b[:len(b)-1] {
			if sameName(x, y) || len(x.norm) == 1 || len(y.norm) == 1 {
				return false
			}
		}
	}
	return !k.speech.has(a[0], asOffice) && !k.speech.has(b[0], asOffice) && !k.common(a[0].norm)
}

func (k *quotationCheck) words(tokens []token, name at) []*token {
	var out []*token
	for i := name.from; i < name.to; i++ {
		if k.tellsApart(&tokens[i]) {
			out = append(out, &tokens[i])
		}
	}
	return out
}

// nearAlias is how many tokens may stand between a name and another for the same.
const nearAlias = 8

// alias reports whether the article says somewhere that two names are one: in
// one run of capitals, or with an office between them.
func (k *quotationCheck) alias(name, who at) bool {
	f := k.article
	theirs := k.words(f.tokens, who)
	mine := k.words(k.tokens, name)
	if len(theirs) == 0 || len(mine) == 0 || k.isPerson(mine[len(mine)-1].norm) {
		return false
	}
	last := theirs[len(theirs)-1].norm
	for i := range f.tokens {
		if f.tokens[i].norm != last {
			continue
		}
		for j := max(0, i-nearAlias); j <= min(len(f.tokens)-1, i+nearAlias); j++ {
			if j != i && f.sentence[j] == f.sentence[i] && sameName(mine[len(mine)-1], &f.tokens[j]) && k.joined(min(i, j)+1, max(i, j)) {
				return true
			}
		}
	}
	return false
}

// mostPlain is how many words that say nothing of offices may stand between two
// names of one person.
const mostPlain = 3

// joined reports whether what stands between two names makes one of them.
func (k *quotationCheck) joined(from, to int) bool {
	office, plain := false, 0
	for i := from; i < to; i++ {
		t := &k.article.tokens[i]
		switch {
		case k.speech.has(t, asJoiner|asVerb|asPassive) || isSpeechStop(*t) && t.text != ".":
			return false
		case k.speech.has(t, asOffice):
			office = true
		case t.kind == mark || k.speech.has(t, asLink|asTitle|asDeterminer) || k.speech.name(t):
		default:
			plain++
		}
	}
	return to == from || office && plain <= mostPlain
}

// isPerson reports whether the article has the last word of a name as the last of
// two, as people are called.
func (k *quotationCheck) isPerson(last string) bool {
	tokens := k.article.tokens
	for i := 1; i < len(tokens); i++ {
		if tokens[i].norm == last && k.speech.name(&tokens[i-1]) && !k.speech.has(&tokens[i-1], asOffice|asTitle) && !k.common(tokens[i-1].norm) {
			return true
		}
	}
	return false
}

// nameFor gives the article's name as long as the claim's was: a last name for a last name.
func (k *quotationCheck) nameFor(name, who at) string {
	words := k.words(k.article.tokens, who)
	for len(words) > 1 && k.speech.has(words[0], asOffice) {
		words = words[1:]
	}
	if len(words) == 0 {
		return ""
	}
	if len(k.words(k.tokens, name)) == 1 {
		return words[len(words)-1].text
	}
	return k.article.text[words[0].start:words[len(words)-1].end]
}
