package plant

import (
	"slices"
	"strings"
)

var quoteWays = []way{
	{Quotation, "word changed", wordChanged},
	{Quotation, "word left out", wordLeftOut},
	{Quotation, "word put in", wordPutIn},
	{Quotation, "made of reported speech", quoteMade},
	{Speaker, "another", otherSpeaker},
	{Speaker, "invented", inventedSpeaker},
}

// spoken are the words of a claim that stand between quotation marks, for each
// quotation of at least three words.
func (d *draft) spoken() [][]int {
	var out [][]int
	var now []int
	for i, w := range d.ws {
		joined := len(now) > 0 && !strings.ContainsAny(between(d.text, d.ws[i-1], w), "\"“”«»")
		if !w.quoted || !joined {
			if len(now) > 2 {
				out = append(out, now)
			}
			now = nil
		}
		if w.quoted {
			now = append(now, i)
		}
	}
	if len(now) > 2 && strings.ContainsAny(d.text[d.ws[now[len(now)-1]].end:], "\"”»") {
		out = append(out, now)
	}
	return out
}

var rewordings = pairs(`big/large think/believe people/folks good/great start/begin help/assist terrible/awful important/crucial
	happy/pleased sad/upset difficult/hard quickly/fast children/kids want/need wanted/needed chance/opportunity enough/sufficient
	never/rarely everyone/everybody someone/somebody clear/obvious strong/powerful wrong/mistaken right/correct
	beautiful/lovely problem/issue problems/issues money/cash house/home lucky/fortunate sure/certain scared/afraid amazing/incredible
	many/numerous old/elderly try/attempt show/demonstrate shows/demonstrates end/finish kill/murder killed/murdered fight/battle fantastic/brilliant
	disappointed/frustrated serious/grave evidence/proof family/relatives situation/circumstances team/squad game/match
	mistake/error understand/know huge/enormous safe/secure speak/talk speaking/talking look/seem looks/seems buy/purchase get/receive
	deserve/merit delighted/thrilled worst/poorest best/finest decision/choice believe/feel happened/occurred answer/reply might/could
	must/should will/may can/might`)

func wordChanged(d *draft) []string {
	var out []string
	for _, quote := range d.spoken() {
		for _, i := range quote {
			other, ok := rewordings[d.ws[i].low]
			if !ok || d.ws[i].capital() && i != quote[0] || strings.HasSuffix(d.text[:d.ws[i].start], "-") {
				continue
			}
			if b := before(d.ws, i, 1); b != "a" && b != "an" {
				out = append(out, d.instead(i, other))
			}
		}
	}
	return out
}

var droppable = set("very really just still always never also only quite so completely absolutely definitely certainly probably actually extremely not")

func wordLeftOut(d *draft) []string {
	var out []string
	for _, quote := range d.spoken() {
		for _, i := range quote[1:] {
			w := d.ws[i]
			bare := between(d.text, d.ws[i-1], w) == " " && i+1 < len(d.ws) && between(d.text, w, d.ws[i+1]) == " "
			if !droppable[w.low] || !bare || before(d.ws, i, 1) == "a" || before(d.ws, i, 1) == "an" || before(d.ws, i, 1) == "not" || before(d.ws, i, 1) == "so" ||
				after(d.ws, i, 1) == "far" || after(d.ws, i, 1) == "much" || after(d.ws, i, 1) == "many" || after(d.ws, i, 1) == "that" || after(d.ws, i, 1) == "because" ||
				w.low == "not" && (before(d.ws, i, 1) == "did" || before(d.ws, i, 1) == "do" || before(d.ws, i, 1) == "does" || before(d.ws, i, 1) == "if") {
				continue
			}
			out = append(out, d.replace(d.ws[i-1].end, w.end, ""))
		}
	}
	return out
}

// wordPutIn puts an adverb after a form of "be", or a word before a noun's article.
func wordPutIn(d *draft) []string {
	var out []string
	for _, quote := range d.spoken() {
		for _, i := range quote[:len(quote)-1] {
			w := d.ws[i]
			if between(d.text, w, d.ws[i+1]) != " " {
				continue
			}
			switch w.low {
			case "is", "are", "was", "were", "it's", "we're", "i'm", "they're", "he's", "she's":
				out = append(out, d.replace(w.end, w.end, " simply"), d.replace(w.end, w.end, " certainly"))
			case "will", "would", "can":
				next := after(d.ws, i, 1)
				if pastOf[next] != "" || next == "be" {
					out = append(out, d.replace(w.end, w.end, " certainly"))
				}
			}
		}
	}
	return out
}

// quoteMade puts quotation marks round what the article only reports.
func quoteMade(d *draft) []string {
	if strings.ContainsAny(d.text, "\"“”«»'‘’:;") {
		return nil
	}
	var out []string
	for i, w := range d.ws {
		if w.low != "said" && w.low != "says" || i == 0 || i > 8 || i+5 >= len(d.ws) || strings.Contains(d.text[:w.start], ",") {
			continue
		}
		from := i + 1
		if after(d.ws, i, 1) == "that" {
			from++
		}
		if d.text[w.end] != ' ' || !isClause(d.ws[from:]) || slices.ContainsFunc(d.ws[from:], func(x word) bool { return sayings[x.low] }) || isLeaning(d.ws[from].low) || d.ws[from].low == "on" {
			continue
		}
		said := strings.TrimRight(d.text[d.ws[from].start:], ".")
		if strings.Contains(said, " and that ") || d.has(`"`+said) || len(said) > 220 || d.quotes(said) {
			continue
		}
		out = append(out, d.text[:w.end]+`: "`+upperFirst(said)+`."`)
	}
	return out
}

// quotes reports whether a quotation in the article has half the words.
func (d *draft) quotes(said string) bool {
	about := contents(said)
	return slices.ContainsFunc(d.sentences, func(s told) bool {
		var quoted []string
		for _, w := range words(s.text) {
			if w.quoted {
				quoted = append(quoted, w.text)
			}
		}
		return share(about, contents(strings.Join(quoted, " "))) >= 0.4
	})
}

// otherSpeaker gives a quotation to another of the article's people.
func otherSpeaker(d *draft) []string {
	return d.respoken(func(m mention) []person {
		var out []person
		for _, p := range d.people {
			if p.full != m.full && !hasWord(d.text, p.last) && !hasWord(d.text, p.first) && !(p.woman && !p.man && m.man && !m.woman) && !(p.man && !p.woman && m.woman && !m.man) {
				out = append(out, p)
			}
		}
		return out
	})
}

func inventedSpeaker(d *draft) []string {
	return d.respoken(func(m mention) []person {
		return slices.DeleteFunc(slices.Clone(madeUpPeople), func(p person) bool { return p.woman && m.man && !m.woman || p.man && m.woman && !m.man })
	})
}

// respoken exchanges who says a quotation of the claim.
func (d *draft) respoken(by func(mention) []person) []string {
	var out []string
	if len(d.spoken()) == 0 {
		return nil
	}
	for _, m := range d.mentions(d.text) {
		if d.claimed(m) || d.quotedAt(m.start) || !d.speaks(m) {
			continue
		}
		for _, p := range by(m) {
			out = append(out, d.rename(m, p))
		}
	}
	return out
}

// speaks reports whether a verb of saying stands beside a name.
func (d *draft) speaks(m mention) bool {
	for i, w := range d.ws {
		if w.start == m.start {
			j := i + len(words(d.text[m.start:m.end]))
			return speech[at(d.ws, j)] || speech[before(d.ws, i, 1)] || titles[before(d.ws, i, 1)] && speech[before(d.ws, i, 2)]
		}
	}
	return false
}
