package server

import (
	"errors"
	"io"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/nutgraf/nutgraf/internal/login"
)

const schemas = "#/components/schemas/"

// document is the beginning of the OpenAPI document.
func document() huma.Config {
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "nutgraf", Version: "1.0.0",
				Description: "Drafts of why a news article matters and of its key takeaways, with the sentence of the article behind every claim.",
				License:     &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"},
			},
			Servers: []*huma.Server{{URL: "/", Description: "Where this document is served"}},
			Tags: []*huma.Tag{
				{Name: "Drafting", Description: "From an article to a summary"},
				{Name: "Reading", Description: "What is there"},
				{Name: "Review", Description: "What people do to a summary"},
				{Name: "Jobs", Description: "Work that nobody waits for"},
				{Name: "Audit", Description: "Who did what"},
			},
			Components: &huma.Components{
				Schemas:   huma.NewMapRegistry(schemas, schemaName),
				Responses: map[string]*huma.Response{},
				Headers: map[string]*huma.Header{
					"RequestID": always(textHeader("Names the request in the log of the service: what was sent as X-Request-Id, or made up")),
				},
				Parameters: map[string]*huma.Param{
					"IdempotencyKey": {
						Name: "Idempotency-Key", In: "header", Schema: &huma.Schema{Type: huma.TypeString},
						Description: "1 to 255 visible characters, in quotes or bare. The same request with the same key gets the same answer for 24 hours, and is done once",
					},
					"LastEventID": {
						Name: "Last-Event-ID", In: "header", Schema: &huma.Schema{Type: huma.TypeString},
						Description: "With the Idempotency-Key of a stream that broke off: the ID of the last event that you have. The stream goes on after it",
					},
				},
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"token":   {Type: "http", Scheme: "bearer", Description: "A token made with nutgraf token create. On the loopback none is needed until there is one."},
					"session": {Type: "apiKey", In: "cookie", Name: login.Cookie, Description: "Of a person who is signed in at the desk."},
				},
			},
		},
		Formats: map[string]huma.Format{jsonType: jsonFormat(), "json": jsonFormat()}, DefaultFormat: jsonType,
		RejectUnknownQueryParameters: true,
	}
}

// jsonFormat is huma's, to which it is no error that a caller leaves before the
// answer is out: huma would give the answer another status then.
func jsonFormat() huma.Format {
	f := huma.DefaultJSONFormat
	f.Marshal = func(w io.Writer, value any) error { return huma.DefaultJSONFormat.Marshal(heedless{w}, value) }
	return f
}

// heedless writes to somebody who may be gone. Only what is too long for a
// recording is an error.
type heedless struct{ io.Writer }

// Write writes what can be written.
func (h heedless) Write(data []byte) (int, error) {
	if _, err := h.Writer.Write(data); errors.Is(err, errTooLong) {
		return 0, err
	}
	return len(data), nil
}

// schemaName is the name of a type in the document.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	return strings.ToUpper(name[:1]) + name[1:]
}

func reference(name string) *huma.Schema { return &huma.Schema{Ref: schemas + name} }

func jsonBody(name string) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{jsonType: {Schema: reference(name)}}
}

func textHeader(about string) *huma.Param {
	return &huma.Param{Description: about, Schema: &huma.Schema{Type: huma.TypeString}}
}

func secondsHeader(about string) *huma.Param {
	return &huma.Param{Description: about, Schema: &huma.Schema{Type: huma.TypeInteger}}
}

// always is a header that is never missing.
func always(h *huma.Param) *huma.Param {
	h.Required = true
	return h
}

// says describes the answer that huma makes of a type.
func says(about string) map[string]*huma.Response {
	return map[string]*huma.Response{"200": {Description: about}}
}

func found() *huma.Response {
	return &huma.Response{
		Description: "The summary", Content: jsonBody("Summary"), Headers: map[string]*huma.Param{"ETag": always(textHeader("Names the version, for If-Match and If-None-Match"))},
	}
}

// made is the answer to work that was waited for.
func made(r *huma.Response) *huma.Response {
	r.Headers["Preference-Applied"] = textHeader("respond-async when Prefer asked for it, and absent otherwise")
	return r
}

func created() *huma.Response {
	r := made(found())
	r.Headers["Location"] = always(textHeader("Path of the summary, such as /v1/summaries/sum_…"))
	return r
}

func accepted() *huma.Response {
	return made(&huma.Response{
		Description: "The work goes on as a job", Content: jsonBody("Job"),
		Headers: map[string]*huma.Param{"Location": always(textHeader("Path of the job, such as /v1/jobs/run_…")), "Retry-After": always(secondsHeader("Seconds after which to ask how the job goes"))},
	})
}

// withEvents adds the answer as a stream.
func withEvents(responses map[string]*huma.Response) map[string]*huma.Response {
	ok := responses["200"]
	if ok == nil {
		ok = &huma.Response{Description: "A stream of events"}
		responses["200"] = ok
	}
	if ok.Content == nil {
		ok.Content = map[string]*huma.MediaType{}
	}
	ok.Content[streamType] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeArray, Items: reference("Event"), Description: "Server-sent events, in their order"}}
	return responses
}
