package labels

import "math"

// Sample is one row for Fit: what is known of a pair, and its label.
type Sample struct {
	Origin string
	Doc    string
	X      []float64
	Label  int
}

// Fit finds the weights of a logistic regression by Newton's method. Each
// origin has an intercept of its own, which is thrown away: weights tell pairs of
// one origin apart, not origins. Origins count by the root of their size. Ridge
// pulls the weights, per standard deviation, towards 0. Weights that are not
// negative are set to 0 and left out: no fact may raise a score.
func Fit(samples []Sample, ridge float64) []float64 {
	n := len(samples[0].X)
	used := make([]bool, n)
	for j := range used {
		used[j] = true
	}
	for {
		w := fitUsed(samples, ridge, used)
		positive := false
		for j, v := range w {
			if used[j] && v > 0 {
				used[j], positive = false, true
			}
		}
		if !positive {
			return w
		}
	}
}

// mostSteps bounds Newton's method; it needs about six.
const mostSteps = 20

func fitUsed(samples []Sample, ridge float64, used []bool) []float64 {
	var columns []int
	for j, u := range used {
		if u {
			columns = append(columns, j)
		}
	}
	p := newProblem(samples, columns, ridge)
	beta := make([]float64, len(columns)+len(p.origins))
	for range mostSteps {
		if p.step(beta) < 1e-6 {
			break
		}
	}
	out := make([]float64, len(used))
	for k, j := range columns {
		if p.deviation[k] > 0 {
			out[j] = beta[k] / p.deviation[k]
		}
	}
	return out
}

// problem is a regression with standardised columns.
type problem struct {
	z         [][]float64
	label     []float64
	origin    []int
	weight    []float64
	origins   map[string]int
	deviation []float64
	ridge     float64
}

func newProblem(samples []Sample, columns []int, ridge float64) *problem {
	p := &problem{origins: map[string]int{}, deviation: make([]float64, len(columns)), ridge: ridge}
	size := map[string]float64{}
	for _, s := range samples {
		size[s.Origin]++
		if _, ok := p.origins[s.Origin]; !ok {
			p.origins[s.Origin] = len(p.origins)
		}
	}
	total := 0.0
	for _, s := range samples {
		p.weight = append(p.weight, 1/math.Sqrt(size[s.Origin]))
		total += p.weight[len(p.weight)-1]
		p.label = append(p.label, float64(s.Label))
		p.origin = append(p.origin, p.origins[s.Origin])
		p.z = append(p.z, make([]float64, len(columns)))
	}
	for i := range p.weight {
		p.weight[i] *= float64(len(samples)) / total
	}
	for k, j := range columns {
		p.standardise(samples, k, j)
	}
	return p
}

func (p *problem) standardise(samples []Sample, k, j int) {
	n, sum, squares := float64(len(samples)), 0.0, 0.0
	for i, s := range samples {
		sum += p.weight[i] * s.X[j]
		squares += p.weight[i] * s.X[j] * s.X[j]
	}
	mean := sum / n
	p.deviation[k] = math.Sqrt(max(0, squares/n-mean*mean))
	if p.deviation[k] == 0 {
		return
	}
	for i, s := range samples {
		p.z[i][k] = (s.X[j] - mean) / p.deviation[k]
	}
}

// leastRidge keeps the intercept of an origin with one kind of label finite.
const leastRidge = 0.01

// step moves beta by one step of Newton's method and returns the longest move.
func (p *problem) step(beta []float64) float64 {
	n := len(p.deviation)
	rows := make([][]float64, len(beta))
	for j := range rows {
		rows[j] = make([]float64, len(beta)+1)
		ridge := p.ridge
		if j >= n {
			ridge = leastRidge
		}
		rows[j][j], rows[j][len(beta)] = ridge, -ridge*beta[j]
	}
	x := make([]float64, len(beta))
	for i, z := range p.z {
		clear(x)
		copy(x, z)
		x[n+p.origin[i]] = 1
		s := 0.0
		for j := range x {
			s += beta[j] * x[j]
		}
		chance := 1 / (1 + math.Exp(-s))
		slope, bend := p.weight[i]*(p.label[i]-chance), p.weight[i]*max(chance*(1-chance), 1e-6)
		for j := range x {
			if x[j] == 0 {
				continue
			}
			rows[j][len(beta)] += slope * x[j]
			for k := range x {
				rows[j][k] += bend * x[j] * x[k]
			}
		}
	}
	longest := 0.0
	for j, d := range solve(rows) {
		beta[j] += d
		longest = max(longest, math.Abs(d))
	}
	return longest
}

// solve solves linear equations, each a row with its right side last, by
// elimination.
func solve(rows [][]float64) []float64 {
	n := len(rows)
	for i := range rows {
		best := i
		for r := i + 1; r < n; r++ {
			if math.Abs(rows[r][i]) > math.Abs(rows[best][i]) {
				best = r
			}
		}
		rows[i], rows[best] = rows[best], rows[i]
		for r := i + 1; r < n && rows[i][i] != 0; r++ {
			f := rows[r][i] / rows[i][i]
			for c := i; c <= n; c++ {
				rows[r][c] -= f * rows[i][c]
			}
		}
	}
	x := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		s := rows[i][n]
		for c := i + 1; c < n; c++ {
			s -= rows[i][c] * x[c]
		}
		if rows[i][i] != 0 {
			x[i] = s / rows[i][i]
		}
	}
	return x
}
