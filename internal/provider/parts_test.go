package provider

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/nutgraf/nutgraf/summarize"
	"github.com/nutgraf/nutgraf/summarize/fault"
)

// cuts divides data at arbitrary bytes.
func cuts(t *rapid.T, data []byte) (parts [][]byte) {
	for len(data) > 0 {
		n := rapid.IntRange(1, len(data)).Draw(t, "cut")
		parts = append(parts, data[:n])
		data = data[n:]
	}
	return parts
}

// breaksEscape reports whether a cut falls into an escape: a server cuts text,
// not JSON, so that it may divide a pair, but not one \uXXXX.
func breaksEscape(body []byte, at int) bool {
	inside := 0
	for i := 0; i < at; i++ {
		switch {
		case inside > 0:
			inside--
		case body[i] == '\\' && i+1 < len(body) && body[i+1] == 'u':
			inside = 5
		case body[i] == '\\':
			inside = 1
		}
	}
	return inside > 0
}

func TestJoinerFindsWholeCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune(`\"ud83d😀é日`)))).Draw(t, "text")
		body := mustJSON(text)
		if rapid.Bool().Draw(t, "escape") {
			body = []byte(`"` + escapeAll(text) + `"`)
		}
		body = body[1 : len(body)-1]
		var j joiner
		var got strings.Builder
		at := 0
		var pending []byte
		for _, part := range cuts(t, body) {
			at += len(part)
			pending = append(pending, part...)
			if breaksEscape(body, at) {
				continue
			}
			piece := j.add(pending)
			pending = nil
			if !utf8.ValidString(piece) || strings.ContainsRune(piece, utf8.RuneError) && !strings.ContainsRune(text, utf8.RuneError) {
				t.Fatalf("piece %q of %q", piece, text)
			}
			got.WriteString(piece)
		}
		got.WriteString(j.rest())
		if got.String() != text {
			t.Fatalf("got %q, want %q", got.String(), text)
		}
	})
}

// escapeAll writes every character beyond ASCII as \uXXXX, pairs included.
func escapeAll(text string) string {
	var b strings.Builder
	for _, r := range text {
		quoted := mustJSON(string(r))
		quoted = quoted[1 : len(quoted)-1]
		if r < utf8.RuneSelf {
			b.Write(quoted)
			continue
		}
		for _, unit := range utf16Units(r) {
			b.WriteString(`\u`)
			b.WriteByte("0123456789abcdef"[unit>>12])
			b.WriteByte("0123456789ABCDEF"[unit>>8&15])
			b.WriteByte("0123456789abcdef"[unit>>4&15])
			b.WriteByte("0123456789ABCDEF"[unit&15])
		}
	}
	return b.String()
}

func utf16Units(r rune) []rune {
	if r < 0x10000 {
		return []rune{r}
	}
	r -= 0x10000
	return []rune{0xD800 + r>>10, 0xDC00 + r&0x3FF}
}

func TestGateDoesNotDependOnTheCuts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SampledFrom([]string{"<think>", "</think>", " \n", "{", `{"a":1}`, `{"b`, `c":2}`, `"`, strings.Repeat(" ", 300), "prose", "<thin", "é"})
		text := strings.Join(rapid.SliceOfN(part, 0, 8).Draw(t, "parts"), "")
		wantJSON := rapid.Bool().Draw(t, "json")
		keys := rapid.SampledFrom([][]string{nil, {"a"}, {"a", "bc"}}).Draw(t, "keys")
		run := func(pieces []string) (string, string, bool) {
			var shown strings.Builder
			g := &gate{wantJSON: wantJSON, keys: keys, max: 1 << 20, onText: func(p string) { shown.WriteString(p) }}
			for _, p := range pieces {
				if err := g.write(p); err != nil {
					t.Fatal(err)
				}
			}
			g.end()
			return g.text.String(), shown.String(), g.thought
		}
		var pieces []string
		for _, r := range text {
			pieces = append(pieces, string(r))
		}
		text1, shown1, thought1 := run([]string{text})
		text2, shown2, thought2 := run(pieces)
		if text1 != text2 || shown1 != shown2 || thought1 != thought2 {
			t.Fatalf("%q: at once %q, %q, %v; in pieces %q, %q, %v", text, text1, shown1, thought1, text2, shown2, thought2)
		}
		if shown1 != "" && shown1 != text1 || shown1 == "" && wantJSON && keys == nil && strings.Contains(text1, "{") {
			t.Fatalf("%q: shown %q of %q", text, shown1, text1)
		}
	})
}

func TestForm(t *testing.T) {
	f, err := newForm(json.RawMessage(testSchema))
	if err != nil || !slices.Equal(f.keys, []string{"takeaways", "why"}) {
		t.Fatalf("%+v, %v", f, err)
	}
	claim := `{"text":"a","sentences":[1]}`
	for _, tt := range []struct{ text, says string }{
		{goodJSON, ""},
		{"```json\n" + goodJSON + "\n```\nDone {it}.", ""},
		{"Sure {as asked}: " + goodJSON, ""},
		{`{"other":1} ` + goodJSON, ""},
		{`[` + goodJSON + `]`, ""}, // the object inside counts; the caller judges the rest
		{`{"why":` + claim + `}`, `the answer has no "takeaways"`},
		{`{"why":null,"takeaways":[]}`, `"why" is of the type null and must be object`},
		{`{"why":` + claim + `,"takeaways":[{"text":"a","sentences":["1"]}]}`, `"takeaways.0.sentences.0" is of the type string and must be integer`},
		{`{"why":` + claim + `,"takeaways":[],"secret name":1}`, ""}, // nobody reads it
		{`{"why":` + claim + `,"more":1}`, `the answer has no "takeaways"`},
		{goodJSON[:len(goodJSON)-1], `the answer has no "why", "takeaways"`}, // of the object inside
		{`{"why": 1, "takea`, errProse.Error()},
		{"prose", errProse.Error()},
		{"", errProse.Error()},
		{strings.Repeat("{", 1<<20), errProse.Error()},
		{strings.Repeat(`{"a":`, 1<<18), errProse.Error()},
	} {
		err := f.check(tt.text)
		if (err == nil) != (tt.says == "") || err != nil && err.Error() != tt.says {
			t.Errorf("%.60q: %v, want %q", tt.text, err, tt.says)
		}
	}
}

func TestFormsAreBounded(t *testing.T) {
	var known forms
	for i := range 3 * mostForms {
		raw := json.RawMessage(fmt.Sprintf(`{"type":"object","properties":{"a%d":{"type":"string"}}}`, i))
		a, err := known.of(raw)
		b, again := known.of(raw)
		if err != nil || again != nil || a != b {
			t.Fatalf("%v, %v, made again: %v", err, again, a != b)
		}
	}
	if len(known.known) > mostForms {
		t.Errorf("%d schemas are kept", len(known.known))
	}
	for _, bad := range []string{"{", `{"type":"thing"}`, `{"$ref":"http://127.0.0.1:9/x.json"}`} {
		if _, err := known.of(json.RawMessage(bad)); fault.CodeOf(err) != fault.Internal {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestMaskAndClean(t *testing.T) {
	mask := masker(canary)
	for _, text := range []string{
		canary, "key=" + canary + ";", "sk-can**************b604", "Bearer " + canary, canary[:12], "…" + canary[10:],
		strings.ToUpper(canary), "sk-proj-somebodyelse1234", "gsk_abcdefghijkl", "AIzaSyAbcdefghijkl",
	} {
		got := mask(clean("before " + text + " after"))
		for _, bad := range []string{"canary", "CANARY", "b604", "somebody", "abcdef", "Abcdef"} {
			if strings.Contains(got, bad) {
				t.Errorf("%q became %q", text, got)
			}
		}
		if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") {
			t.Errorf("%q became %q", text, got)
		}
	}
	if got := clean("a\x00b\r\n\tc\u202Ed\xff  e"); got != "a b cd e" {
		t.Errorf("cleaned to %q", got)
	}
	for _, harmless := range []string{"the model risk-averse is unknown", "max_tokens is too large", "key is missing"} {
		if got := masker("")(harmless); got != harmless {
			t.Errorf("%q became %q", harmless, got)
		}
	}
}

func TestQuoteIsShort(t *testing.T) {
	k := call{Client: &Client{mask: masker("")}, req: summarize.Request{Messages: []summarize.Message{{Text: articleText}}}}
	if got := k.quote(strings.Repeat("é", 5000)); utf8.RuneCountInString(got) > maxQuote+len(" (it says: )") {
		t.Errorf("%d characters: %q", utf8.RuneCountInString(got), got)
	}
	if got := k.quote("near \"" + articleText[10:60] + "\""); got != "" {
		t.Errorf("the article is quoted: %q", got)
	}
}

func FuzzAnswers(f *testing.F) {
	f.Add([]byte(`{"error":{"message":"x","code":429}}`))
	f.Add([]byte(`[{"error":{"message":["x"]}}]`))
	f.Add([]byte(`{"choices":[{"delta":{"content":"\ud83d"}}],"usage":{"prompt_tokens":1e400}}`))
	f.Add([]byte(`{"choices":[{"delta":{"tool_calls":[{"index":1,"function":{"arguments":{"a":1}}}]}}],"usage":{"input_tokens":4,"cache_read_input_tokens":9}}`))
	f.Add([]byte(`{"detail":[{"loc":["body"],"msg":"x"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		_ = parseAPIError(data).objection(400, plan{stream: true})
		isErrorBody(data)
		var a answer
		wire, err := decodeAnswer(data)
		if err != nil {
			return
		}
		var j joiner
		body, _ := a.take(wire)
		text := j.add(body) + j.rest()
		if !utf8.ValidString(text) || a.usage.InputTokens < 0 || a.usage.OutputTokens < 0 || a.usage.CachedTokens > a.usage.InputTokens {
			t.Errorf("text %q, usage %+v", text, a.usage)
		}
	})
}

func FuzzEvents(f *testing.F) {
	f.Add([]byte("data: [DONE]\n"), 3)
	f.Add([]byte(": x\nevent: error\ndata: {}\n\ndata: { \"error\": 1}"), 1)
	f.Fuzz(func(t *testing.T, data []byte, size int) {
		ex := &exchange{}
		b := &eventBody{Reader: bytes.NewReader(data), ex: ex, max: 1 << 20}
		buf := make([]byte, 1+max(0, size)%64)
		var got []byte
		for {
			n, err := b.Read(buf)
			got = append(got, buf[:n]...)
			if err != nil {
				break
			}
		}
		if want := bytes.TrimSuffix(data, []byte("\n")); !bytes.Equal(bytes.TrimSuffix(got, []byte("\n")), want) {
			t.Errorf("%q became %q", data, got)
		}
		if ex.done && !slices.ContainsFunc(bytes.Split(data, []byte("\n")), func(l []byte) bool { return bytes.Contains(l, []byte("[DONE]")) }) {
			t.Errorf("%q is not done", data)
		}
	})
}

func TestStringBodyOfArrays(t *testing.T) {
	raw := json.RawMessage(`[{"type":"thinking","text":"no"},{"type":"text","text":"a\n"},{"type":"text","text":"b"},{"type":"text","text":7}]`)
	if got := unquote(stringBody(raw)); got != "a\nb" {
		t.Errorf("got %q", got)
	}
}
