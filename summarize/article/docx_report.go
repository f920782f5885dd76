package article

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Bounds of the report on what a document has beside its text.
const (
	mostReports   = 50   // of a kind
	longestReport = 1000 // characters
)

// docxReport gathers what is left out. The zero value is empty.
type docxReport struct {
	list  []docxOmission
	count map[string]int
}

type docxOmission struct {
	kind string
	text strings.Builder
	para int
}

// add reports text of a paragraph. What follows text of the same kind in the
// same paragraph goes on with it.
func (r *docxReport) add(kind, text string, para int) {
	last := len(r.list) - 1
	goesOn := last >= 0 && r.list[last].kind == kind && r.list[last].para == para
	if !goesOn && strings.TrimSpace(text) == "" {
		return
	}
	if !goesOn {
		if r.count == nil {
			r.count = map[string]int{}
		}
		if r.count[kind]++; r.count[kind] > mostReports {
			return
		}
		r.list = append(r.list, docxOmission{kind: kind, para: para})
		last++
	}
	if o := &r.list[last]; o.text.Len() <= longestReport*utf8.UTFMax {
		o.text.WriteString(shorten(text, longestReport))
	}
}

func (r *docxReport) omissions() []Omission {
	var out []Omission
	for i := range r.list {
		text := clean(r.list[i].text.String(), &invisibles{})
		out = append(out, Omission{Kind: r.list[i].kind, Text: shorten(text, longestReport)})
		r.count[r.list[i].kind]--
	}
	for _, kind := range []string{"hidden", "deleted", "footnote", "comment", "page_furniture", "placeholder", "navigation", "embedded", "figure"} {
		if more := r.count[kind]; more > 0 {
			out = append(out, Omission{Kind: kind, Text: fmt.Sprintf("%d more of this kind", more)})
		}
	}
	return out
}
