package plant

import (
	"slices"
	"strings"
	"unicode"
)

var hedgeWays = []way{
	{Hedge, "adverb left out", adverbLeftOut},
	{Hedge, "may become fact", mayBecomesFact},
	{Hedge, "plan become fact", planBecomesFact},
	{Hedge, "accusation become guilt", guilt},
	{Hedge, "proposal become deed", proposalBecomesDeed},
	{HedgeAdded, "may", mayPutIn},
	{HedgeAdded, "allegedly", allegedlyPutIn},
}

var hedgeWords = strings.Fields(`may might could would alleg accus suspect charge reported apparent plan expect propos consider likely possib
	perhaps seek want hope intend aim belie claim appear seem if whether call would should likely probabl potential deny denie
	draft recommend request urge prosecut`)

// isHedged reports whether a sentence in lower case has a word that keeps from
// stating something as a fact.
func isHedged(low string) bool {
	return slices.ContainsFunc(words(low), func(w word) bool {
		return slices.ContainsFunc(hedgeWords, func(h string) bool {
			return strings.HasPrefix(w.low, h) && (len(h) > 3 || w.low == h || h == "may" && w.low == "may")
		})
	})
}

// stated keeps the claims that the article nowhere states without a hedge.
func (d *draft) stated(texts []string) []string {
	return slices.DeleteFunc(texts, func(text string) bool { return stillOpen(text) || d.tellsPlainly(contents(text)) })
}

// stillOpen reports whether a claim has another word that leaves it open whether
// the thing is so.
func stillOpen(text string) bool {
	return slices.ContainsFunc(words(text), func(w word) bool {
		return open[w.low] || hedgeAdverbs[w.low] || slices.ContainsFunc(openStems, func(h string) bool { return strings.HasPrefix(w.low, h) })
	})
}

var open = set("may might could if perhaps likely unlikely whether potential potentially hopes fears risk")

var openStems = strings.Fields("alleg accus suspect warn claim suggest propos plan expect")

var hedgeAdverbs = set("allegedly reportedly apparently possibly probably alleged suspected purportedly supposedly")

func adverbLeftOut(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		if !hedgeAdverbs[w.low] || w.quoted || i+1 >= len(d.ws) || between(d.text, w, d.ws[i+1]) != " " || unicode.IsDigit(rune(d.ws[i+1].low[0])) || auxiliaries[before(d.ws, i, 1)] && w.low == "suspected" || before(d.ws, i, 1) == "quite" ||
			w.low == "suspected" && (after(d.ws, i, 1) == "of" || after(d.ws, i, 1) == "to" || i > 0 && d.ws[i-1].low != "a" && d.ws[i-1].low != "the") ||
			w.low == "alleged" && !(before(d.ws, i, 1) == "the" || before(d.ws, i, 1) == "an" || before(d.ws, i, 1) == "of" || before(d.ws, i, 1) == "his" || before(d.ws, i, 1) == "their") {
			continue
		}
		next := d.ws[i+1]
		previous := before(d.ws, i, 1)
		vowel := strings.ContainsRune("aeiou", rune(next.low[0]))
		switch {
		case previous == "an" && !vowel:
			out = append(out, d.replace(d.ws[i-1].end-1, next.start, " "))
		case previous == "a" && vowel:
			out = append(out, d.replace(d.ws[i-1].end, next.start, "n "))
		default:
			out = append(out, d.replace(w.start, next.end, like(w.text, next.text)))
		}
	}
	return d.stated(out)
}

// mayBecomesFact makes "will" of "may", and the past of "may have".
func mayBecomesFact(d *draft) []string {
	var out []string
	for i, w := range d.ws {
		if w.low != "may" && w.low != "might" && w.low != "could" || w.quoted || w.capital() || i == 0 || i+2 >= len(d.ws) {
			continue
		}
		next, third := d.ws[i+1], d.ws[i+2]
		if slices.ContainsFunc(d.ws[max(0, i-4):i], func(x word) bool { return x.low == "who" || x.low == "what" || x.low == "how" || x.low == "why" }) {
			continue
		}
		plain := between(d.text, w, next) == " " && third.low != "about" && !condition(d.ws)
		switch {
		case next.low == "have" && w.low != "could" && third.low == "been":
			out = append(out, d.replace(w.start, third.end, was(d.ws, i)))
		case next.low == "have" && w.low != "could" && baseOf[third.low] != "":
			out = append(out, d.replace(w.start, third.start, ""))
		case plain && next.low != "want" && (next.low == "be" || pastOf[next.low] != "") && (w.low != "could" || coming[next.low] && !able[before(d.ws, i, 1)] && !(next.low == "be" && isParticiple(third.low))):
			out = append(out, d.replace(w.start, w.end, d.future(i)))
		}
	}
	return d.stated(out)
}

// coming are verbs before which "could" tells what may come, not what somebody is able to do.
var coming = set("be become take cost face lead cause lose force affect reach rise fall mean")

// isParticiple reports whether "be" and the word make a passive: "could be signed" is about being able to.
func isParticiple(low string) bool {
	return strings.HasSuffix(low, "ed") || baseOf[low] != "" || strings.HasSuffix(low, "n")
}

var able = set("he she i they we who so as nobody that what")

// future is "would" after a verb of saying in the past, else "will".
func (d *draft) future(i int) string {
	if slices.ContainsFunc(d.ws[:i], func(w word) bool {
		return w.low == "indicated" || w.low == "agreed" || strings.HasSuffix(w.low, "ed") && speech[w.low] || w.low == "said" || w.low == "told"
	}) {
		return "would"
	}
	return "will"
}

func condition(ws []word) bool {
	return slices.ContainsFunc(ws, func(w word) bool { return w.low == "if" || w.low == "unless" || w.low == "whether" || w.low == "so" })
}

func was(ws []word, i int) string {
	if low := before(ws, i, 1); strings.HasSuffix(low, "s") || low == "they" || low == "people" {
		return "were"
	}
	return "was"
}

var plans = []string{
	"plans to", "plan to", "is expected to", "are expected to", "is planning to", "are planning to", "aims to", "aim to", "hopes to",
	"hope to", "wants to", "intends to", "intend to", "is likely to", "are likely to", "is due to", "seeks to", "is set to", "is considering",
	"are considering", "is hoping to", "plans on", "expects to", "expect to", "is preparing to", "has pledged to", "promises to", "has proposed to",
}

func planBecomesFact(d *draft) []string {
	var out []string
	low := strings.ToLower(d.text)
	if len(low) != len(d.text) {
		return nil
	}
	for _, p := range plans {
		at := wordIndex(low, p)
		if at <= 0 || d.quotedAt(at) || d.text[at-1] != ' ' || auxiliaries[lastWord(d.text[:at])] {
			continue
		}
		rest := d.text[at+len(p):]
		if ws := words(rest); len(ws) == 0 || ws[0].start != 1 {
			continue
		}
		if before, _, considering := strings.Cut(p, " considering"); considering {
			if strings.HasSuffix(firstWord(rest), "ing") {
				out = append(out, d.replace(at, at+len(p), before))
			}
		} else if !questions[lastWord(d.text[:at])] && d.planner(at) && !strings.Contains(rest, " and to ") {
			out = append(out, d.replace(at, at+len(p), "will"))
		}
	}
	return d.stated(out)
}

// planner reports whether who plans stands right before, and no noun "plans".
func (d *draft) planner(at int) bool {
	i := slices.IndexFunc(d.ws, func(w word) bool { return w.start == at })
	if i < 1 || strings.HasSuffix(d.ws[i-1].low, "'s") || strings.HasSuffix(d.ws[i-1].low, "’s") || d.text[at-2] == '\'' {
		return false
	}
	article := before(d.ws, i, 2)
	return d.ws[i-1].capital() || pronouns[d.ws[i-1].low] || auxiliaries[d.ws[i].low] || article == "the" || article == "a" || article == "an"
}

func (d *draft) quotedAt(start int) bool {
	return slices.ContainsFunc(d.ws, func(w word) bool { return w.start == start && w.quoted })
}

// mayPutIn makes a fact of the past or the future uncertain.
func mayPutIn(d *draft) []string {
	if isHedged(strings.ToLower(d.text)) || d.reports() {
		return nil
	}
	var out []string
	for i, w := range d.ws {
		base, ok := d.deed(i)
		if ok && strings.HasSuffix(w.low, "ed") && base != "" && !d.anyHedged() {
			out = append(out, d.replace(w.start, w.start, "may have "))
		}
		if w.low == "will" && !w.quoted && i > 0 && !w.capital() && !d.anyHedged() {
			out = append(out, d.instead(i, "may"))
		}
	}
	return out
}

// reports reports whether the claim says who says so: "allegedly" would not be put in as well.
func (d *draft) reports() bool {
	return slices.ContainsFunc(d.ws, func(w word) bool { return speech[w.low] })
}

func allegedlyPutIn(d *draft) []string {
	if d.reports() {
		return nil
	}
	var out []string
	for i, w := range d.ws {
		if _, ok := d.deed(i); ok && !d.anyHedged() {
			out = append(out, d.replace(w.start, w.start, "allegedly "))
		}
	}
	return out
}

// anyHedged reports whether a sentence with a hedge tells what the claim tells.
func (d *draft) anyHedged() bool {
	return slices.ContainsFunc(d.sentences, func(s told) bool { return s.hedged && share(d.about, s.contents) >= near })
}
