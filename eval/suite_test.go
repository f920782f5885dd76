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
		"unknown key":     {map[string]string{"items/a.yaml": "id: a\nwrong: 1\n"}, "items/a.yaml: yaml: unmarshal errors:\n  line 2"},
		"no reference":    {map[string]string{"items/a.yaml": "id: a\narticle: a.txt\n"}, "has no reference"},
		"empty reference": {map[string]string{"items/a.yaml": "id: a\narticle: a.txt\nreferences: [{why: ' '}]"}, "reference 1 is empty"},
		"duplicate":       {map[string]string{"items/a.yaml": goodItem, "items/b.yaml": goodItem}, `items/b.yaml: id "a" is taken by items/a.yaml`},
		"no article":      {map[string]string{"items/a.yaml": strings.Replace(goodItem, "a.txt", "b.txt", 1)}, `article "b.txt" is not there`},
		"outside":         {map[string]string{"items/a.yaml": strings.Replace(goodItem, "a.txt", "../a.txt", 1)}, "not a path in the suite's folder"},
		"weight 0":        {map[string]string{"items/a.yaml": goodItem + "weight: 0\n"}, "weight must be over 0"},
		"two items":       {map[string]string{"items/a.yaml": goodItem + "---\n" + goodItem}, "more after the first item"},
		"weight":          {map[string]string{"items/a.yaml": goodItem + "weight: -1\n"}, "weight must be over 0"},
		"bad line": {map[string]string{
			"suite.yaml": "name: s\nitems: x.jsonl\n", "x.jsonl": "\n{\"id\": 5}\n",
		}, "x.jsonl:2"},
		"no name": {map[string]string{"suite.yaml": "items: x\n"}, "needs name and items"},
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
