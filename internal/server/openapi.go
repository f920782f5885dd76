package server

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
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
				Schemas: huma.NewMapRegistry(schemas, schemaName),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"token": {Type: "http", Scheme: "bearer", Description: "A token made with nutgraf token create. On the loopback none is needed until there is one."},
				},
			},
		},
		Formats: map[string]huma.Format{jsonType: huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}, DefaultFormat: jsonType,
		RejectUnknownQueryParameters: true,
	}
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

func found() *huma.Response {
	return &huma.Response{
		Description: "The summary", Content: jsonBody("Summary"), Headers: map[string]*huma.Param{"ETag": textHeader("Names the version, for If-Match")},
	}
}

func created() *huma.Response {
	r := found()
	r.Headers["Location"] = textHeader("Path of the summary")
	return r
}

func accepted() *huma.Response {
	return &huma.Response{
		Description: "The work goes on as a job", Content: jsonBody("Job"),
		Headers: map[string]*huma.Param{"Location": textHeader("Path of the job"), "Retry-After": textHeader("Seconds after which to ask")},
	}
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
	ok.Content[streamType] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Description: "Server-sent events"}}
	return responses
}

// finish makes the document say what encoding/json does: pointers without
// omitempty may be null, and answers may get more fields in time.
func finish(doc *huma.OpenAPI) {
	registry := doc.Components.Schemas
	sent := map[string]bool{}
	for _, path := range doc.Paths {
		for _, op := range []*huma.Operation{path.Get, path.Post, path.Patch, path.Delete} {
			if op != nil && op.RequestBody != nil {
				mark(registry, op.RequestBody.Content[jsonType].Schema, sent)
			}
		}
	}
	for name, schema := range registry.Map() {
		if sent[name] {
			continue
		}
		schema.AdditionalProperties = nil
		nullable(registry.TypeFromRef(schemas+name), schema)
	}
}

// mark collects the schemas that a schema refers to.
func mark(registry huma.Registry, s *huma.Schema, seen map[string]bool) {
	if s == nil {
		return
	}
	if name := strings.TrimPrefix(s.Ref, schemas); name != "" {
		if seen[name] {
			return
		}
		seen[name] = true
		s = registry.Map()[name]
	}
	mark(registry, s.Items, seen)
	for _, property := range s.Properties {
		mark(registry, property, seen)
	}
}

var marshaler = reflect.TypeFor[json.Marshaler]()

// nullable marks the fields of a type that encoding/json writes as null.
func nullable(t reflect.Type, schema *huma.Schema) {
	if t == nil || t.Kind() != reflect.Struct {
		return
	}
	for _, field := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		property := schema.Properties[name]
		if property == nil || strings.Contains(options, "omit") {
			continue
		}
		switch {
		case field.Type.Kind() == reflect.String && field.Type.Implements(marshaler):
			property.Nullable = true
		case field.Type.Kind() == reflect.Pointer && property.Ref != "":
			schema.Properties[name] = &huma.Schema{
				Description: property.Description,
				AnyOf:       []*huma.Schema{{Ref: property.Ref}, {Extensions: map[string]any{"type": "null"}}},
			}
		}
	}
}
