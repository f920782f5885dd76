package server

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/nutgraf/nutgraf/internal/service"
	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// finish makes the document say what there is beside huma's types: events,
// problems by status, headers that all have in common, and what encoding/json
// makes of pointers. Answers may get more fields in time.
func finish(doc *huma.OpenAPI) {
	registry := doc.Components.Schemas
	eventSchema(registry)
	describe(doc)
	sent := map[string]bool{}
	for _, op := range operationsOf(doc) {
		if op.RequestBody != nil {
			mark(registry, op.RequestBody.Content[jsonType].Schema, sent)
		}
		for _, p := range op.Parameters {
			p.Required = p.Required || p.Name == "If-Match"
			if p.Schema != nil {
				p.Schema.PatternDescription = "" // huma's own, and no part of OpenAPI
			}
		}
		respondWith(doc.Components, op)
	}
	for name, schema := range registry.Map() {
		if sent[name] {
			continue
		}
		schema.AdditionalProperties = nil
		nullable(registry.TypeFromRef(schemas+name), schema)
	}
}

// operationsOf are the operations of a document, by path and method.
func operationsOf(doc *huma.OpenAPI) (out []*huma.Operation) {
	for _, path := range doc.Paths {
		for _, op := range []*huma.Operation{path.Get, path.Post, path.Patch, path.Delete} {
			if op != nil {
				out = append(out, op)
			}
		}
	}
	slices.SortFunc(out, func(a, b *huma.Operation) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
	return out
}

// respondWith gives every answer the ID of its request, and puts one description
// of each kind of problem in place of huma's.
func respondWith(all *huma.Components, op *huma.Operation) {
	for status, r := range op.Responses {
		code, _ := strconv.Atoi(status)
		if code >= http.StatusBadRequest {
			name := "Problem" + status
			if all.Responses[name] == nil {
				all.Responses[name] = problemResponse(code)
			}
			op.Responses[status] = &huma.Response{Ref: "#/components/responses/" + name}
			continue
		}
		if r.Headers == nil {
			r.Headers = map[string]*huma.Param{}
		}
		r.Headers["X-Request-Id"] = requestIDHeader()
	}
}

func requestIDHeader() *huma.Param { return &huma.Param{Ref: "#/components/headers/RequestID"} }

// problemResponse tells which problems have a status.
func problemResponse(status int) *huma.Response {
	codes := slices.SortedFunc(maps.Keys(answers), func(a, b fault.Code) int { return cmp.Compare(a, b) })
	codes = slices.DeleteFunc(codes, func(c fault.Code) bool { return answers[c].status != status })
	lines := make([]string, len(codes))
	waits := len(codes) > 0
	for i, code := range codes {
		lines[i] = "`" + string(code) + "`: " + answers[code].title
		waits = waits && answers[code].wait > 0
	}
	r := &huma.Response{
		Description: http.StatusText(status) + ". " + strings.Join(lines, "; "),
		Headers:     map[string]*huma.Param{"X-Request-Id": requestIDHeader()},
		Content:     map[string]*huma.MediaType{problemType: {Schema: reference("Problem")}},
	}
	if waits {
		r.Headers["Retry-After"] = always(secondsHeader("Seconds after which to try again"))
	}
	switch status {
	case http.StatusUnauthorized:
		r.Headers["WWW-Authenticate"] = always(textHeader("Bearer"))
	case http.StatusForbidden:
		r.Headers["WWW-Authenticate"] = textHeader("Names the scope that the token lacks; absent when the refusal is not about a scope")
	}
	return r
}

// eventSchema describes an event of a stream by what its data is.
func eventSchema(registry huma.Registry) {
	data := map[service.EventName]reflect.Type{
		service.EventAccepted: reflect.TypeFor[service.AcceptedData](), service.EventPlan: reflect.TypeFor[service.ProgressData](),
		service.EventChunk: reflect.TypeFor[service.ProgressData](), service.EventWhy: reflect.TypeFor[summarize.ClaimResult](),
		service.EventTakeaway: reflect.TypeFor[summarize.ClaimResult](), service.EventRepair: reflect.TypeFor[service.ProgressData](),
		service.EventFallback: reflect.TypeFor[service.FallbackData](), service.EventUsage: reflect.TypeFor[summarize.Provenance](),
		service.EventDone: reflect.TypeFor[service.Summary](), service.EventError: reflect.TypeFor[service.Failure](),
	}
	event := &huma.Schema{}
	for _, name := range slices.Sorted(maps.Keys(data)) {
		body := registry.Schema(data[name], true, "")
		body.Description = "What it tells"
		event.OneOf = append(event.OneOf, &huma.Schema{
			Type: huma.TypeObject, Title: "Event " + string(name), Description: aboutEvent[name], Required: []string{"event", "data"},
			Properties: map[string]*huma.Schema{
				"id":    {Type: huma.TypeString, Pattern: `^\S+:[0-9]+$`, Description: "RUN:SEQ, to go on after it with Last-Event-ID; an error that is not of the work has none"},
				"event": {Type: huma.TypeString, Enum: []any{string(name)}, Description: "The name of the event"},
				"data":  body,
			},
		})
	}
	registry.Map()["Event"] = event
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
			if property.Enum != nil {
				property.Enum = append(property.Enum, nil)
			}
		case field.Type.Kind() == reflect.Pointer && property.Ref != "":
			schema.Properties[name] = &huma.Schema{
				Description: property.Description,
				AnyOf:       []*huma.Schema{{Ref: property.Ref}, {Extensions: map[string]any{"type": "null"}}},
			}
		}
	}
}
