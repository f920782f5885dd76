package ground

import "fmt"

// given is what comparing speakers comes to.
type given uint8

const (
	givenUnclear given = iota
	givenRightly
	givenDoubtful
	givenWrongly
)

// judgeSpeaker compares whom the claim gives a quotation to with who says it in
// the article. Of several places the one that fits best counts.
func (k *quotationCheck) judgeSpeaker(q quotation, places []quotePlace) {
	if k.speech == nil || q.title {
		return
	}
	t := k.teller(q)
	said := t.of(q)
	if said.kind != speakerNamed || !k.isName(t, said.name) {
		return
	}
	best, who, sentence := givenWrongly, "", -1
	for _, p := range places {
		result, name := k.compare(said.name, p)
		if result == givenUnclear || result == givenRightly {
			return
		}
		if who == "" {
			who, sentence = name, p.sentence()
		}
		best = min(best, result)
	}
	v := Fail
	if best == givenDoubtful {
		v = Warn
	}
	message := "The article does not give these words to " + k.textOf(said.name)
	if who != "" {
		message = fmt.Sprintf("The article gives these words to %s, not to %s", who, k.textOf(said.name))
	}
	k.report(v, "speaker", said.name, message+inSentence(sentence), who, sentence)
}

// teller reads the sentences of the claim that hold q.
func (k *quotationCheck) teller(q quotation) *quoteTeller {
	t := &quoteTeller{quoteSpeech: k.speech, tokens: k.tokens, quoted: k.quoted, lo: 0, hi: len(k.tokens)}
	for _, p := range k.parts {
		if p.from <= q.outer().from {
			t.lo = p.from
		}
		if p.to >= q.outer().to {
			t.hi = p.to
			break
		}
	}
	return t
}

// compare says whether the article gives what stands in a place to the name.
func (k *quotationCheck) compare(name at, p quotePlace) (given, string) {
	f := p.flow
	from, _ := p.tokens()
	index := int(f.quote[from])
	q := f.quotes[index]
	t := f.teller(k.speech, q)
	who := t.of(q)
	switch who.kind {
	case speakerNamed:
		return k.compareNames(name, t, who)
	case speakerOffice:
		if k.named(name, f, who.area) {
			return givenRightly, ""
		}
		return givenUnclear, ""
	}
	return k.compareNear(name, f, index)
}

func (f *quoteFlow) teller(s *quoteSpeech, q quotation) *quoteTeller {
	lo, hi := f.sentenceAround(q.outer().from, q.outer().to)
	b := f.blocks[f.blockOf(q.from)]
	return &quoteTeller{quoteSpeech: s, tokens: f.tokens, lo: max(lo, b.from), hi: min(hi, b.to), quoted: func(i int) bool { return f.quote[i] >= 0 }}
}

// compareNames compares the claim's name with the article's.
func (k *quotationCheck) compareNames(name at, t *quoteTeller, who quoteSpeaker) (given, string) {
	f := k.article
	if len(t.tokens) != len(f.tokens) || k.allCommon(t, who.name) {
		return givenUnclear, ""
	}
	if k.named(name, f, who.area) || k.within(name, who.name) {
		if !k.namesakes(name, who.name) {
			return givenRightly, ""
		}
	} else if k.alias(name, who.name) {
		return givenUnclear, ""
	}
	expected := k.nameFor(name, who.name)
	if !who.sure && k.named(name, f, at{t.lo, t.hi}) {
		return givenDoubtful, expected
	}
	return givenWrongly, expected
}

// sentencesNear is how far before a paragraph the person may be named that a
// pronoun in it stands for.
const sentencesNear = 3

// compareNear is for a quotation whose speaker is a pronoun or is not given: who
// is not named near it cannot be meant.
func (k *quotationCheck) compareNear(name at, f *quoteFlow, index int) (given, string) {
	if f != k.article {
		return givenUnclear, ""
	}
	q := f.quotes[index]
	area := at{f.blocks[f.blockOf(q.from)].from, f.blocks[f.blockOf(q.from)].to}
	first := max(0, int(f.sentence[area.from])-sentencesNear)
	for area.from > 0 && int(f.sentence[area.from-1]) >= first {
		area.from--
	}
	if k.named(name, f, area) {
		return givenUnclear, ""
	}
	if next := f.continued(index); next > index {
		if who := f.teller(k.speech, f.quotes[next]).of(f.quotes[next]); who.kind != speakerNamed || k.named(name, f, who.area) {
			return givenUnclear, ""
		}
	}
	guess, ok := k.lastSpeaker(f, index, area.from)
	if !ok {
		return givenUnclear, ""
	}
	if k.named(name, f, guess.area) || k.alias(name, guess.name) {
		return givenUnclear, ""
	}
	if k.mentions(name) >= k.mentionsOf(guess.name) {
		return givenDoubtful, k.nameFor(name, guess.name)
	}
	return givenWrongly, k.nameFor(name, guess.name)
}

// mostContinued is how many paragraphs one speech may go on for.
const mostContinued = 12

// continued returns the quotation that ends the speech which goes on in the next
// paragraph without a closing mark.
func (f *quoteFlow) continued(index int) int {
	for i := 0; i < mostContinued && index+1 < len(f.quotes); i++ {
		q, next := f.quotes[index], f.quotes[index+1]
		if q.closed || f.blockOf(next.from) != f.blockOf(q.from)+1 {
			return index
		}
		index++
	}
	return index
}

// lastSpeaker is the named speaker of the nearest quotation before, not before a token.
func (k *quotationCheck) lastSpeaker(f *quoteFlow, index, from int) (quoteSpeaker, bool) {
	for i := index - 1; i >= 0 && index-i < 12 && f.quotes[i].from >= from; i-- {
		t := f.teller(k.speech, f.quotes[i])
		if who := t.of(f.quotes[i]); who.kind == speakerNamed && !k.allCommon(t, who.name) {
			return who, true
		}
	}
	return quoteSpeaker{}, false
}

// mentions counts how often the article has the last word of the claim's name.
func (k *quotationCheck) mentions(name at) int {
	return k.count(k.words(k.tokens, name))
}

func (k *quotationCheck) mentionsOf(name at) int {
	return k.count(k.words(k.article.tokens, name))
}

func (k *quotationCheck) count(words []*token) int {
	n := 0
	if len(words) == 0 {
		return 0
	}
	for i := range k.article.tokens {
		if k.article.tokens[i].norm == words[len(words)-1].norm {
			n++
		}
	}
	return n
}
