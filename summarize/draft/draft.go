package draft

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/nutgraf/nutgraf/summarize/article"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// Draft is a summary cut into claims. Their IDs are "why", "t1" and so on for
// takeaways, "s1" and so on for sentences of running text, or those that the
// JSON gave.
type Draft struct {
	Claims []article.Claim
	// SHA256 is the digest of the article whose sentences the claims cite, ""
	// when the summary does not say. Citations hold for no other text.
	SHA256 string
	// Aside is what the summary has beside claims: headings, evidence.
	Aside []string
}

// MostClaims is how many claims a summary may have.
const MostClaims = 500

// DefaultMaxBytes is the size limit that an Options.MaxBytes of 0 means.
const DefaultMaxBytes = 1 << 20

// Options say what is known of the summary. The zero value finds out.
type Options struct {
	Name     string // file name, a hint for the format
	Lang     string // BCP 47 tag, by which sentences are cut; "" detects it
	MaxBytes int64  // size limit of the input in bytes; 0 is DefaultMaxBytes
}

// Read reads a summary. Errors are of type *fault.Error with a code of bad
// input: EmptyInput when nothing is stated, InputTooLarge, InputUnreadable for
// damaged JSON and documents, UnsupportedFormat for JSON of another kind.
func Read(r io.Reader, o Options) (*Draft, error) {
	if o.MaxBytes <= 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	data, err := io.ReadAll(io.LimitReader(r, o.MaxBytes+1))
	switch {
	case err != nil:
		return nil, fault.Wrap(fault.InputUnreadable, err, "the summary could not be read to its end: try again, or save it to a file first")
	case int64(len(data)) > o.MaxBytes:
		return nil, tooLarge()
	}
	d, err := parse(data, o)
	switch {
	case err != nil:
		return nil, err
	case len(d.Claims) == 0:
		return nil, empty()
	case len(d.Claims) > MostClaims:
		return nil, tooLarge()
	}
	return d, nil
}

// Lang detects the language that claims are in: a BCP 47 tag, "" when it is not sure.
func Lang(claims []article.Claim) string {
	var text strings.Builder
	for _, c := range claims {
		text.WriteString(c.Text + "\n")
	}
	if code := article.DetectLang(text.String()); code != "und" {
		return code
	}
	return ""
}

func parse(data []byte, o Options) (*Draft, error) {
	data = withoutFence(data)
	if isJSON(data) {
		return readJSON(data)
	}
	data, evidence := withoutEvidence(data)
	a, err := article.Read(bytes.NewReader(data), article.Options{
		Name: nameFor(o.Name, data), Lang: o.Lang, KeepAll: true, Short: true, MaxBytes: o.MaxBytes,
	})
	if err != nil {
		return nil, ofSummary(err)
	}
	d := readBlocks(a)
	d.Aside = append(d.Aside, evidence...)
	return d, nil
}

// ofSummary makes what article.Read says of an article true of a summary.
func ofSummary(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	switch f.Code {
	case fault.EmptyInput:
		return empty()
	case fault.InputTooLarge:
		return tooLarge()
	case fault.NotAnArticle:
		return fault.Wrap(fault.UnsupportedFormat, err, "the text does not read like a summary: give sentences, bullets, or the JSON of nutgraf summarize")
	}
	return err
}

func empty() error {
	return fault.New(fault.EmptyInput, "the summary is empty: give sentences, bullets, or the JSON of nutgraf summarize")
}

func tooLarge() error {
	return fault.New(fault.InputTooLarge, "the summary is too long, over 1 MiB or %d statements: give the article first, and then its summary", MostClaims)
}

// withoutEvidence takes out of a text the lines that `summarize --explain`
// writes below a claim, and returns them apart.
func withoutEvidence(data []byte) ([]byte, []string) {
	if !bytes.Contains(data, []byte("\n"+evidenceIndent+"[")) {
		return data, nil
	}
	var text strings.Builder
	var aside []string
	within := false
	for line := range strings.Lines(string(data)) {
		rest, indented := strings.CutPrefix(line, evidenceIndent)
		within = indented && (within || strings.HasPrefix(rest, "["))
		if within {
			aside = append(aside, strings.TrimSpace(rest))
		} else {
			text.WriteString(line)
		}
	}
	return []byte(text.String()), aside
}

const evidenceIndent = "      "
