package extractive

import (
	"sort"
	"strings"
)

// cut is a part of a sentence that can be left out: text[start:end], with glue
// in its place. Cost says how much is lost and how far the cut is to be
// trusted; cheaper is better.
type cut struct {
	start, end int
	glue       string
	cost       float64
	front      bool // the sentence begins after it
}

const (
	costAside      = 0.1
	costBracket    = 0.15
	costDashes     = 0.3
	costRelative   = 0.35
	costApposition = 0.4
	costScene      = 0.4
	costTrailing   = 0.5
	costLoose      = 0.9
)

// mostCuts bounds the search for the best set of cuts.
const mostCuts = 14

// cuts lists the parts that can be left out, in order.
func (p *parsed) cuts() []cut {
	var out []cut
	for _, find := range []func() []cut{
		p.brackets, p.dashes, p.inner, p.trailing, p.asides, p.scenes, p.looseEnds,
	} {
		out = append(out, find()...)
		if len(out) >= mostCuts {
			out = out[:mostCuts]
			break
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].start < out[j].start })
	return out
}

func (p *parsed) brackets() []cut {
	var out []cut
	for _, m := range p.marks {
		if m.kind != bracket || m.next == 0 || strings.HasPrefix(p.text[m.start:], "[") {
			continue
		}
		if from := p.wordAt(m.start); from > 0 && p.free(from, m.next, guarded) && !p.states(from, m.next) {
			out = append(out, cut{start: p.trimSpaceBefore(m.start), end: m.end, cost: costBracket})
		}
	}
	return out
}

const longestNote = 8 // words

// states reports whether the words in [from, to) are a statement of their own.
// Where verbs are not known, only short ones surely are not.
func (p *parsed) states(from, to int) bool {
	if p.lx.has&finite == 0 {
		return to-from > longestNote
	}
	return p.has(from, to, finite) || p.plays(from, determiner|pronoun|personal) && p.verbIn(between(from, to))
}

// dashes finds what stands between two dashes. What stands after the only one
// can be a judgement on what stands before it, and stays.
func (p *parsed) dashes() []cut {
	var at []mark
	for _, m := range p.marks {
		if m.kind == dash {
			at = append(at, m)
		}
	}
	if len(at) != 2 || at[0].next == 0 {
		return nil
	}
	c := cut{start: p.trimSpaceBefore(at[0].start), end: p.skipSpace(at[1].end), glue: " ", cost: costDashes}
	if p.spaceless() {
		c.glue = ""
	}
	first, last := at[0].next, at[1].next
	if first >= last || last == len(p.words) || p.plays(first, joiner) || !p.free(first, last, guarded) {
		return nil
	}
	return []cut{c}
}

func (p *parsed) spaceless() bool { return !strings.Contains(p.text, " ") }
