package plant

import (
	"slices"
	"strings"
)

var guilts = []struct{ from, to string }{
	{"is accused of", "was found guilty of"},
	{"are accused of", "were found guilty of"},
	{"was accused of", "was found guilty of"},
	{"were accused of", "were found guilty of"},
	{"accused of", "found guilty of"},
	{"charged with", "convicted of"},
	{"suspected of", "guilty of"},
	{"faces charges of", "was convicted of"},
	{"is suspected of", "is guilty of"},
	{"denies", "admits"},
	{"allegations of", "proof of"},
	{"arrested on suspicion of", "convicted of"},
	{"held on suspicion of", "jailed for"},
	{"pleaded not guilty", "pleaded guilty"},
}

// guilt makes a verdict of an accusation.
func guilt(d *draft) []string {
	var out []string
	low := strings.ToLower(d.text)
	if len(low) != len(d.text) || d.has("convicted") || d.has("found guilty") || d.has("pleaded guilty") {
		return nil
	}
	for _, g := range guilts {
		at := wordIndex(low, g.from)
		if at <= 0 || d.quotedAt(at) || lastWord(d.text[:at]) == "being" || d.isNegative() && g.from != "pleaded not guilty" && g.from != "denies" || g.from == "accused of" && auxiliaries[lastWord(d.text[:at])] && lastWord(d.text[:at]) != "been" ||
			g.from == "denies" && !crime(low) {
			continue
		}
		out = append(out, d.replace(at, at+len(g.from), g.to))
	}
	return out
}

func crime(low string) bool {
	return slices.ContainsFunc([]string{"murder", "charge", "fraud", "theft", "assault", "manslaughter", "rape", "bribe", "stealing", "killing"}, func(c string) bool { return strings.Contains(low, c) })
}

var deeds = []struct{ from, to string }{
	{"called for", "secured"},
	{"calls for", "secures"},
	{"has called for", "has secured"},
	{"have called for", "have secured"},
	{"proposed", "introduced"},
	{"proposes", "introduces"},
	{"applied for", "obtained"},
	{"demanded", "won"},
	{"demands", "wins"},
	{"is seeking", "has won"},
	{"are seeking", "have won"},
	{"threatened to", "decided to"},
	{"offered to buy", "bought"},
	{"tried to", "managed to"},
	{"has asked for", "has received"},
	{"planned to", "went on to"},
}

// proposalBecomesDeed makes a fact of what was only asked for.
func proposalBecomesDeed(d *draft) []string {
	var out []string
	low := strings.ToLower(d.text)
	if len(low) != len(d.text) {
		return nil
	}
	for _, p := range deeds {
		at := wordIndex(low, p.from)
		next := firstWord(low[max(0, at)+len(p.from):])
		if at <= 0 || d.quotedAt(at) || next == "that" || next == "by" || next == "to" || auxiliaries[lastWord(d.text[:at])] || lastWord(d.text[:at]) == "the" ||
			(p.from == "proposed" || strings.HasPrefix(p.from, "demand")) && !objects[next] {
			continue
		}
		if strings.HasPrefix(p.to, "wo") || strings.HasPrefix(p.to, "wi") || strings.HasPrefix(p.to, "sec") {
			if next == "calm" || !objects[next] && next != "more" {
				continue
			}
		}
		out = append(out, d.replace(at, at+len(p.from), p.to))
	}
	return d.stated(out)
}
