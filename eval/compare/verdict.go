package compare

import (
	"fmt"
	"math"

	"github.com/nutgraf/nutgraf/eval/stats"
)

// decide gives a gated score its verdict.
//
// It is a regression when the drop is surely one (adjusted p at most alpha) and
// larger than delta; it passes when even the bad end of the interval is within
// delta; everything else is inconclusive. The test is one-sided at alpha, and each
// end of the interval is a one-sided bound at 1 - alpha, so that the two ask the
// same; where they differ at the edge, it is inconclusive.
func (c *comparer) decide(m *Metric, col *column, critical float64) {
	if m.Items == 0 {
		m.Verdict = Inconclusive
		m.Notes = append(m.Notes, "nothing was scored")
		return
	}
	delta := c.delta(m)
	m.Delta = &delta
	se, ok := col.paired.StdErr()
	if ok {
		detectable := max(col.paired.Reach(critical)*se, delta) + stats.NormalQuantile(c.out.Power)*se
		m.Detectable = &detectable
	}
	drop := -col.paired.Mean()
	switch {
	case col.paired.Same():
		m.Verdict = Pass
		m.Notes = append(m.Notes, "equal on every item")
	case m.Clusters < minClusters || m.Low == nil:
		m.Verdict = Inconclusive
		m.Notes = append(m.Notes, fmt.Sprintf("%s: at least %d are needed for any verdict", independent(m.Clusters), minClusters))
	case col.paired.Effective() < minClusters-0.5:
		m.Verdict = Inconclusive
		m.Notes = append(m.Notes, fmt.Sprintf("the weights differ so much that %s tell no more than %.1f would", independent(m.Clusters), col.paired.Effective()))
	case *m.DropPAdjusted <= c.gate.Alpha && drop > delta:
		m.Verdict = Regression
	case worstEnd(col, m) > -delta:
		m.Verdict = Pass
	default:
		m.Verdict = Inconclusive
	}
	if m.Verdict == Inconclusive {
		m.Needed = c.needed(m, se, drop, delta, critical)
	}
	if m.NoiseFloor != nil && m.Verdict == Regression && drop < 2**m.NoiseFloor {
		m.Notes = append(m.Notes, "the drop is within two noise floors: repeat with more samples an item")
	}
}

func independent(clusters int) string {
	if clusters == 1 {
		return "1 independent item"
	}
	return fmt.Sprintf("%d independent items", clusters)
}

// worstEnd is the bad end of the interval, turned so that more is better.
func worstEnd(col *column, m *Metric) float64 {
	return min(col.turn(*m.Low), col.turn(*m.High))
}

// needed is the number of items that would settle it in four cases of five, if the
// items to come are like these: enough for a drop of the size that was seen to be
// significant when it is over delta, and else enough for the interval to end
// before delta.
func (c *comparer) needed(m *Metric, se, drop, delta, critical float64) *int {
	sd := se * math.Sqrt(float64(m.Clusters))
	margin := delta - max(0, drop)
	z := stats.NormalQuantile(1 - c.gate.Alpha)
	if drop > delta {
		margin, z = drop, critical
	}
	clusters, ok := stats.Needed(sd, margin, z, c.out.Power)
	perCluster := float64(m.Items) / float64(m.Clusters)
	// A test of n clusters has no p-value below 2 to the power of -n.
	least := max(minClusters, int(math.Ceil(-math.Log2(c.gate.Alpha))))
	items := math.Ceil(float64(max(clusters, least)) * perCluster)
	if m.Clusters >= minClusters {
		items = max(items, float64(m.Items+1))
	}
	if !ok || items > mostNeeded {
		m.Notes = append(m.Notes, fmt.Sprintf("no number of items below %d would settle it: the drop is as good as delta", mostNeeded))
		return nil
	}
	n := int(items)
	return &n
}

// mostNeeded is where counting items needed makes no sense any more.
const mostNeeded = 1_000_000
