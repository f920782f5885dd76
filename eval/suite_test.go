package eval

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/nutgraf/nutgraf/summarize/fault"
)

const goodItem = "id: a\narticle: a.txt\nreferences: [{why: W.}]\n"

func suiteOf(files map[string]string) fstest.MapFS {
	dir := fstest.MapFS{
		"suite.yaml": {Data: []byte("name: s\nitems: items/*.yaml\n")},
		"a.txt":      {Data: []byte("text")},
	}
	for name, data := range files {
		dir[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return dir
}

func TestLoadSuite(t *testing.T) {
	suite, err := LoadSuite(suiteOf(map[string]string{"items/a.yaml": goodItem}), "s")
	if err != nil {
		t.Fatal(err)
	}
	if len(suite.Items) != 1 || suite.Items[0].Cluster != "a" || *suite.Items[0].Weight != 1 || suite.Items[0].Source != "items/a.yaml" {
		t.Errorf("suite = %+v", suite)
	}
	jsonl := suiteOf(map[string]string{
		"suite.yaml": "name: s\nitems: all.jsonl\n",
		"all.jsonl":  `{"id":"a","article":"a.txt","references":[{"why":"W.","takeaways":["x"]}],"weight":2}` + "\n\n",
	})
	if suite, err = LoadSuite(jsonl, "s"); err != nil || len(suite.Items) != 1 || *suite.Items[0].Weight != 2 {
		t.Errorf("JSONL: %+v, %v", suite, err)
	}
}

func TestBadSuitesNameFileAndLine(t *testing.T) {
	for name, tc := range map[string]struct {
		files map[string]string
		want  string
	}{
		"no items":        {nil, "holds no item"},
		"unknown key":     {map[string]string{"items/a.yaml": "id: a\nwrong: 1\n"}, `items/a.yaml:2: there is no key "wrong"`},
		"no reference":    {map[string]string{"items/a.yaml": "id: a\narticle: a.txt\n"}, "has no reference"},
		"empty reference": {map[string]string{"items/a.yaml": "id: a\narticle: a.txt\nreferences: [{why: ' '}]"}, "reference 1 is empty"},
		"duplicate":       {map[string]string{"items/a.yaml": goodItem, "items/b.yaml": goodItem}, `items/b.yaml:1: id "a" is taken by items/a.yaml`},
		"no article":      {map[string]string{"items/a.yaml": strings.Replace(goodItem, "a.txt", "b.txt", 1)}, `article "b.txt" is not there`},
		"outside":         {map[string]string{"items/a.yaml": strings.Replace(goodItem, "a.txt", "../a.txt", 1)}, "not a path in the suite's folder"},
		"weight 0":        {map[string]string{"items/a.yaml": goodItem + "weight: 0\n"}, "weight must be over 0"},
		"two items":       {map[string]string{"items/a.yaml": goodItem + "---\n" + goodItem}, "more after the first item"},
		"weight":          {map[string]string{"items/a.yaml": goodItem + "weight: -1\n"}, "weight must be over 0"},
		"bad line": {map[string]string{
			"suite.yaml": "name: s\nitems: x.jsonl\n", "x.jsonl": "\n{\"id\": 5}\n",
		}, "x.jsonl:2"},
		"bad gate":     {map[string]string{"suite.yaml": "name: s\nitems: items/*.yaml\ngate:\n  alpha: 2\n", "items/a.yaml": goodItem}, "suite.yaml:3: the gate cannot be used: alpha 2"},
		"wrong type":   {map[string]string{"items/a.yaml": "id: a\narticle: a.txt\nweight: much\nreferences: [{why: W.}]\n"}, "items/a.yaml:3: the value `much` (str) is not of the kind"},
		"bad yaml":     {map[string]string{"items/a.yaml": "id: a\narticle: a.txt\n tags: [\n"}, "items/a.yaml:3: "},
		"key twice":    {map[string]string{"items/a.yaml": goodItem + "id: b\n"}, `items/a.yaml:4: the key "id" is there already, at line 1`},
		"weight line":  {map[string]string{"items/a.yaml": goodItem + "weight: 0\n"}, "items/a.yaml:4: weight must be over 0"},
		"empty bullet": {map[string]string{"items/a.yaml": "id: a\narticle: a.txt\nreferences: [{why: W., takeaways: [x, ' ']}]\n"}, "items/a.yaml:3: reference 1: takeaway 2 is empty"},
		"same text": {map[string]string{
			"items/a.yaml": goodItem, "b.txt": "text", "items/b.yaml": "id: b\narticle: b.txt\nreferences: [{why: W.}]\n",
		}, `items/b.yaml:2: article "b.txt" is the same text as that of items/a.yaml`},
		"unknown key of a line": {map[string]string{
			"suite.yaml": "name: s\nitems: x.jsonl\n", "x.jsonl": `{"id":"a","article":"a.txt","references":[{"why":"W.","wy":""}]}` + "\n",
		}, `x.jsonl:1: json: unknown field "wy"`},
		"torn line":     {map[string]string{"suite.yaml": "name: s\nitems: x.jsonl\n", "x.jsonl": `{"id":"a"`}, "x.jsonl:1: the JSON ends in the middle"},
		"newline in id": {map[string]string{"items/a.yaml": "id: \"a\\nb\"\n" + goodItem[6:]}, "control character"},
		"no name":       {map[string]string{"suite.yaml": "items: x\n"}, "needs name and items"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := LoadSuite(suiteOf(tc.files), "s")
			if fault.CodeOf(err) != fault.BadConfig || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error = %v, want bad_config with %q", err, tc.want)
			}
		})
	}
	if _, err := LoadSuite(fstest.MapFS{}, "s"); fault.CodeOf(err) != fault.BadConfig {
		t.Errorf("no suite.yaml: %v", err)
	}
}

func TestDigest(t *testing.T) {
	digest := func(files map[string]string) string {
		suite, err := LoadSuite(suiteOf(files), "s")
		if err != nil {
			t.Fatal(err)
		}
		return suite.Digest
	}
	first := digest(map[string]string{"items/a.yaml": goodItem})
	if digest(map[string]string{"items/a.yaml": goodItem, "suite.yaml": "name: s\nabout: More.\nitems: items/*.yaml\n"}) != first {
		t.Error("what the suite says of itself changes the digest")
	}
	for name, files := range map[string]map[string]string{
		"reference": {"items/a.yaml": strings.Replace(goodItem, "W.", "V.", 1)},
		"article":   {"items/a.yaml": goodItem, "a.txt": "other"},
		"weight":    {"items/a.yaml": goodItem + "weight: 2\n"},
	} {
		if digest(files) == first {
			t.Errorf("another %s, the same digest", name)
		}
	}
}

// FuzzLoadSuite reads foreign items: it must not panic, and must say something
// of whatever it refuses.
func FuzzLoadSuite(f *testing.F) {
	f.Add("name: s\nitems: items/*.yaml\n", goodItem, "")
	f.Add("name: s\nitems: '*.jsonl'\n", "", `{"id":"a","article":"a.txt","references":[{"why":"W."}]}`)
	f.Fuzz(func(t *testing.T, head, item, lines string) {
		suite, err := LoadSuite(suiteOf(map[string]string{"suite.yaml": head, "items/a.yaml": item, "x.jsonl": lines}), "s")
		if err == nil && (suite.Name == "" || len(suite.Items) == 0 || suite.Digest == "") {
			t.Errorf("accepted %+v", suite)
		}
		if err != nil && fault.CodeOf(err) != fault.BadConfig {
			t.Errorf("error = %v", err)
		}
	})
}

func TestTheProjectsOwnSuite(t *testing.T) {
	suite, err := LoadSuite(os.DirFS("../testdata/articles"), "testdata/articles")
	if err != nil {
		t.Fatal(err)
	}
	if len(suite.Items) < 24 {
		t.Errorf("%d items, want at least 24", len(suite.Items))
	}
	kinds := map[string]int{}
	for _, item := range suite.Items {
		for _, tag := range item.Tags {
			kinds[tag]++
		}
		kinds[item.Lang]++
	}
	for _, want := range []string{
		"politics", "courts", "business", "science", "sport", "disaster", "local-government", "interview", "opinion",
		"obituary", "live-blog", "feature", "thin", "tr", "es", "ar", "zh", "kk", "de",
	} {
		if kinds[want] == 0 {
			t.Errorf("no item for %s", want)
		}
	}
}
