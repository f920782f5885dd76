package stats

import "math"

// Difference is how far an item's two values lie apart.
type Difference struct {
	Value   float64
	Weight  float64 // over 0
	Cluster int     // from 0; items of one cluster are not independent
}

// Paired holds the differences of one metric by cluster, which are independent
// of each other.
type Paired struct {
	// Items is the number of differences.
	Items int

	sums    []float64 // of each cluster: of weight times difference
	weights []float64 // of each cluster, 0 where it has no difference
	total   float64   // of all weights
	used    int       // clusters with weight
}

// NewPaired gathers differences. Clusters are numbered below clusters, in the same
// way for all metrics that are tested together; some may have no difference.
func NewPaired(differences []Difference, clusters int) *Paired {
	p := &Paired{Items: len(differences), sums: make([]float64, clusters), weights: make([]float64, clusters)}
	for _, d := range differences {
		p.sums[d.Cluster] += d.Weight * d.Value
		p.weights[d.Cluster] += d.Weight
		p.total += d.Weight
	}
	for _, w := range p.weights {
		if w > 0 {
			p.used++
		}
	}
	return p
}

// Clusters is the number of clusters that have a difference.
func (p *Paired) Clusters() int { return p.used }

// Effective is the number of clusters of equal weight that tell as much as these
// (Kish 1965): one that outweighs all others counts alone.
func (p *Paired) Effective() float64 {
	squares := 0.0
	for _, w := range p.weights {
		squares += w / p.total * (w / p.total)
	}
	if p.used == 0 {
		return 0
	}
	return 1 / squares
}

// Mean is the weighted mean difference, 0 when there is none.
func (p *Paired) Mean() float64 {
	if p.total == 0 {
		return 0
	}
	sum := 0.0
	for _, s := range p.sums {
		sum += s
	}
	return sum / p.total
}

// StdErr is the standard error of Mean, from how the clusters differ. There is
// none with fewer than two clusters.
func (p *Paired) StdErr() (float64, bool) {
	if p.used < 2 {
		return 0, false
	}
	mean, squares := p.Mean(), 0.0
	for i, s := range p.sums {
		r := s - mean*p.weights[i]
		squares += r * r
	}
	n := float64(p.used)
	return math.Sqrt(squares*n/(n-1)) / p.total, true
}

// Reach turns a critical value of the sign-flip statistic into standard errors of
// the mean. The statistic divides by the root of the sum of squares, in which the
// mean itself is contained, and so falls behind Student's t with few clusters.
func (p *Paired) Reach(critical float64) float64 {
	n := float64(p.used)
	return critical * math.Sqrt(max(1, n-1)/max(1, n-critical*critical))
}

// Same reports that no cluster has any difference.
func (p *Paired) Same() bool {
	for _, s := range p.sums {
		if s != 0 {
			return false
		}
	}
	return true
}

// mostDrawn bounds the clusters that the bootstrap draws from.
const mostDrawn = 2000

// compact leaves out the clusters without a difference, and puts very many
// together, which keeps them independent of each other.
func (p *Paired) compact() (sums, weights []float64) {
	n := min(p.used, mostDrawn)
	sums, weights = make([]float64, n), make([]float64, n)
	at := 0
	for i, w := range p.weights {
		if w > 0 {
			sums[at%n] += p.sums[i]
			weights[at%n] += w
			at++
		}
	}
	return sums, weights
}
