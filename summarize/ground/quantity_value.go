package ground

import (
	"math"
	"math/bits"
	"strconv"
	"strings"
	"unicode"
)

// ratio is an exact number: num/den in lowest terms, den above 0. The zero value
// is no number, and what would not fit becomes that.
type ratio struct{ num, den int64 }

func integer(n int64) ratio { return ratio{n, 1} }

func (r ratio) known() bool { return r.den != 0 }

func (r ratio) float() float64 { return float64(r.num) / float64(r.den) }

// isWhole reports whether the number is n.
func (r ratio) isWhole(n int64) bool { return r.den == 1 && r.num == n }

func makeRatio(num, den int64) ratio {
	if den == 0 || num == math.MinInt64 || den == math.MinInt64 {
		return ratio{}
	}
	if den < 0 {
		num, den = -num, -den
	}
	g := gcd(abs(num), den)
	return ratio{num / g, den / g}
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, 1)
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

// product multiplies, and says whether the result fits.
func product(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(abs(a)), uint64(abs(b)))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func (r ratio) times(s ratio) ratio {
	if !r.known() || !s.known() {
		return ratio{}
	}
	g, h := gcd(abs(r.num), s.den), gcd(abs(s.num), r.den)
	num, ok := product(r.num/g, s.num/h)
	den, ok2 := product(r.den/h, s.den/g)
	if !ok || !ok2 {
		return ratio{}
	}
	return makeRatio(num, den)
}

func (r ratio) over(s ratio) ratio {
	if s.num == 0 {
		return ratio{}
	}
	return r.times(makeRatio(s.den, s.num))
}

func (r ratio) plus(s ratio) ratio {
	if !r.known() || !s.known() {
		return ratio{}
	}
	a, ok := product(r.num, s.den)
	b, ok2 := product(s.num, r.den)
	den, ok3 := product(r.den, s.den)
	if !ok || !ok2 || !ok3 || (b > 0 && a > math.MaxInt64-b) || (b < 0 && a < math.MinInt64+1-b) {
		return ratio{}
	}
	return makeRatio(a+b, den)
}

func (r ratio) minus(s ratio) ratio { return r.plus(ratio{-s.num, s.den}) }

// parseRatio reads "3/4", "10" and "1.5" as the data files write them.
func parseRatio(s string) (ratio, error) {
	num, den, isFraction := strings.Cut(s, "/")
	n, err := strconv.ParseInt(num, 10, 64)
	if err != nil || !isFraction {
		return integer(n), err
	}
	d, err := strconv.ParseInt(den, 10, 64)
	return makeRatio(n, d), err
}

// mostDigits is how long a number may be: longer ones are compared as text.
const mostDigits = 15

// figure is a number as digits write it.
type figure struct {
	value ratio
	step  ratio // the worth of one in the last digit that is not a trailing zero
	exact bool  // with a decimal separator
}

// readDigits reads a token of digits and separators; decimal is the language's
// decimal separator. It fails on versions, identifiers and the like.
func readDigits(text string, decimal rune) (figure, bool) {
	point, ok := decimalAt(text, decimal)
	if !ok {
		return figure{}, false
	}
	n, digits, decimals, zeros := int64(0), 0, 0, 0
	for i, r := range text {
		d, isDigit := digitValue(r)
		if !isDigit {
			continue
		}
		if digits++; digits > mostDigits {
			return figure{}, false
		}
		n = n*10 + d
		if zeros++; d != 0 {
			zeros = 0
		}
		if point >= 0 && i > point {
			decimals++
		}
	}
	f := figure{value: makeRatio(n, pow10(decimals)), step: makeRatio(1, pow10(decimals)), exact: decimals > 0}
	if decimals == 0 && zeros < digits {
		f.step = integer(pow10(zeros))
	}
	return f, true
}

func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// digitValue is the worth of a digit of any script.
func digitValue(r rune) (int64, bool) {
	if '0' <= r && r <= '9' {
		return int64(r - '0'), true
	}
	if r < 0x80 || !unicode.IsDigit(r) {
		return 0, false
	}
	for _, block := range unicode.Nd.R16 {
		if lo, hi := rune(block.Lo), rune(block.Hi); lo <= r && r <= hi {
			return int64(r-lo) % 10, true
		}
	}
	for _, block := range unicode.Nd.R32 {
		if lo, hi := rune(block.Lo), rune(block.Hi); lo <= r && r <= hi {
			return int64(r-lo) % 10, true
		}
	}
	return 0, false
}

// decimalAt finds the decimal separator of a token, -1 when all its separators
// group thousands. It fails when they cannot be a number's.
func decimalAt(text string, decimal rune) (int, bool) {
	var seps []int // byte offsets
	var marks []rune
	for i, r := range text {
		if _, isDigit := digitValue(r); !isDigit {
			seps, marks = append(seps, i), append(marks, r)
		}
	}
	if len(seps) == 0 {
		return -1, true
	}
	last := len(seps) - 1
	mixed := marks[0] != marks[last]
	lead := digitsIn(text[:seps[0]])
	tail := digitsIn(text[seps[last]:])
	switch {
	case mixed || marks[last] == '٫':
		return seps[last], sameRunes(marks[:last])
	case last > 0: // 1,234,567 or 1,00,000; 1.2.3 is none
		return -1, tail == 3
	case isGroupMark(marks[0]):
		return -1, tail == 3
	case tail != 3 || lead > 3 || strings.HasPrefix(text, "0"):
		return seps[0], true
	case marks[0] == decimal:
		return seps[0], true
	}
	return -1, true
}

// isGroupMark reports whether a separator only groups.
func isGroupMark(r rune) bool { return r == '\'' || r == '’' || r == '٬' }

func sameRunes(marks []rune) bool {
	for _, m := range marks {
		if m != marks[0] {
			return false
		}
	}
	return true
}

func digitsIn(s string) int {
	n := 0
	for _, r := range s {
		if _, ok := digitValue(r); ok {
			n++
		}
	}
	return n
}

// glyphs are fractions of one character.
var glyphs = map[string]ratio{
	"½": {1, 2}, "⅓": {1, 3}, "⅔": {2, 3}, "¼": {1, 4}, "¾": {3, 4}, "⅕": {1, 5}, "⅖": {2, 5}, "⅗": {3, 5}, "⅘": {4, 5},
	"⅙": {1, 6}, "⅚": {5, 6}, "⅛": {1, 8}, "⅜": {3, 8}, "⅝": {5, 8}, "⅞": {7, 8},
}
