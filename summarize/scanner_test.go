package summarize

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize/article"
)

// scan writes a text to a scanner in pieces and returns what it emits.
func scan(pieces ...string) []article.Claim {
	var out []article.Claim
	s := &claimScanner{emit: func(c article.Claim) { out = append(out, c) }}
	for _, p := range pieces {
		s.write(p)
	}
	return out
}

var claimText = rapid.OneOf(
	rapid.StringMatching(`[A-Za-z0-9 ,.]{0,40}`),
	rapid.SampledFrom([]string{
		`"why":{"text":"no"}`, `}]}`, `{"takeaways":[`, `\`, `\\"`, `“Yes”`, "line\nbreak\ttab", "澜州地铁", "👩‍👩‍👧‍👦", "é\u0000", `\u0041`, "</div>",
	}),
)

var claimGen = rapid.Custom(func(t *rapid.T) said {
	return said{Text: claimText.Draw(t, "text") + claimText.Draw(t, "more"), Sentences: rapid.SliceOfN(rapid.IntRange(-3, 99), 0, 4).Draw(t, "sentences")}
})

// answerGen makes answers as models write them: with keys in any order, others
// between them, escaped or not, indented or not, in a fence or not.
var answerGen = rapid.Custom(func(t *rapid.T) string {
	claim := func(c said, label string) string {
		keys := []string{`"text": ` + encode(t, c.Text, label), `"sentences":` + mustJSON(c.Sentences)}
		if rapid.Bool().Draw(t, label+" swapped") {
			slices.Reverse(keys)
		}
		return "{" + strings.Join(keys, rapid.SampledFrom([]string{",", " ,\n "}).Draw(t, label+" gap")) + "}"
	}
	var list []string
	for _, c := range rapid.SliceOfN(claimGen, 0, 6).Draw(t, "takeaways") {
		list = append(list, claim(c, "takeaway"))
	}
	keys := []string{
		`"why":` + claim(claimGen.Draw(t, "why"), "why"),
		`"takeaways": [` + strings.Join(list, ",\n") + `]`,
		`"note":` + rapid.SampledFrom([]string{`"takeaways"`, `{"text":"a","sentences":[1]}`, `[{"text":"b"}]`, `"}"`, `null`, `{"why":{"text":"c"}}`}).Draw(t, "note"),
	}
	keys = rapid.Permutation(keys).Draw(t, "order")
	before := rapid.SampledFrom([]string{"", "```json\n", "Here is the summary:\n\n", "\ufeff "}).Draw(t, "before")
	after := rapid.SampledFrom([]string{"", "\n```", "\nI hope that it helps.", "\n\n"}).Draw(t, "after")
	return before + "{" + strings.Join(keys, ",") + "}" + after
})

func encode(t *rapid.T, text, label string) string {
	if !rapid.Bool().Draw(t, label+" escaped") {
		return mustJSON(text)
	}
	var b strings.Builder
	for _, unit := range utf16Of(text) {
		b.WriteString(`\u` + hex4(unit))
	}
	return `"` + b.String() + `"`
}

func cutAnywhere(t *rapid.T, text string) []string {
	var out []string
	for text != "" {
		n := rapid.IntRange(1, min(len(text), rapid.SampledFrom([]int{1, 3, 40, 1000}).Draw(t, "most"))).Draw(t, "piece")
		out = append(out, text[:n])
		text = text[n:]
	}
	return out
}

func TestScannerFindsWhatParsingFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := answerGen.Draw(t, "answer")
		answer, err := parseSummary(text)
		if err != nil {
			t.Fatalf("%v", err)
		}
		want := claimsOf(answer)
		got := scan(cutAnywhere(t, text)...)
		// The answer's own order decides which comes first.
		if i := slices.IndexFunc(got, func(c article.Claim) bool { return c.ID == whyID }); i > 0 {
			got = append([]article.Claim{got[i]}, slices.Delete(slices.Clone(got), i, i+1)...)
		}
		if diff := cmp.Diff(want, got, emptyIsNil); diff != "" {
			t.Fatalf("%s", diff)
		}
	})
}

func TestScannerEmitsAtOnce(t *testing.T) {
	text := summaryJSON(ferryWhy, ferryClaims...)
	s := &claimScanner{}
	count := 0
	s.emit = func(article.Claim) { count++ }
	for i := range len(text) {
		before := count
		s.write(text[i : i+1])
		if count > before && text[i] != '}' {
			t.Errorf("a claim came at %q", text[:i+1])
		}
	}
	if count != 1+len(ferryClaims) {
		t.Errorf("%d claims", count)
	}
}

func TestScannerOfBrokenAnswers(t *testing.T) {
	whole := summaryJSON(ferryWhy, ferryClaims...)
	for name, tc := range map[string]struct {
		text string
		want int
	}{
		"empty":             {"", 0},
		"prose":             {"No.", 0},
		"closed too often":  {"}}}}]]]]" + whole, 6},
		"cut in the second": {whole[:strings.Index(whole, "deckhands")], 2},
		"cut in why":        {whole[:40], 0},
		"bare strings":      {`{"why":"W","takeaways":["a","b"]}`, 0},
		"open brackets":     {strings.Repeat("{", 100000), 0},
		"wrong types":       {`{"why":{"text":1},"takeaways":[{"text":{}}]}`, 0},
		"invalid bytes":     {"{\"why\":{\"text\":\"\xff\xfe\"},\"\xff\":1}", 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := scan(tc.text); len(got) != tc.want {
				t.Errorf("%d claims, want %d: %v", len(got), tc.want, got)
			}
		})
	}
}

// Takeaways that are no objects count too: those after them keep their numbers.
func TestScannerCountsEveryTakeaway(t *testing.T) {
	for _, text := range []string{
		`{"why":{"text":"W","sentences":[1]},"takeaways":["a",{"text":"b","sentences":[1]}]}`,
		`{"why":{"text":"W","sentences":[1]},"takeaways":[null,{"text":"b","sentences":[1]}]}`,
	} {
		answer, err := parseSummary(text)
		if err != nil {
			t.Fatal(err)
		}
		checkAgree(t, text, claimsOf(answer), scan(text))
	}
}

// checkAgree asserts that every claim of the scanner is the one that parsing
// finds under the same ID.
func checkAgree(t *testing.T, text string, parsed, scanned []article.Claim) {
	t.Helper()
	for _, c := range scanned {
		i := slices.IndexFunc(parsed, func(p article.Claim) bool { return p.ID == c.ID })
		if i < 0 {
			t.Errorf("%q: the scanner made up %+v", text, c)
		} else if diff := cmp.Diff(parsed[i], c, emptyIsNil); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func FuzzScanner(f *testing.F) {
	f.Add(summaryJSON(ferryWhy, ferryClaims...), 7)
	f.Add(`{"takeaways":[{"text":"\u00e9\\\"","sentences":[1]}],"why":{"text":"W","x":{"y":1}}}`, 1)
	f.Add(`{"why":"W","takeaways":["a",{"text":"b","sentences":[1]},null,{}]}`, 3)
	f.Add("```json\n{\"why\":{\"text\":\"澜\"},\"takeaways\":[]}\n```", 2)
	f.Fuzz(func(t *testing.T, text string, size int) {
		got := scan(piecesOf(text, size)...)
		if diff := cmp.Diff(scan(text), got); diff != "" {
			t.Fatalf("it depends on how the text is cut: %s", diff)
		}
		object, ok := onlyObject(text)
		if !ok {
			return // the scanner promises nothing
		}
		answer, err := parseSummary(object)
		if err != nil {
			return
		}
		checkAgree(t, text, claimsOf(answer), got)
	})
}

// onlyObject returns the object that a text consists of, if it has no key twice.
func onlyObject(text string) (string, bool) {
	start := strings.IndexByte(text, '{')
	if start < 0 || !json.Valid([]byte(text[start:])) {
		return "", false
	}
	return text[start:], !twice(json.NewDecoder(strings.NewReader(text[start:])))
}

// twice reports whether an object at the top or in it has a key twice, in any
// case of letters: Go takes "Why" for "why".
func twice(dec *json.Decoder) bool {
	token, err := dec.Token()
	if err != nil {
		return false
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return false
	}
	seen := map[string]bool{}
	for dec.More() {
		if delim == '{' {
			key, err := dec.Token()
			if err != nil {
				return false
			}
			name := strings.ToUpper(strings.ToLower(key.(string)))
			if seen[name] {
				return true
			}
			seen[name] = true
		}
		if twice(dec) {
			return true
		}
	}
	_, _ = dec.Token()
	return false
}
