package plant

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// otherNumber puts a number of another fact of the article.
func otherNumber(d *draft) []string {
	var out []string
	for _, q := range d.counted() {
		for _, other := range d.numbers {
			if other.inWords != q.inWords || other.scale != q.scale || isYear(other.text) || !sameForm(d.story.text, other, d.text, q) ||
				math.Abs(other.value-q.value) < q.value/50 || !d.excludes(q, other.value) || d.isLoose(q) && math.Abs(other.value-q.value) < q.value/2 {
				continue
			}
			about := without(d.about, q.text)
			if !hasWord(strings.ToLower(d.text), strings.ToLower(other.text)) && !d.mayTell(strings.ToLower(other.text), q.text, about) {
				out = append(out, d.replace(q.start, q.end, like(q.text, other.text)))
			}
		}
	}
	return out
}

// sameForm reports whether two numbers measure the same: money, shares, or the
// same noun after them, or else plain counts of people and things.
func sameForm(aText string, a quantity, bText string, b quantity) bool {
	aSign, bSign := strings.TrimRight(aText[:a.start], "$€£"), strings.TrimRight(bText[:b.start], "$€£")
	if aText[len(aSign):a.start] != bText[len(bSign):b.start] {
		return false
	}
	x, y := firstWord(aText[a.end:]), firstWord(bText[b.end:])
	return x == y && x != "" || strings.HasPrefix(aText[a.end:], "%") && strings.HasPrefix(bText[b.end:], "%") ||
		aText[len(aSign):a.start] != "" && a.scale == b.scale || isPlural(x) && isPlural(y) && !measures[x] && !measures[y]
}

func isPlural(low string) bool { return len(low) > 4 && strings.HasSuffix(low, "s") || low == "people" }

var measures = set(`percent points percentage hours minutes seconds years months weeks days miles kilometres kilometers metres
	meters dollars euros pounds crowns degrees litres tonnes marks dinars`)

// otherScore changes one side of "2-1".
func otherScore(d *draft) []string {
	var out []string
	for i := 0; i+1 < len(d.text); i++ {
		a, b, start, end, ok := scoreAt(d.text, i)
		if !ok {
			continue
		}
		for _, s := range [][2]int{{a + 1, b}, {a, b + 1}, {a, b + 2}} {
			text := strconv.Itoa(s[0]) + d.text[i:i+1] + strconv.Itoa(s[1])
			if !strings.Contains(d.story.text, text) && !strings.Contains(d.story.text, strings.ReplaceAll(text, "-", "–")) && s[0] != s[1] {
				out = append(out, d.replace(start, end, text))
			}
		}
	}
	return out
}

// scoreAt reads the two numbers around a hyphen at i.
func scoreAt(text string, i int) (a, b, start, end int, ok bool) {
	if text[i] != '-' {
		return
	}
	start, end = i, i+1
	for start > 0 && text[start-1] >= '0' && text[start-1] <= '9' {
		start--
	}
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	left, right := " ", " "
	if start > 0 {
		left = text[start-1 : start]
	}
	if end < len(text) {
		right = text[end : end+1]
	}
	a, errA := strconv.Atoi(text[start:i])
	b, errB := strconv.Atoi(text[i+1 : end])
	ok = errA == nil && errB == nil && i-start < 4 && end-i < 5 && !strings.ContainsAny(left+right, "-–/.:")
	r, _ := utf8.DecodeRuneInString(right)
	return a, b, start, end, ok && !unicode.IsLetter(r)
}

// numbersExchanged makes "from 7 to 5" of "from 5 to 7".
func numbersExchanged(d *draft) []string {
	var out []string
	qs := d.counted()
	for i := 0; i+1 < len(qs); i++ {
		a, b := qs[i], qs[i+1]
		if a.inWords != b.inWords || a.value == b.value || a.scale != b.scale || a.end >= b.start || b.start-a.end > 30 || !sameForm(d.text, a, d.text, b) {
			continue
		}
		between := " " + strings.Trim(d.text[a.end:b.start], "$€£%") + " "
		fromTo := strings.HasSuffix(strings.TrimRight(d.text[:a.start], "$€£"), " from ") && strings.Contains(between, " to ")
		if fromTo || strings.Contains(between, " from ") || strings.Contains(between, " against ") {
			out = append(out, d.text[:a.start]+like(a.text, b.text)+d.text[a.end:b.start]+strings.ToLower(a.text)+d.text[b.end:])
		}
	}
	return out
}
