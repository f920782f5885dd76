package plant

import (
	"strings"
	"unicode"
)

var directionWays = []way{
	{Direction, "verb", oppositeMove},
	{Direction, "comparison", oppositeComparison},
	{Direction, "order", oppositeOrder},
	{Direction, "sides", sidesExchanged},
}

var moves = pairs(`rose/fell rises/falls rise/fall rising/falling increase/decrease increased/decreased increases/decreases increasing/decreasing
	gained/lost climbed/dropped climbs/drops grew/shrank growing/shrinking growth/decline won/lost wins/loses win/lose winning/losing
	raised/cut raises/cuts widened/narrowed improved/worsened improves/worsens strengthened/weakened expanded/shrank bought/sold
	buys/sells buy/sell buying/selling opened/closed opens/closes victory/defeat profit/loss profits/losses gains/losses
	jumped/plunged surged/plunged soared/plummeted lowered/raised lowers/raises declined/grew lends/borrows`)

// pairs reads "a/b" both ways. Of two pairs with one word the first counts.
func pairs(list string) map[string]string {
	out := map[string]string{}
	for _, p := range strings.Fields(list) {
		a, b, _ := strings.Cut(p, "/")
		if out[a] == "" {
			out[a] = b
		}
		if out[b] == "" {
			out[b] = a
		}
	}
	return out
}

// oppositeMove turns a verb or noun of change round.
func oppositeMove(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		other, ok := moves[w.low]
		if !ok || w.quoted || w.capital() || i == 0 || !d.isMove(i) || passive[before(d.ws, i, 1)] && strings.HasSuffix(w.low, "ed") || d.mayTell(other, w.text, without(d.about, w.text)) {
			continue
		}
		if b := d.ws[i-1]; b.low == "a" && strings.ContainsRune("aeiou", rune(other[0])) {
			out = append(out, d.replace(b.end, w.end, "n "+other))
		} else if b.low == "an" && !strings.ContainsRune("aeiou", rune(other[0])) {
			out = append(out, d.replace(b.end-1, w.end, " "+other))
		} else {
			out = append(out, d.instead(i, other))
		}
	}
	return out
}

var passive = set("was were been being be is are")

// isMove keeps away from other meanings: "lost his life", "sold out", "raised concerns", "left the house".
func (d *draft) isMove(i int) bool {
	low, next, previous := d.ws[i].low, after(d.ws, i, 1), before(d.ws, i, 1)
	digit := next != "" && next[0] >= '0' && next[0] <= '9'
	switch low {
	case "sold", "bought", "sells", "buys":
		return objects[next] && next != "to" && next != "out" && next != "off" && !passive[previous]
	case "gained":
		return digit
	case "lost", "lose", "loses", "losing", "won", "win", "wins", "winning":
		if strings.Contains(d.text[d.ws[i].end:min(len(d.text), d.ws[i].end+30)], " to ") {
			return false
		}
		return isScore(d.text[d.ws[i].end:]) || next == "the" && games[after(d.ws, i, 2)] || next == "by" || next == "against" || next == "their" && games[after(d.ws, i, 2)]
	case "raised", "raises", "cut", "cuts", "lowered", "lowers":
		return (next == "its" || next == "the" || next == "their" || digit) && previous != "to" && previous != "of" && previous != "a"
	case "growing", "rising", "falling":
		return auxiliaries[previous] || previous == "after"
	case "opened", "opens", "closed", "closes":
		return next == "on" || next == "in" || low == "closed" && next == "the"
	case "rise", "fall", "buy", "sell", "buying", "selling":
		return previous != "pay" && next != "to" && next != "in" || previous == "a"
	case "drops", "climbs", "climbed", "dropped", "jumped", "plunged", "fell", "rose", "rises", "falls":
		return next == "by" || next == "to" || digit || next == "from" || next == "for" || next == "in"
	case "loss", "losses", "profit", "profits", "gains", "growth", "decline", "victory", "defeat":
		return previous == "a" || previous == "the" || previous == "an" || previous == "pre-tax" || previous == "annual"
	}
	return true
}

// isScore reports whether a text begins with a result like "4-2".
func isScore(text string) bool {
	text = strings.ReplaceAll(text[:min(len(text), 12)], " ", "")
	return len(text) > 2 && text[0] >= '0' && text[0] <= '9' && strings.Contains(text[1:3], "-")
}

var games = set("game match race title election final vote series seat fight bout championship cup league case first second third opening semi-final")

var comparisons = []struct{ from, to string }{
	{"more than", "fewer than"},
	{"fewer than", "more than"},
	{"less than", "more than"},
	{"at least", "at most"},
	{"higher than", "lower than"},
	{"lower than", "higher than"},
	{"above", "below"},
	{"below", "above"},
	{"over", "under"},
	{"largest", "smallest"},
	{"biggest", "smallest"},
	{"highest", "lowest"},
	{"lowest", "highest"},
	{"oldest", "youngest"},
	{"youngest", "oldest"},
	{"fastest", "slowest"},
	{"longest", "shortest"},
	{"worst", "best"},
	{"best", "worst"},
	{"strongest", "weakest"},
	{"higher", "lower"},
	{"lower", "higher"},
	{"bigger", "smaller"},
	{"larger", "smaller"},
	{"narrowest", "widest"},
	{"sharpest", "slightest"},
}

// oppositeComparison turns "more than" and the like round.
func oppositeComparison(d *draft) []string {
	var out []string
	low := strings.ToLower(d.text)
	if len(low) != len(d.text) {
		return nil
	}
	for _, c := range comparisons {
		at := wordIndex(low, c.from)
		if at < 0 || !d.compares(at, c.from) || d.mayTell(c.to, c.from, without(d.about, c.from)) {
			continue
		}
		out = append(out, d.replace(at, at+len(c.from), like(d.text[at:], c.to)))
	}
	return out
}

// compares keeps away from what only looks so: "over" of places and time, names,
// quotations.
func (d *draft) compares(at int, phrase string) bool {
	rest := d.text[at+len(phrase):]
	next := firstWord(rest)
	_, small := smallNumber(next)
	number := next != "" && (next[0] >= '0' && next[0] <= '9' || small) || strings.HasPrefix(rest, " $") || strings.HasPrefix(rest, " £") || strings.HasPrefix(rest, " €")
	for _, w := range d.ws {
		if w.start == at && (w.quoted || w.capital() && at > 0 || strings.HasPrefix(rest, "-")) {
			return false
		}
	}
	switch phrase {
	case "over":
		unit := firstWord(strings.TrimPrefix(rest, " "+next))
		return number && !small && !isMonth(unit) && !times[unit]
	case "more than", "fewer than", "less than", "at least":
		return number && next != "one" && !isMonth(firstWord(strings.TrimPrefix(rest, " "+next)))
	case "best":
		return next != "to" && next != "known" && lastWord(d.text[:at]) != "at" && lastWord(d.text[:at]) != "do"
	case "above", "below":
		return number || next == "the" || next == "its"
	}
	return true
}

var times = set("years months weeks days hours minutes summers seasons winters year month decades")

// oppositeOrder exchanges before and after.
func oppositeOrder(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		if w.quoted || i == 0 || i+1 >= len(d.ws) || between(d.text, w, d.ws[i+1]) != " " {
			continue
		}
		previous, next := before(d.ws, i, 1), after(d.ws, i, 1)
		if w.low == "after" && (named[previous] || unicode.IsDigit(rune(next[0])) || next == "all" || next == "a" || previous == next || strings.HasSuffix(previous, "ly")) || w.low == "before" && (next == "long" || next == "a") {
			continue
		}
		other := map[string]string{"after": "before", "before": "after"}[w.low]
		if other != "" && !d.mayTell(other, w.text, d.about) {
			out = append(out, d.instead(i, other))
		}
	}
	return out
}

var named = set("named look looked looking day week year soon time take takes called shortly run sought ever the long come never hours")

var contests = set("beat beats defeated defeats sued sues accused accuses attacked overtook leads led succeeded succeeds replaced replaces bought buys acquired acquires")

// sidesExchanged makes "B beat A" of "A beat B", for names at both sides of the verb.
func sidesExchanged(d *draft) []string {
	var out []string
	rs := runs(d.text, d.ws)
	for i := 0; i+1 < len(rs); i++ {
		a, b := rs[i], rs[i+1]
		between := d.ws[a.to:b.from]
		if len(between) < 1 || len(between) > 2 || !contests[between[len(between)-1].low] && !(len(between) == 2 && contests[between[0].low] && between[1].low == "by") ||
			d.ws[a.from].quoted || strings.ContainsAny(d.text[d.ws[a.to-1].end:d.ws[b.from].start], `,."“;:`) {
			continue
		}
		if class := d.classOf(a.text); class == "" || class != d.classOf(b.text) {
			continue
		}
		if before(d.ws, a.from, 1) == "and" || at(d.ws, b.to) == "and" || strings.HasSuffix(a.text, "'s") || strings.HasSuffix(b.text, "'s") || placeOrGroup[at(d.ws, b.to)] {
			continue
		}
		s, e := d.ws[a.from].start, d.ws[b.to-1].end
		out = append(out, d.text[:s]+b.text+d.text[d.ws[a.to-1].end:d.ws[b.from].start]+a.text+d.text[e:])
	}
	return out
}
