package summarize

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

func TestBuiltInProfiles(t *testing.T) {
	if diff := cmp.Diff([]string{"brief", "default"}, BuiltInProfiles()); diff != "" {
		t.Error(diff)
	}
	for _, name := range BuiltInProfiles() {
		data, err := BuiltInProfile(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := ParseProfile(data, name)
		if err != nil {
			t.Fatal(err)
		}
		if p.Name != name || p.About == "" || len(p.Digest()) != 64 {
			t.Errorf("%s: %+v", name, p)
		}
	}
	for _, name := range []string{"none", "", "../default", "default.yaml"} {
		if _, err := BuiltInProfile(name); fault.CodeOf(err) != fault.BadConfig || !strings.Contains(err.Error(), "brief, default") {
			t.Errorf("%q: error %v", name, err)
		}
	}
}

func TestProfileTakesDefaults(t *testing.T) {
	data, _ := BuiltInProfile("default")
	want, err := ParseProfile(data, "default")
	if err != nil {
		t.Fatal(err)
	}
	p := mustProfile(t, "name: mine\ntakeaways: {count: 7}\nlabels: {why: The point}\n")
	want.Name, want.About, want.Takeaways.Count, want.Labels.Why = "mine", "", 7, "The point"
	if diff := cmp.Diff(want, p); diff != "" {
		t.Error(diff)
	}
}

func TestBadProfiles(t *testing.T) {
	for name, tc := range map[string]struct {
		yaml string
		want []string
	}{
		"empty":          {"", []string{"mine.yaml", "name: is missing"}},
		"unknown key":    {"name: x\ncolour: red", []string{"mine.yaml", "colour", "not a key"}},
		"unknown subkey": {"name: x\nwhy: {max_letters: 3}", []string{"max_letters"}},
		"key twice":      {"name: x\nname: y", []string{"name"}},
		"wrong type":     {"name: x\ntakeaways: {count: many}", []string{"line 2"}},
		"list for a map": {"name: x\nwhy: [1]", []string{"line 2"}},
		"scalar":         {"just words", []string{"mine.yaml"}},
		"not YAML":       {"name: [", []string{"mine.yaml"}},
		"too many":       {"name: x\ntakeaways: {count: 21}", []string{"takeaways.count: 21 is over 20"}},
		"none":           {"name: x\ntakeaways: {count: 0, min_count: 0}", []string{"takeaways.min_count"}},
		"language":       {"name: x\nlanguage: Klingonese", []string{"language"}},
		"banned":         {"name: x\nbanned: ['  ']", []string{"banned"}},
		"all at once": {
			"takeaways: {min_count: 6, min_length: 95}\nwhy: {min_words: 80, max_sentences: 0}\nunspaced: {why_max_length: 3}\nshort_under: -1",
			[]string{"name:", "takeaways.min_count", "takeaways.min_length", "why.min_words", "why.max_sentences", "unspaced.why_min_length", "short_under"},
		},
		"too large": {"name: x\nabout: " + strings.Repeat("a", 65<<10), []string{"64 KB"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseProfile([]byte(tc.yaml), "mine.yaml")
			if fault.CodeOf(err) != fault.BadConfig {
				t.Fatalf("error %v, want bad_config", err)
			}
			for _, want := range tc.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %q", err, want)
				}
			}
		})
	}
}

func TestBadProfilesSpeakOfKeys(t *testing.T) {
	for _, yaml := range []string{"name: x\nwhy: [1]", "just words", "name: x\nbanned: {a: b}"} {
		if _, err := ParseProfile([]byte(yaml), "mine.yaml"); err == nil || strings.Contains(err.Error(), "summarize.") || strings.Contains(err.Error(), "[]string") {
			t.Errorf("%q: error %q speaks of the program's insides", yaml, err)
		}
	}
}

// Every field, however deep, is part of the digest.
func TestDigestHasEveryField(t *testing.T) {
	p := *fullProfile(t)
	base := p.Digest()
	n := 0
	eachField(reflect.ValueOf(&p).Elem(), func(v reflect.Value, name string) {
		n++
		before := reflect.ValueOf(v.Interface())
		switch v.Kind() {
		case reflect.String:
			v.SetString(v.String() + "x")
		case reflect.Int:
			v.SetInt(v.Int() + 1)
		case reflect.Bool:
			v.SetBool(!v.Bool())
		case reflect.Slice:
			v.Set(reflect.ValueOf([]string{"x"}))
		case reflect.Map:
			v.Set(reflect.ValueOf(map[string]string{"x": "off"}))
		default:
			t.Fatalf("%s is a %s", name, v.Kind())
		}
		if p.Digest() == base {
			t.Errorf("%s is not in the digest", name)
		}
		v.Set(before)
	})
	if n < 18 || p.Digest() != base {
		t.Errorf("%d fields", n)
	}
}

func eachField(v reflect.Value, f func(reflect.Value, string)) {
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.Struct {
			eachField(v.Field(i), f)
			continue
		}
		f(v.Field(i), v.Type().Name()+"."+v.Type().Field(i).Name)
	}
}

func TestLabels(t *testing.T) {
	for _, tc := range []struct{ code, yaml, why string }{
		{"en", "{name: x}", "Why this matters"},
		{"ru", "{name: x}", "Почему это важно"},
		{"xx", "{name: x}", "Why this matters"},
		{"ru", "{name: x, language: en}", "Why this matters"},
		{"ru", "{name: x, labels: {why: Суть}}", "Суть"},
	} {
		if got := LabelsFor(&ModelEngine{}, mustProfile(t, tc.yaml), articleOf(tc.code, []string{"x"})); got.Why != tc.why || got.Takeaways == "" {
			t.Errorf("%s %s: %+v", tc.code, tc.yaml, got)
		}
	}
	if got := LabelsFor(Extractive{}, mustProfile(t, "{name: x, language: en}"), articleOf("ru", []string{"x"})); got.Why != "Почему это важно" {
		t.Errorf("the embedded engine writes in the article's language, and its heading is %q", got.Why)
	}
}
