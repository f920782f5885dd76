package ground

import (
	"io/fs"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func TestDataOfCues(t *testing.T) {
	for _, rule := range []string{"hedge", "attribution", "negation", "direction"} {
		entries, err := fs.ReadDir(files, "data/"+rule)
		if err != nil || len(entries) < 10 {
			t.Fatalf("data/%s: %d files, %v", rule, len(entries), err)
		}
		for _, e := range entries {
			code := strings.TrimSuffix(e.Name(), ".yaml")
			v := newVocabulary(code, newWords(code))
			if !v.knowsHedges || !v.knowsAttribution || !v.knowsNegation || !v.knowsDirection {
				t.Errorf("%s has not all four files", code)
			}
			checkSenses(t, rule, code)
		}
	}
}

// checkSenses finds names of senses that are none, and words that stand twice in a list.
func checkSenses(t *testing.T, rule, code string) {
	t.Helper()
	text, err := files.ReadFile("data/" + rule + "/" + code + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]yaml.Node
	if err := yaml.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	for _, side := range []string{"ahead", "touching", "around", "behind", "endings"} {
		node, ok := raw[side]
		if !ok {
			continue
		}
		var lists map[string][]string
		if err := node.Decode(&lists); err != nil {
			t.Errorf("%s/%s: %s: %v", rule, code, side, err)
		}
		for name, list := range lists {
			if !isSense(name) {
				t.Errorf("%s/%s: %s is no sense", rule, code, name)
			}
			seen := map[string]bool{}
			for _, s := range list {
				if f := fold(s); seen[f] || strings.TrimSpace(f) == "" {
					t.Errorf("%s/%s: %s: %q stands twice or is empty", rule, code, name, s)
				} else {
					seen[f] = true
				}
			}
		}
	}
}

func isSense(name string) bool {
	for _, s := range senseNames {
		if s == name {
			return true
		}
	}
	return false
}

func TestOppositesHaveTwoSides(t *testing.T) {
	entries, _ := fs.ReadDir(files, "data/direction")
	for _, e := range entries {
		d := load[directionWords]("direction", strings.TrimSuffix(e.Name(), ".yaml"))
		for _, lines := range [][][]string{d.Verbs, d.Nouns, d.Words, d.Right} {
			for _, line := range lines {
				if len(line) != 2 {
					t.Errorf("%s: %q has %d sides", e.Name(), line, len(line))
					continue
				}
				left := map[string]bool{}
				for _, entry := range strings.Fields(line[0]) {
					left[fold(entry)] = true
				}
				for _, entry := range strings.Fields(line[1]) {
					if left[fold(entry)] {
						t.Errorf("%s: %q stands on both sides", e.Name(), entry)
					}
				}
			}
		}
	}
}

func TestInflection(t *testing.T) {
	for entry, want := range map[string]string{
		"rise/rose/risen":      "rise rises rose risen rising",
		"increase":             "increase increases increased increased increasing",
		"drop/dropped/dropped": "drop drops dropped dropped dropping",
		"win/won/won":          "win wins won won winning",
		"cut/cut/cut":          "cut cuts cut cut cutting",
		"deny":                 "deny denies denied denied denying",
		"buy/bought/bought":    "buy buys bought bought buying",
		"die":                  "die dies died died dying",
		"open":                 "open opens opened opened opening",
		"publish":              "publish publishes published published publishing",
		"lose/lost/lost":       "lose loses lost lost losing",
		"slide/slid/slid":      "slide slides slid slid sliding",
	} {
		if got := strings.Join(englishVerb(entry), " "); got != want {
			t.Errorf("%s: %s, not %s", entry, got, want)
		}
	}
}
