package article

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

// load reads the input up to the limit.
func load(r io.Reader, limit int64) ([]byte, error) {
	if limit <= 0 {
		limit = DefaultMaxBytes
	}
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fault.Wrap(fault.InputUnreadable, err, "The input could not be read to its end. Try again, or save it to a file first")
	}
	if int64(len(data)) > limit {
		return nil, fault.New(fault.InputTooLarge, "The input is over the limit of %s. Give the article alone", size(limit))
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, emptyFault()
	}
	if bytes.HasPrefix(data, []byte(oleMagic)) {
		return nil, oleFault(data)
	}
	if name := unreadable(data); name != "" {
		return nil, fault.New(fault.UnsupportedFormat, "The input is %s, which is not read. Give its text, a Word document (.docx), or the page as HTML or Markdown", name)
	}
	return data, nil
}

func emptyFault() error {
	return fault.New(fault.EmptyInput, "The input is empty. Give the text of an article")
}

func size(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// magic are the first bytes of formats that are not read.
var magic = []struct{ prefix, name string }{
	{"%PDF-", "a PDF file"},
	{"\x89PNG\r\n", "a PNG image"},
	{"\xff\xd8\xff", "a JPEG image"},
	{"GIF87a", "a GIF image"},
	{"GIF89a", "a GIF image"},
	{"II*\x00", "a TIFF image"},
	{"MM\x00*", "a TIFF image"},
	{"BM", "a BMP image"},
	{"{\\rtf", "an RTF document"},
	{"\x1f\x8b", "a gzip file"},
	{"BZh", "a bzip2 file"},
	{"\xfd7zXZ\x00", "an xz file"},
	{"\x28\xb5\x2f\xfd", "a Zstandard file"},
	{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"},
	{"Rar!\x1a\x07", "a RAR archive"},
	{"ID3", "an MP3 recording"},
	{"OggS", "an Ogg recording"},
	{"fLaC", "a FLAC recording"},
	{"\x7fELF", "a program"},
	{"MZ\x90\x00", "a program"},
	{"SQLite format 3\x00", "an SQLite database"},
	{"%!PS", "a PostScript document"},
	{"wOFF", "a font"},
	{"wOF2", "a font"},
}

// unreadable names the format of data when it is one that is not read.
func unreadable(data []byte) string {
	head := string(data[:min(len(data), 512)])
	switch {
	case strings.HasPrefix(head, "PK\x05\x06"), strings.HasPrefix(head, "PK\x07\x08"):
		return "a ZIP archive"
	case strings.HasPrefix(head, "RIFF") && len(head) > 12:
		return map[string]string{"WEBP": "a WebP image", "WAVE": "a WAV recording", "AVI ": "an AVI video"}[head[8:12]]
	case len(head) > 12 && head[4:8] == "ftyp":
		return "a video or HEIC image"
	}
	for _, m := range magic {
		if strings.HasPrefix(head, m.prefix) && (len(m.prefix) > 3 || strings.ContainsAny(head, "\x00\x01\x02\x03\x04")) {
			return m.name
		}
	}
	return ""
}
