package metric

import "strings"

// entities are what the tokenizer 13a writes out, in this order: "&amp;lt;"
// becomes "<".
var entities = [][2]string{{"&quot;", `"`}, {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}}

// tokens13a cuts a text into words as mteval-v13a.pl does, and sacreBLEU's
// tokenizer "13a" after it. The rules that part marks from words are made for
// Western languages; each looks at what the one before it left.
func tokens13a(text string) []string {
	text = strings.TrimRightFunc(text, pythonSpace)
	text = strings.ReplaceAll(text, "<skipped>", "")
	text = strings.ReplaceAll(text, "-\n", "")
	text = strings.ReplaceAll(text, "\n", " ")
	if strings.Contains(text, "&") {
		for _, e := range entities {
			text = strings.ReplaceAll(text, e[0], e[1])
		}
	}
	line, spare := []byte(" "+text+" "), make([]byte, 0, 2*len(text)+16)
	for _, rule := range []func(out, in []byte) []byte{partMarks, partStopBehind, partStopBefore, partDash} {
		line, spare = rule(spare[:0], line), line
	}
	return strings.FieldsFunc(string(line), pythonSpace)
}

// partMarks puts spaces around ASCII marks other than the apostrophe, the
// comma, the dash and the full stop.
func partMarks(out, in []byte) []byte {
	for _, c := range in {
		if isMark(c) {
			out = append(out, ' ', c, ' ')
		} else {
			out = append(out, c)
		}
	}
	return out
}

func isMark(c byte) bool {
	switch {
	case c == '\'' || c == ',' || c == '-' || c == '.':
		return false
	case c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z':
		return false
	}
	return c >= ' ' && c <= '~'
}

func isStop(c byte) bool  { return c == '.' || c == ',' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// partStopBehind parts a full stop or comma from what is before it, unless that
// is a digit. A pair that was parted is done with: what follows is looked at anew.
func partStopBehind(out, in []byte) []byte {
	for i := 0; i < len(in); i++ {
		if i+1 < len(in) && !isDigit(in[i]) && isStop(in[i+1]) {
			out = append(out, in[i], ' ', in[i+1], ' ')
			i++
		} else {
			out = append(out, in[i])
		}
	}
	return out
}

// partStopBefore parts a full stop or comma from what follows it, unless that is
// a digit.
func partStopBefore(out, in []byte) []byte {
	for i := 0; i < len(in); i++ {
		if i+1 < len(in) && isStop(in[i]) && !isDigit(in[i+1]) {
			out = append(out, ' ', in[i], ' ', in[i+1])
			i++
		} else {
			out = append(out, in[i])
		}
	}
	return out
}

// partDash parts a dash from the digit before it.
func partDash(out, in []byte) []byte {
	for i := 0; i < len(in); i++ {
		if i+1 < len(in) && isDigit(in[i]) && in[i+1] == '-' {
			out = append(out, in[i], ' ', '-', ' ')
			i++
		} else {
			out = append(out, in[i])
		}
	}
	return out
}
