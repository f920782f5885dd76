package article

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// splitCase is a line of a file of sentence-boundary cases.
type splitCase struct {
	Lang, Name, Text string
	Golden           bool
	Sentences        []string
}

// rule reports a case of the English golden rules by its name: they are named
// after what they show, the others are only numbered.
func (c splitCase) rule() bool {
	return c.Lang == "en" && c.Golden && !strings.HasPrefix(c.Name, "correctly")
}

// prose reports that a case wants neither list items nor sentences with no
// space between them cut, as far as its name says.
func (c splitCase) prose() bool {
	name := strings.ToLower(c.Name)
	return !strings.HasPrefix(name, "list") && !strings.Contains(name, " list") && !strings.HasPrefix(name, "no whitespace")
}

// splitPaths are the ways from a text to its sentences that are measured.
var splitPaths = []struct {
	name  string
	split func(c splitCase) []string
}{
	{"split", func(c splitCase) []string { return splitTexts(c.Text, c.Lang) }},
	{"read --keep-all", func(c splitCase) []string { return readTexts(c, Options{KeepAll: true}) }},
	{"read", func(c splitCase) []string { return readTexts(c, Options{Short: true}) }},
	{"UAX #29 alone", func(c splitCase) []string { return uaxTexts(c.Text) }},
}

// readTexts reads a case as a text file that holds nothing else.
func readTexts(c splitCase, opts Options) []string {
	opts.Format, opts.Lang = Text, c.Lang
	a, err := Read(strings.NewReader(c.Text), opts)
	if err != nil {
		return nil
	}
	var out []string
	for _, s := range a.Sentences {
		out = append(out, s.Text)
	}
	return out
}

func uaxTexts(text string) []string {
	var out []string
	for it := sentences.FromString(text); it.Next(); {
		if s := strings.TrimSpace(it.Value()); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// TestSplitData measures the splitter on sentence-boundary cases, a JSON object
// a line: {"lang", "name", "golden", "text", "sentences"}. A case is right when
// all of its sentences are, to the letter; reading folds white space first.
func TestSplitData(t *testing.T) {
	cases := loadSplitCases(t)
	for _, path := range splitPaths {
		tallies := tally(t, cases, path.split, path.name != "UAX #29 alone", strings.HasPrefix(path.name, "read"))
		t.Logf("%s: %d cases, right with 95 %% Wilson intervals", path.name, len(cases))
		groups := make([]string, 0, len(tallies))
		for g := range tallies {
			groups = append(groups, g)
		}
		sort.Strings(groups)
		for _, g := range groups {
			low, high := wilson(tallies[g])
			t.Logf("  %-34s %3d of %3d  %5.1f %%  [%5.1f, %5.1f]", g[2:], tallies[g].right, tallies[g].all, tallies[g].percent(), low, high)
		}
	}
	logSpeed(t)
}

func loadSplitCases(t *testing.T) []splitCase {
	path := os.Getenv("NUTGRAF_DATA")
	if path == "" {
		t.Skip("NUTGRAF_DATA is not set: no sentence-boundary cases to measure on")
	}
	paths := []string{path}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		paths, _ = filepath.Glob(filepath.Join(path, "sentences.*.jsonl"))
	}
	var cases []splitCase
	for _, path := range paths {
		cases = append(cases, readSplitCases(t, path)...)
	}
	if len(cases) == 0 {
		t.Skip("no sentence-boundary cases in NUTGRAF_DATA")
	}
	return cases
}

func readSplitCases(t *testing.T, path string) []splitCase {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []splitCase
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c splitCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		cases = append(cases, c)
	}
	return cases
}

type share struct{ right, all int }

func (s share) percent() float64 { return 100 * float64(s.right) / float64(s.all) }

// tally counts by group; a digit before a group's name gives the order.
func tally(t *testing.T, cases []splitCase, split func(splitCase) []string, show, folds bool) map[string]share {
	out := map[string]share{}
	for _, c := range cases {
		got := split(c)
		right := slices.Equal(got, c.Sentences) || folds && slices.Equal(got, folded(c.Sentences))
		if show && !right && testing.Verbose() && os.Getenv("NUTGRAF_SHOW") != "" {
			t.Logf("%s %s\n  got  %s\n  want %s", c.Lang, c.Name, strings.Join(got, " ¶ "), strings.Join(c.Sentences, " ¶ "))
		}
		for _, g := range c.groups() {
			s := out[g]
			s.all++
			if right {
				s.right++
			}
			out[g] = s
		}
	}
	return out
}

func (c splitCase) groups() []string {
	groups := []string{"6 all", "7 " + c.Lang}
	if c.Lang == "en" && c.Golden {
		groups = append(groups, "2 English, marked golden")
	} else {
		groups = append(groups, "3 not English or not marked golden")
	}
	switch {
	case c.rule():
		groups = append(groups, "0 English golden rules, by name")
	case c.prose():
		groups = append(groups, "1 the rest, about prose by name")
	}
	if !c.prose() {
		groups = append(groups, "4 lists and missing spaces by name")
	}
	return groups
}

// folded is what reading makes of sentences before they are cut: one space for
// any white space, no controls of direction.
func folded(sentences []string) []string {
	out := make([]string, 0, len(sentences))
	for _, s := range sentences {
		s = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Bidi_Control, r) {
				return -1
			}
			return r
		}, s)
		out = append(out, strings.Join(strings.Fields(s), " "))
	}
	return out
}

// wilson returns the 95 % interval of a share in per cent.
func wilson(s share) (low, high float64) {
	const z = 1.959964
	n, p := float64(s.all), float64(s.right)/float64(s.all)
	middle := p + z*z/(2*n)
	reach := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return 100 * max(0, middle-reach) / (1 + z*z/n), 100 * (middle + reach) / (1 + z*z/n)
}

// logSpeed measures English news text on one processor, the best of many runs:
// what else the machine does makes runs slower, never faster.
func logSpeed(t *testing.T) {
	text := newsText(500)
	for _, m := range []struct {
		name string
		run  func()
	}{
		{"split", func() { Split(text, "en") }},
		{"UAX #29 alone", func() { uaxTexts(text) }},
	} {
		best := time.Hour
		for range 100 {
			start := time.Now()
			m.run()
			best = min(best, time.Since(start))
		}
		t.Logf("throughput of %s on English news: %.0f MB/s", m.name, float64(len(text))/best.Seconds()/1e6)
	}
}
