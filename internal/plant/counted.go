package plant

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var months = strings.Fields("january february march april may june july august september october november december")

func isMonth(low string) bool {
	for _, m := range months {
		if low == m || len(m) > 4 && low == m[:3] {
			return true
		}
	}
	return false
}

// counted are the numbers of a claim that count or measure something: no years,
// days of a month, times of day, ordinals, and no parts of names.
func (d *draft) counted() []quantity {
	var out []quantity
	for _, q := range quantities(d.text) {
		left, right := d.text[:q.start], d.text[q.end:]
		l, _ := utf8.DecodeLastRuneInString(left)
		r, _ := utf8.DecodeRuneInString(right)
		next := firstWord(right)
		switch {
		case unicode.IsLetter(l), strings.ContainsRune("-–:/.#'’", l) && left != "":
		case unicode.IsLetter(r) && !strings.HasPrefix(right, "bn") && !(strings.ContainsRune("mk", r) && wordEnd(right, 0) == 1):
		case strings.ContainsRune(":/'’–", r) && right != "":
		case r == '-' && !strings.HasPrefix(right, "-year"):
		case isMonth(next), isMonth(lastWord(left)), next == "am", next == "pm", next == "a", next == "p", next == "gmt", next == "bst":
		case q.inWords && nextCapital(right), isRange(left, right):
		case isYear(q.text), q.inWords && (next == "of" || q.value < 2 || lastWord(left) == "no"):
		case strings.HasPrefix(right, " o'clock"), isNumbered(left):
		default:
			out = append(out, q)
		}
	}
	return out
}

// isRange reports whether a number is one end of a range: "from 30 to 40".
func isRange(left, right string) bool {
	after := strings.TrimLeft(right, " %")
	for _, s := range scales {
		after = strings.TrimPrefix(after, s.word+" ")
	}
	rest, to := strings.CutPrefix(after, "to ")
	return to && strings.ContainsAny(rest[:min(2, len(rest))], "0123456789$") && lastWord(left) != "from" || lastWord(left) == "between"
}

// nextCapital reports whether a capital follows: "Six Nations".
func nextCapital(right string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(right, " "))
	return unicode.IsUpper(r)
}

// isNumbered reports whether a capitalised word other than the first stands
// before a number: "Route 4", "Windows 10".
func isNumbered(left string) bool {
	ws := words(left)
	if len(ws) == 0 || !strings.HasSuffix(left, ws[len(ws)-1].text+" ") {
		return false
	}
	w := ws[len(ws)-1]
	return w.capital() && len(ws) > 1 || w.low == "route" || w.low == "routes" || w.low == "section" || w.low == "page"
}

func isYear(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && len(text) == 4 && n >= 1500 && n < 2100
}

// firstWord is the word at the beginning of a text, after two characters at most.
func firstWord(text string) string {
	for i := 0; i < len(text) && i <= 2; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if inWord(r) {
			return strings.ToLower(text[i:endOf(text, i)])
		}
		i += size
	}
	return ""
}

func lastWord(text string) string {
	if i := strings.LastIndexAny(strings.TrimRight(text, " "), " \n"); i >= 0 {
		text = text[i:]
	}
	if ws := words(text); len(ws) > 0 {
		return ws[len(ws)-1].low
	}
	return ""
}

var loose = set(`about around some nearly almost roughly approximately over than least most under up to below above between and
	past past beyond or exceeding`)

// isLoose reports whether the claim does not hold the number for exact.
func (d *draft) isLoose(q quantity) bool {
	return loose[lastWord(strings.TrimRight(d.text[:q.start], "$€£ "))] || strings.HasPrefix(d.text[q.end:], " or ")
}

// change rewrites each number that f writes otherwise, unless the article has the new one.
func (d *draft) change(f func(q quantity) (string, bool)) []string {
	var out []string
	for _, q := range d.counted() {
		text, ok := f(q)
		if !ok || text == q.text {
			continue
		}
		value := quantities(text)[0].value
		if d.excludes(q, value) && !d.holds(value, q.value, q.value*q.scale) && !d.holds(value*q.scale, q.value, q.value*q.scale) {
			out = append(out, d.replace(q.start, q.end, like(q.text, text)))
		}
	}
	return out
}

// excludes reports whether a bound ("more than 6,000") does not allow the value: more than
// 600 would be true.
func (d *draft) excludes(q quantity, value float64) bool {
	switch lastWord(strings.TrimRight(d.text[:q.start], "$€£ ")) {
	case "over", "least", "above", "past", "beyond", "exceeding", "minimum":
		return value > q.value
	case "under", "most", "below", "to", "within", "nearly", "almost":
		return value < q.value || !d.isLoose(q)
	case "than":
		bound := d.text[max(0, q.start-14):q.start]
		upper := strings.Contains(bound, "ess than") || strings.Contains(bound, "ewer than") || strings.Contains(bound, "ower than")
		return value > q.value != upper
	}
	return true
}
