package article

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"
)

// Bounds of the XML of a part, above what word processors write.
const (
	deepestXML   = 256
	longestToken = 16 << 20 // bytes of a tag, text or comment
	mostAttrs    = 1000     // of an element
)

var (
	errUnpacked   = errors.New("the part unpacks to too many bytes")
	errNesting    = errors.New("elements are nested too deep")
	errMarkup     = errors.New("a document type, or an element of too many attributes or bytes")
	errNoDocument = errors.New("the root of the part is not a document")
)

// docxElement is an element of a part. Its name has no prefix in the main
// namespace of Word documents, a short one in the others that count, and ":" in
// all others.
type docxElement struct {
	name  string
	attrs []xml.Attr
}

// attr returns an attribute by its name without prefix, "" when there is none.
func (el docxElement) attr(name string) string {
	for _, a := range el.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on reads an element that is a switch: its mere presence turns it on.
func (el docxElement) on() bool {
	switch el.attr("val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

func elementName(n xml.Name) string {
	switch n.Space {
	case "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main":
		return n.Local
	case "http://schemas.openxmlformats.org/officeDocument/2006/math", "http://purl.oclc.org/ooxml/officeDocument/math":
		return "m:" + n.Local
	case "http://schemas.openxmlformats.org/markup-compatibility/2006":
		return "mc:" + n.Local
	case "http://schemas.openxmlformats.org/drawingml/2006/chart", "http://purl.oclc.org/ooxml/drawingml/chart":
		return "c:" + n.Local
	case "http://schemas.openxmlformats.org/drawingml/2006/diagram", "http://purl.oclc.org/ooxml/drawingml/diagram":
		return "dgm:" + n.Local
	}
	return ":" + n.Local
}

// xmlPart parses one part as a stream. The first error ends all loops over it
// and stays in err.
type xmlPart struct {
	source io.Closer
	dec    *xml.Decoder
	depth  int
	err    error
}

func newXMLPart(source io.Closer, r io.Reader) (*xmlPart, error) {
	buffered := bufio.NewReader(r)
	r = buffered
	if head, _ := buffered.Peek(2); bytes.Equal(head, []byte("\xff\xfe")) || bytes.Equal(head, []byte("\xfe\xff")) {
		r = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(buffered)
	}
	dec := xml.NewDecoder(&xmlGuard{r: r})
	dec.CharsetReader = func(name string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(name, "utf-16") {
			return in, nil
		}
		return nil, errors.New("neither UTF-8 nor UTF-16")
	}
	return &xmlPart{source: source, dec: dec}, nil
}

func (p *xmlPart) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// close reads what is left, so that a part that was cut off is noticed.
func (p *xmlPart) close() error {
	for p.token() != nil {
	}
	p.source.Close()
	if errors.Is(p.err, io.EOF) && p.depth == 0 {
		return nil
	}
	return p.err
}

// token returns the next token, nil at the end and after an error.
func (p *xmlPart) token() xml.Token {
	if p.err != nil {
		return nil
	}
	t, err := p.dec.Token()
	if err != nil {
		p.err = err
		return nil
	}
	switch t.(type) {
	case xml.StartElement:
		if p.depth++; p.depth > deepestXML {
			p.err = errNesting
			return nil
		}
	case xml.EndElement:
		p.depth--
	}
	return t
}

// each calls visit for the children of the current element, or for the root at
// the beginning. What visit leaves unread of a child is skipped.
func (p *xmlPart) each(visit func(el docxElement)) {
	depth := p.depth
	for {
		switch t := p.token().(type) {
		case nil, xml.EndElement:
			return
		case xml.StartElement:
			visit(docxElement{elementName(t.Name), t.Attr})
			for p.depth > depth && p.token() != nil {
			}
		}
	}
}

// content returns the characters of the current element.
func (p *xmlPart) content() string {
	var b strings.Builder
	for depth := p.depth; p.depth >= depth; {
		t := p.token()
		if t == nil {
			break
		}
		if text, ok := t.(xml.CharData); ok {
			b.Write(text)
		}
	}
	return b.String()
}

// prose returns the text below the current element without its structure, and
// not much more than enough bytes of it.
func (p *xmlPart) prose(enough int) string {
	var b strings.Builder
	p.addProse(&b, enough)
	return strings.Join(strings.Fields(b.String()), " ")
}

func (p *xmlPart) addProse(b *strings.Builder, enough int) {
	p.each(func(el docxElement) {
		switch {
		case b.Len() > enough:
		case el.name == "t" || el.name == "delText" || el.name == "m:t":
			b.WriteString(p.content())
		case el.name == "p" || el.name == "tab" || el.name == "br" || el.name == "tc":
			b.WriteByte(' ')
			p.addProse(b, enough)
		default:
			p.addProse(b, enough)
		}
	})
}
