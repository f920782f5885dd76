package scripted

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Drafter plays a model. The zero value is honest: it takes what it writes from
// the numbered sentences of the request and cites those, and leaves out sentences
// that give orders to their reader. Each field makes it break one rule.
type Drafter struct {
	BadCitations  bool // cites numbers that no sentence has
	WrongNumbers  bool // changes the last digit of every number
	TooLong       bool // writes takeaways of twice the length allowed
	FullStops     bool // ends takeaways with one, asked for or not
	Duplicates    bool // says the first takeaway twice
	TooFew        bool // one takeaway, no candidates, the first claim only
	TooMany       bool // up to five more than asked for
	WrongLanguage bool // writes Russian, or English where the article is Cyrillic
	Obey          bool // does what a sentence of the article tells it to do
	Echo          bool // copies the raw text between the fences into its first claim
	Preamble      bool // prose before the JSON
	Fence         bool // the JSON in a Markdown fence
}

// claim is an entry of every answer; what its schema does not name stays out.
type claim struct {
	ID        string `json:"id,omitempty"`
	Text      string `json:"text"`
	Sentences []int  `json:"sentences"`
	Weight    int    `json:"weight,omitempty"`
	Why       *bool  `json:"why,omitempty"`
}

// Answer writes the answer to a request: JSON by its schema, or a sentence of
// prose when there is no schema that it knows or no sentence to work from.
func (d Drafter) Answer(req Request) string {
	form := schemaOf(req)
	p := readPrompt(req)
	switch {
	case form.property("score") != nil, form.property("better") != nil:
		return d.finish(d.judge(p, form))
	case p.part(firstSummary) != "":
		return strconv.Itoa(d.score(p))
	case len(p.sentences) == 0:
		return "There is no numbered sentence in the request, so I have nothing to work from."
	case form.property("takeaways") != nil:
		return d.finish(d.summary(p, form))
	case form.property("candidates") != nil:
		return d.finish(object{"candidates": d.candidates(p, form.property("candidates"))})
	case form.property("claims") != nil:
		return d.finish(object{"claims": d.repair(p)})
	case form.property("verdict") != nil:
		return d.finish(p.opinion())
	}
	return "I do not know the form of answer that is asked for."
}

func (d Drafter) finish(answer object) string {
	text := string(encode(answer))
	if d.Fence {
		text = "```json\n" + text + "\n```"
	}
	if d.Preamble {
		text = "Sure! Here is the summary you asked for:\n\n" + text
	}
	return text
}

func (d Drafter) summary(p *prompt, form *schema) object {
	want := p.takeaways
	if n := form.property("takeaways").MaxItems; n != nil {
		want = min(want, *n)
	}
	if n := form.property("takeaways").MinItems; n != nil {
		want = max(want, *n)
	}
	chosen := p.choose(want)
	var takeaways []claim
	for _, s := range chosen {
		takeaways = append(takeaways, claim{Text: p.takeaway(s), Sentences: []int{s.id}})
	}
	why := p.why(chosen)
	takeaways = d.miscount(p, takeaways)
	for i := range takeaways {
		takeaways[i] = d.spoil(p, takeaways[i], i)
	}
	if d.Duplicates && len(takeaways) > 1 {
		takeaways[1] = takeaways[0]
	}
	answer := object{"takeaways": takeaways}
	if form.property("why") != nil {
		why.Text = d.tell(p, why.Text, true)
		answer["why"] = why
	}
	return answer
}

func (d Drafter) candidates(p *prompt, form *schema) []claim {
	item := form.Items
	out := []claim{}
	if d.TooFew {
		return out
	}
	for i, s := range p.choose(p.atMost) {
		c := claim{Text: clip(s.text, 190), Sentences: []int{s.id}}
		if item.property("weight") != nil {
			c.Weight = max(1, 5-i)
		}
		if item.property("why") != nil {
			why := i == 1
			c.Why = &why
		}
		out = append(out, d.spoil(p, c, i))
	}
	if d.Duplicates && len(out) > 1 {
		out[1] = out[0]
	}
	return d.miscount(p, out)
}

func (d Drafter) repair(p *prompt) []claim {
	isUsed := func(s sentence) bool { return p.used[s.id] }
	used := slices.DeleteFunc(slices.Clone(p.sentences), func(s sentence) bool { return !isUsed(s) })
	fresh := slices.DeleteFunc(p.choose(len(p.sentences)), isUsed)
	if len(fresh) == 0 {
		fresh = p.sentences
	}
	out := []claim{}
	for i := range len(p.ids) * max(1, p.each) {
		id, s := p.ids[i/max(1, p.each)], fresh[i%len(fresh)]
		c := claim{ID: id, Text: p.takeaway(s), Sentences: []int{s.id}}
		if id == "why" {
			c = p.why(used)
			c.ID = id
		}
		out = append(out, d.spoil(p, c, i))
		if d.TooFew {
			break
		}
	}
	return out
}

// miscount leaves out claims or adds some.
func (d Drafter) miscount(p *prompt, claims []claim) []claim {
	if d.TooFew && len(claims) > 1 {
		return claims[:1]
	}
	if d.TooMany && len(claims) > 0 {
		for _, s := range p.sentences[:min(5, len(p.sentences))] {
			extra := claims[0]
			extra.Text, extra.Sentences = p.takeaway(s), []int{s.id}
			claims = append(claims, extra)
		}
	}
	return claims
}

// spoil breaks the rules that a single claim can break.
func (d Drafter) spoil(p *prompt, c claim, i int) claim {
	if d.TooLong {
		c.Text = clip(strings.Repeat(c.Text+" and ", 1+2*p.takeMax/max(1, length(c.Text))), 2*p.takeMax)
	}
	c.Text = d.tell(p, c.Text, i == 0)
	if d.BadCitations {
		c.Sentences = []int{p.sentences[len(p.sentences)-1].id + 1000 + i}
	}
	if d.FullStops {
		c.Text = strings.TrimRight(c.Text, ".") + "."
	}
	return c
}

// tell changes what is said.
func (d Drafter) tell(p *prompt, text string, first bool) string {
	if d.WrongNumbers {
		text = shiftNumbers(text)
	}
	if d.WrongLanguage {
		text = otherLanguage(text)
	}
	if order, ok := p.order(); d.Obey && ok {
		text = order
	}
	if d.Echo && first {
		text = p.raw
	}
	return text
}

// shiftNumbers replaces the last digit of every number by the next one.
func shiftNumbers(text string) string {
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	out := []byte(text)
	for i := range out {
		if digit(text[i]) && (i+1 == len(text) || !digit(text[i+1])) {
			out[i] = '0' + (text[i]-'0'+1)%10
		}
	}
	return string(out)
}

func otherLanguage(text string) string {
	for _, r := range text {
		if r >= 'А' && r <= 'я' {
			return fmt.Sprintf("The city council approves a plan in %d parts for the coming years", len(text))
		}
	}
	return fmt.Sprintf("Городской совет утвердил план из %d частей на ближайшие годы", len(text))
}
