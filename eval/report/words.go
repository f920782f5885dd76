package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/nutgraf/nutgraf/eval/compare"
	"github.com/nutgraf/nutgraf/eval/metric"
)

// headline is the verdict in a line.
func (r *Report) headline() string {
	c := r.Comparison
	what := fmt.Sprintf("%s of %s", count(c.Items, "item"), c.Suite)
	switch c.Verdict {
	case compare.Pass:
		return "Pass: no gated score fell by more than is allowed on " + what
	case compare.Regression:
		return "Regression: the candidate is worse on " + what
	}
	return "Inconclusive: " + what + " cannot tell whether the candidate is worse"
}

// reasons say, a sentence each, what led to a verdict that is not pass.
func (r *Report) reasons() []string {
	var out []string
	for _, verdict := range []compare.Verdict{compare.Regression, compare.Inconclusive} {
		for _, m := range r.Comparison.Metrics {
			if m.Verdict == verdict {
				out = append(out, r.reason(m))
			}
		}
	}
	return out
}

func (r *Report) reason(m compare.Metric) string {
	c := r.Comparison
	if m.Change == nil {
		return m.Name + ": " + strings.Join(m.Notes, "; ")
	}
	size := math.Abs(*m.Change)
	if m.Verdict == compare.Regression {
		return fmt.Sprintf("%s %s by %s, from %s to %s (%s interval %s; adjusted p %s); %s is allowed",
			m.Name, way(m), figure(&size), figure(m.Base), figure(m.Candidate), percent(c.Level), between(m.Low, m.High), chance(m.DropPAdjusted), figure(m.Delta))
	}
	s := fmt.Sprintf("%s changed by %s (%s interval %s): a change for the worse of more than %s cannot be ruled out, nor is it shown",
		m.Name, signed(m.Change), percent(c.Level), between(m.Low, m.High), figure(m.Delta))
	if m.Low == nil {
		s = fmt.Sprintf("%s changed by %s, and no interval can be given", m.Name, signed(m.Change))
	}
	if len(m.Notes) > 0 {
		s += "; " + strings.Join(m.Notes, "; ")
	}
	if m.Needed != nil {
		s += fmt.Sprintf("; about %s would settle it", count(*m.Needed, "item"))
	}
	return s
}

// gatedNotes are the notes of the scores that have a verdict, those that say the
// same together. What is inconclusive has them among the reasons.
func (r *Report) gatedNotes() []string {
	var notes []string
	names := map[string][]string{}
	for _, m := range r.Comparison.Metrics {
		if !m.Gated || m.Verdict == compare.Inconclusive || len(m.Notes) == 0 {
			continue
		}
		note := strings.Join(m.Notes, "; ")
		if len(names[note]) == 0 {
			notes = append(notes, note)
		}
		names[note] = append(names[note], m.Name)
	}
	for i, note := range notes {
		notes[i] = strings.Join(names[note], ", ") + ": " + note
	}
	return notes
}

// shown are the scores that a short table has: those that were gated, and the
// other headline ones.
func (r *Report) shown() []compare.Metric {
	var gated, others []compare.Metric
	for _, m := range r.Comparison.Metrics {
		switch {
		case m.Gated:
			gated = append(gated, m)
		case m.Headline && m.Items > 0:
			others = append(others, m)
		}
	}
	return append(gated, others...)
}

// rest are the scores that a short table leaves out.
func (r *Report) rest() []compare.Metric {
	var out []compare.Metric
	for _, m := range r.Comparison.Metrics {
		if !m.Gated && (!m.Headline || m.Items == 0) {
			out = append(out, m)
		}
	}
	return out
}

// flagged names the scores that a short table leaves out and that changed.
func (r *Report) flagged() string {
	var out []string
	for _, m := range r.rest() {
		if m.Flag != "" {
			out = append(out, fmt.Sprintf("%s %s (%s)", m.Name, signed(m.Change), m.Flag))
		}
	}
	return strings.Join(out, ", ")
}

// verdictOf is what a table says of a score.
func verdictOf(m compare.Metric) string {
	if m.Gated {
		return string(m.Verdict)
	}
	return m.Flag
}

// method tells how the numbers were made.
func (r *Report) method() string {
	c := r.Comparison
	s := fmt.Sprintf("%s in %s, paired; one-sided sign-flip test, alpha %g, adjusted by %s; %s intervals by bootstrap; %s resamples, seed %d",
		count(c.Items, "item"), count(c.Clusters, "cluster"), c.Alpha, c.Correction, percent(c.Level), thousands(c.Resamples), c.Seed)
	return s
}

// limits says what the comparison could have seen.
func (r *Report) limits() (detectable, noise string) {
	var d, n []string
	for _, m := range r.Comparison.Metrics {
		if m.Gated && m.Detectable != nil {
			d = append(d, m.Name+" "+figure(m.Detectable))
		}
		if m.Gated && m.NoiseFloor != nil {
			n = append(n, m.Name+" "+figure(m.NoiseFloor))
		}
	}
	return strings.Join(d, ", "), strings.Join(n, ", ")
}

// headlines are the scores of an arm that a short table has.
func headlines(scores []Score) []Score {
	var out []Score
	for _, s := range scores {
		if s.Headline && s.Better != metric.Neither {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return scores
	}
	return out
}

// lacking says what is not there of an arm, "" when all is.
func (a *Arm) lacking() string {
	var parts []string
	for _, e := range a.Errors {
		parts = append(parts, fmt.Sprintf("%s failed with %s", count(e.Count, "sample"), e.Code))
	}
	if a.Missing > 0 {
		parts = append(parts, count(a.Missing, "sample")+" missing")
	}
	return strings.Join(parts, ", ")
}

// cost sums an arm's cost up in a line.
func (a *Arm) cost() string {
	c := a.Cost
	if a.Samples == 0 {
		return "nothing was drafted"
	}
	s := fmt.Sprintf("cost %s; tokens not known", dollars(c.USD))
	if c.InputTokens != nil && c.OutputTokens != nil {
		s = fmt.Sprintf("cost %s; tokens in %s, out %s", dollars(c.USD), tokens(c.InputTokens), tokens(c.OutputTokens))
	}
	if scoring := c.scoring(); scoring != none {
		s += "; scoring " + scoring
	}
	if c.Median != nil {
		s += fmt.Sprintf("; half of the samples in %s, 95 %% in %s", duration(c.Median), duration(c.Slow))
	}
	return s
}

// scoring is what was spent on models that score.
func (c *Cost) scoring() string {
	s := c.Scoring
	switch {
	case s == nil:
		return none
	case s.InputTokens == nil || s.OutputTokens == nil:
		return dollars(s.USD) + ", tokens not known"
	}
	return fmt.Sprintf("%s, tokens in %s, out %s", dollars(s.USD), tokens(s.InputTokens), tokens(s.OutputTokens))
}
