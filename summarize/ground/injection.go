package ground

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// injectionRule finds what did not come from reporting: words that speak to a
// machine, addresses, mark-up, remains of prompts and answers, and claims that
// carry out what the article tells a machine to write.
type injectionRule struct {
	reported string // the article, in lower case
	title    string
	orders   *Orders
}

func newInjectionRule(c *Checker) rule {
	return &injectionRule{reported: strings.ToLower(c.article.Text), title: strings.ToLower(c.article.Title), orders: c.orders()}
}

func (r *injectionRule) check(cl *claim) {
	before := len(cl.findings)
	k := &injectionCheck{injectionRule: r, claim: cl, lower: strings.ToLower(cl.text)}
	k.hidden()
	k.orderIn()
	for i := range leaks {
		k.leak(&leaks[i])
	}
	if id, ok := r.orders.Obeyed(cl.text); ok {
		cl.note(Fail, "obeys", whole, fmt.Sprintf("It repeats sentence %d, which gives orders to a machine: write what the article reports", id), "", int(id)-1)
	}
	if len(r.orders.sentences) > 0 && len(cl.findings) == before {
		cl.note(Pass, "", whole, "It does not carry out what the article tells a machine", "", -1)
	}
}

// injectionCheck is one claim while it is looked through.
type injectionCheck struct {
	*injectionRule
	*claim
	lower  string
	taken  [][2]int // bytes that a finding is about
	quotes []quotation
	read   bool // quotes are known
}

// hidden finds characters that cannot be seen, once.
func (k *injectionCheck) hidden() {
	for i, r := range k.text {
		if !isHidden(r) {
			continue
		}
		v := Fail
		if k.has(string(r)) {
			v = Warn
		}
		k.noteBytes(v, "hidden", i, i+len(string(r)), fmt.Sprintf("It has a character that cannot be seen (U+%04X)", r))
		return
	}
}

// isHidden are characters that no line of copy has: controls, marks without width
// or that turn the direction of text, and tags. Joiners are letters' business.
func isHidden(r rune) bool {
	switch {
	case r < 0x20:
		return r != '\n' && r != '\t' && r != '\r'
	case r >= 0x7F && r < 0xA0, r == 0x200B, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r == 0xFEFF:
		return true
	}
	return r >= 0xE0000 && r <= 0xE0FFF || unicode.Is(unicode.Co, r)
}

// orderIn finds words that speak to a machine, unless the claim reports them.
func (k *injectionCheck) orderIn() {
	if !hinted(k.lower) {
		return
	}
	for _, m := range orderPattern().FindAllStringIndex(k.text, mostMatches) {
		if !reportedAt(k.text, m[0], m[1]) {
			k.noteBytes(Fail, "order", m[0], m[1], "It speaks to a machine: "+clippedQuote(k.text[m[0]:m[1]]))
			return
		}
	}
}

// leak looks for one kind of text. What the article has itself is a warning.
func (k *injectionCheck) leak(l *leak) {
	if !k.mayHave(l) {
		return
	}
	m := l.find().FindStringIndex(k.text)
	if m == nil || k.isTaken(m) {
		return
	}
	from, to := trimmed(k.text, m[0], m[1])
	found := k.text[from:to]
	v := l.verdict
	if k.has(strings.ToLower(found)) {
		if v == Warn || l.asName && !strings.Contains(found, "/") {
			return
		}
		v = Warn
	}
	if l.quoted && k.inQuotes(from) || l.code == "blob" && !isBlob(found) {
		return
	}
	k.noteBytes(v, l.code, from, to, fmt.Sprintf(l.message, clippedQuote(found)))
}

// mayHave reports whether it is worth while to look.
func (k *injectionCheck) mayHave(l *leak) bool {
	switch {
	case l.code == "blob":
		return hasLongRun(k.text)
	case l.digits > 0:
		n := 0
		for i := range len(k.text) {
			if '0' <= k.text[i] && k.text[i] <= '9' {
				n++
			}
		}
		return n >= l.digits
	}
	return slices.ContainsFunc(l.hints, func(h string) bool { return strings.Contains(k.lower, h) })
}

// has reports whether the article has a text, given in lower case.
func (k *injectionCheck) has(lower string) bool {
	return strings.Contains(k.reported, lower) || strings.Contains(k.title, lower)
}

// trimmed leaves out white space and marks of quotation at the ends.
func trimmed(s string, from, to int) (int, int) {
	for from < to && strings.IndexByte(" \t\n\"'(", s[from]) >= 0 {
		from++
	}
	for to > from && strings.IndexByte(" \t\n.,;!?)", s[to-1]) >= 0 {
		to--
	}
	return from, to
}

func (k *injectionCheck) isTaken(m []int) bool {
	return slices.ContainsFunc(k.taken, func(t [2]int) bool { return m[0] < t[1] && t[0] < m[1] })
}

// inQuotes reports whether a byte of the claim stands in quotation marks.
func (k *injectionCheck) inQuotes(at int) bool {
	if !k.read {
		k.quotes, _ = quotations(k.tokens)
		k.read = true
	}
	return slices.ContainsFunc(k.quotes, func(q quotation) bool {
		return k.tokens[q.from].start <= at && at < k.tokens[q.to-1].end
	})
}

// noteBytes reports a finding about bytes of the claim: about the tokens that
// they touch.
func (k *injectionCheck) noteBytes(v Verdict, code string, from, to int, message string) {
	k.taken = append(k.taken, [2]int{from, to})
	where := at{}
	for i, t := range k.tokens {
		if t.end > from && t.start < to {
			if where.to == 0 {
				where.from = i
			}
			where.to = i + 1
		}
	}
	k.note(v, code, where, message, "", -1)
}

// longRun is how many bytes without a space are no word.
const longRun = 32

func hasLongRun(s string) bool {
	n := 0
	for i := range len(s) {
		if n++; s[i] == ' ' || s[i] >= 0x80 {
			n = 0
		}
		if n >= longRun {
			return true
		}
	}
	return false
}

// isBlob reports whether letters, large and small, and digits are mixed as
// encoded data mixes them.
func isBlob(s string) bool {
	upper, lower, digit := 0, 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digit++
		case c >= 'A' && c <= 'Z':
			upper++
		case c >= 'a' && c <= 'z':
			lower++
		}
	}
	return digit > 0 && (upper > 2 && lower > 2 || upper == 0 && digit > len(s)/5)
}
