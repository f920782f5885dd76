package article

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Bounds of a document. Sizes are in bytes of unpacked XML, of all parts that
// are read; a part may be any size below freeSize, and mostRatio times its packed
// size above.
const (
	mostEntries  = 10000
	mostUnpacked = 64 << 20
	freeSize     = 4 << 20
	mostRatio    = 100
)

// docxPackage is an opened document: a ZIP archive with parts, and relations
// between them.
type docxPackage struct {
	files    map[string]*zip.File
	twice    map[string]bool // names that the archive has more than once
	size     int64           // of the archive
	left     int64           // bytes that may still be unpacked
	document string          // name of the main part
	core     string          // name of the part with title and author, "" for none
	related  map[string][]string
}

func openPackage(data []byte) (*docxPackage, error) {
	if bytes.Count(data, []byte("PK\x01\x02")) > mostEntries {
		return nil, fault.New(fault.InputTooLarge, "The input is an archive of over %d files. Give the article alone", mostEntries)
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !bytes.Contains(data, []byte("word/")) && !bytes.Contains(data, []byte("[Content_Types].xml")) {
		return nil, unsupported("a ZIP archive")
	}
	if err != nil {
		return nil, damaged(err, "its table of contents cannot be read, as when a download was cut off")
	}
	pkg := &docxPackage{files: map[string]*zip.File{}, twice: map[string]bool{}, size: int64(len(data)), left: mostUnpacked}
	for _, f := range r.File {
		name := partName("", f.Name)
		if pkg.files[name] != nil {
			pkg.twice[name] = true
		}
		pkg.files[name] = f
	}
	if kind := pkg.otherKind(); kind != "" {
		return nil, unsupported(kind)
	}
	return pkg, pkg.findParts()
}

// partName makes the key of a part from a name, or from a target that is
// relative to a folder.
func partName(folder, target string) string {
	target = strings.ReplaceAll(target, "\\", "/")
	if !strings.HasPrefix(target, "/") {
		target = "/" + folder + "/" + target
	}
	return strings.ToLower(strings.TrimPrefix(path.Clean(target), "/"))
}

// otherKind names what an archive is that is no Word document, "" for one that
// may be.
func (pkg *docxPackage) otherKind() string {
	if mime := pkg.files["mimetype"]; mime != nil {
		switch kind := pkg.head(mime); {
		case strings.HasPrefix(kind, "application/epub"):
			return "an EPUB book"
		case strings.HasPrefix(kind, "application/vnd.oasis.opendocument.text"):
			return "an OpenDocument text (ODT)"
		case strings.HasPrefix(kind, "application/vnd.oasis.opendocument"):
			return "an OpenDocument file"
		}
	}
	for _, k := range []struct{ part, name string }{
		{"xl/workbook.xml", "an Excel workbook (XLSX)"},
		{"xl/workbook.bin", "an Excel workbook (XLSB)"},
		{"ppt/presentation.xml", "a PowerPoint file (PPTX)"},
		{"index/document.iwa", "an Apple iWork document"},
	} {
		if pkg.files[k.part] != nil && pkg.files["word/document.xml"] == nil {
			return k.name
		}
	}
	if pkg.files["_rels/.rels"] == nil && pkg.files["[content_types].xml"] == nil {
		return "a ZIP archive"
	}
	return ""
}

// head returns the beginning of a file, "" if it cannot be read.
func (pkg *docxPackage) head(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	head, _ := io.ReadAll(io.LimitReader(r, 100))
	return string(head)
}

// findParts follows the relations: from the package to the main part, and from
// it to the parts that belong to it.
func (pkg *docxPackage) findParts() error {
	top, err := pkg.relations("")
	if err != nil {
		return err
	}
	if len(top["officeDocument"]) == 0 {
		return damaged(nil, "it does not say which of its parts is the document")
	}
	pkg.document = top["officeDocument"][0]
	if len(top["core-properties"]) > 0 {
		pkg.core = top["core-properties"][0]
	}
	for prefix, kind := range map[string]string{"xl/": "an Excel workbook (XLSX)", "ppt/": "a PowerPoint file (PPTX)", "visio/": "a Visio drawing"} {
		if strings.HasPrefix(pkg.document, prefix) {
			return unsupported(kind)
		}
	}
	if pkg.files[pkg.document] == nil {
		return damaged(nil, "the part with its text is missing")
	}
	pkg.related, err = pkg.relations(pkg.document)
	return err
}

// relations returns what a part is related to, by the last word of the type,
// which the two versions of the standard share. Other files and parts that are
// not there are left out. A part without relations has none.
func (pkg *docxPackage) relations(part string) (map[string][]string, error) {
	folder, base := path.Split(part)
	name := folder + "_rels/" + base + ".rels"
	out := map[string][]string{}
	if pkg.files[name] == nil {
		return out, nil
	}
	r, err := pkg.open(name)
	if err != nil {
		return nil, err
	}
	r.each(func(docxElement) {
		r.each(func(el docxElement) {
			kind, target := path.Base(el.attr("Type")), partName(folder, el.attr("Target"))
			if el.attr("TargetMode") != "External" && (pkg.files[target] != nil || kind == "officeDocument") {
				out[kind] = append(out[kind], target)
			}
		})
	})
	return out, pkg.close(name, r)
}

// open begins to parse a part.
func (pkg *docxPackage) open(name string) (*xmlPart, error) {
	f := pkg.files[name]
	switch {
	case f == nil:
		return nil, damaged(nil, "one of its parts is missing")
	case pkg.twice[name]:
		return nil, damaged(nil, "one of its parts is in it twice")
	case f.Flags&1 != 0:
		return nil, passwordFault()
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(err, "one of its parts cannot be unpacked")
	}
	return newXMLPart(r, &unpacker{r: r, left: &pkg.left, most: freeSize + mostRatio*min(int64(f.CompressedSize64), pkg.size)})
}

// close ends the parsing of a part, and returns what went wrong in it.
func (pkg *docxPackage) close(name string, part *xmlPart) error {
	err := part.close()
	var known *fault.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return known
	case errors.Is(err, errUnpacked):
		return fault.Wrap(fault.InputTooLarge, err, "The Word document unpacks to more than is read, %s or %d times its size. Give the article alone", size(mostUnpacked), mostRatio)
	case errors.Is(err, errNoDocument):
		return damaged(err, "the part with its text is not one of a Word document")
	case errors.Is(err, errNesting), errors.Is(err, errMarkup):
		return damaged(err, "one of its parts, "+shorten(path.Base(name), 40)+", is built as no word processor does")
	}
	return damaged(err, "one of its parts, "+shorten(path.Base(name), 40)+", cannot be read")
}

// unpacker counts what is unpacked, and stops what is too much of it.
type unpacker struct {
	r          io.Reader
	left       *int64
	read, most int64
}

func (u *unpacker) Read(b []byte) (int, error) {
	n, err := u.r.Read(b)
	u.read += int64(n)
	*u.left -= int64(n)
	if u.read > u.most || *u.left < 0 {
		return 0, errUnpacked
	}
	return n, err
}

func damaged(cause error, what string) error {
	return fault.Wrap(fault.InputUnreadable, cause, "The Word document is damaged: %s. Open it in a word processor, save it as .docx again, or give its text", what)
}

func passwordFault() error {
	return fault.New(fault.UnsupportedFormat, "The input is an Office document with a password, which is not read. Open it and save it as .docx without password")
}
