package ground

import (
	"fmt"
	"slices"
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

func (r *nameRule) check(c *claim) {
	k := &nameCheck{nameRule: r, claim: c, t: r.w.look(c.passage)}
	if r.w.Bare || k.t.uncased() {
		k.bare()
		return
	}
	k.blind = k.t.shouts() || k.t.whispers()
	if k.blind {
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
		for i < len(k.t.tokens) && k.t.tokens[i].kind == word && !k.t.tokens[i].stop && k.x.flags(k.t.words[i].norm) == seenCapital {
			k.t.words[i].capital = true
			i++
		}
		if i > from {
			k.t.spans = append(k.t.spans, nameSpan{from: from, head: from, to: i, entity: -1})
		}
	}
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
		if !k.supported(s) {
			continue
		}
		k.compared = true
		k.inPlace(s)
	}
	k.exchanged(spans)
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

// runOf returns where tokens stand in a text one after the other, -1 for nowhere.
// It is linear where words do not repeat.
func runOf(run, text []token) int {
	if len(run) == 0 {
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

// supported reports whether the article has a name. Where it does not, it says so.
func (k *nameCheck) supported(s nameSpan) bool {
	var unknown []int
	known := 0
	for i := s.head; i < s.to; i++ {
		if k.t.tokens[i].kind != word || !k.t.words[i].capital {
			continue
		}
		n, ok := k.known(i, s)
		if !ok {
			unknown = append(unknown, i)
		} else {
			known++
			i += n - 1
		}
	}
	if len(unknown) == 0 {
		return known > 0 && !k.mixed(s)
	}
	if k.expands(s) {
		return true
	}
	k.strange(s, unknown, known)
	return false
}

// known reports whether the article has the word at i, or another name of the
// same thing, and how many words that are.
func (k *nameCheck) known(i int, s nameSpan) (int, bool) {
	n := &k.t.words[i]
	if k.x.flags(n.norm) != 0 || len(n.norm) == 1 || k.t.tokens[i].stop && !k.t.tokens[i].upper {
		return 1, true
	}
	if ids, size := k.t.sameAt(k.w, i); slices.ContainsFunc(ids, func(id int16) bool { return k.x.same[id] }) {
		return size, n.class&seatWord == 0 || size > 1
	}
	if i := strings.IndexByte(n.norm, '\''); i > 0 && k.x.flags(n.norm[:i]) != 0 {
		return 1, true
	}
	if k.x.joined(&k.t, i) || k.x.ordinaryStem(k.t.tokens[i].stem) || k.x.derived(n.norm) {
		return 1, true
	}
	if base, ok := strings.CutSuffix(n.norm, "s"); ok && len(base) > 3 && (k.x.seen[base]&seenLower != 0 || s.to == s.head+1 && i > 0 && k.t.tokens[i-1].stop && k.x.seen[base] != 0) {
		return 1, true // the Joneses and the like
	}
	for _, list := range [][]int16{k.w.spelling[n.norm]} {
		if len(list) > 0 && k.x.spelt(list) {
			return 1, true
		}
	}
	return 1, k.x.acronym(k.t.tokens[i]) || k.x.umlaut(n.norm) || k.x.inflected(n.norm) || k.w.NounsCapital && k.x.compound(n.norm)
}

// joined reports whether the article writes a word in two, or two as one.
func (x *nameIndex) joined(t *nameText, i int) bool {
	for _, j := range []int{i + 1, i + 2} {
		if j < len(t.tokens) && t.tokens[j].kind == word && x.seen[t.words[i].norm+t.words[j].norm] != 0 {
			return true
		}
	}
	for j := max(i-2, 0); j < i; j++ {
		if t.tokens[j].kind == word && x.seen[t.words[j].norm+t.words[i].norm] != 0 {
			return true
		}
	}
	return false
}

// spelt reports whether the article has a name that is in one of the lists.
func (x *nameIndex) spelt(lists []int16) bool {
	return slices.ContainsFunc(x.proper, func(word string) bool { return listsMeet(x.w.spelling[word], lists) })
}

// umlaut reports whether the article writes a name with another spelling of its diacritics.
func (x *nameIndex) umlaut(norm string) bool {
	return slices.ContainsFunc(x.proper, func(word string) bool { return word[0] == norm[0] && respelt(word, norm) })
}

// inflected reports whether the article has another form of a word.
func (x *nameIndex) inflected(norm string) bool {
	if len(x.w.Endings) == 0 {
		return false
	}
	var room, others [mostForms]string
	forms := x.w.forms(norm, room[:0])
	for word := range x.seen {
		if nameStart(word, norm) >= leastName && slices.ContainsFunc(x.w.forms(word, others[:0]), func(form string) bool { return slices.Contains(forms, form) }) {
			return true
		}
	}
	return false
}

// compound reports whether a word of the article is half of a word, or the reverse.
func (x *nameIndex) compound(norm string) bool {
	for word := range x.seen {
		if n := nameStart(word, norm); n >= 5 && (n == len(word) || n == len(norm) || n*2 >= len(norm)) || len(word) >= 5 && strings.HasSuffix(norm, word) || len(norm) >= 5 && strings.HasSuffix(word, norm) {
			return true
		}
	}
	return false
}

// acronym reports whether a token is the initials of a name of the article.
func (x *nameIndex) acronym(k token) bool {
	if !k.upper || len(k.norm) > 8 {
		return false
	}
	norm := strings.ReplaceAll(k.norm, ".", "")
	for i := range x.texts {
		t := &x.texts[i]
		for _, s := range t.spans {
			if t.initials(s) == norm {
				return true
			}
		}
	}
	return false
}

func (t *nameText) initials(s nameSpan) string {
	var out []byte
	for i := s.from; i < s.to; i++ {
		if t.words[i].capital && t.tokens[i].kind == word {
			out = append(out, t.words[i].norm[0])
		}
	}
	return string(out)
}

// expands reports whether a name is what an acronym of the article stands for.
func (k *nameCheck) expands(s nameSpan) bool {
	initials := k.t.initials(s)
	if len(initials) < 2 {
		return false
	}
	ids := k.x.byWord[initials]
	return len(ids) > 0 && k.x.entities[ids[0]].group > 0
}

// mixed reports whether a name takes its first word from one of the article's
// names and its last from another, and says so.
func (k *nameCheck) mixed(s nameSpan) bool {
	if strings.ContainsAny(k.quote(s.head, s.to), "'’") && !k.t.words[s.to-1].owner {
		return false
	}
	var room [8]string
	words := k.t.tellingWords(s, room[:0])
	if len(words) < 2 || k.together(words[0], lastWord(words)) {
		return k.ofAnother(s, words)
	}
	firsts, lasts := k.x.of(words[0]), k.x.of(lastWord(words))
	if len(firsts) == 0 || len(lasts) == 0 {
		return false
	}
	for _, id := range firsts {
		if slices.Contains(lasts, id) {
			return false
		}
	}
	whose := &k.x.entities[lasts[0]]
	if len(lasts) > 1 || len(whose.words) < 2 || lastWord(whose.words) != lastWord(words) || k.x.entities[firsts[0]].words[0] != words[0] || len(k.x.entities[firsts[0]].words) < 2 {
		return false
	}
	k.fail("misspelt", at{s.head, s.to}, fmt.Sprintf("%s is not in the article; it names %s", k.quote(s.head, s.to), whose.text), k.like(s, whose.text), lastSpot(whose.spots))
	return true
}

// ofAnother reports a group whose name has its general word from one name of the
// article and the rest from another: Brannagh & Daughters for Moreau & Daughters.
func (k *nameCheck) ofAnother(s nameSpan, words []string) bool {
	last := k.t.words[s.to-1]
	if len(words) != 1 || last.class&groupWord == 0 || s.to < s.head+2 || k.x.seen[last.norm] != seenCapital {
		return false
	}
	whose, n, text, where := int32(-1), 0, "", nameSpot{}
	for i := range k.x.texts {
		t := &k.x.texts[i]
		for j, other := range t.spans {
			if t.words[other.to-1].norm != last.norm || other.entity < 0 || other.to < other.head+2 {
				continue
			}
			if slices.ContainsFunc(t.words[other.from:other.to], func(n nameToken) bool { return n.norm == words[0] }) {
				return false
			}
			if whose != other.entity {
				whose, n, text, where = other.entity, n+1, t.name(other), nameSpot{int32(i), int32(j)}
			}
		}
	}
	if n != 1 {
		return false
	}
	k.fail("misspelt", at{s.head, s.to}, fmt.Sprintf("%s is not in the article; it names %s", k.quote(s.head, s.to), text), k.like(s, text), where)
	return true
}

// together reports whether two words stand side by side in the article.
func (k *nameCheck) together(a, b string) bool {
	for _, id := range k.x.of(b) {
		for _, spot := range k.x.entities[id].spots {
			t := &k.x.texts[spot.text]
			s := t.spans[spot.span]
			for i := max(0, s.from-3); i < min(s.to+3, len(t.words)); i++ {
				if t.words[i].norm == a {
					return true
				}
			}
		}
	}
	return false
}

// strange reports a name of which the article does not have all words.
func (k *nameCheck) strange(s nameSpan, unknown []int, known int) {
	if k.misspelt(s, unknown) {
		return
	}
	where := at{unknown[0], unknown[len(unknown)-1] + 1}
	if k.generic(unknown) {
		if !s.weak || s.to > s.head+1 {
			k.warn("not there", where, fmt.Sprintf("%s is not in the article", k.quote(where.from, where.to)), "", nameSpot{-1, 0})
		}
		return
	}
	if k.prefixed(s, unknown) || known > 0 && k.otherFirst(s, unknown) {
		return
	}
	if k.extra(s, unknown, known) {
		k.warn("not there", where, fmt.Sprintf("%s is not in the article", k.quote(where.from, where.to)), "", nameSpot{-1, 0})
		return
	}
	text, spot, tight := k.instead(at{s.from, s.to})
	switch {
	case tight:
		k.fail("invented", at{s.head, s.to}, fmt.Sprintf("%s is not in the article; it says %s", k.quote(s.head, s.to), text), k.like(s, text), spot)
	case k.sure(s, unknown):
		k.fail("invented", where, fmt.Sprintf("%s is not in the article", k.quote(where.from, where.to)), "", nameSpot{-1, 0})
	case !s.weak:
		k.warn("not there", where, fmt.Sprintf("%s is not in the article", k.quote(where.from, where.to)), "", nameSpot{-1, 0})
	}
}

// sure reports whether a name that the article does not have can be nothing but a name.
func (k *nameCheck) sure(s nameSpan, unknown []int) bool {
	if k.blind {
		return false
	}
	i := unknown[0]
	if len(unknown) > 1 && k.t.tokens[i].upper && k.t.tokens[unknown[1]].upper {
		return false
	}
	if k.w.NounsCapital {
		return s.to > s.head+1 && len(unknown) > 1 && i+1 == unknown[1]
	}
	if k.t.words[i].class&seatWord != 0 && k.countryOf(i) {
		return false
	}
	if i > 1 && k.t.tokens[i-1].isMark(",") && k.t.words[i].class&(sameWord|sameStart|placeWord) != 0 {
		return false // Lyon, France
	}
	if !s.weak || i > s.from && len(unknown) < s.to-s.head || s.to > s.head+1 && len(unknown) > 1 {
		return true
	}
	return s.weak && (s.from < s.head || s.to > s.head+1 && k.t.words[s.to-1].class&groupWord != 0 || s.to < len(k.t.words) && (k.t.words[s.to].class&sayingWord != 0 || k.t.words[s.to-1].owner))
}

// prefixed reports whether the first word of a sentence stands before a name that
// the article has in full: Newlyweds Ana Ruiz and Tom Berg.
func (k *nameCheck) prefixed(s nameSpan, unknown []int) bool {
	if !s.weak || len(unknown) != 1 || unknown[0] != s.from {
		return false
	}
	var room [8]string
	rest := s
	rest.head++
	words := k.t.tellingWords(rest, room[:0])
	if len(words) < 2 {
		return false
	}
	id := k.x.entityOf(words)
	return id >= 0 && len(k.x.entities[id].words) == len(words)
}

// extra reports whether words that the article does not have are of the kind that
// is often added and true: a country, a nickname, the rest of a name. Nothing
// else may stand in their place.
func (k *nameCheck) extra(s nameSpan, unknown []int, known int) bool {
	nation := true
	for _, i := range unknown {
		nation = nation && k.t.words[i].class&(sameWord|sameStart|bearingWord|groupWord|placeWord|ordinaryWord) != 0
	}
	n := &k.t.words[s.to-1]
	the := s.from > k.part.from && k.t.words[s.from-1].norm == "the"
	if the && (nation || s.to == s.head+1 && strings.HasSuffix(n.norm, "s")) {
		return true
	}
	if _, _, tight := k.insteadOf(at{s.from, s.to}, 0.4); tight {
		return false
	}
	if nation && k.located(s) && len(k.x.same) > 0 && n.class&sameWord != 0 {
		return false // another country than the article's
	}
	return nation || known > 0 && unknown[0] > s.head && !k.person(s) || k.located(s) || k.modifies(s)
}

// modifies reports whether a name stands before a noun and after its article: a
// Flintshire man.
func (k *nameCheck) modifies(s nameSpan) bool {
	if s.from <= k.part.from || s.to >= k.part.to || k.t.words[s.to-1].owner {
		return false
	}
	before, after := &k.t.tokens[s.from-1], &k.t.tokens[s.to]
	return before.kind == word && before.stop && k.t.words[s.from-1].class&locatingWord == 0 && after.kind == word && !after.stop && !after.capital
}

// person reports whether a name begins as a person's does.
func (k *nameCheck) person(s nameSpan) bool {
	n := &k.t.words[s.head]
	if s.from < s.head || n.class&givenWord != 0 {
		return true
	}
	return slices.ContainsFunc(k.x.of(n.norm), func(id int32) bool {
		e := &k.x.entities[id]
		return len(e.words) > 1 && e.words[0] == n.norm && e.person > 0
	})
}

// located reports whether a name stands where a place does.
func (k *nameCheck) located(s nameSpan) bool {
	i := s.from - 1
	if i > k.part.from && k.t.words[i].norm == "the" {
		i--
	}
	if k.t.words[s.to-1].class&groupWord != 0 && s.to > s.head+1 {
		return false
	}
	return i >= k.part.from && (k.t.words[i].class&locatingWord != 0 || k.t.words[i].norm == "of")
}

func (k *nameCheck) countryOf(i int) bool {
	ids, _ := k.t.sameAt(k.w, i)
	return slices.ContainsFunc(ids, func(id int16) bool { return k.x.same[id] })
}

// generic reports whether words are of those that many names have.
func (k *nameCheck) generic(unknown []int) bool {
	for _, i := range unknown {
		if k.t.words[i].class&(groupWord|placeWord|anyRole|anyTitle|degreeWord|ordinaryWord) == 0 || k.t.words[i].class&sameWord != 0 {
			return false
		}
	}
	return true
}

// misspelt reports a name that is nearly one of the article's.
func (k *nameCheck) misspelt(s nameSpan, unknown []int) bool {
	for _, i := range unknown {
		n := &k.t.words[i]
		likely := k.x.likely(n.norm)
		if likely == "" || s.weak && i == s.from && len(n.norm) < 5 || n.class&(groupWord|placeWord|anyRole|sameWord|ordinaryWord) != 0 {
			continue
		}
		if k.w.NounsCapital && len([]rune(n.norm)) < 6 {
			continue
		}
		spot := nameSpot{-1, 0}
		text := likely
		if ids := k.x.byWord[likely]; len(ids) > 0 {
			spot = k.x.entities[ids[0]].spots[0]
			text = k.x.written(likely, spot)
		}
		if k.w.SuffixApostrophe || k.t.words[i].owner {
			text += tail(k.t.tokens[i].text)
		}
		k.fail("misspelt", at{i, i + 1}, fmt.Sprintf("%s is not in the article; it says %s", k.quote(i, i+1), strings.TrimSuffix(text, tail(text))), text, spot)
		return true
	}
	return false
}

// tail is what follows a word from its apostrophe on.
func tail(text string) string {
	if i := strings.LastIndexAny(text, "'’"); i > 0 {
		return text[i:]
	}
	return ""
}

// written is a word of a name as the article writes it.
func (x *nameIndex) written(norm string, spot nameSpot) string {
	t := &x.texts[spot.text]
	s := t.spans[spot.span]
	for i := s.head; i < s.to; i++ {
		if t.words[i].norm == norm {
			return strings.TrimSuffix(t.tokens[i].text, tail(t.tokens[i].text))
		}
	}
	return norm
}

// otherFirst reports a known last name with a first name that the article does
// not have, or the reverse.
func (k *nameCheck) otherFirst(s nameSpan, unknown []int) bool {
	var room [8]string
	words := k.t.tellingWords(s, room[:0])
	if len(words) < 2 {
		return false
	}
	for i, word := range words {
		if k.x.seen[word]&^seenLower == 0 {
			continue
		}
		for _, id := range k.x.of(word) {
			e := &k.x.entities[id]
			where := at{unknown[0], unknown[len(unknown)-1] + 1}
			if len(e.words) > 1 && !e.late && (i == len(words)-1 && lastWord(e.words) == word || i == 0 && e.words[0] == word) {
				k.fail("misspelt", at{s.head, s.to}, fmt.Sprintf("%s is not in the article; it names %s", k.quote(s.head, s.to), e.text), k.like(s, e.text), e.spots[0])
				return true
			}
			if i == len(words)-1 && (len(e.words) == 1 || e.late) && e.kind() != placeKind {
				k.warn("first name", where, fmt.Sprintf("%s is not in the article, which says %s", k.quote(where.from, where.to), e.text), "", e.spots[0])
				return true
			}
		}
	}
	return false
}

func lastWord(s []string) string { return s[len(s)-1] }

// slips reports words of a claim without capitals that are nearly a name.
func (k *nameCheck) slips(p part) {
	for i := p.from; i < p.to; i++ {
		t, n := &k.t.tokens[i], &k.t.words[i]
		if t.kind != word || t.stop || len(n.norm) < 6 || n.class != 0 || k.x.flags(n.norm) != 0 || k.x.ordinaryStem(t.stem) {
			continue
		}
		likely := k.x.likely(n.norm)
		if likely == "" || k.x.derived(n.norm) || nameDistance([]rune(likely), []rune(n.norm), 1) > 1 {
			continue
		}
		spot := k.x.entities[k.x.byWord[likely][0]].spots[0]
		k.fail("misspelt", at{i, i + 1}, fmt.Sprintf("%s is not in the article; it says %s", k.quote(i, i+1), k.x.written(likely, spot)), k.x.written(likely, spot), spot)
	}
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
	return fmt.Sprintf(", sentence %d", spot.text)
}
