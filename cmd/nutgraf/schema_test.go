package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/nutgraf/nutgraf/internal/provider/scripted"
	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/summarize"
)

const schemaDir = "../../docs/schema"

func schema(t testing.TB, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(filepath.Join(schemaDir, name))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSchemas validates what the program really writes, for every article and
// with both engines, and looks the evidence up in the article that it is about.
func TestSchemas(t *testing.T) {
	results, articles := schema(t, "result.schema.json"), schema(t, "article.schema.json")
	model := scripted.New(scripted.Options{})
	defer model.Close()
	crooked, err := mischievous("FullStops", "Duplicates", "TooFew")
	if err != nil {
		t.Fatal(err)
	}
	warned := scripted.New(scripted.Options{}, scripted.Reply{Write: crooked.Answer, Usage: scripted.None})
	defer warned.Close()
	for _, file := range articleFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			out := nutgraf(t, nil, "", "read", "--format", "json", file)
			validate(t, articles, out.out)
			var a render.ArticleJSON
			decode(t, out.out, &a)
			checkArticleOffsets(t, a)
			for _, engine := range [][]string{
				{"--engine", "extractive"},
				{"--engine", "model", "--base-url", model.URL()},
				{"--engine", "model", "--base-url", warned.URL(), "--profile", "brief"},
			} {
				out := nutgraf(t, nil, "", append([]string{"summarize", "--format", "json", file}, engine...)...)
				validate(t, results, out.out)
				checkEvidence(t, a, out.out)
			}
		})
	}
}

func validate(t *testing.T, s *jsonschema.Schema, text string) {
	t.Helper()
	if err := s.Validate(instance(t, text)); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}

func instance(t testing.TB, text string) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

func decode(t testing.TB, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
}

func checkArticleOffsets(t *testing.T, a render.ArticleJSON) {
	t.Helper()
	points := []rune(a.Text)
	for i, s := range a.Sentences {
		if got := slice(points, s.Start, s.End); got != s.Text || int(s.ID) != i+1 {
			t.Errorf("sentence %d is %q, its offsets say %q", s.ID, s.Text, got)
		}
	}
	next := 0
	for _, p := range a.Paragraphs {
		text := slice(points, p.Start, p.End)
		for _, id := range p.Sentences {
			next++
			if int(id) != next || !strings.Contains(text, a.Sentences[id-1].Text) {
				t.Errorf("sentence %d is not number %d, or not in its paragraph", id, next)
			}
		}
	}
	if next != len(a.Sentences) {
		t.Errorf("%d of %d sentences are in paragraphs", next, len(a.Sentences))
	}
}

// checkEvidence compares every quote with the article's text at its offsets.
func checkEvidence(t *testing.T, a render.ArticleJSON, text string) {
	t.Helper()
	r := decodeResult(t, text)
	if r.Article.SHA256 != a.SHA256 {
		t.Errorf("the result is of %s, the article is %s", r.Article.SHA256, a.SHA256)
	}
	points := []rune(a.Text)
	for _, c := range r.claims() {
		last := 0
		for _, e := range c.Evidence {
			if got := slice(points, e.Start, e.End); got != e.Quote {
				t.Errorf("%s: the quote is %q, its offsets say %q", c.ID, e.Quote, got)
			}
			if int(e.Sentence) > len(a.Sentences) || a.Sentences[e.Sentence-1].Text != e.Quote {
				t.Errorf("%s: the quote is not sentence %d", c.ID, e.Sentence)
			}
			if int(e.Sentence) <= last {
				t.Errorf("%s: sentence %d comes after %d", c.ID, e.Sentence, last)
			}
			last = int(e.Sentence)
		}
	}
}

func slice(points []rune, start, end int) string {
	if start < 0 || start > end || end > len(points) {
		return fmt.Sprintf("(no %d to %d in %d)", start, end, len(points))
	}
	return string(points[start:end])
}

// decoded is a result as a client reads it.
type decoded struct {
	Status     summarize.Status
	Article    struct{ Title, Lang, SHA256 string }
	Why        *summarize.ClaimResult
	Takeaways  []summarize.ClaimResult
	Coverage   summarize.Coverage
	Provenance struct {
		Engine    string
		Calls     int
		Signature string
	}
	Warnings []summarize.Warning
	Labels   summarize.Labels
}

func decodeResult(t testing.TB, text string) decoded {
	t.Helper()
	var r decoded
	decode(t, text, &r)
	return r
}

func (r decoded) claims() []summarize.ClaimResult {
	if r.Why == nil {
		return r.Takeaways
	}
	return append([]summarize.ClaimResult{*r.Why}, r.Takeaways...)
}

// warned reports whether a warning has the code.
func (r decoded) warned(code string) bool {
	return slices.ContainsFunc(r.Warnings, func(w summarize.Warning) bool { return w.Code == code })
}

// TestSchemasRefuse spoils real output in every place: a field left out, one
// added, a value of another type. The schemas refuse each of them.
func TestSchemasRefuse(t *testing.T) {
	server := scripted.New(scripted.Options{}, scripted.Reply{Text: sharedFile(t, "answer.json")})
	defer server.Close()
	story := filepath.Join(sharedDir, "story.txt")
	for _, tc := range []struct {
		schema string
		args   []string
		least  int
	}{
		{"result.schema.json", []string{"summarize", "--engine", "model", "--base-url", server.URL(), "--format", "json", story}, 200},
		{"article.schema.json", []string{"read", "--format", "json", story}, 100},
	} {
		t.Run(tc.schema, func(t *testing.T) {
			s := schema(t, tc.schema)
			out := nutgraf(t, nil, "", tc.args...)
			doc := instance(t, out.out)
			if err := s.Validate(doc); err != nil {
				t.Fatal(err)
			}
			count := 0
			spoil(doc, "", func(how string) {
				count++
				if s.Validate(doc) == nil {
					t.Errorf("not refused: %s", how)
				}
			}, func(any) {})
			if count < tc.least {
				t.Errorf("only %d places were spoilt", count)
			}
		})
	}
}

// mayMiss are the fields that need not be there.
var mayMiss = map[string]bool{"code": true, "sentence": true}

// spoil breaks a document in one place at a time and calls try, which says what
// was done, before it mends it. set puts another value in the place of v.
func spoil(v any, path string, try func(how string), set func(any)) {
	wrong := []any{true}
	set(wrong)
	if path != "" {
		try("another type at " + path)
	}
	set(v)
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			value := v[key]
			if !(mayMiss[key] && strings.Contains(path, "/findings/")) {
				delete(v, key)
				try("without " + path + "/" + key)
				v[key] = value
			}
			spoil(value, path+"/"+key, try, func(x any) { v[key] = x })
		}
		v["surprise"] = "!"
		try("with a field more in " + path)
		delete(v, "surprise")
	case []any:
		for i, value := range v {
			spoil(value, fmt.Sprintf("%s/%d", path, i), try, func(x any) { v[i] = x })
		}
	}
}

// TestSchemasRefuseValues are values of the right type that mean nothing.
func TestSchemasRefuseValues(t *testing.T) {
	s := schema(t, "result.schema.json")
	out := nutgraf(t, nil, "", "summarize", "--engine", "extractive", "--format", "json", filepath.Join(sharedDir, "story.txt"))
	for _, tc := range []struct{ good, bad string }{
		{`"status": "`, `"status": "finished`},
		{`"engine": "extractive"`, `"engine": "magic"`},
		{`"origin": "extractive"`, `"origin": "a friend"`},
		{`"version": 1`, `"version": 0`},
		{`"version": 1`, `"version": 1.5`},
		{`"id": "t1"`, `"id": "why"`},
		{`"id": "why"`, `"id": "t1"`},
		{`"usd": 0`, `"usd": -1`},
		{`"id": "sum_`, `"id": "`},
		{`"generated_at": "`, `"generated_at": "about `},
		{`"sentence": `, `"sentence": -`},
		{`"digital_source_type": "http://`, `"digital_source_type": "gopher://`},
	} {
		spoilt := strings.Replace(out.out, tc.good, tc.bad, 1)
		if spoilt == out.out {
			t.Errorf("%s is not in the output", tc.good)
		} else if s.Validate(instance(t, spoilt)) == nil {
			t.Errorf("not refused: %s", tc.bad)
		}
	}
}

// TestSchemasExplain makes sure that every field is described, and that no
// object is open.
func TestSchemasExplain(t *testing.T) {
	for _, name := range []string{"result.schema.json", "article.schema.json", "check.schema.json", "diff.schema.json"} {
		var walk func(path string, v any)
		walk = func(path string, v any) {
			node, isObject := v.(map[string]any)
			if !isObject {
				for i, item := range asList(v) {
					walk(fmt.Sprintf("%s/%d", path, i), item)
				}
				return
			}
			fields, _ := node["properties"].(map[string]any)
			for field, value := range fields {
				if d, _ := value.(map[string]any)["description"].(string); d == "" {
					t.Errorf("%s: %s/%s has no description", name, path, field)
				}
			}
			if node["type"] == "object" && node["additionalProperties"] != false {
				t.Errorf("%s: %s is open", name, path)
			}
			for key, value := range node {
				walk(path+"/"+key, value)
			}
		}
		walk("", instance(t, readFile(t, filepath.Join(schemaDir, name))))
	}
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}
