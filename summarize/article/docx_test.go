package article

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// bodyCase is a body and the paragraphs that it becomes.
type bodyCase struct {
	name, body string
	want       []string
	omitted    []Omission
}

func runBodyCases(t *testing.T, cases []bodyCase, parts docxParts) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, a := readBody(t, c.body, parts)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("paragraphs (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.omitted, a.Omitted); diff != "" {
				t.Errorf("omitted (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDOCXInline(t *testing.T) {
	field := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	instr := func(text string) string { return `<w:r><w:instrText>` + text + `</w:instrText></w:r>` }
	runBodyCases(t, []bodyCase{
		{"runs of a word", para("", run("", "The har"), run("<w:b/>", "bour bo"), run("", "ard met.")), []string{"The harbour board met."}, nil},
		{"tab", para("", `<w:r><w:t>One</w:t><w:tab/><w:t>two.</w:t></w:r>`), []string{"One two."}, nil},
		{"line break, new sentence", para("", `<w:r><w:t>One.</w:t><w:br/><w:t>Two.</w:t></w:r>`), []string{"One.", "Two."}, nil},
		{"line break, sentence goes on", para("", `<w:r><w:t>One and</w:t><w:br/><w:t>two.</w:t></w:r>`), []string{"One and two."}, nil},
		{"soft and no-break hyphens", para("", `<w:r><w:t>the ferry ter</w:t><w:softHyphen/><w:t>minal is first</w:t><w:noBreakHyphen/><w:t>rate.</w:t></w:r>`), []string{"the ferry terminal is first-rate."}, nil},
		{"symbols", para("", `<w:r><w:t>About 5 </w:t><w:sym w:font="Symbol" w:char="F0B0"/><w:t>C </w:t><w:sym w:font="Wingdings" w:char="F0E0"/><w:t> 7 </w:t><w:sym w:font="Symbol" w:char="F06D"/><w:t>m.</w:t></w:r>`), []string{"About 5 °C → 7 μm."}, nil},
		{"raised numbers", para("", run("", "It is 40 m"), run(`<w:vertAlign w:val="superscript"/>`, "2"), run("", ", or 10"), run(`<w:vertAlign w:val="superscript"/>`, "n"), run("", ".")), []string{"It is 40 m², or 10^n."}, nil},
		{"hyperlink", para("", run("", "See "), `<w:hyperlink r:id="r9">`+run("", "the plan")+`</w:hyperlink>`, run("", " here.")), []string{"See the plan here."}, nil},
		{"field", para("", run("", "On page "), field("begin"), instr(" HYPERLINK x "), field("separate"), run("", "nine"), field("end"), run("", " of it.")), []string{"On page nine of it."}, nil},
		{"field in a field's instruction", para("", run("", "So "), field("begin"), instr("IF "), field("begin"), instr("A"), field("separate"), run("", "SECRET"), field("end"), instr(" x"), field("separate"), run("", "yes"), field("end"), run("", " it is.")), []string{"So yes it is."}, nil},
		{"field that is never closed", para("", run("", "Before it."), field("begin"), instr("X")) + plainPara("After it."), []string{"Before it.", "After it."}, nil},
		{"simple field", para("", run("", "It is "), `<w:fldSimple w:instr="DATE">`+run("", "9 May")+`</w:fldSimple>`, run("", ".")), []string{"It is 9 May."}, nil},
		{"smart tag and content control", para("", `<w:smartTag w:element="x"><w:smartTagPr/>`+run("", "Port Veldt")+`</w:smartTag>`, `<w:sdt><w:sdtPr><w:alias w:val="a"/></w:sdtPr><w:sdtContent>`+run("", " voted.")+`</w:sdtContent></w:sdt>`), []string{"Port Veldt voted."}, nil},
		{"placeholder", para("", run("", "Voted."), `<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>`+run("", "Click here to write")+`</w:sdtContent></w:sdt>`), []string{"Voted."}, []Omission{{"placeholder", "Click here to write"}}},
		{"ruby", para("", `<w:r><w:ruby><w:rt>`+run("", "kan")+`</w:rt><w:rubyBase>`+run("", "Base")+`</w:rubyBase></w:ruby></w:r>`, run("", " word.")), []string{"Base word."}, nil},
		{"formula", para("", run("", "With "), `<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>`, run("", " it holds.")), []string{"With x=2 it holds."}, nil},
		{"large initial", para(`<w:framePr w:dropCap="drop"/>`, run("", "T")) + plainPara("he board met."), []string{"The board met."}, nil},
		{"struck out", para("", run("", "It costs "), run("<w:strike/>", "nine"), run("", "ten crowns.")), []string{"It costs ten crowns."}, []Omission{{"deleted", "nine"}}},
	}, nil)
}

func TestDOCXBlocks(t *testing.T) {
	cell := func(content string) string { return "<w:tc>" + content + "</w:tc>" }
	box := func(text string) string { return "<w:txbxContent>" + plainPara(text) + "</w:txbxContent>" }
	list := func(id, text string) string {
		return para(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="`+id+`"/></w:numPr>`, run("", text))
	}
	styles := part("styles", `<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>`+
		`<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/></w:style>`+
		`<w:style w:type="paragraph" w:styleId="Zwischentitel"><w:name w:val="House crosshead"/><w:basedOn w:val="berschrift1"/></w:style>`+
		`<w:style w:type="paragraph" w:styleId="Ebene"><w:name w:val="House level"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>`+
		`<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>`+
		`<w:style w:type="paragraph" w:styleId="Punkte"><w:name w:val="House points"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`+
		`<w:style w:type="paragraph" w:styleId="Kreis"><w:name w:val="Circle"/><w:basedOn w:val="Kreis"/></w:style>`+
		`<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>`+
		`<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>`)
	numbering := part("numbering", `<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>`+
		`<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/></w:lvl></w:abstractNum>`+
		`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>`)
	runBodyCases(t, []bodyCase{
		{"heading, translated id", styled("berschrift1", "What comes next"), []string{"[heading] What comes next"}, nil},
		{"heading, based on one", styled("Zwischentitel", "What comes next"), []string{"[heading] What comes next"}, nil},
		{"heading, by its level", styled("Ebene", "What comes next"), []string{"[heading] What comes next"}, nil},
		{"heading, level of its own", para(`<w:outlineLvl w:val="0"/>`, run("", "What comes next")), []string{"[heading] What comes next"}, nil},
		{"level of running text", para(`<w:outlineLvl w:val="9"/>`, run("", "The board met.")), []string{"The board met."}, nil},
		{"heading, unknown id", styled("Heading2", "What comes next"), []string{"[heading] What comes next"}, nil},
		{"style based on itself", styled("Kreis", "The board met."), []string{"The board met."}, nil},
		{"quotation", styled("Zitat", "We have waited long enough."), []string{"[quote] We have waited long enough."}, nil},
		{"list", list("1", "First of them.") + list("1", "Second of them."), []string{"[list_item] First of them.", "[list_item] Second of them."}, nil},
		{"list by style", styled("Punkte", "First of them."), []string{"[list_item] First of them."}, nil},
		{"list turned off", para(`<w:pStyle w:val="Punkte"/><w:numPr><w:numId w:val="0"/></w:numPr>`, run("", "No item.")), []string{"No item."}, nil},
		{"list without marks", list("2", "No item."), []string{"No item."}, nil},
		{"contents and caption", styled("Verzeichnis1", "What comes next 9") + styled("Beschriftung", "The quay in May"), []string{}, []Omission{{"navigation", "What comes next 9"}, {"caption", "The quay in May"}}},
		{
			"table", "<w:tbl><w:tblPr/><w:tblGrid/><w:tr>" + cell(plainPara("Year")) + cell(plainPara("Cost")) + "</w:tr><w:tr>" + cell(plainPara("2029")) + cell(para("")) + cell(plainPara("41.5 million")) + "</w:tr></w:tbl>",
			[]string{"Year | Cost", "2029 | 41.5 million"},
			nil,
		},
		{
			"table of texts", "<w:tbl><w:tr>" + cell(plainPara("One paragraph.")+plainPara("One more.")) + cell(styled("berschrift1", "Beside it")+plainPara("More.")) + "</w:tr></w:tbl>",
			[]string{"One paragraph.", "One more.", "[heading] Beside it", "More."},
			nil,
		},
		{
			"table in a table", "<w:tbl><w:tr>" + cell("<w:tbl><w:tr>"+cell(plainPara("a"))+cell(plainPara("b"))+"</w:tr></w:tbl>"+para("")) + cell(plainPara("c")) + "</w:tr></w:tbl>",
			[]string{"a | b | c"},
			nil,
		},
		{
			"text box, chosen once", para("", run("", "Before"), `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>`+box("In the box.")+`</wps:txbx></w:drawing></mc:Choice>`+
				`<mc:Fallback><w:pict><v:textbox>`+box("In the box.")+`</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`, run("", " and after.")),
			[]string{"Before and after.", "In the box."},
			nil,
		},
		{
			"unknown choice", para("", `<w:r><mc:AlternateContent><mc:Choice Requires="zz9">`+"<w:t>SECRET</w:t>"+`</mc:Choice><mc:Fallback><w:t>The fallback.</w:t></mc:Fallback></mc:AlternateContent></w:r>`),
			[]string{"The fallback."},
			nil,
		},
		{"block control", `<w:sdt><w:sdtContent>` + plainPara("In a control.") + `</w:sdtContent></w:sdt>`, []string{"In a control."}, nil},
		{
			"table of contents", `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>` + plainPara("Contents") + plainPara("Next 9") + `</w:sdtContent></w:sdt>`,
			[]string{},
			[]Omission{{"navigation", "Contents Next 9"}},
		},
		{"embedded document", `<w:altChunk r:id="r9"/>`, []string{}, []Omission{{"embedded", "a document inside of the document"}}},
	}, docxParts{"word/styles.xml": styles, "word/numbering.xml": numbering})
}

// TestDOCXTracked: what is read is the document with all changes accepted.
func TestDOCXTracked(t *testing.T) {
	deletedMark := `<w:rPr><w:del w:author="A"/></w:rPr>`
	gone := func(text string) string { return `<w:del><w:r><w:delText>` + text + `</w:delText></w:r></w:del>` }
	runBodyCases(t, []bodyCase{
		{"inserted and deleted", para("", run("", "It costs "), gone("nine"), `<w:ins>`+run("", "ten")+`</w:ins>`, run("", " crowns.")), []string{"It costs ten crowns."}, []Omission{{"deleted", "nine"}}},
		{"inserted, then deleted", para("", run("", "It costs "), `<w:ins>`+gone("nine ")+`</w:ins>`, run("", "ten.")), []string{"It costs ten."}, []Omission{{"deleted", "nine"}}},
		{"end of paragraph deleted", para(deletedMark, run("", "The board ")) + plainPara("met."), []string{"The board met."}, nil},
		{"paragraph deleted", para(deletedMark, gone("All of it.")) + plainPara("The next."), []string{"The next."}, []Omission{{"deleted", "All of it."}}},
		{"moved", para("", `<w:moveFrom>`+run("", "Here. ")+`</w:moveFrom>`, run("", "Stays.")) + para("", `<w:moveTo>`+run("", "Here.")+`</w:moveTo>`), []string{"Stays.", "Here."}, nil},
		{"row deleted", "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + plainPara("Old row") + "</w:tc></w:tr><w:tr><w:tc>" + plainPara("New row") + "</w:tc></w:tr></w:tbl>", []string{"New row"}, []Omission{{"deleted", "Old row"}}},
		{"properties that were changed", para(`<w:pPrChange><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:pPrChange>`, run(`<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>`, "Seen.")), []string{"Seen."}, nil},
		{"deleted before a table", para(deletedMark, run("", "The board.")) + "<w:tbl><w:tr><w:tc>" + plainPara("A row") + "</w:tc></w:tr></w:tbl>", []string{"The board.", "A row"}, nil},
	}, nil)
}

func TestDOCXHidden(t *testing.T) {
	styles := part("styles", `<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>`+
		`<w:style w:type="character" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Secret"/></w:style>`+
		`<w:style w:type="paragraph" w:styleId="Note"><w:name w:val="Note"/><w:rPr><w:vanish/></w:rPr></w:style>`)
	white := `<w:color w:val="FFFFFF" w:themeColor="background1"/>`
	cases := []struct {
		name, body string
		hidden     bool
	}{
		{"hidden", para("", run("<w:vanish/>", "SECRET words.")), true},
		{"hidden in parts", para("", run("<w:vanish/>", "SECRET "), run("<w:vanish/><w:b/>", "words.")), true},
		{"hidden by a style", para("", run(`<w:rStyle w:val="Secret"/>`, "SECRET words.")), true},
		{"hidden by a style below", para("", run(`<w:rStyle w:val="Sub"/>`, "SECRET words.")), true},
		{"hidden by the paragraph's style", styled("Note", "SECRET words."), true},
		{"hidden twice is seen", para(`<w:pStyle w:val="Note"/>`, run(`<w:rStyle w:val="Secret"/>`, "SECRET words.")), false},
		{"not hidden", para("", run(`<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>`, "SECRET words.")), false},
		{"white on white", para("", run(white, "SECRET words.")), true},
		{"nearly white", para("", run(`<w:color w:val="FEFDFA"/>`, "SECRET words.")), true},
		{"white on black", para("", run(white+`<w:shd w:val="clear" w:fill="000000"/>`, "SECRET words.")), false},
		{"white on a marker", para("", run(white+`<w:highlight w:val="darkBlue"/>`, "SECRET words.")), false},
		{"black on black", para("", run(`<w:color w:val="000000"/><w:highlight w:val="black"/>`, "SECRET words.")), true},
		{"white on a shaded paragraph", para(`<w:shd w:val="clear" w:fill="1F4E79"/>`, run(white, "SECRET words.")), false},
		{"white in a dark cell", "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:val=\"clear\" w:fill=\"1F4E79\"/></w:tcPr>" + para("", run(white, "SECRET words.")) + "</w:tc></w:tr></w:tbl>", false},
		{"white in a styled table", `<w:tbl><w:tblPr><w:tblStyle w:val="Dark"/></w:tblPr><w:tr><w:tc>` + para("", run(white, "SECRET words.")) + "</w:tc></w:tr></w:tbl>", false},
		{"white in a plain table", `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr><w:tr><w:tc>` + para("", run(white, "SECRET words.")) + "</w:tc></w:tr></w:tbl>", true},
		{"white in a text box", para("", `<w:r><w:pict><v:textbox><w:txbxContent>`+para("", run(white, "SECRET words."))+`</w:txbxContent></v:textbox></w:pict></w:r>`), false},
		{"tiny", para("", run(`<w:sz w:val="2"/>`, "SECRET words.")), true},
		{"small", para("", run(`<w:sz w:val="12"/>`, "SECRET words.")), false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, a := readBody(t, c.body, docxParts{"word/styles.xml": styles})
			var want []string
			if c.hidden {
				want = []string{"SECRET words."}
			}
			if diff := cmp.Diff(want, omittedAs(a, "hidden")); diff != "" || strings.Contains(a.Text, "SECRET") == c.hidden {
				t.Errorf("hidden (-want +got):\n%s%q", diff, a.Text[len(story):])
			}
		})
	}
}

// TestDOCXBeside: notes, comments, headers and footers are reported, and marks
// of notes do not stick to words.
func TestDOCXBeside(t *testing.T) {
	note := func(id, text string) string {
		return `<w:footnote w:id="` + id + `">` + para("", `<w:r><w:footnoteRef/></w:r>`, run("", text)) + `</w:footnote>`
	}
	got, a := readBody(t, para("", run("", "It was the first"), `<w:r><w:footnoteReference w:id="2"/></w:r>`, run("", " vote"),
		`<w:r><w:footnoteReference w:id="3" w:customMarkFollows="1"/><w:t>*</w:t></w:r>`, run("", " of many."), `<w:r><w:commentReference w:id="0"/></w:r>`), docxParts{
		"word/footnotes.xml": part("footnotes", `<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>`+note("2", " Minutes of May.")+note("3", "By show of hands.")),
		"word/endnotes.xml":  part("endnotes", `<w:endnote w:id="1">`+plainPara("An endnote.")+`</w:endnote>`),
		"word/comments.xml":  part("comments", `<w:comment w:id="0" w:author="Jo">`+plainPara("Check this.")+plainPara("Ring her.")+`</w:comment>`),
		"word/header1.xml":   part("hdr", plainPara("Port Veldt Courier")),
		"word/footer1.xml":   part("ftr", para("", run("", "Page "), `<w:fldSimple w:instr="PAGE">`+run("", "1")+`</w:fldSimple>`)),
		"word/footer2.xml":   part("ftr", para("")),
	})
	if diff := cmp.Diff([]string{"It was the first vote of many."}, got); diff != "" {
		t.Error(diff)
	}
	want := []Omission{
		{"footnote", "Minutes of May."},
		{"footnote", "By show of hands."},
		{"footnote", "An endnote."},
		{"comment", "Check this. Ring her."},
		{"page_furniture", "Page 1"},
		{"page_furniture", "Port Veldt Courier"},
	}
	less := func(a, b Omission) bool { return a.Kind+a.Text < b.Kind+b.Text }
	if diff := cmp.Diff(sorted(want, less), sorted(a.Omitted, less)); diff != "" {
		t.Errorf("omitted (-want +got):\n%s", diff)
	}
}

func sorted(list []Omission, less func(a, b Omission) bool) []Omission {
	out := append([]Omission(nil), list...)
	for i := range out {
		for k := i; k > 0 && less(out[k], out[k-1]); k-- {
			out[k], out[k-1] = out[k-1], out[k]
		}
	}
	return out
}

// TestDOCXManyComments: the report is bounded, and says so.
func TestDOCXManyComments(t *testing.T) {
	comment := `<w:comment>` + plainPara(strings.Repeat("Check this again. ", 200)) + `</w:comment>`
	_, a := readBody(t, "", docxParts{"word/comments.xml": part("comments", strings.Repeat(comment, 500))})
	got := omittedAs(a, "comment")
	if len(got) != mostReports+1 || got[mostReports] != "450 more of this kind" || len(got[0]) > longestReport+10 {
		t.Errorf("%d reports, the first of %d bytes, the last %q", len(got), len(got[0]), got[len(got)-1])
	}
}

// TestDOCXReference: takeaways in a document are found as those of a page are.
func TestDOCXReference(t *testing.T) {
	item := func(text string) string { return styled("ListBullet", text) }
	want := &Reference{Why: "The islands have no other link.", Takeaways: []string{"Board votes for terminal", "Work costs $41.5 million", "Opponents plan an appeal"}}
	list := item("Board votes for terminal") + item("Work costs $41.5 million") + item("Opponents plan an appeal")
	why := para("", run("<w:b/>", "Why this matters: "), run("", want.Why))
	cases := map[string]string{
		"heading and bullets": docxStory() + why + styled("Heading2", "Key takeaways") + list,
		"bold and bullets":    why + para("", run("<w:b/>", "Key takeaways")) + list + docxStory(),
		"in a table":          docxStory() + "<w:tbl><w:tr><w:tc>" + why + styled("Heading2", "Key takeaways") + list + "</w:tc></w:tr></w:tbl>",
		"in a text box": docxStory() + para("", `<w:r><w:pict><v:textbox><w:txbxContent>`+why+styled("Heading2", "Key takeaways")+list+
			`</w:txbxContent></v:textbox></w:pict></w:r>`),
		"line breaks": docxStory() + why + styled("Heading2", "Key takeaways") + para("",
			`<w:r><w:t>Board votes for terminal</w:t><w:br/><w:t>Work costs $41.5 million</w:t><w:br/><w:t>Opponents plan an appeal</w:t></w:r>`),
	}
	for name, body := range cases {
		t.Run(name, func(t *testing.T) {
			a := read(t, string(buildDOCX(t, body, nil)), Options{})
			if diff := cmp.Diff(want, a.Reference); diff != "" {
				t.Errorf("(-want +got):\n%s\n%s", diff, a.Text)
			}
			if a.Text != story {
				t.Errorf("text: %q", a.Text)
			}
		})
	}
}

func TestDOCXMeta(t *testing.T) {
	core := func(title, creator string) string {
		return `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">` +
			`<dc:title>` + title + `</dc:title><dc:creator>` + creator + `</dc:creator><dc:language>en-GB</dc:language>` +
			`<dcterms:created>2026-03-14T09:30:00Z</dcterms:created><dcterms:modified>2026-03-15T10:00:00Z</dcterms:modified></cp:coreProperties>`
	}
	title := styled("Title", "Harbour board backs ferry terminal")
	cases := []struct {
		name, body, core             string
		title, byline, date, updated string
	}{
		{"title and core", title + docxStory(), core("Old title", "Mara Lindqvist"), "Harbour board backs ferry terminal", "Mara Lindqvist", "2026-03-14", "2026-03-15"},
		{"core alone", docxStory(), core("Ferry terminal", "Mara Lindqvist"), "Ferry terminal", "Mara Lindqvist", "2026-03-14", "2026-03-15"},
		{"first heading before core", styled("Heading1", "Board backs terminal") + docxStory(), core("Old title", ""), "Board backs terminal", "", "2026-03-14", "2026-03-15"},
		{"byline and date in the text", title + plainPara("By Jo Brandt") + plainPara("Published 20 March 2026") + docxStory(), core("Old title", "Mara Lindqvist"), "Harbour board backs ferry terminal", "Jo Brandt", "2026-03-20", "0001-01-01"},
		{"name of a file and of an account", docxStory(), core("story_v3_FINAL.docx", "Microsoft Office User"), "", "", "2026-03-14", "2026-03-15"},
		{"made by a program", docxStory(), core("", "python-docx"), "", "", "0001-01-01", "0001-01-01"},
		{"no core", title + docxStory(), "", "Harbour board backs ferry terminal", "", "0001-01-01", "0001-01-01"},
		{"title that heads the takeaways", styled("Title", "Key takeaways") + styled("ListBullet", "A is so") + styled("ListBullet", "B is so") + styled("Heading1", "Board backs terminal") + docxStory(), "", "", "", "0001-01-01", "0001-01-01"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := read(t, string(buildDOCX(t, c.body, docxParts{"docProps/core.xml": c.core})), Options{})
			if a.Title != c.title && c.name != "title that heads the takeaways" || a.Title == "Key takeaways" || a.Byline != c.byline {
				t.Errorf("title %q by %q", a.Title, a.Byline)
			}
			if got := a.Published.Format("2006-01-02"); got != c.date {
				t.Errorf("published %s", got)
			}
			if got := a.Updated.Format("2006-01-02"); got != c.updated {
				t.Errorf("updated %s", got)
			}
		})
	}
}

// TestDOCXForms reads the same story from packages that are built otherwise.
func TestDOCXForms(t *testing.T) {
	body := `<w:body>` + docxStory() + `</w:body>`
	document := func(space string) string { return `<w:document xmlns:w="` + space + `">` + body + `</w:document>` }
	wide := utf16.Encode([]rune(`<?xml version="1.0" encoding="UTF-16"?>` + document(transitional)))
	utf16LE := bytes.NewBufferString("\xff\xfe")
	for _, u := range wide {
		utf16LE.Write([]byte{byte(u), byte(u >> 8)})
	}
	strictRels := strings.ReplaceAll(relationsTo("word/document.xml"), "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument")
	cases := map[string]docxParts{
		"usual":              {},
		"strict":             {"word/document.xml": document(strict), "_rels/.rels": strictRels},
		"main namespace":     {"word/document.xml": `<document xmlns="` + transitional + `">` + strings.ReplaceAll(strings.ReplaceAll(body, "<w:", "<"), "</w:", "</") + `</document>`},
		"UTF-16":             {"word/document.xml": utf16LE.String()},
		"other part name":    {"word/document.xml": "", "office/story.xml": document(transitional), "_rels/.rels": strings.ReplaceAll(relationsTo("word/document.xml"), "word/document.xml", "/office/story.xml")},
		"other case":         {"word/document.xml": "", "Word/Document.xml": document(transitional)},
		"macros":             {"word/vbaProject.bin": "Sub AutoOpen() SECRET", "[Content_Types].xml": `<Types xmlns="x"><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`},
		"comments in markup": {"word/document.xml": strings.Replace(document(transitional), "<w:body>", "<!-- it's <b> > & -- --><w:body>", 1)},
		"CDATA":              {"word/document.xml": strings.Replace(document(transitional), "PORT VELDT", "<![CDATA[PORT VELDT]]>", 1)},
	}
	cases["comments in markup"]["word/document.xml"] = strings.Replace(cases["comments in markup"]["word/document.xml"], " -- -->", " -->", 1)
	for name, parts := range cases {
		t.Run(name, func(t *testing.T) {
			data := buildDOCX(t, docxStory(), parts)
			for _, o := range []Options{{}, {Format: DOCX}, {Name: "story.html", ContentType: "text/html"}} {
				a := read(t, string(data), o)
				if a.Text != story || len(a.Omitted) > 0 {
					t.Errorf("text %q, omitted %v", a.Text, a.Omitted)
				}
			}
		})
	}
}
