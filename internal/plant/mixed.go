package plant

import (
	"slices"
	"strings"
)

var mixedWays = []way{
	{Mixed, "subject and deed", subjectAndDeed},
	{Mixed, "description of another", otherDescription},
}

// subject finds a name at the beginning of a sentence with a verb right after it.
func subject(text string) (name, rest string, ok bool) {
	ws := words(text)
	rs := runs(text, ws)
	if len(rs) == 0 || rs[0].from != 0 || rs[0].to >= len(ws) || rs[0].to < 1 {
		return "", "", false
	}
	name, verb := rs[0].text, ws[rs[0].to]
	_, past := baseOf[verb.low]
	if text[ws[rs[0].to-1].end:verb.start] != " " || !past && !auxiliaries[verb.low] && verb.low != "said" && verb.low != "told" {
		return "", "", false
	}
	return name, text[len(name):], true
}

// subjectAndDeed gives the deed of the claim to the subject of another sentence.
func subjectAndDeed(d *draft) []string {
	name, rest, ok := subject(d.text)
	if !ok || strings.HasSuffix(name, "s") && !strings.Contains(name, " ") {
		return nil
	}
	class := d.classOf(name)
	var out []string
	for _, s := range d.sentences {
		other, _, ok := subject(s.text)
		if !ok || other == name || class == "" || d.classOf(other) != class || sharesWord(name, other) {
			continue
		}
		last := strings.Fields(other)
		if key := strings.ToLower(last[len(last)-1]); !hasWord(strings.ToLower(d.text), key) && !d.mayTell(key, name, without(d.about, name)) {
			out = append(out, other+rest)
		}
	}
	return out
}

// classOf says what a name is of: "person", "group", or "" when it is not known.
func (d *draft) classOf(name string) string {
	for _, p := range d.people {
		if p.full == name || p.last == name {
			return "person"
		}
	}
	for _, g := range d.groups {
		if g == name {
			return "group"
		}
	}
	return ""
}

func sharesWord(a, b string) bool {
	for _, w := range strings.Fields(a) {
		if hasWord(b, w) {
			return true
		}
	}
	return false
}

// otherDescription says of a person what the article says of another: "the watch
// commander", "a retired nurse from Pell".
func otherDescription(d *draft) []string {
	var out []string
	for _, m := range d.mentions(d.text) {
		start, end, ok := description(d.text, m.end)
		if !ok {
			continue
		}
		for _, p := range d.people {
			if p.full == m.full || hasWord(d.text, p.last) || p.woman != m.woman && p.man != m.man {
				continue
			}
			for _, s := range d.sentences {
				at := wordIndex(s.text, p.full)
				if at < 0 {
					continue
				}
				from, to, ok := description(s.text, at+len(p.full))
				if ok && share(contents(s.text[from:to]), contents(d.text[start:end])) == 0 && !d.mayTell(strings.ToLower(m.last), p.last, contents(s.text[from:to])) {
					out = append(out, d.replace(start, end, s.text[from:to]))
				}
			}
		}
	}
	return out
}

// description finds what stands after a name between commas: an article and at
// most nine words.
func description(text string, at int) (start, end int, ok bool) {
	rest, comma := strings.CutPrefix(text[at:], ", ")
	length := strings.IndexAny(rest, ",.;:")
	if !comma || length < 0 {
		return 0, 0, false
	}
	ws := words(rest[:length])
	ok = len(ws) > 1 && len(ws) <= 10 && (ws[0].low == "a" || ws[0].low == "an" || ws[0].low == "the") &&
		!slices.ContainsFunc(ws, func(w word) bool { return auxiliaries[w.low] || pronoun[w.low] || w.quoted || speech[w.low] })
	return at + 2, at + 2 + length, ok
}

var pronoun = set("he she it they his her its their him them this that these those i we my our you there who which himself herself themselves")
