package render

import (
	_ "embed"
	"html/template"
	"io"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/plain"
)

//go:embed result.html
var resultHTML string

var resultTemplate = template.Must(template.New("result").Funcs(template.FuncMap{
	"clean": plain.Clean, "title": titleOf, "grave": grave, "told": toldOf, "passed": passed,
}).Parse(resultHTML))

// writeHTML writes a fragment for a page: one section element, no style.
func writeHTML(w io.Writer, r *summarize.Result, o Options) error {
	return resultTemplate.Execute(w, struct {
		*summarize.Result
		Options Options
	}{r, o})
}
