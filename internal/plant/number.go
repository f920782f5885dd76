package plant

import (
	"math"
	"strconv"
	"strings"
)

var numberWays = []way{
	{Number, "little", littleOff},
	{Number, "digits swapped", digitsSwapped},
	{Number, "much", muchOff},
	{Number, "scale", otherScale},
	{Number, "of another fact", otherNumber},
	{Number, "score", otherScore},
	{Number, "exchanged", numbersExchanged},
}

// littleOff changes the last digit that is not 0 by one.
func littleOff(d *draft) []string {
	var out []string
	for _, by := range []float64{1, -1} {
		out = append(out, d.change(func(q quantity) (string, bool) {
			switch {
			case d.isLoose(q):
				return "", false
			case q.inWords:
				return inWords(int(q.value + by)), q.value+by >= 2 && q.value+by < 100
			}
			value := q.value + by*lastPlace(q)
			return written(value, q), value > 1
		})...)
	}
	return out
}

// lastPlace is what a step of the last digit other than 0 is worth: 100 in 6,200.
func lastPlace(q quantity) float64 {
	if _, decimals, ok := strings.Cut(q.text, "."); ok {
		return math.Pow10(-len(decimals))
	}
	place := 1.0
	for n := q.value; n >= 100 && math.Mod(n, 10) == 0; n /= 10 {
		place *= 10
	}
	return place
}

// written writes a value in the form of a number that was there.
func written(value float64, q quantity) string {
	_, decimals, _ := strings.Cut(q.text, ".")
	text := strconv.FormatFloat(value, 'f', len(decimals), 64)
	if !strings.Contains(q.text, ",") && q.value >= 1000 || value < 1000 {
		return text
	}
	whole, fraction, hasFraction := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if hasFraction {
		return whole + "." + fraction
	}
	return whole
}

func digitsSwapped(d *draft) []string {
	return d.change(func(q quantity) (string, bool) {
		for i := len(q.text) - 1; i > 0 && !q.inWords; i-- {
			a, b := q.text[i-1], q.text[i]
			if a >= '0' && a <= '9' && b >= '1' && b <= '9' && a != b {
				text := q.text[:i-1] + string(b) + string(a) + q.text[i+1:]
				return text, math.Abs(quantities(text)[0].value-q.value) > q.value/10
			}
		}
		return "", false
	})
}

func muchOff(d *draft) []string {
	var out []string
	for _, by := range []float64{10, 0.1, 2.5, 0.4} {
		out = append(out, d.change(func(q quantity) (string, bool) {
			value := q.value * by
			rest := d.text[q.end:]
			next := firstWord(rest)
			switch {
			case value < 2 || strings.HasSuffix(d.text[:q.start], " of the "):
				return "", false
			case q.inWords:
				return inWords(min(int(value), 99)), value < 100 && value == math.Trunc(value)
			case strings.HasPrefix(rest, "%"), strings.HasPrefix(next, "per"):
				return written(value, q), value <= 100
			case strings.HasPrefix(rest, "-year"), next == "years":
				return written(value, q), value <= 95
			}
			return written(value, q), true
		})...)
	}
	return out
}

func otherScale(d *draft) []string {
	others := map[string][]string{
		"million": {"billion"}, "billion": {"million", "trillion"}, "thousand": {"million"}, "trillion": {"billion"}, "hundred": {"thousand"},
		"bn": {"m"}, "m": {"bn"},
	}
	var out []string
	for _, q := range d.counted() {
		scale := firstWord(d.text[q.end:])
		if (scale == "m" || scale == "bn") && !strings.ContainsAny(d.text[max(0, q.start-4):q.start], "$€£") {
			continue // metres
		}
		for _, other := range others[scale] {
			at := q.end + strings.Index(d.text[q.end:], scale)
			value := q.value * scaleAt(other)
			if d.excludes(q, q.value*scaleAt(other)/scaleAt(scale)) && scaleAt(d.text[q.end:]) > 1 && !d.holds(value) {
				out = append(out, d.replace(at, at+len(scale), other))
			}
		}
	}
	return out
}
