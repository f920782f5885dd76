package client_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/nutgraf/nutgraf/client"
	"github.com/nutgraf/nutgraf/internal/render"
	"github.com/nutgraf/nutgraf/internal/service"
)

// TestSameForm holds the types of the client against those of the service.
func TestSameForm(t *testing.T) {
	for _, pair := range [][2]any{
		{client.Article{}, service.ArticleInput{}},
		{client.DraftOptions{}, service.DraftOptions{}},
		{client.DraftRequest{}, service.DraftRequest{}},
		{client.Summary{}, service.Summary{}},
		{client.SummaryInfo{}, service.SummaryInfo{}},
		{client.VersionInfo{}, service.VersionInfo{}},
		{client.Change{}, service.Change{}},
		{client.Choices{}, service.Choices{}},
		{client.Job{}, service.Job{}},
		{client.RevisionReport{}, service.RevisionReport{}},
		{client.CheckReport{}, render.CheckJSON{}},
		{client.Accepted{}, service.AcceptedData{}},
		{client.Progress{}, service.ProgressData{}},
		{client.Fallback{}, service.FallbackData{}},
	} {
		ours, theirs := form(reflect.TypeOf(pair[0])), form(reflect.TypeOf(pair[1]))
		if ours != theirs {
			t.Errorf("%T is\n%s\nand %T is\n%s", pair[0], ours, pair[1], theirs)
		}
	}
}

// form is how a type looks in JSON.
func form(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + form(t.Elem())
	case reflect.Slice:
		return "[]" + form(t.Elem())
	case reflect.Struct:
		if strings.HasPrefix(t.PkgPath(), "github.com/nutgraf/nutgraf/summarize") || t.PkgPath() == "time" {
			return t.String()
		}
		return "{" + fields(t) + "}"
	}
	return t.Kind().String()
}

func fields(t reflect.Type) string {
	var out []string
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported():
		case f.Anonymous && name == "":
			out = append(out, form(f.Type))
		default:
			out = append(out, name+" "+form(f.Type))
		}
	}
	return strings.Join(out, "\n")
}
