package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/nutgraf/nutgraf/eval/compare"
	"github.com/nutgraf/nutgraf/eval/metric"
)

// none stands where there is no number.
const none = "–"

// figure writes a number with as many places as matter.
func figure(v *float64) string {
	if v == nil {
		return none
	}
	return minus(strconv.FormatFloat(*v, 'f', places(*v), 64))
}

// signed writes a change with its sign.
func signed(v *float64) string {
	if v == nil {
		return none
	}
	s := strconv.FormatFloat(*v, 'f', places(*v), 64)
	if *v > 0 {
		s = "+" + s
	}
	return minus(s)
}

func places(v float64) int {
	switch v = math.Abs(v); {
	case v >= 1000:
		return 0
	case v >= 100:
		return 1
	case v >= 10:
		return 2
	case v >= 0.01 || v == 0:
		return 3
	}
	return 4
}

// minus writes the sign that is as wide as a figure.
func minus(s string) string {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		if strings.Trim(rest, "0.") == "" {
			return rest
		}
		return "−" + rest
	}
	return s
}

func between(low, high *float64) string {
	if low == nil || high == nil {
		return none
	}
	return signed(low) + " to " + signed(high)
}

func spread(low, high *float64) string {
	if low == nil || high == nil {
		return ""
	}
	return figure(low) + " to " + figure(high)
}

// chance writes a p-value.
func chance(p *float64) string {
	switch {
	case p == nil:
		return none
	case *p < 0.001:
		return "<.001"
	case *p > 0.999:
		return "1"
	}
	return strings.TrimPrefix(strconv.FormatFloat(*p, 'f', 3, 64), "0")
}

func dollars(v *float64) string {
	if v == nil {
		return "not known"
	}
	return "$" + strconv.FormatFloat(*v, 'f', 4, 64)
}

func tokens(n *int) string {
	if n == nil {
		return "not known"
	}
	return thousands(*n)
}

// thousands writes a number with commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func duration(ms *int64) string {
	switch {
	case ms == nil:
		return none
	case *ms < 1000:
		return fmt.Sprintf("%d ms", *ms)
	}
	return fmt.Sprintf("%.1f s", float64(*ms)/1000)
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return thousands(n) + " " + what
}

// percent writes the level of an interval.
func percent(level float64) string {
	return strconv.FormatFloat(100*level, 'g', 3, 64) + " %"
}

// way is what a score does when its change is for the worse.
func way(m compare.Metric) string {
	if m.Better == metric.Lower {
		return "rose"
	}
	return "fell"
}
