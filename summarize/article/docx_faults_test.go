package article

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// ole is the beginning of a file of the old container, with a stream.
func ole(stream string) string {
	return oleMagic + strings.Repeat("\x00", 600) + strings.Join(strings.Split(stream, ""), "\x00") + "\x00"
}

// TestDOCXFaults: what is not a sound Word document is refused by name, with
// what to do.
func TestDOCXFaults(t *testing.T) {
	rep := strings.Repeat
	built := func(parts docxParts) string { return string(buildDOCX(t, docxStory(), parts)) }
	document := func(inside string) string {
		return built(docxParts{"word/document.xml": `<w:document xmlns:w="` + transitional + `">` + inside + `</w:document>`})
	}
	zipped := func(files ...string) string {
		m := map[string]string{}
		for i := 0; i < len(files); i += 2 {
			m[files[i]] = files[i+1]
		}
		return string(zipOf(t, m))
	}
	locked := []byte(built(nil))
	for i := bytes.Index(locked, []byte("PK\x01\x02")); i >= 0; {
		locked[i+8] |= 1
		k := bytes.Index(locked[i+4:], []byte("PK\x01\x02"))
		if k < 0 {
			break
		}
		i += 4 + k
	}
	many := map[string]string{}
	for i := range mostEntries + 1 {
		many[fmt.Sprint(i)] = "x"
	}
	whole := built(nil)
	flipped := []byte(zipped("[Content_Types].xml", "<Types/>", "_rels/.rels", relationsTo("word/document.xml"), "word/document.xml", part("document", rep("x", 5000))))
	flipped[bytes.LastIndex(flipped[:bytes.Index(flipped, []byte("PK\x01\x02"))], []byte("word/document.xml"))+25] ^= 0x55

	cases := []struct {
		name, input string
		want        fault.Code
		says        string
	}{
		{"a password", ole("EncryptedPackage"), fault.UnsupportedFormat, "save it as .docx without password"},
		{"old Word", ole("WordDocument"), fault.UnsupportedFormat, "(.doc), which is not read. Save it as .docx"},
		{"old Excel", ole("Workbook"), fault.UnsupportedFormat, "Excel"},
		{"other old Office", ole("Contents"), fault.UnsupportedFormat, "old Microsoft Office"},
		{"encrypted parts", string(locked), fault.UnsupportedFormat, "without password"},
		{"OpenDocument", zipped("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<a/>"), fault.UnsupportedFormat, "OpenDocument text (ODT), which is not read. Save it as .docx"},
		{"OpenDocument sheet", zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), fault.UnsupportedFormat, "OpenDocument"},
		{"EPUB", zipped("mimetype", "application/epub+zip", "a", "b"), fault.UnsupportedFormat, "EPUB"},
		{"Excel", zipped("[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<a/>", "_rels/.rels", relationsTo("xl/document.xml")), fault.UnsupportedFormat, "Excel"},
		{"Excel by its relation", zipped("[Content_Types].xml", "<Types/>", "xl/document.xml", "<a/>", "_rels/.rels", relationsTo("xl/document.xml")), fault.UnsupportedFormat, "Excel"},
		{"PowerPoint", zipped("[Content_Types].xml", "<Types/>", "ppt/presentation.xml", "<a/>"), fault.UnsupportedFormat, "PowerPoint"},
		{"iWork", zipped("Index/Document.iwa", "x"), fault.UnsupportedFormat, "iWork"},
		{"ZIP", zipped("story.txt", story), fault.UnsupportedFormat, "ZIP archive"},
		{"empty ZIP", zipped(), fault.UnsupportedFormat, "ZIP archive"},
		{"cut off", whole[:len(whole)/2], fault.InputUnreadable, "cut off"},
		{"changed bytes", string(flipped), fault.InputUnreadable, "document.xml, cannot be read"},
		{"no document", built(docxParts{"word/document.xml": ""}), fault.InputUnreadable, "the part with its text is missing"},
		{"no relations", built(docxParts{"_rels/.rels": ""}), fault.InputUnreadable, "which of its parts"},
		{"other root", built(docxParts{"word/document.xml": part("styles", "")}), fault.InputUnreadable, "not one of a Word document"},
		{"broken XML", document("<w:body><w:p>"), fault.InputUnreadable, "cannot be read"},
		{"broken styles", built(docxParts{"word/styles.xml": "<a><b></a>"}), fault.InputUnreadable, "styles.xml, cannot be read"},
		{"text after the end", built(docxParts{"word/document.xml": part("document", "<w:body/>") + "</w:p>"}), fault.InputUnreadable, "cannot be read"},
		{"a document type", built(docxParts{"word/document.xml": `<!DOCTYPE d [<!ENTITY a "aaaa">]>` + part("document", "<w:body/>")}), fault.InputUnreadable, "as no word processor does"},
		{"an entity", document("<w:body><w:p><w:r><w:t>&lol;</w:t></w:r></w:p></w:body>"), fault.InputUnreadable, "cannot be read"},
		{"nesting", document(rep("<w:sdt><w:sdtContent>", 5000) + rep("</w:sdtContent></w:sdt>", 5000)), fault.InputUnreadable, "as no word processor does"},
		{"attributes", document("<w:body " + rep(`a:b='>' `, 5000) + "></w:body>"), fault.InputUnreadable, "as no word processor does"},
		{"a bomb", document("<w:body>" + rep("<w:p/>", 1<<20) + "</w:body>"), fault.InputTooLarge, "unpacks to more than is read, 64 MiB or 100 times its size"},
		{"many files", string(zipOf(t, many)), fault.InputTooLarge, "over 10000 files"},
		{"empty", string(buildDOCX(t, "", nil)), fault.EmptyInput, "empty"},
		{"short", string(buildDOCX(t, plainPara("Three words here."), nil)), fault.NotAnArticle, "too short"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a, err := Read(strings.NewReader(c.input), Options{})
			if a != nil || fault.CodeOf(err) != c.want || !strings.Contains(fmt.Sprint(err), c.says) {
				t.Fatalf("got article %v, %s: %v, want %s: …%s…", a != nil, fault.CodeOf(err), err, c.want, c.says)
			}
		})
	}
}

// TestXMLGuard: a token is refused before it is gathered.
func TestXMLGuard(t *testing.T) {
	long := strings.Repeat("abcdefgh", longestToken/8+1)
	for name, c := range map[string]struct {
		input string
		ok    bool
	}{
		"a name":               {"<" + long, false},
		"a value":              {"<a b='" + long, false},
		"a value of brackets":  {"<a b='" + strings.Repeat("<>\"", longestToken/3+1), false},
		"a comment":            {"<!-- " + strings.Repeat("<>-'", longestToken/4+1), false},
		"CDATA":                {"<a><![CDATA[" + strings.Repeat("<>]'", longestToken/4+1), false},
		"an instruction":       {"<?a " + long, false},
		"text":                 {"<a>" + long, false},
		"attributes":           {"<a " + strings.Repeat("b='>'", mostAttrs+1) + ">", false},
		"a document type":      {"<!DOCTYPE a>", false},
		"many tags":            {"<a>" + strings.Repeat("<b c='it is > 1'/>", mostAttrs+1) + "</a>", true},
		"comments, many":       {"<a>" + strings.Repeat("<!-- it's -> 1 -->", 1000) + "</a>", true},
		"CDATA, many":          {"<a>" + strings.Repeat("<![CDATA[it's ]> 1]]]>", 1000) + "</a>", true},
		"declaration and text": {"<?xml version=\"1.0\"?><a>it's \"so\"</a>", true},
	} {
		_, err := io.Copy(io.Discard, &xmlGuard{r: strings.NewReader(c.input)})
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestDOCXFormat: what the caller says of the format must be so.
func TestDOCXFormat(t *testing.T) {
	for _, c := range []struct {
		input []byte
		as    Format
	}{{[]byte(story), DOCX}, {buildDOCX(t, docxStory(), nil), Text}, {buildDOCX(t, docxStory(), nil), HTML}} {
		if _, err := Read(bytes.NewReader(c.input), Options{Format: c.as}); fault.CodeOf(err) != fault.UnsupportedFormat {
			t.Errorf("as %s: %v", c.as, err)
		}
	}
}

// TestDOCXTextLimit: the limit holds for the text, not for the packed file alone.
func TestDOCXTextLimit(t *testing.T) {
	data := buildDOCX(t, strings.Repeat(docxStory(), 500), nil)
	if len(data) > 100_000 {
		t.Fatalf("%d bytes packed", len(data))
	}
	_, err := Read(bytes.NewReader(data), Options{MaxBytes: 100_000})
	if fault.CodeOf(err) != fault.InputTooLarge || !strings.Contains(err.Error(), "text of the Word document is over the limit of 100000 bytes") {
		t.Errorf("%v", err)
	}
}

// TestDOCXMemory reads a document of 3 MiB, all of it different.
func TestDOCXMemory(t *testing.T) {
	var body strings.Builder
	for i := 0; body.Len() < 3<<20/thin; i++ {
		body.WriteString(plainPara(fmt.Sprintf("The board of quay %d voted on Monday to spend %d crowns on the terminal. Opponents of plan %x said that they would appeal.", i, i*7919, i*104729)))
	}
	data := buildDOCX(t, body.String(), nil)
	body.Reset()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	a, err := Read(bytes.NewReader(data), Options{})
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	kept := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	if kept > 30<<20 {
		t.Errorf("%d sentences keep %d MiB", len(a.Sentences), kept>>20)
	}
}

func TestDOCXHostile(t *testing.T) {
	rep := manyTimes
	bodies := map[string]string{
		"runs":             "<w:p>" + rep(run("", "a"), 3000) + "</w:p>",
		"hidden runs":      "<w:p>" + rep(run("<w:vanish/>", "secret words "), 3000) + "</w:p>",
		"joined":           rep(para("<w:rPr><w:del/></w:rPr>", run("", "and on ")), 3000),
		"fields":           "<w:p>" + rep(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, 3000) + "</w:p>",
		"line breaks":      "<w:p><w:r>" + rep("<w:t>A.</w:t><w:br/>", 3000) + "</w:r></w:p>",
		"nested tables":    strings.Repeat("<w:tbl><w:tr><w:tc>", 60) + plainPara("x") + strings.Repeat("</w:tc></w:tr></w:tbl>", 60),
		"nested boxes":     strings.Repeat("<w:p><w:r><w:txbxContent>", 60) + plainPara("x") + strings.Repeat("</w:txbxContent></w:r></w:p>", 60),
		"cells":            "<w:tbl><w:tr>" + rep("<w:tc>"+plainPara("x")+"</w:tc>", 3000) + "</w:tr></w:tbl>",
		"cells in no row":  rep("<w:tc>"+plainPara("x")+"</w:tc>", 1000),
		"paragraph inside": strings.Repeat("<w:p><w:r><w:t>x</w:t>", 60) + strings.Repeat("</w:r></w:p>", 60),
		"deleted":          rep("<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>", 3000),
	}
	var styles strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&styles, `<w:style w:styleId="s%d"><w:basedOn w:val="s%d"/></w:style>`, i, i+1)
	}
	for name, body := range bodies {
		t.Run(name, func(t *testing.T) {
			data := buildDOCX(t, docxStory()+styled("s0", "Chained.")+body, docxParts{"word/styles.xml": part("styles", styles.String())})
			checkRead(t, data, Options{})
			checkRead(t, data, Options{KeepAll: true})
		})
	}
}

// FuzzDOCX fuzzes the parts of a document, packed as they should be.
func FuzzDOCX(f *testing.F) {
	add := func(body, styles, numbering string) { f.Add(docxStory()+body, styles, numbering) }
	add("", "", "")
	add(styled("a", "x")+para(`<w:numPr><w:numId w:val="1"/></w:numPr>`, run("<w:vanish/>", "x")), `<w:style w:styleId="a"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>`,
		`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`)
	add("<w:tbl><w:tr><w:tc>"+plainPara("x")+"</w:tc><w:tc>"+plainPara("y")+"</w:tc></w:tr></w:tbl>", "", "")
	add(para("<w:rPr><w:del/></w:rPr>", `<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>A</w:instrText><w:br/><w:t>b</w:t></w:r>`), "", "")
	add(para("", `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent>`+plainPara("Key takeaways")+styled("ListBullet", "A")+`</w:txbxContent></mc:Choice></mc:AlternateContent></w:r>`), "", "")
	add(`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt><w:ins/><w:moveTo/><w:altChunk/>`, "", "")
	f.Fuzz(func(t *testing.T, body, styles, numbering string) {
		data := buildDOCX(t, body, docxParts{
			"word/styles.xml": part("styles", styles), "word/numbering.xml": part("numbering", numbering), "word/comments.xml": part("comments", "<w:comment>"+body+"</w:comment>"),
		})
		checkRead(t, data, Options{})
		checkRead(t, data, Options{KeepAll: true})
	})
}
