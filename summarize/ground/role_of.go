package ground

import (
	"fmt"
	"slices"
)

// speaking gives the words for somebody who speaks for others the norm of the
// office, and those of two parts the norm of the whole: porte-parole.
func (w *nameWords) speaking(t *nameText) {
	for i := range t.words {
		n := &t.words[i]
		switch {
		case i > 1 && t.tokens[i].glued && t.tokens[i-1].isMark("-") && t.tokens[i-1].glued && w.role[t.words[i-2].norm+"-"+n.norm] != nil:
			n.norm = t.words[i-2].norm + "-" + n.norm
			n.class = w.class[n.norm]
		case i > 0 && i+1 < len(t.words) && w.speaks[n.norm] != "" && t.words[i-1].class&otherPronoun != 0 && t.words[i+1].class&officeJoint != 0:
			n.norm = w.speaks[n.norm]
			n.class = w.class[n.norm]
		}
	}
}

// holderOf is the entity to which the article gives the office at a token, -1 for none.
func (x *nameIndex) holderOf(text, token int) int32 {
	for id := range x.entities {
		if slices.Contains(x.entities[id].roles, nameRoleOf{int32(text), int32(token)}) {
			return int32(id)
		}
	}
	return -1
}

// holds reports whether an entity can hold an office.
func (e *nameEntity) holds() bool { return e.kind() == personKind || e.kind() == unknownKind }

// mayHold reports whether a text has an office that it does not give to another person.
func (x *nameIndex) mayHold(text int, roles []int16, who int32) bool {
	t := &x.texts[text]
	for i := range t.words {
		if n := &t.words[i]; n.class&roleWord != 0 && listsMeet(x.w.role[n.norm], roles) {
			if holder := x.holderOf(text, i); holder < 0 || holder == who || !x.entities[holder].holds() {
				return true
			}
		}
	}
	return false
}

// mostQualifiers is how many words may stand between a group and its office.
const mostQualifiers = 3

// officeGroup returns the name of whom the office at i is of: "the Tolvik captain",
// "Tolvik's finance chief", "a spokesman for Tolvik". Not the name of who holds it.
func (t *nameText) officeGroup(i int, holder nameSpan) (nameSpan, bool) {
	j := i
	for steps := 0; j > 0 && steps < mostQualifiers && !t.words[j].capital && t.tokens[j].kind == word && !t.tokens[j].stop; steps++ {
		j--
	}
	for _, s := range t.spans {
		if s.head == holder.head {
			continue
		}
		if s.head <= j && j < s.to && s.to <= i {
			return s, true
		}
		if s.from > i && s.from <= i+3 && t.words[i+1].class&officeJoint != 0 && t.onlyStops(i+1, s.from) {
			return s, true
		}
	}
	return nameSpan{}, false
}

func (t *nameText) onlyStops(from, to int) bool {
	for i := from; i < to; i++ {
		if t.tokens[i].kind != word || !t.tokens[i].stop {
			return false
		}
	}
	return true
}

// ofOthers reports an office that the article gives the person in one group, and
// the claim in another of the article's groups.
func (k *nameCheck) ofOthers(i int, s nameSpan, who int32, roles []int16) {
	g, ok := k.t.officeGroup(i, s)
	if !ok || k.wrong {
		return
	}
	groups := k.whose(g)
	if len(groups) != 1 || groups[0] == who || k.x.entities[groups[0]].kind() == personKind {
		return
	}
	e, text, where := &k.x.entities[who], "", nameSpot{-1, 0}
	for _, spot := range e.spots {
		t := &k.x.texts[spot.text]
		if k.names(int(spot.text), g, groups) {
			return
		}
		for _, r := range e.roles {
			if r.text != spot.text || !listsMeet(k.w.role[k.x.roleNorm(r)], roles) {
				continue
			}
			if there, ok := t.officeGroup(int(r.token), t.spans[spot.span]); ok && there.entity >= 0 && k.x.entities[there.entity].kind() != personKind {
				if k.sameThing(t, there, g) || within(&k.t, g, t, there) || k.similar(g, t, there) {
					return
				}
				text, where = t.name(there), spot
			}
		}
	}
	if text != "" {
		k.fail("role", at{g.head, g.to}, fmt.Sprintf("The article has %s as %s of %s and not of %s", e.text, k.t.tokens[i].text, text, k.quote(g.head, g.to)), k.like(g, text), where)
	}
}

// vagueOffice reports somebody called chief of what the article has another as chief of.
func (k *nameCheck) vagueOffice(i int, s nameSpan) {
	who := k.whose(s)
	if k.wrong || len(who) != 1 || i == 0 || k.t.tokens[i-1].stop || k.t.tokens[i-1].kind != word {
		return
	}
	what := k.t.words[i-1].norm + " " + k.t.words[i].norm
	for _, spot := range k.x.entities[who[0]].spots {
		t := &k.x.texts[spot.text]
		for j := 1; j < len(t.words); j++ {
			if t.words[j-1].norm+" "+t.words[j].norm == what {
				if other := k.x.holderOf(int(spot.text), j); other < 0 || other == who[0] {
					return
				}
			}
		}
	}
	for i := range k.x.entities {
		id := int32(i)
		if id == who[0] || !k.x.entities[i].holds() {
			continue
		}
		for _, r := range k.x.entities[id].roles {
			t := &k.x.texts[r.text]
			if r.token > 0 && t.words[r.token-1].norm+" "+t.words[r.token].norm == what {
				k.fail("role", at{i - 1, i + 1}, fmt.Sprintf("The article has %s as %s, not %s", k.x.entities[id].text, k.quote(i-1, i+1), k.x.entities[who[0]].text), "", nameSpot{r.text, 0})
				return
			}
		}
	}
}

// membership reports a person called one of a party or a people of which the
// article does not call the person, but of another: "Ruiz, a Liberal".
func (k *nameCheck) membership(s nameSpan) {
	i := k.t.memberAt(s)
	who := k.whose(s)
	if i < 0 || k.wrong || len(who) != 1 {
		return
	}
	for n := range k.t.spans {
		g := k.t.spans[n]
		if g.head > i || g.to <= i {
			continue
		}
		text, where := "", nameSpot{-1, 0}
		for _, spot := range k.x.entities[who[0]].spots {
			t := &k.x.texts[spot.text]
			if slices.ContainsFunc(t.words, func(n nameToken) bool { return n.norm == k.t.words[i].norm }) {
				return
			}
			if j := t.memberAt(t.spans[spot.span]); j >= 0 {
				to := t.end(j)
				text, where = t.text[t.tokens[j].start:t.tokens[to-1].end], spot
			}
		}
		if text != "" {
			k.fail("role", at{g.head, g.to}, fmt.Sprintf("The article calls %s %s and not %s", k.x.entities[who[0]].text, text, k.quote(g.head, g.to)), text, where)
		}
		return
	}
}

// memberAt is where the name stands that is given to a person beside it, -1 for none.
func (t *nameText) memberAt(s nameSpan) int {
	i := s.to
	if i+3 >= len(t.tokens) || !t.tokens[i].isMark(",") || t.tokens[i+1].kind != word || !t.tokens[i+1].stop || t.words[i+1].class&(locatingWord|byWord|mutualWord|anyPronoun) != 0 || t.tokens[i+1].norm == "of" {
		return -1
	}
	i += 2
	if !t.words[i].capital || t.tokens[i].kind != word || t.words[i].class&(calendarWord|anyRole|anyTitle) != 0 {
		return -1
	}
	if to := t.end(i); to < len(t.tokens) && t.tokens[to].isMark(",") && !t.words[to-1].owner {
		return i
	}
	return -1
}
