package ground

import (
	"fmt"
	"strings"
)

// tenses are the verbs of an article whose tense can be told: what it says
// will happen, and what it says has happened.
type tenses struct {
	lexicon *lexicon
	stem    func(string) string
	future  map[string][]int // stem -> sentences
	past    map[string]bool  // stems; of the future, too: not known to be of the future only
}

// newTenses returns nil for a language whose data names no future.
func newTenses(c *Checker) *tenses {
	x := lexiconOf(c.lang)
	if c.lang != "en" || !x.known {
		return nil
	}
	t := &tenses{lexicon: x, stem: c.words.stemOf, future: map[string][]int{}, past: map[string]bool{}}
	for i, s := range c.sentences {
		t.read(s, func(v tensed) {
			switch v.tense {
			case future:
				t.future[v.stem] = append(t.future[v.stem], i)
			case past:
				t.past[v.stem] = true
			}
		})
	}
	t.read(c.title, func(v tensed) { t.past[v.stem] = true }) // headlines have tenses of their own
	return t
}

type tense uint8

const (
	noTense tense = iota
	past
	future
)

type tensed struct {
	stem  string
	tense tense
	at    int // token
}

// modals make of a past form something that has not happened.
var modals = map[string]bool{"to": true, "would": true, "could": true, "should": true, "may": true, "might": true, "must": true, "can": true, "not": true, "be": true, "is": true, "are": true, "being": true, "if": true}

// read finds the verbs of a passage. A tensed of the future stands shortly after
// "will"; a past form stands after no modal.
func (t *tenses) read(p passage, found func(tensed)) {
	willAt, modalAt := -9, -9
	for i := range p.tokens {
		tok := &p.tokens[i]
		if tok.kind != word {
			continue
		}
		if _, n := t.lexicon.find(p.tokens, i, isFuture); n > 0 {
			willAt = i
			continue
		}
		if modals[tok.norm] {
			modalAt = i
		}
		switch {
		case i-willAt <= 3 && !strings.HasSuffix(tok.norm, "ly") && tok.norm != "not" && tok.norm != "be" && tok.norm != "also" && tok.norm != "have":
			found(tensed{t.baseOf(*tok), future, i})
			willAt = -9
		case i-modalAt > 2 && t.isPast(p.tokens, i):
			found(tensed{t.baseOf(*tok), past, i})
		}
	}
}

func (t *tenses) isPast(tokens []token, i int) bool {
	n := tokens[i].norm
	if len(n) > 4 && strings.HasSuffix(n, "ed") && !strings.HasSuffix(n, "eed") {
		return true
	}
	_, k := t.lexicon.find(tokens, i, isPastForm)
	return k > 0
}

// baseOf is the stem of a tensed, of its base form where the past is irregular.
func (t *tenses) baseOf(tok token) string {
	if e, n := t.lexicon.find([]token{tok}, 0, isPastForm); n > 0 {
		return t.stem(e.name)
	}
	return t.stem(tok.norm)
}

// tense compares what a claim says has happened with what the article says
// will, and the reverse.
func (d *dateRule) tense(cl *claim) Verdict {
	verdict := Verdict("")
	compared := 0
	d.verbs.read(cl.passage, func(v tensed) {
		if compared++; compared > mostCompared {
			return
		}
		sentence, ok := d.clash(cl, v)
		if !ok {
			return
		}
		message := fmt.Sprintf("the article says that this will happen, not that it has, %s", placeOf(sentence))
		if v.tense == future {
			message = fmt.Sprintf("the article says that this has happened, %s", placeOf(sentence))
		}
		cl.note(Fail, "tense", at{v.at, v.at + 1}, message, "", sentence)
		verdict = Fail
	})
	return verdict
}

// clash finds the sentence that carries the claim and has the tensed in the other tense.
func (d *dateRule) clash(cl *claim, v tensed) (int, bool) {
	for _, m := range cl.partOf(v.at).evidence {
		if m.share < 0.5 {
			continue
		}
		switch v.tense {
		case past:
			if d.verbs.past[v.stem] {
				return 0, false
			}
			for _, i := range d.verbs.future[v.stem] {
				if i == m.sentence {
					return i, true
				}
			}
		case future:
			if cl.tokens[v.at-1].norm == "be" {
				return 0, false // "a pitch built there" can be one that will be
			}
			if d.verbs.saysPastOnly(d.checker.sentences[m.sentence], v.stem) && !d.verbs.looksAhead(d.checker.sentences[m.sentence]) && !d.verbs.mentions(d.checker, v.stem, m.sentence) {
				return m.sentence, true
			}
		}
	}
	return 0, false
}

// saysPastOnly reports whether all of the sentence's forms of a tensed are past.
func (t *tenses) saysPastOnly(p passage, stem string) bool {
	forms, pasts := 0, 0
	for i := range p.tokens {
		if t.baseOf(p.tokens[i]) == stem {
			forms++
		}
	}
	t.read(p, func(v tensed) {
		if v.stem == stem && v.tense == past {
			pasts++
		}
	})
	return forms > 0 && forms == pasts
}

// looksAhead reports whether a sentence tells of what is to come: "is to be paid, most
// of it borrowed".
func (t *tenses) looksAhead(p passage) bool {
	for i := range p.tokens {
		if _, n := t.lexicon.find(p.tokens, i, isFuture); n > 0 || i > 0 && p.tokens[i].norm == "be" && p.tokens[i-1].norm == "to" {
			return true
		}
	}
	return false
}

// mentions reports whether another sentence has the tensed, in any form.
func (t *tenses) mentions(c *Checker, stem string, but int) bool {
	for _, i := range c.index.where[stem] {
		if i != but {
			return true
		}
	}
	return false
}
