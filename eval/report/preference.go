package report

import (
	_ "embed"
	"fmt"

	"github.com/nutgraf/nutgraf/eval/prefer"
)

// preferencePage is the part of the page about a judge's preference.
//
//go:embed preference.html
var preferencePage string

// preference tells what a judge prefers, in a few sentences; nothing when none
// was asked.
func (r *Report) preference() []string {
	p := r.Preference
	if p == nil {
		return nil
	}
	said := []string{"a judge prefers " + preferred(p)}
	if lacking := notPreferred(p); lacking != "" {
		said = append(said, lacking)
	}
	return append(said, fmt.Sprintf("cost of asking it: %s", preferCost(p)), p.Judge)
}

// preferred is the outcome in a line.
func preferred(p *prefer.Result) string {
	s := fmt.Sprintf("the candidate in %d, the base in %d and neither in %d of %s", p.Wins, p.Losses, p.Ties, count(p.Pairs, "pair"))
	if p.FlipRate != nil {
		s += fmt.Sprintf("; it went by the order in %d (flip rate %s)", p.Flips, percent(*p.FlipRate))
	}
	if p.Net != nil {
		s += fmt.Sprintf("; net %s", signed(p.Net))
		if p.Low != nil {
			s += fmt.Sprintf(" (%s interval %s)", percent(p.Level), between(p.Low, p.High))
		}
		s += ", p " + chance(p.P)
	}
	return s
}

// notPreferred says which pairs the outcome leaves out.
func notPreferred(p *prefer.Result) string {
	s := ""
	for _, part := range []struct {
		n    int
		what string
	}{
		{p.Same, "with the same summary twice"},
		{p.Unread, "without an answer that can be read"},
		{p.Failed, "that could not be asked about"},
		{p.NotAsked, "not asked about"},
	} {
		if part.n == 0 {
			continue
		}
		if s != "" {
			s += ", "
		}
		s += fmt.Sprintf("%d %s", part.n, part.what)
	}
	if s == "" {
		return ""
	}
	return "among the pairs: " + s
}

func preferCost(p *prefer.Result) string { return (&Cost{Scoring: p.Cost}).scoring() }

// preferBar is the outcome as a bar: the ends of its parts, 0 to 600.
type preferBar struct {
	Wins, Ties, Losses float64
	Label              string
}

func barOf(p *prefer.Result) preferBar {
	n := float64(max(1, p.Wins+p.Ties+p.Losses))
	return preferBar{
		Wins: round(600 * float64(p.Wins) / n), Ties: round(600 * float64(p.Ties) / n), Losses: round(600 * float64(p.Losses) / n),
		Label: fmt.Sprintf("candidate %d, neither %d, base %d", p.Wins, p.Ties, p.Losses),
	}
}
