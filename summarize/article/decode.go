package article

import (
	"bytes"
	"mime"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/fault"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
)

// decode turns data into valid UTF-8 and finds out its format.
func decode(data []byte, opts Options) (string, Format, error) {
	text, err := toUTF8(data, opts.ContentType)
	if err != nil {
		return "", "", err
	}
	if err := checkText(text); err != nil {
		return "", "", err
	}
	if strings.TrimSpace(text) == "" {
		return "", "", emptyFault()
	}
	return text, formatOf(text, opts), nil
}

func toUTF8(data []byte, contentType string) (string, error) {
	if rest, ok := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); ok {
		return strings.ToValidUTF8(string(rest), "\uFFFD"), nil
	}
	if order, ok := utf16Order(data); ok {
		out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(data)
		if err != nil {
			return "", notTextFault()
		}
		return string(out), nil
	}
	if n := bytes.Count(data, []byte{0}); n*500 > len(data) || n > 0 && !bytes.Contains(data, []byte("</")) {
		return unmarkedUTF16(data)
	}
	if utf8.Valid(data) && bytes.IndexByte(data, 0x1b) < 0 {
		return string(data), nil
	}
	if bytes.IndexByte(data, 0x1b) < 0 && nearlyUTF8(data) {
		return strings.ToValidUTF8(string(data), "\uFFFD"), nil
	}
	if text, ok := declared(data, contentType); ok {
		return text, nil
	}
	return guessEncoding(data)
}

// declared decodes data as the HTTP header or else the page says, when what comes
// out is text of a language, or when guessing finds none.
func declared(data []byte, contentType string) (string, bool) {
	enc, name, certain := charset.DetermineEncoding(data, contentType)
	if name == "utf-8" || name == "replacement" || !certain && name == "windows-1252" {
		return "", false // windows-1252 is also what pages are that say nothing
	}
	out, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		return "", false
	}
	if readable(string(out[:min(len(out), guessBytes)])) {
		return string(out), true
	}
	_, err = guessEncoding(data)
	return string(out), err != nil
}

// readable reports that a text is of some language and has no odd characters.
func readable(text string) bool {
	text = strings.ToValidUTF8(text, "")
	return tidy(text) && DetectLang(bareText(text)) != "und"
}

// unmarkedUTF16 decodes UTF-16 with no mark, when text of a language comes out.
// Spaces and line ends, which all texts have, tell the order of the bytes.
func unmarkedUTF16(data []byte) (string, error) {
	var zeros [2]int
	for i, c := range data[:min(len(data), guessBytes)] {
		if c == 0 {
			zeros[i%2]++
		}
	}
	order := unicode.LittleEndian
	if zeros[0] > zeros[1] {
		order = unicode.BigEndian
	}
	out, err := unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Bytes(data)
	if err != nil || len(data)%2 != 0 || bytes.IndexByte(out, 0) >= 0 || !readable(string(out[:min(len(out), guessBytes)])) {
		return "", notTextFault()
	}
	return string(out), nil
}

// utf16Order knows UTF-16 by its mark, or by every other byte being zero.
func utf16Order(data []byte) (unicode.Endianness, bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return unicode.BigEndian, true
	case len(data) < 32 || len(data)%2 != 0:
		return false, false
	}
	var zeros [2]int
	head := data[:min(len(data), 512)&^1]
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	most := len(head) / 2 * 7 / 10
	switch {
	case zeros[1] > most && zeros[0] == 0:
		return unicode.LittleEndian, true
	case zeros[0] > most && zeros[1] == 0:
		return unicode.BigEndian, true
	}
	return false, false
}

// nearlyUTF8 reports that data is UTF-8 with a few broken places: multi-byte
// characters outnumber invalid bytes ten to one.
func nearlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good > 10*bad
}

// checkText refuses binary data: over 0.2 % of NUL, which pages hold now and
// then, or over 1 % of control and invalid characters.
func checkText(text string) error {
	bad, nul := 0, 0
	for _, r := range text {
		switch {
		case r == 0:
			nul++
		case r == '\n' || r == '\r' || r == '\t' || r == '\f' || r == '\v':
		case r < ' ' || r == 0x7f || r == utf8.RuneError || (r >= 0x80 && r < 0xa0 && r != 0x85):
			bad++
		}
	}
	size := utf8.RuneCountInString(text)
	if nul*500 > size || bad > 3 && bad*100 > size {
		return notTextFault()
	}
	return nil
}

func notTextFault() error {
	return fault.New(fault.NotText, "The input is binary data, not text. Give an article as plain text, Markdown, HTML or DOCX")
}

// formatOf goes by what the caller says, the media type, the name, the content.
func formatOf(text string, opts Options) Format {
	if opts.Format != Detect {
		return opts.Format
	}
	media, _, _ := mime.ParseMediaType(opts.ContentType)
	switch media {
	case "text/html", "application/xhtml+xml":
		return HTML
	case "text/markdown", "text/x-markdown":
		return Markdown
	}
	name, _, _ := strings.Cut(opts.Name, "?")
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml", ".shtml":
		return HTML
	case ".md", ".markdown", ".mdown":
		return Markdown
	}
	switch {
	case looksLikeHTML(text):
		return HTML
	case strings.EqualFold(path.Ext(name), ".txt"):
		return Text
	case looksLikeMarkdown(text):
		return Markdown
	}
	return Text
}

func looksLikeHTML(text string) bool {
	head := strings.ToLower(strings.TrimSpace(text[:min(len(text), 4096)]))
	for _, start := range []string{"<!doctype html", "<html", "<head", "<body", "<article", "<?xml", "<!--", "<div", "<p>", "<p ", "<h1", "<section", "<main"} {
		if strings.HasPrefix(head, start) {
			return true
		}
	}
	return strings.Count(head, "</p>") > 2 || strings.Contains(head, "<!doctype html")
}

func looksLikeMarkdown(text string) bool {
	head := text[:min(len(text), 16<<10)]
	if frontMatter(head) != "" {
		return true
	}
	signs := 0
	for line := range strings.Lines(head) {
		switch {
		case strings.HasPrefix(line, "# "), strings.HasPrefix(line, "## "), strings.HasPrefix(line, "### "):
			signs += 2
		case strings.HasPrefix(line, "> "), strings.Contains(line, "]("), strings.Contains(line, "**"):
			signs++
		}
	}
	return signs >= 2
}
