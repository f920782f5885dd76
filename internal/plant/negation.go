package plant

import (
	"slices"
	"strings"
)

var negationWays = []way{
	{Negation, "not put in", notPutIn},
	{Negation, "did not", didNot},
	{Negation, "not left out", notLeftOut},
	{Negation, "opposite verb", oppositeVerb},
}

var negatives = set("not no never nobody none neither nor without hardly cannot barely nothing unable refused denied failed only yet until unless if whether")

func (d *draft) isNegative() bool {
	return slices.ContainsFunc(d.ws, func(w word) bool {
		return negatives[w.low] || strings.HasSuffix(w.low, "n't") || strings.HasSuffix(w.low, "n’t")
	})
}

var negatable = set("is are was were has have had will can")

// notPutIn negates an auxiliary whose verb or adjective follows.
func notPutIn(d *draft) []string {
	if d.isNegative() {
		return nil
	}
	var out []string
	for i, w := range d.ws {
		if !negatable[w.low] || w.quoted || i == 0 || w.capital() || i+1 >= len(d.ws) || between(d.text, w, d.ws[i+1]) != " " ||
			between(d.text, d.ws[i-1], w) != " " || questions[before(d.ws, i, 1)] || questions[before(d.ws, i, 2)] {
			continue
		}
		next := d.ws[i+1].low
		_, past := baseOf[next]
		_, base := pastOf[next]
		if past || base && (w.low == "will" || w.low == "can") || next == "be" || next == "been" || next == "being" || strings.HasSuffix(next, "ing") && len(next) > 5 {
			out = append(out, d.replace(w.end, w.end, " not"))
		}
	}
	return out
}

var questions = set("what where when how why if whether than as and so nor which or")

// didNot negates a deed in the past.
func didNot(d *draft) []string {
	if d.isNegative() {
		return nil
	}
	var out []string
	for i, w := range d.ws {
		if base, ok := d.deed(i); ok && w.low != "went" && !questions[before(d.ws, i, 1)] && !questions[before(d.ws, i, 2)] {
			out = append(out, d.replace(w.start, w.end, "did not "+base))
		}
	}
	return out
}

// notLeftOut takes a negation away.
func notLeftOut(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		if w.quoted || i+1 >= len(d.ws) {
			continue
		}
		next := d.ws[i+1]
		switch {
		case w.low == "not" && auxiliaries[before(d.ws, i, 1)] && between(d.text, w, next) == " ":
			out = append(out, d.affirmed(i))
		case w.low == "never" && i > 0 && (before(d.ws, i, 1) == "has" || before(d.ws, i, 1) == "had" || before(d.ws, i, 1) == "have"):
			out = append(out, d.replace(w.start, w.end, "often"))
		case w.low == "nobody" && next.low == "was":
			out = append(out, d.replace(w.start, next.end, like(w.text, "several people were")))
		case w.low == "no" && next.low == "longer":
			out = append(out, d.replace(w.start, next.end, "still"))
		case affirmatives[w.low] != "" && !w.capital() && i > 0 && !notOnly[next.low] && (w.low != "without" || objects[next.low]):
			out = append(out, d.instead(i, affirmatives[w.low]))
		}
	}
	return out
}

var affirmatives = map[string]string{
	"didn't": "did", "wasn't": "was", "isn't": "is", "won't": "will", "hasn't": "has", "haven't": "have", "weren't": "were",
	"aren't": "are", "cannot": "can", "can't": "can", "couldn't": "could", "hadn't": "had", "wouldn't": "would", "without": "with",
}

// affirmed leaves out the "not" of word i: "did not file" becomes "filed".
func (d *draft) affirmed(i int) string {
	next := d.ws[i+1]
	verb := d.ws[i-1]
	if notOnly[next.low] {
		return ""
	}
	if verb.low == "did" {
		past, ok := pastOf[next.low]
		if !ok {
			return ""
		}
		return d.replace(verb.start, next.end, past)
	}
	if verb.low == "do" || verb.low == "does" || verb.low == "may" || verb.low == "might" {
		return ""
	}
	return d.replace(verb.end, d.ws[i].end, "")
}

var notOnly = set("only just yet even any because least until all always necessarily merely alone the simply really")

var opposites = map[string]string{
	"denied": "confirmed", "denies": "confirms", "confirmed": "denied", "confirms": "denies", "rejected": "approved", "rejects": "approves",
	"approved": "rejected", "approves": "rejects", "accepted": "rejected", "accepts": "rejects", "backed": "opposed", "backs": "opposes",
	"supported": "opposed", "supports": "opposes", "opposed": "supported", "opposes": "supports", "allowed": "barred", "allows": "bars",
	"acquitted": "convicted", "convicted": "acquitted", "cleared": "convicted", "granted": "refused",
	"dismissed": "upheld", "upheld": "dismissed", "agreed": "refused", "agrees": "refuses", "refused": "agreed", "refuses": "agrees",
	"failed": "managed", "fails": "manages", "released": "detained", "passed": "failed", "survived": "died in", "guilty": "innocent",
	"alive": "dead", "safe": "unsafe", "likely": "unlikely", "unlikely": "likely", "withheld": "released",
	"withholds": "releases", "praised": "criticised", "criticised": "praised", "criticized": "praised", "welcomed": "condemned",
	"condemned": "welcomed", "successful": "unsuccessful", "possible": "impossible", "impossible": "possible",
}

// oppositeVerb says the contrary without a "not".
func oppositeVerb(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		other, ok := opposites[w.low]
		if !ok || w.quoted || i == 0 || w.capital() {
			continue
		}
		next := after(d.ws, i, 1)
		switch {
		case (strings.HasPrefix(w.low, "refuse") || strings.HasPrefix(w.low, "agree") || strings.HasPrefix(w.low, "fail")) && next != "to":
		case w.low == "granted" && strings.HasPrefix(before(d.ws, i, 1), "take"), before(d.ws, i, 1) == "for":
		case (w.low == "dismissed" || w.low == "passed" || w.low == "released" || w.low == "cleared" || w.low == "survived") && !objects[next],
			(w.low == "passed" || w.low == "cleared" || w.low == "released") && next != "the":
		case (w.low == "denied" || w.low == "denies") && !objects[next] && !strings.HasSuffix(next, "ing") && !strings.HasSuffix(next, "s"):
		case strings.HasSuffix(w.low, "likely") && (before(d.ws, i, 1) == "more" || before(d.ws, i, 1) == "less" || before(d.ws, i, 1) == "most"):
		case d.mayTell(strings.Fields(other)[0], w.text, without(d.about, w.text)):
		default:
			out = append(out, d.instead(i, other))
		}
	}
	return out
}
