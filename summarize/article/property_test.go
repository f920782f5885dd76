package article

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/nutgraf/nutgraf/summarize/fault"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// checkInvariants holds for every article that Read returns.
func checkInvariants(t testing.TB, a *Article) {
	t.Helper()
	if !utf8.ValidString(a.Text) || a.Text == "" || !norm.NFC.IsNormalString(a.Text) {
		t.Fatalf("text is empty, not UTF-8 or not NFC: %.100q", a.Text)
	}
	if sum := sha256.Sum256([]byte(a.Text)); a.Digest != hex.EncodeToString(sum[:]) {
		t.Fatal("digest is not of the text")
	}
	var joined []string
	next := 0
	for i, p := range a.Paragraphs {
		joined = append(joined, a.Text[p.Span.Start:p.Span.End])
		if p.First != next || p.Count < 1 {
			t.Fatalf("paragraph %d has sentences %d+%d, want from %d", i, p.First, p.Count, next)
		}
		next += p.Count
	}
	if strings.Join(joined, "\n\n") != a.Text || next != len(a.Sentences) {
		t.Fatal("paragraphs do not make up the text")
	}
	spans := make([]Span, 0, len(a.Sentences))
	for i, s := range a.Sentences {
		p := a.Paragraphs[s.Paragraph].Span
		if s.ID != SentenceID(i+1) || s.Text != a.Text[s.Span.Start:s.Span.End] || s.Span.Start < p.Start || s.Span.End > p.End {
			t.Fatalf("sentence %d is %+v in paragraph %+v", i, s, p)
		}
		if strings.Contains(s.Text, "\n") {
			t.Fatalf("sentence %q spans lines", s.Text)
		}
		spans = append(spans, s.Span)
	}
	checkSpans(t, a.Text, spans)
}

// checkSpans: in order, apart, trimmed, and all that is not white space is in.
func checkSpans(t testing.TB, text string, spans []Span) {
	t.Helper()
	at := 0
	for _, s := range spans {
		if s.Start < at || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %+v after offset %d of %d", s, at, len(text))
		}
		if strings.Trim(text[at:s.Start], " \t\r\n") != "" {
			t.Fatalf("%q is in no sentence", text[at:s.Start])
		}
		if got := text[s.Start:s.End]; strings.Trim(got, " \t\r\n") != got {
			t.Fatalf("sentence %q has outer white space", got)
		}
		at = s.End
	}
	if strings.Trim(text[at:], " \t\r\n") != "" {
		t.Fatalf("%q is in no sentence", text[at:])
	}
}

var pieces = []string{
	"The board met.", " ", "\n", "\n\n", "Dr. J.K. Amadi", "\"", "“", "”", "(", ")", "...", "…", "U.S. ", "$1.5 ", "p.m. ", "3. ", "。", "！", "」", "「",
	"Why this matters: ", "Key takeaways\n", "- ", "• ", "1) ", "(Photo: ", "By Jo Brandt\n", "Published 14 March 2026\n", "म।", "\u200d", "\u202e", "é", "é", "<p>", "</p>", "<b>", "<div hidden>", "</div>",
	"# ", "> ", "**", "[a](b)", "字", "А. С. ", "г. ", "İ", "ß", "\U000E0041", "\u00a0", "word ", "Word ", ":", "?", "!", "'",
}

func TestSplitProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, "pieces"), "")
		code := rapid.SampledFrom([]string{"en", "de", "zh", "ja", "ar", "ru", "hy", "und", "xx"}).Draw(t, "lang")
		spans := Split(text, code)
		at := 0
		for _, s := range spans {
			if s.Start < at || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%q: bad span %+v", text, s)
			}
			if strings.TrimFunc(text[at:s.Start], unicode.IsSpace) != "" {
				t.Fatalf("%q: %q is in no sentence", text, text[at:s.Start])
			}
			at = s.End
		}
		if strings.TrimFunc(text[at:], unicode.IsSpace) != "" {
			t.Fatalf("%q: %q is in no sentence", text, text[at:])
		}
	})
}

func TestReadProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 30, 300).Draw(rt, "pieces"), "")
		for _, f := range []Format{Text, Markdown, HTML} {
			checkRead(t, []byte(text), Options{Format: f})
		}
	})
}

// checkRead reads, and checks what comes back; reading the text again as plain
// text with KeepAll must give the same text.
func checkRead(t testing.TB, data []byte, opts Options) {
	t.Helper()
	a, err := Read(bytes.NewReader(data), opts)
	if err != nil {
		if fault.CodeOf(err).Kind() != fault.KindInput {
			t.Fatalf("%v: %v", fault.CodeOf(err), err)
		}
		return
	}
	checkInvariants(t, a)
	again, err := Read(bytes.NewReader(data), opts)
	if err != nil || again.Digest != a.Digest {
		t.Fatalf("the second reading differs: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	paths, _ := filepath.Glob(filepath.Join("testdata", "*.*"))
	for _, path := range paths {
		if data, err := os.ReadFile(path); err == nil && !strings.HasSuffix(path, ".json") {
			for kind := range uint8(4) {
				f.Add(data, kind)
			}
		}
	}
	f.Add([]byte(strings.Repeat("<div>", 600)+story), uint8(2))
	f.Add([]byte("---\ntitle: [a\n---\n"+story), uint8(1))
	f.Add([]byte("\xff\xfeT\x00h\x00"), uint8(0))
	f.Add([]byte("Key takeaways: 1. A; B; C\n\n"+story), uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, kind uint8) {
		formats := []Format{Text, Markdown, HTML, Detect}
		checkRead(t, data, Options{Format: formats[kind%4], KeepAll: kind&4 != 0})
	})
}

func FuzzSplit(f *testing.F) {
	f.Add(story, "en")
	f.Add("Am 3. Oktober. „Ja. Nein“, sagte er.", "de")
	f.Add("他说：“来吧。”好。", "zh")
	f.Add("А. С. Пушкин, 1799 г. Москва…", "ru")
	f.Add("(a) One. (b) Two. “Open. \"quote", "")
	f.Fuzz(func(t *testing.T, text, code string) {
		if utf8.ValidString(text) {
			checkSpans(t, text, Split(text, code))
		} else {
			Split(text, code)
		}
	})
}
