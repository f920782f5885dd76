package render

import (
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/rivo/uniseg"
)

// mostCompared bounds the words of a sentence that are compared one by one: what
// is longer is shown as changed in its middle.
const mostCompared = 400

// edit is a run of words that two texts share, or that one of them has.
type edit struct {
	text string
	op   rune // '=' in both, '-' in the old, '+' in the new
}

// difference makes one text of two: what was removed is in [-…-], what was added
// in {+…+}, or both in colour. The runs follow those in front of them.
func (p *Printer) difference(front, old, revised string) []run {
	out := []run{{text: front}}
	list := edits(words(old), words(revised))
	for i, e := range list {
		switch e.op {
		case '-':
			r := p.gone(e.text)
			if i+1 < len(list) && list[i+1].op == '+' {
				r[1].text = "" // what was added brings its own space
			}
			out = append(out, r...)
		case '+':
			out = append(out, p.around("{+", e.text, "+}", text.Colors{text.FgGreen})...)
		default:
			out = append(out, run{text: e.text})
		}
	}
	return out
}

// gone makes runs of a text that was removed, and of the space at its end.
func (p *Printer) gone(s string) []run {
	return p.around("[-", s, "-]", text.Colors{text.FgRed, text.CrossedOut})
}

func (p *Printer) around(open, s, end string, style text.Colors) []run {
	trimmed := strings.TrimRight(s, " ")
	space := run{text: s[len(trimmed):]}
	if p.o.Color {
		return []run{{text: trimmed, style: style}, space}
	}
	return []run{{text: open + trimmed + end}, space}
}

// words cuts a text where a line could break; spaces stay with the word before.
func words(s string) []string {
	var out []string
	for state, part := -1, ""; s != ""; {
		part, s, state = uniseg.FirstWordInString(s, state)
		if part == " " && len(out) > 0 {
			out[len(out)-1] += part
		} else {
			out = append(out, part)
		}
	}
	return out
}

// edits finds what two lists of words share, in order.
func edits(a, b []string) []edit {
	from := 0
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	end := 0
	for end < min(len(a), len(b))-from && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	var out []edit
	out = add(out, '=', a[:from]...)
	out = middle(out, a[from:len(a)-end], b[from:len(b)-end])
	return add(out, '=', a[len(a)-end:]...)
}

func add(out []edit, op rune, list ...string) []edit {
	s := strings.Join(list, "")
	if k := len(out) - 1; s != "" && k >= 0 && out[k].op == op {
		out[k].text += s
	} else if s != "" {
		out = append(out, edit{s, op})
	}
	return out
}

// middle compares words by the longest common subsequence.
func middle(out []edit, a, b []string) []edit {
	if len(a) > mostCompared || len(b) > mostCompared {
		return add(add(out, '-', a...), '+', b...)
	}
	longest := make([][]int, len(a)+1) // of a[i:] and b[j:]
	for i := range longest {
		longest[i] = make([]int, len(b)+1)
	}
	for i, x := range slices.Backward(a) {
		for j, y := range slices.Backward(b) {
			if x == y {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	var fresh []string // added words wait until those removed are told
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = add(add(out, '+', fresh...), '=', a[i])
			fresh, i, j = nil, i+1, j+1
		case j == len(b) || i < len(a) && longest[i+1][j] >= longest[i][j+1]:
			out = add(out, '-', a[i])
			i++
		default:
			fresh = append(fresh, b[j])
			j++
		}
	}
	return add(out, '+', fresh...)
}
