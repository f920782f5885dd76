package plant

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// quantity is a number in a text: digits, or a small number in words.
type quantity struct {
	start, end int // of the number itself, without currency and scale
	text       string
	value      float64
	scale      float64 // 1, or what the word after it says
	inWords    bool
}

var digits = regexp.MustCompile(`\d+(?:[.,]\d+)*`)

// quantities finds the numbers of an English text (and the digits of any).
func quantities(text string) []quantity {
	var out []quantity
	for _, at := range digits.FindAllStringIndex(text, -1) {
		q := quantity{start: at[0], end: at[1], text: text[at[0]:at[1]]}
		value, err := strconv.ParseFloat(strings.ReplaceAll(q.text, ",", ""), 64)
		if err != nil {
			value, _ = strconv.ParseFloat(strings.NewReplacer(",", "", ".", "").Replace(q.text), 64)
		}
		q.value, q.scale = value, scaleAt(text[at[1]:])
		out = append(out, q)
	}
	for _, w := range words(text) {
		if n, ok := smallNumber(w.low); ok {
			out = append(out, quantity{w.start, w.end, w.text, float64(n), scaleAt(text[w.end:]), true})
		}
	}
	return out
}

var scales = []struct {
	word  string
	value float64
}{
	{"thousand", 1e3},
	{"million", 1e6},
	{"billion", 1e9},
	{"trillion", 1e12},
	{"hundred", 100},
	{"bn", 1e9},
	{"m", 1e6},
	{"k", 1e3},
	{"B", 1e9},
	{"M", 1e6},
	{"K", 1e3},
}

func scaleAt(rest string) float64 {
	rest = strings.TrimLeft(rest, " -")
	for _, s := range scales {
		if strings.HasPrefix(rest, s.word) && wordEnd(rest, len(s.word)) == len(s.word) {
			return s.value
		}
	}
	return 1
}

var units = strings.Fields(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
	seventeen eighteen nineteen`)

var tens = strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety")

// smallNumber is the value of a number word under a hundred.
func smallNumber(low string) (int, bool) {
	for i, u := range units {
		if low == u {
			return i, true
		}
	}
	for i, t := range tens {
		rest, ok := strings.CutPrefix(low, t)
		if ok && rest == "" {
			return 20 + 10*i, true
		}
		if ok && rest[0] == '-' {
			if n, ok := smallNumber(rest[1:]); ok && n > 0 && n < 10 {
				return 20 + 10*i + n, true
			}
		}
	}
	return 0, false
}

// inWords writes a number under a hundred in words.
func inWords(n int) string {
	if n < 20 {
		return units[n]
	}
	if n%10 == 0 {
		return tens[n/10-2]
	}
	return tens[n/10-2] + "-" + units[n%10]
}

// holds reports whether the article has a number that is as good as the value:
// equal to it or within two hundredths. The values excepted do not count unless equal.
func (s *story) holds(value float64, except ...float64) bool {
	for _, v := range s.values {
		if v == value || v > value*0.98 && v < value*1.02 && !slices.Contains(except, v) {
			return true
		}
	}
	return false
}
