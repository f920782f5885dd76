package article

import (
	"bytes"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

const (
	zipMagic = "PK\x03\x04"
	oleMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
)

// isDOCX reports that data is to be read as a Word document: it is an archive.
// What kind of archive, its parts tell.
func isDOCX(data []byte, format Format) (bool, error) {
	packed := bytes.HasPrefix(data, []byte(zipMagic))
	switch {
	case packed && format != Detect && format != DOCX:
		return false, fault.New(fault.UnsupportedFormat, "The input is a Word document or an archive, not %s. Let the format be detected, or give the text", format)
	case !packed && format == DOCX:
		return false, fault.New(fault.UnsupportedFormat, "The input is not a Word document (DOCX). Let the format be detected, or save it as .docx")
	}
	return packed, nil
}

// oleFault says what a file of the container that Office used before DOCX, and
// still uses around what has a password, is.
func oleFault(data []byte) error {
	for _, k := range []struct{ stream, name string }{
		{"EncryptedPackage", ""},
		{"WordDocument", "a Word document of the old form (.doc)"},
		{"Workbook", "an Excel workbook (XLS)"},
		{"PowerPoint Document", "a PowerPoint file (PPT)"},
		{"__properties_version1.0", "an Outlook message"},
	} {
		if !bytes.Contains(data, []byte(strings.Join(strings.Split(k.stream, ""), "\x00")+"\x00")) {
			continue
		}
		if k.name == "" {
			return passwordFault()
		}
		return unsupported(k.name)
	}
	return unsupported("an old Microsoft Office document")
}

// unsupported refuses a format of documents by its name.
func unsupported(name string) error {
	return fault.New(fault.UnsupportedFormat, "The input is %s, which is not read. Save it as .docx, or give its text", name)
}
