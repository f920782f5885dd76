package article

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// wrappers are elements around text, with what becomes of the text.
var wrappers = []struct{ open, close, fate string }{
	{"<w:ins>", "</w:ins>", ""},
	{"<w:moveTo>", "</w:moveTo>", ""},
	{"<w:hyperlink>", "</w:hyperlink>", ""},
	{"<w:smartTag>", "</w:smartTag>", ""},
	{"<w:customXml>", "</w:customXml>", ""},
	{`<w:fldSimple w:instr="DATE">`, "</w:fldSimple>", ""},
	{"<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>", ""},
	{"<w:p>", "</w:p>", ""},
	{`<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>`, "</w:p>", ""},
	{`<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>`, "</w:p>", ""},
	{"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", "</w:p>", ""},
	{"<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", ""},
	{"<w:tr>", "</w:tr>", ""},
	{"<w:tc>", "</w:tc>", ""},
	{"<w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r>", ""},
	{`<mc:AlternateContent><mc:Choice Requires="wps">`, `</mc:Choice><mc:Fallback><w:r><w:t>NEVER</w:t></w:r></mc:Fallback></mc:AlternateContent>`, ""},
	{`<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>NEVER</w:instrText><w:fldChar w:fldCharType="separate"/></w:r>`, `<w:r><w:fldChar w:fldCharType="end"/></w:r>`, ""},
	{"<w:del>", "</w:del>", "gone"},
	{"<w:moveFrom>", "</w:moveFrom>", "gone"},
}

// docxTree writes elements around words, and notes which words must be in the
// text and which must not.
type docxTree struct {
	xml          strings.Builder
	in, out      []string
	t            *rapid.T
	depth, words int
}

func (d *docxTree) grow(gone bool) {
	for range rapid.IntRange(0, 4).Draw(d.t, "children") {
		if d.depth > 6 || rapid.Bool().Draw(d.t, "leaf") {
			d.word(gone)
			continue
		}
		w := rapid.SampledFrom(wrappers).Draw(d.t, "wrapper")
		d.xml.WriteString(w.open)
		d.depth++
		d.grow(gone || w.fate != "")
		d.depth--
		d.xml.WriteString(w.close)
	}
}

func (d *docxTree) word(gone bool) {
	d.words++
	word := fmt.Sprintf("w%dx", d.words)
	props := ""
	if rapid.IntRange(0, 5).Draw(d.t, "hidden") == 0 {
		props, gone = "<w:vanish/>", true
	}
	d.xml.WriteString(run(props, word+" "))
	if gone {
		d.out = append(d.out, word)
	} else {
		d.in = append(d.in, word)
	}
}

// TestDOCXProperties: however elements nest, every word that stands is in the
// text once, and no other is.
func TestDOCXProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := docxTree{t: rt}
		d.grow(false)
		data := buildDOCX(t, docxStory()+d.xml.String(), nil)
		a, err := Read(bytes.NewReader(data), Options{KeepAll: true})
		if err != nil {
			rt.Fatalf("%v\n%s", err, d.xml.String())
		}
		checkInvariants(t, a)
		for _, word := range d.in {
			if strings.Count(a.Text, word) != 1 {
				rt.Fatalf("%s is %d times in %q\n%s", word, strings.Count(a.Text, word), a.Text[len(story):], d.xml.String())
			}
		}
		for _, word := range append(d.out, "NEVER") {
			if strings.Contains(a.Text, word) {
				rt.Fatalf("%s is in %q\n%s", word, a.Text[len(story):], d.xml.String())
			}
		}
	})
}
