package plant

import (
	"slices"
	"strings"
)

var nameWays = []way{
	{Name, "swapped", personSwapped},
	{Name, "group swapped", groupSwapped},
	{Name, "invented", personInvented},
	{Name, "group invented", groupInvented},
	{Name, "a letter", letterOff},
	{Name, "first name", otherFirst},
}

// personSwapped puts another of the article's people, where the article does not
// say that they did it too.
func personSwapped(d *draft) []string {
	var out []string
	for _, m := range d.mentions(d.text) {
		if d.claimed(m) {
			continue
		}
		for _, p := range d.people {
			if p.full == m.full || hasWord(d.text, p.last) || hasWord(d.text, p.first) || p.woman && !p.man && m.man && !m.woman ||
				p.man && !p.woman && m.woman && !m.man || d.mayTell(strings.ToLower(p.last), m.last, without(d.about, m.full)) {
				continue
			}
			out = append(out, d.rename(m, p))
		}
	}
	return out
}

// claimed reports whether the text says more of who a person is, in words that a
// new name would make ungrammatical or leave ambiguous: a second mention.
func (d *draft) claimed(m mention) bool {
	rest := d.text[m.end:]
	return hasWord(rest, m.last) || hasWord(d.text[:m.start], m.last)
}

// rename puts a person in the place of another, in the same form.
func (d *draft) rename(m mention, p person) string {
	if m.short {
		return d.replace(m.start, m.end, p.last)
	}
	return d.replace(m.start, m.end, p.full)
}

func groupSwapped(d *draft) []string {
	var out []string
	for _, g := range d.groups {
		at := wordIndex(d.text, g)
		if at < 0 || !own(g) {
			continue
		}
		for _, other := range d.groups {
			if !own(other) || strings.HasPrefix(d.text[at+len(g):], ".") && !strings.HasSuffix(other, "Inc") {
				continue
			}
			if other != g && !related(g, other) && trade(g) == trade(other) && !hasWord(d.text, other) && !d.mayTell(strings.ToLower(other), g, without(d.about, g)) &&
				strings.HasSuffix(g, "s") == strings.HasSuffix(other, "s") {
				out = append(out, d.replace(at, at+len(g), other))
			}
		}
	}
	return out
}

// own reports whether a name has a word that is nobody else's: not "Football Club".
func own(g string) bool {
	first := strings.ToLower(strings.Fields(g)[0])
	return !strings.ContainsAny(g, "'’") && !general[first] && !placeOrGroup[first] && first != "soviet"
}

// trade says what kind of group a name is of.
func trade(g string) string {
	words := strings.Fields(strings.ToLower(g))
	switch last := strings.TrimSuffix(words[len(words)-1], "'s"); last {
	case "united", "rovers", "wanderers", "albion", "athletic", "hotspur", "rangers", "club":
		return "club"
	case "inc", "ltd", "llc", "plc", "corp", "company", "group", "holdings":
		return "company"
	case "council", "ministry", "board", "commission", "department", "agency", "authority", "committee", "service", "police":
		return "office"
	default:
		return last
	}
}

// related reports whether two names share a word, or one that is spelt alike.
func related(a, b string) bool {
	for _, w := range strings.Fields(a) {
		if groupEnds[strings.ToLower(w)] {
			continue
		}
		if slices.ContainsFunc(strings.Fields(b), func(v string) bool { return crude(strings.ToLower(v)) == crude(strings.ToLower(w)) }) {
			return true
		}
	}
	return false
}

var madeUpPeople = []person{
	{full: "Marcus Feldon", last: "Feldon", man: true},
	{full: "Helen Brackwater", last: "Brackwater", woman: true},
	{full: "Tobias Renwick", last: "Renwick", man: true},
	{full: "Ingrid Solano", last: "Solano", woman: true},
	{full: "Peter Quillfeather", last: "Quillfeather", man: true},
	{full: "Amara Lindqvist", last: "Lindqvist", woman: true},
	{full: "Rajiv Thornbury", last: "Thornbury", man: true},
	{full: "Oksana Weller", last: "Weller", woman: true},
}

func personInvented(d *draft) []string {
	var out []string
	for _, m := range d.mentions(d.text) {
		for _, p := range madeUpPeople {
			if !d.has(p.last) && !d.claimed(m) && !(p.woman && m.man && !m.woman) && !(p.man && m.woman && !m.man) {
				out = append(out, d.rename(m, p))
			}
		}
	}
	return out
}

var general = set("european national royal supreme high federal county city local public african international united world central state district")

func groupInvented(d *draft) []string {
	var out []string
	for _, g := range d.groups {
		at := wordIndex(d.text, g)
		words := strings.Fields(g)
		if at < 0 || len(words) != 2 || general[strings.ToLower(words[0])] || words[0] == strings.ToUpper(words[0]) || strings.ContainsAny(g, "'’") {
			continue
		}
		for _, first := range []string{"Marlowe", "Tarrant", "Corwen", "Halverton", "Brixley"} {
			if !d.has(first) {
				out = append(out, d.replace(at, at+len(words[0]), first))
			}
		}
	}
	return out
}

// letterOff changes a letter of a last name that the article spells so always.
func letterOff(d *draft) []string {
	var out []string
	for _, m := range d.mentions(d.text) {
		for i := 2; i < len(m.last)-1; i++ {
			for from, to := range sorted(map[string]string{"a": "e", "e": "a", "i": "y", "o": "a", "u": "o", "d": "t", "n": "m", "k": "c", "s": "z"}) {
				if last := replaced(m.last, i, i+1, to); m.last[i:i+1] == from && len(m.last) > 4 && !d.has(last) && !d.claimed(m) {
					out = append(out, d.replace(m.end-len(m.last), m.end, last))
				}
			}
		}
	}
	return out
}

// otherFirst puts another first name.
func otherFirst(d *draft) []string {
	var out []string
	for _, m := range d.mentions(d.text) {
		if m.short {
			continue
		}
		for _, first := range firstsLike(m.first) {
			if !d.has(first) {
				out = append(out, d.replace(m.start, m.start+len(m.first), first))
			}
		}
		for _, p := range d.people {
			if p.first != m.first && p.woman == m.woman && p.man == m.man && !hasWord(d.text, p.first) {
				out = append(out, d.replace(m.start, m.start+len(m.first), p.first))
			}
		}
	}
	return out
}

var men = strings.Fields("Andrew Brian Colin Derek Edwin Gareth Howard Julian Lionel Martin Norman Stephen Victor")

var women = strings.Fields("Alison Brenda Carmen Deborah Fiona Gillian Harriet Joanna Maureen Patricia Sylvia Teresa")

// firstsLike are other names for a woman when the name is that of one on the list
// or ends like most, else for a man.
func firstsLike(first string) []string {
	if slices.Contains(women, first) || strings.HasSuffix(first, "a") || strings.HasSuffix(first, "ie") || strings.HasSuffix(first, "ne") {
		return women
	}
	return men
}
