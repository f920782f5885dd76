package compare

import (
	"fmt"
	"maps"
	"slices"

	"github.com/nutgraf/nutgraf/eval"
	"github.com/nutgraf/nutgraf/eval/metric"
	"github.com/nutgraf/nutgraf/eval/stats"
)

const (
	// power is that of Detectable and Needed.
	power = 0.8
	// defaultDelta is the share of the base's mean that a score may lose when nothing
	// else is said.
	defaultDelta = 0.05
	// minClusters is the least number of clusters for a verdict.
	minClusters = 5
)

// Compare compares a candidate with a base. It fails with bad_config for a gate that
// makes no sense, and refuses sides that cannot be compared, naming everything that
// differs: with bad_usage, or with run_incomplete when nothing but failed or missing
// samples stands in the way.
func Compare(base, candidate *Side, gate eval.Gate) (*Comparison, error) {
	gate, err := gate.Complete()
	if err != nil {
		return nil, err
	}
	base, candidate = base.inOrder(), candidate.inOrder()
	r := &refusal{}
	r.check(base, candidate)
	r.checkGate(gate, base, candidate)
	if err := r.err(); err != nil {
		return nil, err
	}
	c := newComparer(base, candidate, gate, r)
	if err := r.err(); err != nil {
		return nil, err
	}
	return c.run(), nil
}

// comparer is one comparison at work.
type comparer struct {
	base, candidate *Side
	gate            eval.Gate
	table           *table
	columns         []*column
	gated           []int // columns
	out             *Comparison
}

func newComparer(base, candidate *Side, gate eval.Gate, r *refusal) *comparer {
	c := &comparer{base: base, candidate: candidate, gate: gate, table: newTable(base.Items)}
	c.out = &Comparison{
		Base: armOf(base), Candidate: armOf(candidate), Suite: base.Suite, Digest: base.SuiteDigest,
		Items: len(base.Items), Clusters: c.table.n,
		Alpha: gate.Alpha, Level: 1 - 2*gate.Alpha, Power: power,
		Resamples: gate.Resamples, Seed: gate.Seed, Correction: gate.Correction,
	}
	c.out.Signature = fmt.Sprintf("compare|pair:item-mean|test:signflip-cluster|tail:drop|adj:%s|ci:bootstrap-t-cluster|level:%g|alpha:%g|b:%d|seed:%d|v:1",
		adjustment(gate.Correction), c.out.Level, gate.Alpha, gate.Resamples, gate.Seed)
	for _, info := range base.Scores {
		if _, ok := candidate.info(info.Name); ok {
			c.columns = append(c.columns, c.table.column(info, base, candidate))
		} else {
			c.note("%s is in %s only, and left out", info.Name, base.Name)
		}
	}
	for _, info := range candidate.Scores {
		if _, ok := base.info(info.Name); !ok {
			c.note("%s is in %s only, and left out", info.Name, candidate.Name)
		}
	}
	c.chooseGated(r)
	c.noteUnscored()
	if base.Samples != candidate.Samples {
		c.note("the runs have %d and %d samples an item", base.Samples, candidate.Samples)
	}
	return c
}

func armOf(s *Side) Arm {
	return Arm{Name: s.Name, Arm: s.Arm, Signature: s.Signature, Samples: s.Samples}
}

func adjustment(c eval.Correction) string {
	if c == eval.MaxT {
		return "maxt-stepdown"
	}
	return string(c)
}

func (c *comparer) note(format string, args ...any) {
	c.out.Notes = append(c.out.Notes, fmt.Sprintf(format, args...))
}

func sortedNames(m map[string]eval.GateMetric) []string { return slices.Sorted(maps.Keys(m)) }

// chooseGated finds the scores that decide: those that the gate names, or else the
// headline ones, or else all that have a direction. A score that only one side
// could give for some item cannot decide anything.
func (c *comparer) chooseGated(r *refusal) {
	c.gated = c.pick(func(i metric.Info) bool { return i.Headline })
	if len(c.gated) == 0 {
		c.gated = c.pick(func(metric.Info) bool { return true })
	}
	if len(c.gate.Metrics) > 0 {
		c.gated = nil
		for k, col := range c.columns {
			if _, ok := c.gate.Metrics[col.info.Name]; ok {
				c.gated = append(c.gated, k)
			}
		}
	}
	if len(c.gated) == 0 {
		r.differs("no score of the runs can be gated: none that is good or bad was scored on both sides")
	}
	for _, k := range c.gated {
		c.refuseOneSided(c.columns[k], r)
	}
}

// noteUnscored names the headline scores that neither side could give.
func (c *comparer) noteUnscored() {
	for k, col := range c.columns {
		if col.info.Headline && col.info.Better != metric.Neither && len(col.rows)+len(col.oneSided) == 0 && !slices.Contains(c.gated, k) {
			c.note("%s decides nothing: neither run could score any item", col.info.Name)
		}
	}
}

// pick lists the columns with a direction and any score that are wanted.
func (c *comparer) pick(wanted func(metric.Info) bool) []int {
	var picked []int
	for k, col := range c.columns {
		if col.info.Better != metric.Neither && wanted(col.info) && len(col.rows)+len(col.oneSided) > 0 {
			picked = append(picked, k)
		}
	}
	return picked
}

func (c *comparer) refuseOneSided(col *column, r *refusal) {
	var inBase, inCandidate []string
	for _, i := range col.oneSided {
		if len(col.base[i].values) > 0 {
			inBase = append(inBase, c.table.items[i].ID)
		} else {
			inCandidate = append(inCandidate, c.table.items[i].ID)
		}
	}
	r.list(inBase, "where %s is scored in %s only", col.info.Name, c.base.Name)
	r.list(inCandidate, "where %s is scored in %s only", col.info.Name, c.candidate.Name)
}

func (c *comparer) run() *Comparison {
	for k, col := range c.columns {
		c.out.Metrics = append(c.out.Metrics, c.describe(col, slices.Contains(c.gated, k)))
	}
	c.testAll()
	c.testGated()
	c.out.Verdict = Pass
	for _, k := range c.gated {
		switch v := c.out.Metrics[k].Verdict; {
		case v == Regression, v == Inconclusive && c.out.Verdict == Pass:
			c.out.Verdict = v
		}
	}
	c.describeSlices()
	c.listWorst()
	return c.out
}

func (c *comparer) options() stats.Options {
	return stats.Options{Resamples: c.gate.Resamples, Seed: c.gate.Seed}
}
