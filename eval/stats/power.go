package stats

import "math"

// NormalQuantile is the point of the standard normal distribution that a share p,
// between 0 and 1, lies below.
func NormalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

func normalCDF(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// Power is the chance that a test finds a true difference, given the standard
// error and the number of standard errors from which on it is found.
func Power(difference, stdErr, critical float64) float64 {
	return normalCDF(math.Abs(difference)/stdErr - critical)
}

// Detectable is the smallest true difference that is found with the given power
// (0.8 for four times in five).
func Detectable(stdErr, critical, power float64) float64 {
	return (critical + NormalQuantile(power)) * stdErr
}

// Needed is the number of clusters, with the given standard deviation of their
// differences, from which on a difference of that size is found with the given
// power. It is false when no number below a thousand million is enough.
func Needed(sd, difference, critical, power float64) (int, bool) {
	n := math.Ceil(math.Pow((critical+NormalQuantile(power))*sd/difference, 2))
	if math.IsNaN(n) || n > 1e9 {
		return 0, false
	}
	return int(n), true
}

// Repeats are the values of one item under the same arm, one a sample.
type Repeats struct {
	Values []float64
	Weight float64
}

// NoiseFloor is the standard deviation of the difference between the means of two
// runs of one arm with so many samples an item, from how an item's samples differ.
// It is false when no item has two samples.
func NoiseFloor(items []Repeats) (float64, bool) {
	pooled, freedom := 0.0, 0
	for _, item := range items {
		if n := len(item.Values); n > 1 {
			pooled += squares(item.Values)
			freedom += n - 1
		}
	}
	if freedom == 0 {
		return 0, false
	}
	variance, total := 0.0, 0.0
	for _, item := range items {
		n := len(item.Values)
		if n == 0 {
			continue
		}
		own := pooled / float64(freedom)
		if n > 1 {
			own = squares(item.Values) / float64(n-1)
		}
		variance += item.Weight * item.Weight * own / float64(n)
		total += item.Weight
	}
	return math.Sqrt(2*variance) / total, true
}

// squares sums the squared distances from the mean.
func squares(values []float64) float64 {
	mean, sum := 0.0, 0.0
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		sum += (v - mean) * (v - mean)
	}
	return sum
}
