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
	costStatement  = 0.6
	costLoose      = 0.9
)

// mostCuts bounds the search for the best set of cuts.
const mostCuts = 14

// cuts lists the parts that can be left out, in order.
func (p *parsed) cuts() []cut {
	var out []cut
	for _, find := range []func() []cut{
		p.brackets, p.dashes, p.inner, p.trailing, p.semicolons, p.asides, p.scenes, p.predicates, p.looseEnds,
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
		if from := p.wordAt(m.start); from > 0 && p.free(from, m.next, guarded) {
			out = append(out, cut{start: p.trimSpaceBefore(m.start), end: m.end, cost: costBracket})
		}
	}
	return out
}

// dashes finds what stands between two dashes, or after the only one.
func (p *parsed) dashes() []cut {
	var at []mark
	for _, m := range p.marks {
		if m.kind == dash {
			at = append(at, m)
		}
	}
	if len(at) == 0 || len(at) > 2 || at[0].next == 0 {
		return nil
	}
	c := cut{start: p.trimSpaceBefore(at[0].start), end: len(p.text), cost: costDashes}
	last := len(p.words)
	if len(at) == 2 {
		c.end, last = p.skipSpace(at[1].end), at[1].next
		c.glue = " "
		if c.end < len(p.text) && p.spaceless() {
			c.glue = ""
		}
	}
	first := at[0].next
	if first >= last || p.plays(first, joiner) || !p.free(first, last, guarded) {
		return nil
	}
	if len(at) == 1 && (p.lx.has&finite == 0 || !p.closedBy(first)) {
		return nil
	}
	return []cut{c}
}

// semicolons finds the whole statements after a semicolon.
func (p *parsed) semicolons() []cut {
	for _, m := range p.marks {
		if m.kind != semicolon || m.next == 0 || m.next >= len(p.words) {
			continue
		}
		if p.free(m.next, len(p.words), guarded) && (p.lx.has&finite == 0 || p.closedBy(m.next)) {
			return []cut{{start: p.trimSpaceBefore(m.start), end: len(p.text), cost: costStatement}}
		}
		return nil
	}
	return nil
}

func (p *parsed) spaceless() bool { return !strings.Contains(p.text, " ") }
