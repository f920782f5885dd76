package ground

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// claim is a claim while it is checked.
type claim struct {
	passage
	said    article.Claim
	checker *Checker
	parts   []part
	cited   []int // sentences that it cites and that exist, as indexes

	amounts  *figures // set by ofClaim, for the rules that compare them
	prose    *reading // set by reading, for the rules that look for cues
	rule     string   // of the rule that runs
	grade    Grade
	findings []Finding
	support  *float64
}

// part is one sentence of a claim: its tokens from the first to before the last,
// and the sentences of the article that carry it, best first.
type part struct {
	from, to int
	evidence []match
}

// match is a sentence of the article that carries some of a part.
type match struct {
	sentence int     // index into Checker.sentences
	share    float64 // of the weight of the part's content words, that it has: 0 to 1
	cited    bool
}

// read cuts a claim into its sentences and finds what carries each.
func (c *Checker) read(said article.Claim) *claim {
	cl := &claim{passage: c.words.cut(said.Text), said: said, checker: c, findings: []Finding{}}
	for _, id := range said.Cites {
		if i := int(id) - 1; i >= 0 && i < len(c.sentences) && !slices.Contains(cl.cited, i) {
			cl.cited = append(cl.cited, i)
		}
	}
	from := 0
	for _, span := range article.Split(said.Text, c.lang) {
		to := from
		for to < len(cl.tokens) && cl.tokens[to].start < span.End {
			to++
		}
		if to > from {
			cl.parts = append(cl.parts, part{from: from, to: to, evidence: c.index.carry(cl.tokens[from:to], cl.cited)})
		}
		from = to
	}
	return cl
}

// evidence returns the sentences that carry any part of the claim, as indexes:
// the best of each part first, none twice.
func (c *claim) evidence() []int {
	var out []int
	for rank := 0; ; rank++ {
		more := false
		for _, p := range c.parts {
			if rank < len(p.evidence) {
				more = true
				if i := p.evidence[rank].sentence; !slices.Contains(out, i) {
					out = append(out, i)
				}
			}
		}
		if !more {
			return out
		}
	}
}

func (c *claim) evidenceIDs() []article.SentenceID {
	out := []article.SentenceID{}
	for _, i := range c.evidence() {
		out = append(out, article.SentenceID(i+1))
	}
	return out
}

// at says where a finding is: tokens of the claim, from the first to before the last.
type at struct{ from, to int }

// whole is a finding about all of the claim.
var whole = at{}

// note reports a finding of the rule that runs. Code says what is wrong, for
// programs; expected is what should stand there, "" when that cannot be said;
// sentence is the index of the sentence that it goes by, less than 0 for none.
func (c *claim) note(v Verdict, code string, where at, message, expected string, sentence int) {
	f := Finding{
		Claim: c.said.ID, Rule: c.rule, Code: code, Verdict: c.grade.of(v), Message: message, Expected: expected,
		Sentence: article.SentenceID(max(sentence, -1) + 1),
	}
	if where.to > where.from {
		start, end := c.tokens[where.from].start, c.tokens[where.to-1].end
		f.Found = c.text[start:end]
		f.Start = utf8.RuneCountInString(c.text[:start])
		f.End = f.Start + utf8.RuneCountInString(f.Found)
	}
	if f.Found == "" || !strings.HasPrefix(message, f.Found) {
		f.Message = upperFirst(message)
	}
	c.findings = append(c.findings, f)
}

// upperFirst makes a message begin with a capital, as those of the house style do.
// One that begins with the claim's own words stays as it is.
func upperFirst(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
