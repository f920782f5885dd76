package article

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"path"
	"slices"
	"strings"
	"testing"
)

// Names of what tests put into documents.
const (
	transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	strict       = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	relations    = "http://schemas.openxmlformats.org/package/2006/relationships"
	relationType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	namespaces   = ` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"` +
		` xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
)

// docxParts are the parts of a document by name, "" for one that is left out.
type docxParts map[string]string

// buildDOCX packs a document with the body, and other parts or other versions
// of the usual ones.
func buildDOCX(t testing.TB, body string, parts docxParts) []byte {
	t.Helper()
	all := docxParts{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels":         relationsTo("word/document.xml", "docProps/core.xml"),
		"word/document.xml":   `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="` + transitional + `"` + namespaces + `><w:body>` + body + `<w:sectPr/></w:body></w:document>`,
	}
	var related []string
	for name := range parts {
		if path.Dir(name) == "word" {
			related = append(related, path.Base(name))
		}
	}
	slices.Sort(related)
	all["word/_rels/document.xml.rels"] = relationsTo(related...)
	for name, text := range parts {
		all[name] = text
	}
	return zipOf(t, all)
}

// relationsTo writes relations whose type goes by the target's name.
func relationsTo(targets ...string) string {
	var b strings.Builder
	for i, target := range targets {
		kind := strings.TrimRight(strings.TrimSuffix(path.Base(target), ".xml"), "0123456789")
		switch kind {
		case "document":
			kind = "officeDocument"
		case "core":
			kind = "core-properties"
		}
		fmt.Fprintf(&b, `<Relationship Id="r%d" Type="%s%s" Target="%s"/>`, i, relationType, kind, target)
	}
	return `<Relationships xmlns="` + relations + `">` + b.String() + `</Relationships>`
}

func zipOf(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	names := make([]string, 0, len(files))
	for name, text := range files {
		if text != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(files[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// part writes another part of a document.
func part(root, content string) string {
	return `<w:` + root + ` xmlns:w="` + transitional + `">` + content + `</w:` + root + `>`
}

// para writes a paragraph, with properties when there are any.
func para(props string, runs ...string) string {
	if props != "" {
		props = "<w:pPr>" + props + "</w:pPr>"
	}
	return "<w:p>" + props + strings.Join(runs, "") + "</w:p>"
}

// run writes text, with properties when there are any.
func run(props, text string) string {
	if props != "" {
		props = "<w:rPr>" + props + "</w:rPr>"
	}
	return `<w:r>` + props + `<w:t xml:space="preserve">` + html.EscapeString(text) + `</w:t></w:r>`
}

// plainPara writes a paragraph of mere text.
func plainPara(text string) string { return para("", run("", text)) }

func styled(id, text string) string {
	return para(`<w:pStyle w:val="`+id+`"/>`, run("", text))
}

// docxStory is the story of the tests, a paragraph each.
func docxStory() string {
	var b strings.Builder
	for p := range strings.SplitSeq(story, "\n\n") {
		b.WriteString(plainPara(p))
	}
	return b.String()
}

// readBody reads the story with body after it, and returns the paragraphs that
// body became, with their kind where it is not running text.
func readBody(t *testing.T, body string, parts docxParts) ([]string, *Article) {
	t.Helper()
	a := read(t, string(buildDOCX(t, docxStory()+body+plainPara("The end of it."), parts)), Options{})
	checkInvariants(t, a)
	var out []string
	for _, p := range a.Paragraphs[4:] {
		text := a.Text[p.Span.Start:p.Span.End]
		if p.Kind != Body {
			text = "[" + string(p.Kind) + "] " + text
		}
		out = append(out, text)
	}
	if len(out) == 0 || out[len(out)-1] != "The end of it." {
		t.Fatalf("the last paragraph is missing: %q", out)
	}
	return out[:len(out)-1], a
}

// omittedAs returns the texts that were left out as a kind.
func omittedAs(a *Article, kind string) []string {
	var out []string
	for _, o := range a.Omitted {
		if o.Kind == kind {
			out = append(out, o.Text)
		}
	}
	return out
}
