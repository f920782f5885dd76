package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"

	"github.com/danielgtaylor/huma/v2"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

const docsStyle = `body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}code{font-size:1.05em}h2{margin-top:2rem}dt{margin-top:1rem}` +
	`@media(prefers-color-scheme:dark){body{background:#181818;color:#eee}a{color:#9cf}}`

// docsPolicy allows the page its style and nothing else.
var docsPolicy = "default-src 'none'; style-src 'sha256-" + hash64(docsStyle) + "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

func hash64(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

var docsTemplate = template.Must(template.New("docs").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>nutgraf API</title><style>` + docsStyle + `</style></head><body>
<h1>nutgraf API</h1>
<p>{{.Info.Description}} The whole of it, for tools: <a href="/openapi.json">openapi.json</a>.</p>
{{range .Tags}}{{$tag := .Name}}<h2>{{.Name}}</h2><dl>
{{range $.Operations}}{{if eq (index .Tags 0) $tag}}<dt><code>{{.Method}} {{.Path}}</code> {{.Summary}}</dt><dd>{{.Description}}</dd>
{{end}}{{end}}</dl>
{{end}}</body></html>
`))

// docsPage lists the routes for people.
func docsPage(doc *huma.OpenAPI) ([]byte, error) {
	data := struct {
		*huma.OpenAPI
		Operations []*huma.Operation
	}{OpenAPI: doc, Operations: operationsOf(doc)}
	var out bytes.Buffer
	if err := docsTemplate.Execute(&out, data); err != nil {
		return nil, fault.Wrap(fault.Internal, err, "the page of the API cannot be written")
	}
	return out.Bytes(), nil
}
