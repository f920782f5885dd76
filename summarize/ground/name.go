package ground

import (
	"strings"
)

// nameRule compares the names of a claim with those of the article: who and what
// is named, in which office, and as a man or a woman.
type nameRule struct {
	x *nameIndex
	w *nameWords
}

func newNameRule(c *Checker) rule {
	w := load[nameWords]("name", c.lang)
	if w == nil {
		w = noNameWords()
	}
	w.prepare()
	return &nameRule{x: newNameIndex(c, w), w: w}
}

// nameCheck is the check of one claim.
type nameCheck struct {
	*nameRule
	claim    *claim
	t        nameText
	part     part
	blind    bool // its capitals tell nothing
	fits     []nameFit
	aligner  aligner
	compared bool
	wrong    bool
}

// mostNameTokens bounds the claims that are checked.
const mostNameTokens = 2000

func (r *nameRule) check(c *claim) {
	if len(c.tokens) > mostNameTokens {
		c.note(Unknown, "length", whole, "The claim is too long for its names to be compared", "", -1)
		return
	}
	k := &nameCheck{nameRule: r, claim: c, t: r.w.look(c.passage)}
	if r.w.Bare || k.t.uncased() {
		k.bare()
		return
	}
	k.blind = k.t.shouts() || k.t.whispers()
	if k.blind {
		if k.x.knows(&k.t) {
			k.inLists()
		}
		k.findKnown()
	} else {
		k.t.find(r.x.ordinaryIn(&k.t), r.x.namedIn(&k.t))
	}
	for _, p := range c.parts {
		k.sentence(p)
	}
	if k.compared && !k.wrong {
		c.note(Pass, "", whole, "The names are those of the article", "", -1)
	}
}

// uncased reports whether a text is in a script that has no capitals.
func (t *nameText) uncased() bool {
	words := 0
	for i := range t.tokens {
		if t.tokens[i].kind == word {
			words++
		}
	}
	return words > 0 && strings.ToUpper(t.text) == strings.ToLower(t.text)
}

// whispers reports whether a text has no capitals at all.
func (t *nameText) whispers() bool {
	words := 0
	for i := range t.tokens {
		if t.tokens[i].kind == word {
			words++
			if t.tokens[i].capital {
				return false
			}
		}
	}
	return words >= 4
}

// findKnown takes for names the words that the article writes as names only.
func (k *nameCheck) findKnown() {
	for i := 0; i < len(k.t.tokens); i++ {
		from := i
		for i < len(k.t.tokens) && k.t.tokens[i].kind == word && !k.t.tokens[i].stop && k.x.onlyName(k.t.words[i].norm) {
			k.t.words[i].capital = true
			i++
		}
		if i > from {
			k.t.spans = append(k.t.spans, nameSpan{from: from, head: from, to: i, entity: -1})
		}
	}
}

// onlyName reports whether the article writes a word as a name and never otherwise.
func (x *nameIndex) onlyName(norm string) bool {
	f := x.flags(norm)
	return f&seenCapital != 0 && f&seenLower == 0
}

// sentence checks one sentence of the claim.
func (k *nameCheck) sentence(p part) {
	k.part, k.fits = p, nil
	spans := k.spansOf(p)
	if k.verbatim(p) {
		k.compared = k.compared || len(spans) > 0
		return
	}
	for _, s := range spans {
		if !k.blind && k.replaced(s) || !k.supported(s) {
			continue
		}
		k.compared = true
		k.inPlace(s)
		k.agedAs(s, k.whose(s))
	}
	k.exchanged(spans)
	for _, s := range spans {
		if who := k.whose(s); len(who) > 0 {
			k.slot(s, who)
		}
	}
	k.offices(spans)
	k.bearings()
	k.genders(spans)
	if k.blind {
		k.slips(p)
	}
}

func (k *nameCheck) spansOf(p part) []nameSpan {
	var out []nameSpan
	for _, s := range k.t.spans {
		if s.head >= p.from && s.to <= p.to {
			out = append(out, s)
		}
	}
	return out
}

// verbatim reports whether a sentence of the article has the part word for word.
func (k *nameCheck) verbatim(p part) bool {
	if len(p.evidence) == 0 {
		return false
	}
	part := trimMarks(k.t.tokens[p.from:p.to])
	for _, m := range p.evidence {
		if m.share < 0.999 {
			continue
		}
		text := &k.x.texts[m.sentence+1]
		if at := runOf(part, text.tokens); at >= 0 && (at == 0 || text.words[at-1].class&(formerWord|degreeWord) == 0) {
			return true
		}
	}
	return false
}

func trimMarks(tokens []token) []token {
	for len(tokens) > 0 && tokens[len(tokens)-1].kind == mark {
		tokens = tokens[:len(tokens)-1]
	}
	return tokens
}

// mostRun bounds the runs that are looked for.
const mostRun = 300

// runOf returns where tokens stand in a text one after the other, -1 for nowhere.
func runOf(run, text []token) int {
	if len(run) == 0 || len(run) > mostRun {
		return -1
	}
	for i := 0; i+len(run) <= len(text); i++ {
		n := 0
		for n < len(run) && run[n].norm == text[i+n].norm {
			n++
		}
		if n == len(run) {
			return i
		}
	}
	return -1
}

// quote is the claim's text of some tokens.
func (k *nameCheck) quote(from, to int) string {
	return k.t.text[k.t.tokens[from].start:k.t.tokens[to-1].end]
}

// like gives a name the ending that it has in the claim.
func (k *nameCheck) like(s nameSpan, text string) string {
	if k.t.words[s.to-1].owner {
		return text + tail(k.t.tokens[s.to-1].text)
	}
	return text
}

func (k *nameCheck) fail(code string, where at, message, expected string, spot nameSpot) {
	k.wrong = true
	k.claim.note(Fail, code, where, message+k.place(spot), expected, int(spot.text)-1)
}

func (k *nameCheck) warn(code string, where at, message, expected string, spot nameSpot) {
	k.wrong = true
	k.claim.note(Warn, code, where, message+k.place(spot), expected, max(int(spot.text)-1, -1))
}

// place names the sentence that a message goes by.
func (k *nameCheck) place(spot nameSpot) string {
	if spot.text <= 0 {
		return ""
	}
	return ", " + placeOf(int(spot.text)-1)
}
