package plain

import (
	"slices"
	"strings"

	"github.com/rivo/uniseg"
)

// mostCompared bounds the words of a text that are compared one by one: what is
// longer is shown as changed in its middle.
const mostCompared = 400

// Change is a run of words that two texts share, or that one of them has.
type Change struct {
	Text string
	Op   Op
}

// Op says which text has the words.
type Op rune

// The kinds of change.
const (
	Same    Op = '='
	Removed Op = '-'
	Added   Op = '+'
)

// Changes tells what became of old in revised. All that is Same or Removed makes
// up old, and all that is Same or Added makes up revised; what was removed comes
// before what was added in its place.
func Changes(old, revised string) []Change { return changes(Words(old), Words(revised)) }

// Words cuts a text where a line could break; spaces stay with the word before.
func Words(s string) []string {
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

func changes(a, b []string) []Change {
	from := 0
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	end := 0
	for end < min(len(a), len(b))-from && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	var out []Change
	out = add(out, Same, a[:from]...)
	out = middle(out, a[from:len(a)-end], b[from:len(b)-end])
	return add(out, Same, a[len(a)-end:]...)
}

func add(out []Change, op Op, list ...string) []Change {
	s := strings.Join(list, "")
	if k := len(out) - 1; s != "" && k >= 0 && out[k].Op == op {
		out[k].Text += s
	} else if s != "" {
		out = append(out, Change{s, op})
	}
	return out
}

// middle compares words by the longest common subsequence.
func middle(out []Change, a, b []string) []Change {
	if len(a) > mostCompared || len(b) > mostCompared {
		return add(add(out, Removed, a...), Added, b...)
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
			out = add(add(out, Added, fresh...), Same, a[i])
			fresh, i, j = nil, i+1, j+1
		case j == len(b) || i < len(a) && longest[i+1][j] >= longest[i][j+1]:
			out = add(out, Removed, a[i])
			i++
		default:
			fresh = append(fresh, b[j])
			j++
		}
	}
	return add(out, Added, fresh...)
}
