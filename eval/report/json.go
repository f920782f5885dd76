package report

import (
	"encoding/json"
	"io"
)

// JSON writes everything but the summaries themselves, which are in the runs'
// files.
func (r *Report) JSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}
