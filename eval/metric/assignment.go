package metric

import "math"

// assign pairs rows with columns one to one so that the sum of their gains is
// the greatest there is, and returns the column of each row, -1 for none. Gains
// are 0 or more; a pair that gains nothing is no pair. It is the Hungarian
// method with potentials, cubic in the larger side.
func assign(gain [][]float64) []int {
	rows := len(gain)
	if rows == 0 {
		return nil
	}
	n := max(rows, len(gain[0]))
	h := &hungarian{gain: gain, row: make([]float64, n+1), column: make([]float64, n+1), of: make([]int, n+1)}
	for i := 1; i <= n; i++ {
		h.place(i)
	}
	out := make([]int, rows)
	for i := range out {
		out[i] = -1
	}
	for j, i := range h.of[1:] {
		if i <= rows && j < len(gain[0]) && gain[i-1][j] > 0 {
			out[i-1] = j
		}
	}
	return out
}

// hungarian counts rows and columns from 1; 0 is none. Rows and columns beyond
// those there are gain nothing.
type hungarian struct {
	gain        [][]float64
	row, column []float64 // potentials
	of          []int     // row of a column
}

func (h *hungarian) cost(i, j int) float64 {
	if i > len(h.gain) || j > len(h.gain[0]) {
		return 0
	}
	return -h.gain[i-1][j-1]
}

// place finds the cheapest way to give row i a column, which may move others.
func (h *hungarian) place(i int) {
	n := len(h.of)
	least := make([]float64, n) // slack of a column
	for j := range least {
		least[j] = math.Inf(1)
	}
	from, done := make([]int, n), make([]bool, n)
	h.of[0] = i
	at := 0
	for h.of[at] != 0 {
		done[at] = true
		next, delta := h.nearest(at, least, from, done)
		for j := range n {
			if done[j] {
				h.row[h.of[j]] += delta
				h.column[j] -= delta
			} else {
				least[j] -= delta
			}
		}
		at = next
	}
	for at != 0 {
		h.of[at] = h.of[from[at]]
		at = from[at]
	}
}

// nearest looks from a column that was reached for the one that costs least to
// reach next, and how much that is.
func (h *hungarian) nearest(at int, least []float64, from []int, done []bool) (next int, delta float64) {
	delta = math.Inf(1)
	i := h.of[at]
	for j := 1; j < len(h.of); j++ {
		if done[j] {
			continue
		}
		if slack := h.cost(i, j) - h.row[i] - h.column[j]; slack < least[j] {
			least[j], from[j] = slack, at
		}
		if least[j] < delta {
			next, delta = j, least[j]
		}
	}
	return next, delta
}
