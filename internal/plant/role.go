package plant

import (
	"slices"
	"strings"
)

var roleWays = []way{
	{Role, "exchanged", rolesExchanged},
	{Role, "former left out", formerLeftOut},
	{Role, "former put in", formerPutIn},
	{Role, "other office", otherOffice},
}

// mutual are words of deeds that two do to each other alike.
var mutual = set(`and met meet meets married wed divorced agreed agree merge merged draw drew tied split with between joined both versus
	alongside or together shared share same`)

// rolesExchanged exchanges two people or two groups that a verb stands between.
func rolesExchanged(d *draft) []string {
	var out []string
	type spot struct{ start, end int }
	var pairs [][2]spot
	ms := d.mentions(d.text)
	for i := range ms {
		for j := i + 1; j < len(ms); j++ {
			if !d.claimed(ms[i]) && !d.claimed(ms[j]) {
				pairs = append(pairs, [2]spot{{ms[i].start, ms[i].end}, {ms[j].start, ms[j].end}})
			}
		}
	}
	for i, g := range d.groups {
		for _, h := range d.groups[i+1:] {
			if a, b := wordIndex(d.text, g), wordIndex(d.text, h); a >= 0 && b >= 0 && !related(g, h) {
				pairs = append(pairs, [2]spot{{a, a + len(g)}, {b, b + len(h)}})
			}
		}
	}
	for _, p := range pairs {
		a, b := p[0], p[1]
		if a.start > b.start {
			a, b = b, a
		}
		if a.end > b.start || !d.tells(d.text[a.end:b.start]) {
			continue
		}
		text := d.text[:a.start] + d.text[b.start:b.end] + d.text[a.end:b.start] + d.text[a.start:a.end] + d.text[b.end:]
		out = append(out, text)
	}
	return out
}

// tells reports whether what stands between two names is a deed of one to the
// other.
func (d *draft) tells(between string) bool {
	verb := false
	for _, w := range words(between) {
		if mutual[w.low] {
			return false
		}
		_, past := baseOf[w.low]
		verb = verb || past || speech[w.low] || auxiliaries[w.low]
	}
	return verb && !strings.ContainsAny(between, ";")
}

func formerLeftOut(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		if w.low != "former" || w.quoted || i+1 >= len(d.ws) || between(d.text, w, d.ws[i+1]) != " " {
			continue
		}
		next := d.ws[i+1]
		if !isOffice(d.ws, i+1) || d.holdsOffice(next.low, d.about) {
			continue
		}
		if article := before(d.ws, i, 1); article == "a" && strings.ContainsRune("aeiou", rune(next.low[0])) {
			out = append(out, d.replace(d.ws[i-1].end, next.start, "n "))
		} else {
			out = append(out, d.replace(w.start, next.end, like(w.text, next.text)))
		}
	}
	return out
}

// holdsOffice reports whether a sentence names the office without "former" near
// what the claim tells.
func (d *draft) holdsOffice(office string, about []string) bool {
	return slices.ContainsFunc(d.sentences, func(s told) bool {
		return hasWord(s.low, office) && !strings.Contains(s.low, "former") && share(about, s.contents) >= near
	})
}

var offices = set(`president minister mayor governor premier captain coach manager chairman chairwoman judge secretary director striker
	midfielder defender goalkeeper singer actor actress champion leader boss chief senator commissioner chancellor treasurer player officer
	england employee wife husband footballer soldier teacher`)

func isOffice(ws []word, i int) bool {
	for j := i; j < i+3 && j < len(ws); j++ {
		if offices[ws[j].low] {
			return true
		}
	}
	return false
}

var lead = set("the and by to from with of as that said says but when while after which whose")

var sitting = set("president minister mayor governor premier chairman chairwoman secretary director commissioner chancellor treasurer captain manager coach")

// formerPutIn makes a holder of an office a former one.
func formerPutIn(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		if !sitting[w.low] || w.quoted || d.has("former") || i > 0 && d.ws[i-1].low == "vice" || strings.HasPrefix(d.text[w.end:], "-") {
			continue
		}
		ahead := i == 0 || lead[d.ws[i-1].low] || between(d.text, d.ws[i-1], w) != " "
		named := slices.ContainsFunc(d.people, func(p person) bool { return strings.HasPrefix(d.text[w.end:], " "+p.full) })
		if ahead && named {
			out = append(out, d.replace(w.start, w.end, like(w.text, "former ")+w.text))
		}
	}
	return out
}

var otherOffices = map[string]string{
	"mayor": "governor", "governor": "mayor", "president": "vice-president", "chairman": "treasurer", "chairwoman": "treasurer",
	"director": "deputy director", "coach": "captain", "captain": "coach", "striker": "goalkeeper", "goalkeeper": "striker",
	"midfielder": "goalkeeper", "defender": "striker", "manager": "chairman", "singer": "drummer", "judge": "prosecutor",
	"prosecutor": "judge", "secretary": "treasurer", "father": "uncle", "mother": "aunt", "wife": "sister", "husband": "brother",
	"brother": "father", "sister": "mother", "son": "nephew", "daughter": "niece", "lawyer": "doctor", "teacher": "nurse", "spokesman": "lawyer",
	"spokeswoman": "lawyer", "actor": "director", "author": "publisher", "commander": "sergeant", "baker": "butcher",
}

// otherOffice gives somebody another office, trade or kinship.
func otherOffice(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		other, ok := otherOffices[w.low]
		if ok && !w.quoted && !d.has(other) && !strings.HasPrefix(strings.TrimLeft(d.text[w.end:], " "), "-") && !isOfficeOf(d.ws, i) {
			out = append(out, d.instead(i, other))
		}
	}
	return out
}

var partial = set("vice head assistant general deputy chief first managing former")

// isOfficeOf reports whether the word is part of a longer title that the new word
// would not fit: "Secretary of State", "managing director", "creative director".
func isOfficeOf(ws []word, i int) bool {
	return after(ws, i, 1) == "of" && after(ws, i, 2) == "state" || strings.HasSuffix(before(ws, i, 1), "ing") || partial[before(ws, i, 1)] ||
		after(ws, i, 1) == "general" || ws[i].capital() && i > 0
}
